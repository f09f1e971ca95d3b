/* SPDX-License-Identifier: Apache-2.0 */
/* IPsec authentication header: next header (1), size in units of four bytes without the first two
 * (1), reserved (2), parameters and check value (8 and more, not verified). What follows is in
 * clear. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor ahead = packet->rest;
	uint8_t next = cursor_u8(&ahead), size = cursor_u8(&ahead);

	packet_consume(packet, 8 + (size_t)size * 4);
	packet->next = (struct selector){ SELECT_IP_PROTOCOL, next };
	return size < 1 && cursor_ok(&packet->rest) ? DECODED_MALFORMED : DECODED;
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, 51 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_ah = {
	.name = "ah",
	.specification = "RFC 4302 2",
	.claims = claims,
	.decode = decode,
};
