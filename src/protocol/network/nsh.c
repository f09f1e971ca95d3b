/* SPDX-License-Identifier: Apache-2.0 */
/* Network service header: version, flags, lifetime, size in units of four bytes (2; the last six bits), type
 * of metadata (1), next protocol (1), path (4), metadata. */
#include "protocol/link/ether_type.h"

enum { NEXT_IPV4 = 1, NEXT_IPV6, NEXT_ETHERNET, NEXT_NSH, NEXT_MPLS };

static enum decoded decode(struct packet *packet)
{
	struct cursor header = packet->rest;
	uint16_t first = cursor_be16(&header);
	size_t size = (first & 0x3fu) * 4;

	cursor_skip(&header, 1);
	uint8_t next = cursor_u8(&header);

	packet_consume(packet, size < 8 ? 8 : size);
	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (first >> 14 || size < 8)
		return DECODED_MALFORMED;
	switch (next) {
	case NEXT_IPV4:
		packet->next = (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_IPV4 };
		return DECODED;
	case NEXT_IPV6:
		packet->next = (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_IPV6 };
		return DECODED;
	case NEXT_ETHERNET:
		packet->next = (struct selector){ SELECT_LINK, 1 };
		return DECODED;
	case NEXT_NSH:
		return DECODED;
	case NEXT_MPLS:
		packet->next = (struct selector){ SELECT_ETHER_TYPE, 0x8847 };
		return DECODED;
	default:
		return packet_opaque(packet, NULL);
	}
}

static const struct selector claims[] = { { SELECT_ETHER_TYPE, 0x894f }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_nsh = {
	.name = "nsh",
	.specification = "RFC 8300 2",
	.claims = claims,
	.decode = decode,
};
