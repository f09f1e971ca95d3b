/* SPDX-License-Identifier: Apache-2.0 */
/* IKE (RFC 2408, 7296) over UDP: who opens a tunnel.
 *
 *     [0(32), on port 4500], cookies(8, 8), next, version(8: 10, 20), exchange, flags, number(32), size(32),
 * then items: next(8) 0(8) size(16) …     item 5 of version 1: kind(8) protocol(8) port(16) name
 *
 * In an aggressive exchange (4) the name is in clear, with a digest made of the shared secret. What follows
 * on the same port without such a header is ESP. Left out: all that is encrypted. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum {
	HEADER_SIZE = 28,
	MARK_SIZE = 4,
	ITEM_HEAD = 4,
	VERSION_1 = 0x10,
	VERSION_2 = 0x20,
	AGGRESSIVE = 4,
	ENCRYPTED = 1,
	IDENTITY = 5,
	KIND_USER = 3,
	KIND_KEY = 11,
};

/* The packet behind the mark, and its first item; what is as it must be. */
static unsigned take_header(struct cursor *cursor, unsigned *ret_next, unsigned *ret_exchange)
{
	static const uint8_t mark[MARK_SIZE];

	if (bytes_start_with(cursor->rest, (struct bytes){ mark, sizeof mark }))
		cursor_skip(cursor, MARK_SIZE);
	size_t whole = cursor_left(cursor);
	uint64_t cookie = cursor_be64(cursor);

	cursor_skip(cursor, 8);
	unsigned next = cursor_u8(cursor), version = cursor_u8(cursor), exchange = cursor_u8(cursor);
	unsigned flags = cursor_u8(cursor);

	cursor_skip(cursor, 4);
	size_t size = cursor_be32(cursor);

	if (!cursor_ok(cursor) || !cookie || (version != VERSION_1 && version != VERSION_2) || size != whole)
		return 0;
	*ret_next = version == VERSION_1 && !(flags & ENCRYPTED) ? next : 0;
	*ret_exchange = exchange;
	return 7 + 32;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	unsigned next, exchange;

	(void)direction;
	return take_header(&cursor, &next, &exchange);
}

static void take_identity(struct bytes item, enum direction direction, struct observer *observer)
{
	struct cursor cursor = cursor_over(item);
	unsigned kind = cursor_u8(&cursor);

	cursor_skip(&cursor, 3);
	if (!cursor_ok(&cursor) || (kind != KIND_USER && kind != KIND_KEY) || !unit_is_text(cursor.rest))
		return;
	credential_say(
		&(struct credential){
			.scheme = "ike",
			.class = "hash",
			.user = cursor.rest,
			.method = "aggressive",
			.why = "name in clear, with a digest made of the shared secret",
			.sender = direction == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER,
		},
		cursor.rest, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct cursor whole = stream->unread;
	struct cursor cursor = cursor_over(cursor_take(&stream->unread, cursor_left(&stream->unread)));
	unsigned next = 0, exchange = 0;

	(void)state;
	if (!take_header(&cursor, &next, &exchange)) {
		/* ESP on the same port (RFC 3948), or the byte that keeps a way through a router open. */
		stream->unread = whole;
		stream->skip = cursor_left(&whole);
		stream->skip_as = OPAQUE;
		return DECODED;
	}
	while (next && exchange == AGGRESSIVE && cursor_left(&cursor) >= ITEM_HEAD) {
		unsigned this = next;

		next = cursor_u8(&cursor);
		cursor_skip(&cursor, 1);
		size_t size = cursor_be16(&cursor);
		struct bytes item = cursor_take(&cursor, size < ITEM_HEAD ? SIZE_MAX : size - ITEM_HEAD);

		if (!cursor_ok(&cursor))
			return DECODED_MALFORMED;
		if (this == IDENTITY)
			take_identity(item, direction, observer);
	}
	return DECODED;
}

const struct app_decoder app_decoder_ike = {
	.name = "ike",
	.specification = "RFC 2408, RFC 2409, RFC 7296",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 500 },
			{ SELECT_UDP_PORT, 4500 },
			{ SELECT_NONE, 0 },
		},
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
