/* SPDX-License-Identifier: Apache-2.0 */
/* Bolt 1 to 5 over TCP: Neo4j and Memgraph.
 *
 *     60 60 b0 17, four versions(32); the server: one of them; then pieces: size(16) bytes, 0 ends a message
 *     b1 01 {…} HELLO, b2 01 agent {…} INIT, b1 6a {…} LOGON: `scheme`, `principal`, `credentials`
 *     b1 70 well, b1 7f not
 *
 * Messages in several pieces are read piece by piece. Left out: queries and their answers. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum { HELLO = 1, LOGON = 0x6a, SUCCESS = 0x70, FAILURE = 0x7f, STRUCTURE = 0xb0, SHAKE_SIZE = 20 };

struct bolt {
	bool shaken[2];
	struct login login;
};

static unsigned bid(enum direction direction, struct bytes first)
{
	return direction == FROM_CLIENT && first.size >= 8 &&
			       bytes_start_with(first, BYTES("\x60\x60\xb0\x17"))
		       ? 8 * 4
		       : 0;
}

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	size_t size = cursor_be16(&cursor);

	(void)direction;
	return cursor_ok(&cursor) ? 2 + size : UNIT_LONGER;
}

/* The text behind a key: 80 to 8f say its size in themselves, d0 and d1 in one and two bytes behind. */
static struct bytes text_behind(struct bytes message, struct bytes key)
{
	size_t at = bytes_find(message, key);
	struct cursor cursor = cursor_over(
		bytes_from(message, at == SIZE_MAX ? message.size : at + key.size));
	unsigned mark = cursor_u8(&cursor);
	size_t size = mark >> 4 == 8 ? mark & 15 : mark == 0xd0 ? cursor_u8(&cursor) : SIZE_MAX;

	if (mark == 0xd1)
		size = cursor_be16(&cursor);
	return cursor_take(&cursor, size);
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct bolt *bolt = state;
	struct bytes message = bytes_from(unit, 2);
	unsigned mark = message.size > 1 ? message.data[0] : 0, kind = message.size > 1 ? message.data[1] : 0;

	if (mark >> 4 != STRUCTURE >> 4)
		return;
	if (direction == FROM_SERVER) {
		if (kind == SUCCESS || kind == FAILURE)
			login_say(&bolt->login, "LOGON", "login of Bolt",
				  kind == SUCCESS ? "accepted" : "refused", observer);
		return;
	}
	if (kind != HELLO && kind != LOGON)
		return;
	struct bytes user = text_behind(message, BYTES("\x89principal"));
	struct bytes secret = text_behind(message, BYTES("\x8b"
							 "credentials"));
	struct bytes scheme = text_behind(message, BYTES("\x86scheme"));

	if (!secret.size)
		return;
	if (bytes_equal(scheme, BYTES("bearer")))
		login_begin(&bolt->login, "bearer", "token", NULL);
	else if (bytes_equal(scheme, BYTES("basic")))
		login_begin(&bolt->login, "bolt", "password", NULL);
	else
		return;
	if (user.size)
		login_user(&bolt->login, user, user, observer);
	login_secret(&bolt->login, secret, secret, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };
	struct bolt *bolt = state;
	size_t shake = direction == FROM_CLIENT ? SHAKE_SIZE : 4;

	if (!bolt->shaken[direction] && cursor_left(&stream->unread)) {
		if (cursor_left(&stream->unread) < shake) {
			stream->wanted = shake;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		struct bytes start = cursor_take(&stream->unread, shake);

		if (direction == FROM_SERVER && bytes_start_with(start, BYTES("HTTP")))
			return DECODED_NOT_MINE;
		bolt->shaken[direction] = true;
	}
	return units_read(&reader, state, direction, stream, observer);
}

static void close_flow(void *state, struct observer *observer)
{
	struct bolt *bolt = state;

	login_say(&bolt->login, "LOGON", "login of Bolt", "unknown", observer);
	login_free(&bolt->login);
}

const struct app_decoder app_decoder_bolt = {
	.name = "bolt",
	.specification = "Bolt 1 to 5",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 7687 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct bolt),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
