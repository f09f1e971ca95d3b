/* SPDX-License-Identifier: Apache-2.0 */
/* AYIYA: size of the identity as a power of two and its type (1), size of the signature in units of four
 * bytes and its method (1), authentication and operation (1), next header (1), time (4), identity, signature,
 * packet. Only forwarded packets (operation 1) are read; the others keep the tunnel alive. */
#include "protocol/transport/tunnel.h"

enum { FORWARD = 1, OPERATION_MOST = 5, NEXT_IPV4 = 4, NEXT_IPV6 = 41, NEXT_NONE = 59 };

static enum decoded decode(struct packet *packet)
{
	struct cursor header = packet->rest;
	uint8_t identity = cursor_u8(&header), signature = cursor_u8(&header);
	unsigned operation = cursor_u8(&header) & 15;
	uint8_t next = cursor_u8(&header);
	size_t size = 8 + ((size_t)1 << (identity >> 4)) + (size_t)(signature >> 4) * 4;

	/* There are three types of identity and four of signature. */
	if (!cursor_ok(&header) || (identity & 15) > 3 || (signature & 15) > 3 ||
	    operation > OPERATION_MOST || size > cursor_left(&packet->rest))
		return DECODED_NOT_MINE;
	if (operation != FORWARD) {
		if (next != NEXT_NONE || size != packet->wire_left)
			return DECODED_NOT_MINE;
		return tunnel_control(packet);
	}
	uint8_t version = cursor_peek(&packet->rest, size) >> 4;

	if (!(next == NEXT_IPV6 && version == 6) && !(next == NEXT_IPV4 && version == 4))
		return DECODED_NOT_MINE;
	if (!tunnel_holds_ip(packet, size))
		return DECODED_NOT_MINE;
	packet_consume(packet, size);
	tunnel_follow_ip(packet);
	return DECODED;
}

static const struct selector claims[] = { { SELECT_UDP_PORT, 5072 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_ayiya = {
	.name = "ayiya",
	.specification = "draft-massar-v6ops-ayiya-02 4",
	.claims = claims,
	.decode = decode,
};
