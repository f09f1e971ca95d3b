/* SPDX-License-Identifier: Apache-2.0 */
/* Ethernet II and IEEE 802.3 (with LLC/SNAP). Not here: preambles, FCS. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	struct bytes destination = packet_consume(packet, 6), source = packet_consume(packet, 6);
	struct cursor type = cursor_over(packet_consume(packet, 2));

	packet->destination_mac = address_of(destination);
	packet->source_mac = address_of(source);
	packet->next = (struct selector){ SELECT_ETHER_TYPE, cursor_be16(&type) };
	return cursor_ok(&packet->rest) ? DECODED : DECODED_MALFORMED;
}

static const struct selector claims[] = { { SELECT_LINK, 1 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_ethernet = {
	.name = "ethernet",
	.specification = "IEEE 802.3-2018 3.1",
	.claims = claims,
	.decode = decode,
};
