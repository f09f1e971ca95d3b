/* SPDX-License-Identifier: Apache-2.0 */
/* Geneve: version (2 bits, 0) and size of the options in units of four bytes (6 bits), flags (1: control 80,
 * critical 40), Ethernet type (2), network (3), reserved (1), options, content. */
#include "protocol/transport/tunnel.h"

enum { SIZE = 8, CONTROL = 0x80, RESERVED = 0x3f, TYPE_BRIDGED = 0x6558 };

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(bytes_slice(packet->rest.rest, 0, SIZE));
	uint8_t first = cursor_u8(&header), flags = cursor_u8(&header);
	uint16_t type = cursor_be16(&header);
	uint32_t network = cursor_be32(&header);
	size_t size = SIZE + (first & 0x3fu) * 4;

	if (!cursor_ok(&header) || first >> 6 || flags & RESERVED || network & 0xff ||
	    size > cursor_left(&packet->rest))
		return DECODED_NOT_MINE;
	if (type == ETHER_TYPE_IPV4 || type == ETHER_TYPE_IPV6) {
		if (!tunnel_holds_ip(packet, size))
			return DECODED_NOT_MINE;
	} else if (type != TYPE_BRIDGED || !tunnel_holds_ethernet(packet, size)) {
		return DECODED_NOT_MINE;
	}
	packet_consume(packet, size);
	if (flags & CONTROL)
		return tunnel_control(packet);
	packet->next = (struct selector){ SELECT_ETHER_TYPE, type };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_UDP_PORT, 6081 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_geneve = {
	.name = "geneve",
	.specification = "RFC 8926 3.4",
	.claims = claims,
	.decode = decode,
};
