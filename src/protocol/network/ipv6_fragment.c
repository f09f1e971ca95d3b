/* SPDX-License-Identifier: Apache-2.0 */
/* IPv6 fragment header: next header (1), reserved (1), offset, two reserved bits and "more" (2),
 * identification (4). A fragment that is the whole datagram (RFC 6946) is none. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 8));
	uint8_t next = cursor_u8(&header);

	cursor_skip(&header, 1);
	uint16_t offset = cursor_be16(&header);

	packet->fragment.identification = cursor_be32(&header);
	packet->fragment.more = offset & 1;
	packet->fragment.offset = offset & 0xfff8u;
	packet->fragment.is = packet->fragment.more || packet->fragment.offset;
	packet->next = (struct selector){ SELECT_IP_PROTOCOL, next };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, 44 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_ipv6_fragment = {
	.name = "ipv6-fragment",
	.specification = "RFC 8200 4.5",
	.claims = claims,
	.decode = decode,
};
