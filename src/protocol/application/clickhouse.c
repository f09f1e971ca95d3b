/* SPDX-License-Identifier: Apache-2.0 */
/* ClickHouse's own protocol over TCP, up to the login. Numbers take seven bits a byte, least first; texts
 * have their size in front:
 *
 *     client 0 name major minor revision database user password     server 0 name … well, 2 … not
 *
 * Left out: queries and their answers. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum { HELLO = 0, EXCEPTION = 2, TEXT_MOST = 1024 };

struct clickhouse {
	bool over[2];
	struct login login;
};

struct hello {
	struct bytes name, database, user, password;
};

static uint64_t take_number(struct cursor *cursor)
{
	uint64_t number = 0;
	uint8_t byte = 0x80;

	for (unsigned shift = 0; byte & 0x80 && shift < 35; shift += 7) {
		byte = cursor_u8(cursor);
		number |= (uint64_t)(byte & 0x7f) << shift;
	}
	return number;
}

static struct bytes take_text(struct cursor *cursor)
{
	uint64_t size = take_number(cursor);

	return cursor_take(cursor, size > TEXT_MOST ? SIZE_MAX : (size_t)size);
}

/* The head of it, which every client has: "ClickHouse client", "clickhouse-go/2", … */
static bool take_start(struct cursor *cursor, struct hello *hello)
{
	unsigned kind = cursor_u8(cursor);

	hello->name = take_text(cursor);
	return cursor_ok(cursor) && kind == HELLO &&
	       bytes_find_nocase(hello->name, BYTES("ClickHouse")) != SIZE_MAX && unit_is_text(hello->name);
}

static bool take_hello(struct cursor *cursor, struct hello *ret_hello)
{
	struct hello hello = { .name = BYTES_EMPTY };

	if (!take_start(cursor, &hello))
		return false;
	for (unsigned i = 0; i < 3; i++)
		(void)take_number(cursor);
	hello.database = take_text(cursor);
	hello.user = take_text(cursor);
	hello.password = take_text(cursor);
	*ret_hello = hello;
	return cursor_ok(cursor);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct hello hello;

	return direction == FROM_CLIENT && take_start(&cursor, &hello) ? 8 * 12 : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct clickhouse *clickhouse = state;
	struct cursor ahead = stream->unread;
	struct hello hello;

	if (!cursor_left(&ahead))
		return DECODED;
	if (direction == FROM_SERVER && !clickhouse->over[direction]) {
		uint8_t kind = cursor_peek(&ahead, 0);

		login_say(&clickhouse->login, "hello", "login of ClickHouse",
			  kind == HELLO	      ? "accepted"
			  : kind == EXCEPTION ? "refused"
					      : "unknown",
			  observer);
	} else if (!clickhouse->over[direction]) {
		if (!take_hello(&ahead, &hello)) {
			bool more = cursor_left(&stream->unread) < TEXT_MOST && !stream->ended;

			return more ? DECODED : DECODED_NOT_MINE;
		}
		stream->unread = ahead;
		login_begin(&clickhouse->login, "clickhouse", "password", NULL);
		login_user(&clickhouse->login, hello.user, hello.user, observer);
		if (hello.password.size)
			login_secret(&clickhouse->login, hello.password, hello.password, observer);
	}
	clickhouse->over[direction] = true;
	stream->skip = UINT64_MAX / 2;
	stream->skip_as = UNREAD;
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	struct clickhouse *clickhouse = state;

	login_say(&clickhouse->login, "hello", "login of ClickHouse", "unknown", observer);
	login_free(&clickhouse->login);
}

const struct app_decoder app_decoder_clickhouse = {
	.name = "clickhouse",
	.specification = "ClickHouse native protocol",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 9000 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct clickhouse),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
