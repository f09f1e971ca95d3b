/* SPDX-License-Identifier: Apache-2.0 */
/* GLBP, by which routers share the work of one, over UDP. No specification is published; by what Cisco's
 * routers send:
 *
 *     1 0 group(16) 0(16) owner(6 bytes), then parts: type, size with these two, value
 *     part 3: kind (1: in clear) size secret
 *
 * Left out: everything else. */
#include "protocol/application.h"
#include "protocol/application/login.h"

enum { PART_SECRET = 3, PART_LAST = 4, SECRET_CLEAR = 1 };

/* Skips the header; whether it is one. */
static bool take_header(struct cursor *cursor)
{
	unsigned version = cursor_u8(cursor);

	cursor_skip(cursor, 1);
	unsigned group = cursor_be16(cursor);

	cursor_skip(cursor, 8);
	return cursor_ok(cursor) && version == 1 && group < 1024;
}

/* A part; no bytes and a failed cursor where it is none. */
static struct bytes take_part(struct cursor *cursor, unsigned *ret_type)
{
	unsigned type = cursor_u8(cursor);
	size_t size = cursor_u8(cursor);

	if (!type || type > PART_LAST || size < 2)
		cursor->failed = true;
	*ret_type = type;
	return cursor_take(cursor, size - 2);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	unsigned type, parts = 0;

	(void)direction;
	if (!take_header(&cursor))
		return 0;
	for (; cursor_left(&cursor) && cursor_ok(&cursor); parts++)
		(void)take_part(&cursor, &type);
	return parts && cursor_ok(&cursor) ? 15 : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct cursor cursor = cursor_over(cursor_take(&stream->unread, cursor_left(&stream->unread)));

	(void)state;
	(void)direction;
	if (!take_header(&cursor))
		return DECODED_MALFORMED;
	while (cursor_left(&cursor)) {
		unsigned type;
		struct cursor part = cursor_over(take_part(&cursor, &type));
		unsigned kind = cursor_u8(&part);
		struct bytes secret = cursor_take(&part, cursor_u8(&part));

		if (!cursor_ok(&cursor))
			return DECODED_MALFORMED;
		if (type == PART_SECRET && kind == SECRET_CLEAR && cursor_ok(&part))
			credential_say(
				&(struct credential){
					.scheme = "plain",
					.class = "password",
					.secret = login_padded(secret),
					.method = "hello",
					.why = "secret shared by routers",
				},
				secret, observer);
	}
	return DECODED;
}

static const struct selector usual_ports[] = { { SELECT_UDP_PORT, 3222 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_glbp = {
	.name = "glbp",
	.specification = "Cisco GLBP (unpublished)",
	.usual_ports = usual_ports,
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
