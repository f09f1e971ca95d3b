/* SPDX-License-Identifier: Apache-2.0 */
/* The API of MikroTik's routers over TCP. Words have their size in front (one byte below 80, two with 80, …);
 * an empty one ends a sentence:
 *
 *     /login =name=… =password=…     older ones: /login, !done =ret=challenge, /login =name=… =response=…
 *     !done well, !trap not
 *
 * Other words are handed on as `name=value`. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum { WORD_MOST = 1 << 14, WORDS_MOST = 1 << 14 };

struct mikrotik {
	struct login login;
};

/* False: it does not fit. An empty word ends a sentence. */
static bool take_word(struct cursor *cursor, struct bytes *ret_word)
{
	size_t size = cursor_u8(cursor);

	if (size >= 0x80 && size < 0xc0)
		size = (size & 0x3f) << 8 | cursor_u8(cursor);
	*ret_word = cursor_take(cursor, size >= 0x80 && size > WORD_MOST ? SIZE_MAX : size);
	return cursor_ok(cursor);
}

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	struct bytes word;

	(void)direction;
	do {
		if (cursor_left(&cursor) && cursor_peek(&cursor, 0) >= 0xc0)
			return UNIT_BROKEN;
		if (!take_word(&cursor, &word))
			return bytes.size > WORDS_MOST ? UNIT_BROKEN : UNIT_LONGER;
	} while (word.size);
	return bytes.size - cursor_left(&cursor);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	return direction == FROM_CLIENT && bytes_start_with(first, BYTES("\6/login")) && first.size > 7 &&
			       (first.data[7] == 0 || first.data[7] == '=' || first.data[7] > 5)
		       ? 8 * 7
		       : 0;
}

/* What stands behind `=name=`. */
static bool value_of(struct bytes word, struct bytes key, struct bytes *ret_value)
{
	if (!bytes_start_with(word, key))
		return false;
	*ret_value = bytes_from(word, key.size);
	return true;
}

static void take_login(struct mikrotik *mikrotik, struct cursor cursor, struct observer *observer)
{
	struct bytes word, user = BYTES_EMPTY, password = BYTES_EMPTY, response = BYTES_EMPTY;

	while (take_word(&cursor, &word) && word.size)
		if (!value_of(word, BYTES("=name="), &user) &&
		    !value_of(word, BYTES("=password="), &password))
			value_of(word, BYTES("=response="), &response);
	if (!user.size)
		return;
	login_begin(&mikrotik->login, "mikrotik", response.size ? "hash" : "password", NULL);
	login_user(&mikrotik->login, user, user, observer);
	if (password.size)
		login_secret(&mikrotik->login, password, password, observer);
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct message message = { .part = BYTES("word") };
	struct mikrotik *mikrotik = state;
	struct cursor cursor = cursor_over(unit);
	struct bytes word;

	if (!take_word(&cursor, &word) || !word.size)
		return;
	message.method = word;
	if (direction == FROM_CLIENT && bytes_equal(word, BYTES("/login"))) {
		take_login(mikrotik, cursor, observer);
		return;
	}
	if (direction == FROM_SERVER &&
	    (bytes_equal(word, BYTES("!done")) || bytes_equal(word, BYTES("!trap"))))
		login_say(&mikrotik->login, "/login", "login of MikroTik's API",
			  word.data[1] == 'd' ? "accepted" : "refused", observer);
	while (take_word(&cursor, &word) && word.size) {
		struct bytes value = bytes_from(word, 1), name = bytes_split(&value, '=');

		if (word.data[0] == '=' && name.size && value.size)
			observer_value(observer, &message, name, value);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };

	return units_read(&reader, state, direction, stream, observer);
}

static void close_flow(void *state, struct observer *observer)
{
	struct mikrotik *mikrotik = state;

	login_say(&mikrotik->login, "/login", "login of MikroTik's API", "unknown", observer);
	login_free(&mikrotik->login);
}

const struct app_decoder app_decoder_mikrotik_api = {
	.name = "mikrotik-api",
	.specification = "RouterOS API",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 8728 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct mikrotik),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
