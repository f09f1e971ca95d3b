/* SPDX-License-Identifier: Apache-2.0 */
/* OSCAR over TCP: AIM and ICQ.
 *
 *     2a channel(8) number(16) size(16); channel 1 opens: 0 0 0 1, items: type(16) size(16) value
 *     channel 2: family(16) kind(16) flags(16) number(32) …: 17, 2 logs in; 4, 6 and 4, 7 carry a message
 *     items: 1 name, 2 password combined with a constant, 25 digest of it
 *
 * Left out: messages' texts, which are pieces of items; they are handed on as they stand. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum {
	HEAD_SIZE = 6,
	MARK = 0x2a,
	OPENS = 1,
	CHANNEL_LAST = 5,
	SNAC_SIZE = 10,
	FAMILY_MESSAGE = 4,
	FAMILY_LOGIN = 0x17,
	ITEM_NAME = 1,
	ITEM_PASSWORD = 2,
	ITEM_DIGEST = 0x25,
	PASSWORD_MOST = 64,
};

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	unsigned mark = cursor_u8(&cursor), channel = cursor_u8(&cursor);

	(void)direction;
	cursor_skip(&cursor, 2);
	size_t size = cursor_be16(&cursor);

	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	return mark == MARK && channel && channel <= CHANNEL_LAST ? HEAD_SIZE + size : UNIT_BROKEN;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t size = measure(direction, first);

	return size != UNIT_LONGER && first.size >= 10 && first.data[0] == MARK && first.data[1] == OPENS &&
			       size >= 10 && bytes_equal(bytes_slice(first, 6, 4), BYTES("\0\0\0\1"))
		       ? 16 + 32
		       : 0;
}

struct items {
	struct bytes name, password, digest;
};

static struct items take_items(struct cursor cursor)
{
	struct items items = { .name = BYTES_EMPTY };

	while (cursor_left(&cursor) >= 4) {
		unsigned type = cursor_be16(&cursor);
		size_t size = cursor_be16(&cursor);
		struct bytes value = cursor_take(&cursor, size);

		if (!cursor_ok(&cursor))
			break;
		if (type == ITEM_NAME)
			items.name = value;
		else if (type == ITEM_PASSWORD)
			items.password = value;
		else if (type == ITEM_DIGEST)
			items.digest = value;
	}
	return items;
}

static void say_login(const struct items *items, struct observer *observer)
{
	static const uint8_t constant[] = { 0xf3, 0x26, 0x81, 0xc4, 0x39, 0x86, 0xdb, 0x92,
					    0x71, 0xa3, 0xb9, 0xe6, 0x53, 0x7a, 0x95, 0x7c };
	uint8_t text[PASSWORD_MOST];
	struct bytes password = { text, 0 };

	for (size_t i = 0; i < items->password.size && i < PASSWORD_MOST; i++)
		text[password.size++] = items->password.data[i] ^ constant[i % sizeof constant];
	if (password.size && !unit_is_text(password))
		return;
	credential_say(
		&(struct credential){
			.scheme = "oscar",
			.class = items->digest.size ? "hash" : "password",
			.user = items->name,
			.secret = password,
			.encoding = password.size ? "combined" : NULL,
			.method = "login",
			.why = password.size ? "password hidden by a constant only" : "name of an account",
		},
		items->name, observer);
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	const struct message message = { .part = BYTES("message") };
	struct cursor cursor = cursor_over(bytes_from(unit, HEAD_SIZE));

	(void)state;
	if (unit.data[1] == OPENS && direction == FROM_CLIENT && cursor_left(&cursor) > 4) {
		cursor_skip(&cursor, 4);
		const struct items items = take_items(cursor);

		if (unit_is_text(items.name))
			say_login(&items, observer);
		return;
	}
	unsigned family = cursor_be16(&cursor), kind = cursor_be16(&cursor);

	cursor_skip(&cursor, SNAC_SIZE - 4);
	if (!cursor_ok(&cursor))
		return;
	if (family == FAMILY_LOGIN && kind == 2 && direction == FROM_CLIENT) {
		const struct items items = take_items(cursor);

		if (unit_is_text(items.name))
			say_login(&items, observer);
	} else if (family == FAMILY_MESSAGE && (kind == 6 || kind == 7)) {
		observer_content(observer, &message, cursor.rest, cursor.rest);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit, .most = 1 << 17 };

	return units_read(&reader, state, direction, stream, observer);
}

const struct app_decoder app_decoder_oscar = {
	.name = "oscar",
	.specification = "OSCAR (AIM, ICQ 7 and later)",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 5190 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
