/* SPDX-License-Identifier: Apache-2.0 */
/* IPv6 extension headers of the common form: next header (1), size in units of eight bytes without
 * the first (1), contents (6 and more, not read). Behind "no next header" nothing is to be read. */
#include "protocol/packet.h"

enum { NO_NEXT_HEADER = 59 };

static enum decoded decode(struct packet *packet)
{
	struct cursor ahead = packet->rest;
	uint8_t next = cursor_u8(&ahead), size = cursor_u8(&ahead);

	if (packet->next.number == NO_NEXT_HEADER) {
		packet->next = (struct selector){ SELECT_CONTROL, 0 };
		return DECODED;
	}
	packet_consume(packet, 8 + (size_t)size * 8);
	packet->next = (struct selector){ SELECT_IP_PROTOCOL, next };
	return DECODED;
}

/* Hop-by-hop, routing, destination options, mobility (RFC 6275), HIP (RFC 7401), shim6 (RFC 5533) */
static const struct selector claims[] = {
	{ SELECT_IP_PROTOCOL, 0 },
	{ SELECT_IP_PROTOCOL, 43 },
	{ SELECT_IP_PROTOCOL, 60 },
	{ SELECT_IP_PROTOCOL, 135 },
	{ SELECT_IP_PROTOCOL, 139 },
	{ SELECT_IP_PROTOCOL, 140 },
	{ SELECT_IP_PROTOCOL, NO_NEXT_HEADER },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_ipv6_extension = {
	.name = "ipv6-extension",
	.specification = "RFC 8200 4, RFC 6564",
	.claims = claims,
	.decode = decode,
};
