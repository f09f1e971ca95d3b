/* SPDX-License-Identifier: Apache-2.0 */
/* LISP data: flags (1), nonce or versions (3), instance or locators (4), then an IP packet. */
#include "protocol/transport/tunnel.h"

enum { SIZE = 8, LOCATORS = 0x40, ECHO = 0x20, NONCE = 0x80, VERSIONS = 0x10 };

static enum decoded decode(struct packet *packet)
{
	uint8_t flags = cursor_peek(&packet->rest, 0);

	/* An echo is asked for by a nonce; versions stand in its place. */
	if ((flags & ECHO && !(flags & NONCE)) || (flags & NONCE && flags & VERSIONS) ||
	    !tunnel_holds_ip(packet, SIZE))
		return DECODED_NOT_MINE;
	packet_consume(packet, SIZE);
	tunnel_follow_ip(packet);
	return DECODED;
}

static const struct selector claims[] = { { SELECT_UDP_PORT, 4341 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_lisp = {
	.name = "lisp",
	.specification = "RFC 9300 5.3",
	.claims = claims,
	.decode = decode,
};
