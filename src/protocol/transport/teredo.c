/* SPDX-License-Identifier: Apache-2.0 */
/* Teredo: perhaps authentication (00 01, size of the client's name (1), of the value (1), both, nonce (8),
 * confirmation (1)), perhaps the origin (00 00, port (2), address (4)), then an IPv6 packet. */
#include "protocol/transport/tunnel.h"

enum { INDICATION_ORIGIN = 0, INDICATION_AUTHENTICATION = 1 };

static enum decoded decode(struct packet *packet)
{
	struct cursor at = packet->rest;

	if (cursor_peek(&at, 0) == 0 && cursor_peek(&at, 1) == INDICATION_AUTHENTICATION) {
		cursor_skip(&at, 2);
		size_t name = cursor_u8(&at), value = cursor_u8(&at);

		cursor_skip(&at, name + value + 9);
	}
	if (cursor_peek(&at, 0) == 0 && cursor_peek(&at, 1) == INDICATION_ORIGIN)
		cursor_skip(&at, 8);
	size_t size = cursor_left(&packet->rest) - cursor_left(&at);

	if (!cursor_ok(&at) || cursor_peek(&at, 0) >> 4 != 6 || !tunnel_holds_ip(packet, size))
		return DECODED_NOT_MINE;
	packet_consume(packet, size);
	tunnel_follow_ip(packet);
	return DECODED;
}

static const struct selector claims[] = { { SELECT_UDP_PORT, 3544 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_teredo = {
	.name = "teredo",
	.specification = "RFC 4380 5.1.1",
	.claims = claims,
	.decode = decode,
};
