/* SPDX-License-Identifier: Apache-2.0 */
/* PIM (RFC 7761): version and type (1), reserved (1), checksum (2). A register (type 1) carries the first
 * packets of a sender to the router that spreads them, behind flags (4); the rest is routers' own. */
#include "protocol/packet.h"

enum { VERSION_AND_REGISTER = 0x21, LINK_RAW = 101 };

static enum decoded decode(struct packet *packet)
{
	uint8_t first = cursor_peek(&packet->rest, 0);

	if (first != VERSION_AND_REGISTER) {
		packet->next = (struct selector){ SELECT_CONTROL, 0 };
		return DECODED;
	}
	packet_consume(packet, 8);
	packet->next = (struct selector){ SELECT_LINK, LINK_RAW };
	/* A register without a packet keeps a tree alive. */
	if (!cursor_left(&packet->rest))
		packet->next = (struct selector){ SELECT_CONTROL, 0 };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, 103 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_pim = {
	.name = "pim",
	.specification = "RFC 7761 4.9",
	.claims = claims,
	.decode = decode,
};
