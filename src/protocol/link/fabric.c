/* SPDX-License-Identifier: Apache-2.0 */
/* Ethernet in Ethernet, between the switches of a data centre:
 *   TRILL (RFC 6325): version, size of the options in words (5 bits of the low 11) and hops (2), to (2),
 *     from (2), options
 *   Cisco FabricPath: tree and hops (2) */
#include "protocol/packet.h"

enum { TYPE_TRILL = 0x22f3, TYPE_FABRIC_PATH = 0x8903 };

static enum decoded decode(struct packet *packet)
{
	bool trill = packet->next.number == TYPE_TRILL;
	struct cursor header = cursor_over(packet_consume(packet, trill ? 6 : 2));
	uint16_t flags = cursor_be16(&header);

	if (trill && cursor_ok(&packet->rest)) {
		if (flags >> 14)
			return DECODED_MALFORMED;
		packet_consume(packet, 4 * (flags >> 6 & 31u));
	}
	packet->next = (struct selector){ SELECT_LINK, 1 };
	return DECODED;
}

static const struct selector claims[] = {
	{ SELECT_ETHER_TYPE, TYPE_TRILL },
	{ SELECT_ETHER_TYPE, TYPE_FABRIC_PATH },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_fabric = {
	.name = "fabric",
	.specification = "RFC 6325 3, Cisco FabricPath",
	.claims = claims,
	.decode = decode,
};
