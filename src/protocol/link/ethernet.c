/* SPDX-License-Identifier: Apache-2.0 */
/* Ethernet II and IEEE 802.3: destination (6), source (6), type (2). A type of 1,500 or less is the
 * length of an LLC frame, which is handed on under Linux's number for that, 4. Not here: preambles,
 * FCS (a trailing one is cut off by the length of the IP header). */
#include "protocol/link/ether_type.h"
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 14));

	packet->destination_mac = address_of(cursor_take(&header, 6));
	packet->source_mac = address_of(cursor_take(&header, 6));
	ether_type_follow(packet, cursor_be16(&header));
	return DECODED;
}

/* 0x6558: transparent bridging (RFC 1701), inside GRE and its like. */
static const struct selector claims[] = {
	{ SELECT_LINK, 1 },
	{ SELECT_ETHER_TYPE, 0x6558 },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_ethernet = {
	.name = "ethernet",
	.specification = "IEEE 802.3-2018 3.1",
	.claims = claims,
	.decode = decode,
};
