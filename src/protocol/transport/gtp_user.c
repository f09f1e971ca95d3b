/* SPDX-License-Identifier: Apache-2.0 */
/* GTP-U, user data of mobile networks: version 1 and flags (1), type (1), size (2) of what follows the first
 * eight bytes, tunnel (4); where a flag is set sequence (2), number (1), type of the next extension (1);
 * extensions: size in units of four bytes (1), content, next type (1). Only IP inside it is read; echoes and
 * errors are control. */
#include "protocol/transport/tunnel.h"

enum {
	VERSION_1 = 0x20,
	VERSION = 0xe0,
	PROTOCOL = 0x10, /* GTP, not GTP' */
	RESERVED = 0x08,
	EXTENSION = 0x04,
	OPTIONAL = 0x07,
	TYPE_DATA = 255,
	EXTENSIONS_MOST = 8,
};

/* Size of the whole header; 0: it is none. */
static size_t header_size(struct bytes datagram, uint8_t flags)
{
	struct cursor at = cursor_over(bytes_from(datagram, 8));

	if (!(flags & OPTIONAL))
		return 8;
	cursor_skip(&at, 3);
	uint8_t next = cursor_u8(&at);

	for (unsigned i = 0; flags & EXTENSION && next; i++) {
		size_t size = (size_t)cursor_u8(&at) * 4;

		if (size == 0 || i == EXTENSIONS_MOST)
			return 0;
		cursor_skip(&at, size - 2);
		next = cursor_u8(&at);
	}
	return cursor_ok(&at) ? datagram.size - cursor_left(&at) : 0;
}

/* Echoes, errors, extension lists, ends of tunnels (3GPP TS 29.281 table 6.1-1) */
static bool is_signal(uint8_t type)
{
	return type == 1 || type == 2 || type == 26 || type == 31 || type == 253 || type == 254;
}

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(bytes_slice(packet->rest.rest, 0, 8));
	uint8_t flags = cursor_u8(&header), type = cursor_u8(&header);
	uint16_t size = cursor_be16(&header);

	if (!cursor_ok(&header) || (flags & (VERSION | PROTOCOL | RESERVED)) != (VERSION_1 | PROTOCOL))
		return DECODED_NOT_MINE;
	if (size + 8u != packet->wire_left || (type != TYPE_DATA && !is_signal(type)))
		return DECODED_NOT_MINE;
	if (type != TYPE_DATA)
		return tunnel_control(packet);
	size_t whole = header_size(packet->rest.rest, flags);

	if (!whole || !tunnel_holds_ip(packet, whole))
		return DECODED_NOT_MINE;
	packet_consume(packet, whole);
	tunnel_follow_ip(packet);
	return DECODED;
}

static const struct selector claims[] = { { SELECT_UDP_PORT, 2152 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_gtp_user = {
	.name = "gtp-u",
	.specification = "3GPP TS 29.281 5",
	.claims = claims,
	.decode = decode,
};
