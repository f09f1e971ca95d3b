/* SPDX-License-Identifier: Apache-2.0 */
/* Firebird over TCP, up to the login; numbers of 32 bits, texts with their size(32) in front, filled up to
 * words:
 *
 *     1 connects: 19 version machine path versions items, of kind(8) size(8) value: 1 user, 4 host, 9 user
 *     19 attaches: number path items: 1, kind(8) size(8) value: 28 user, 29 password, 30 a digest of it
 *     9 answers: number … ; what went wrong begins with 1
 *
 * Since version 3 the password is proved (SRP). Left out: statements. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum {
	CONNECT = 1,
	ATTACH = 19,
	CREATE = 20,
	CONNECT_USER = 1,
	CONNECT_HOST = 4,
	CONNECT_LOGIN = 9,
	ATTACH_USER = 28,
	ATTACH_PASSWORD = 29,
	ATTACH_DIGEST = 30,
	TEXT_MOST = 4096,
};

struct firebird {
	bool over[2];
	struct login login;
};

static struct bytes take_text(struct cursor *cursor)
{
	size_t size = cursor_be32(cursor);
	struct bytes text = cursor_take(cursor, size > TEXT_MOST ? SIZE_MAX : size);

	cursor_skip(cursor, -size & 3);
	return text;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	uint32_t operation = cursor_be32(&cursor), next = cursor_be32(&cursor),
		 version = cursor_be32(&cursor);
	uint32_t machine = cursor_be32(&cursor);

	return direction == FROM_CLIENT && operation == CONNECT && (next == ATTACH || next == CREATE) &&
			       version && version <= 4 && machine && machine <= 64 &&
			       unit_is_text(take_text(&cursor)) && cursor_ok(&cursor)
		       ? 32 * 3
		       : 0;
}

/* The value of the first item of a kind. */
static struct bytes item_of(struct bytes items, unsigned wanted)
{
	struct cursor cursor = cursor_over(items);

	while (cursor_ok(&cursor) && cursor_left(&cursor) >= 2) {
		unsigned kind = cursor_u8(&cursor);
		size_t size = cursor_u8(&cursor);
		struct bytes value = cursor_take(&cursor, size);

		if (kind == wanted && cursor_ok(&cursor))
			return value;
	}
	return BYTES_EMPTY;
}

static void take_connect(struct cursor *cursor, struct observer *observer)
{
	const struct message message = { .part = BYTES("connect") };

	cursor_skip(cursor, 12);
	(void)take_text(cursor);
	uint32_t versions = cursor_be32(cursor);
	struct bytes items = take_text(cursor);

	cursor_skip(cursor, versions <= 64 ? 20 * (size_t)versions : SIZE_MAX);
	if (!cursor_ok(cursor))
		return;
	struct bytes user = item_of(items, CONNECT_LOGIN), host = item_of(items, CONNECT_HOST);

	if (!user.size)
		user = item_of(items, CONNECT_USER);
	if (unit_is_text(host))
		observer_value(observer, &message, BYTES("hostname"), host);
	if (unit_is_text(user))
		credential_say(
			&(struct credential){
				.scheme = "firebird",
				.class = "username-only",
				.user = user,
				.method = "connect",
				.why = "user who connects",
			},
			user, observer);
}

static void take_attach(struct firebird *firebird, struct cursor *cursor, struct observer *observer)
{
	cursor_skip(cursor, 4);
	(void)take_text(cursor);
	struct bytes items = bytes_from(take_text(cursor), 1);

	if (!cursor_ok(cursor))
		return;
	struct bytes user = item_of(items, ATTACH_USER), password = item_of(items, ATTACH_PASSWORD);
	bool digest = item_of(items, ATTACH_DIGEST).size > 0;

	if (!user.size && !password.size)
		return;
	login_begin(&firebird->login, "firebird", digest && !password.size ? "hash" : "password", NULL);
	login_user(&firebird->login, user, user, observer);
	if (password.size)
		login_secret(&firebird->login, password, password, observer);
}

static enum decoded take_client(struct firebird *firebird, struct stream *stream, struct observer *observer)
{
	struct cursor ahead = stream->unread;
	uint32_t operation = cursor_be32(&ahead);

	if (operation == CONNECT)
		take_connect(&ahead, observer);
	else if (operation == ATTACH || operation == CREATE)
		take_attach(firebird, &ahead, observer);
	if (!cursor_ok(&ahead) && cursor_left(&stream->unread) < TEXT_MOST && !stream->ended)
		return DECODED;
	if (operation == CONNECT && cursor_ok(&ahead)) {
		stream->unread = ahead;
		return DECODED;
	}
	firebird->over[FROM_CLIENT] = true;
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct firebird *firebird = state;

	while (cursor_left(&stream->unread) && !firebird->over[direction]) {
		size_t before = cursor_left(&stream->unread);

		if (direction == FROM_SERVER) {
			firebird->over[direction] = true;
			break;
		}
		take_client(firebird, stream, observer);
		if (!firebird->over[direction] && cursor_left(&stream->unread) == before)
			return stream->ended ? DECODED_IN_PART : DECODED;
	}
	if (cursor_left(&stream->unread)) {
		stream->skip = UINT64_MAX / 2;
		stream->skip_as = UNREAD;
	}
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	struct firebird *firebird = state;

	login_say(&firebird->login, "attach", "login of Firebird", "unknown", observer);
	login_free(&firebird->login);
}

const struct app_decoder app_decoder_firebird = {
	.name = "firebird",
	.specification = "Firebird wire protocol 10 to 18",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 3050 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct firebird),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
