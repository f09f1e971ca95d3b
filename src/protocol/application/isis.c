/* SPDX-License-Identifier: Apache-2.0 */
/* IS-IS (ISO/IEC 10589, RFC 1195): routers of one area, and the password that some share in clear.
 *
 *     83 size(8) 1 id(8) type(8: hello 15 to 17, state 18, 20, 24 to 27) 1 0 areas(8), more of the head up to
 *     `size`, then items: type size value     10: 1 password in clear, 54 and 3 digests     137: name of the
 * router
 *
 * Left out: ES-IS, CLNP. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum {
	ISIS = 0x83,
	TYPE_MASK = 31,
	HEADER_LEAST = 8,
	ITEM_AUTHENTICATION = 10,
	ITEM_NAME = 137,
	CLEAR = 1,
};

static bool is_type(unsigned type)
{
	return (type >= 15 && type <= 18) || type == 20 || (type >= 24 && type <= 27);
}

static bool take_header(struct cursor *cursor)
{
	unsigned protocol = cursor_u8(cursor);
	size_t size = cursor_u8(cursor);
	unsigned version = cursor_u8(cursor);

	cursor_skip(cursor, 1);
	unsigned type = cursor_u8(cursor) & TYPE_MASK, again = cursor_u8(cursor);

	cursor_skip(cursor, size >= HEADER_LEAST ? size - 6 : SIZE_MAX);
	return cursor_ok(cursor) && protocol == ISIS && version == 1 && again == 1 && is_type(type);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);

	(void)direction;
	return take_header(&cursor) ? 8 + 8 + 8 + 4 : 0;
}

static void say_password(struct bytes password, struct observer *observer)
{
	credential_say(
		&(struct credential){
			.scheme = "plain",
			.class = "password",
			.secret = password,
			.method = "authentication",
			.why = "secret shared by routers",
		},
		password, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	const struct message message = { .part = BYTES("item") };
	struct cursor cursor = cursor_over(cursor_take(&stream->unread, cursor_left(&stream->unread)));

	(void)state;
	(void)direction;
	if (!take_header(&cursor))
		return DECODED_MALFORMED;
	while (cursor_left(&cursor) >= 2) {
		unsigned type = cursor_u8(&cursor);
		size_t size = cursor_u8(&cursor);
		struct bytes value = cursor_take(&cursor, size);

		if (!cursor_ok(&cursor))
			return DECODED_MALFORMED;
		if (type == ITEM_NAME && unit_is_text(value))
			observer_value(observer, &message, BYTES("hostname"), value);
		if (type == ITEM_AUTHENTICATION && value.size > 1 && value.data[0] == CLEAR &&
		    unit_is_text(bytes_from(value, 1)))
			say_password(bytes_from(value, 1), observer);
	}
	return DECODED;
}

const struct app_decoder app_decoder_isis = {
	.name = "isis",
	.specification = "ISO/IEC 10589, RFC 5304, RFC 5301",
	.usual_ports = (const struct selector[]){ { SELECT_ETHER_TYPE, 0xfefe }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
