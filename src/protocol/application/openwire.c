/* SPDX-License-Identifier: Apache-2.0 */
/* OpenWire, ActiveMQ's own protocol, over TCP: the login.
 *
 *     size(32) type, then in loose encoding: command(32) flag, values with a flag each in front; in tight
 *     encoding: the flags of all as bits (BooleanStream), command(32), values
 *
 * Type 1 tells the format (`ActiveMQ`), type 3 (ConnectionInfo) who connects: number of the connection,
 * client, password, user. Left out: everything else, messages too. */
#include "protocol/application.h"
#include "protocol/application/login.h"

#include "base/limits.h"

enum { TYPE_FORMAT = 1, TYPE_CONNECTION = 3, TYPE_EXCEPTION = 31, TYPE_RESPONSE = 30, ID_CONNECTION = 0x78 };

struct openwire {
	struct login login;
};

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	uint32_t size = cursor_be32(&cursor);
	unsigned type = cursor_u8(&cursor);

	(void)direction;
	return type == TYPE_FORMAT && size > 13 && size < LIMIT_HEAD_SIZE &&
			       bytes_equal(cursor_take(&cursor, 8), BYTES("ActiveMQ"))
		       ? 8 * 11
		       : 0;
}

/* Flags in front of all values; a reader of loose encoding has none and finds each in its place. */
struct flags {
	struct bytes bits;
	size_t next;
	bool tight;
};

static bool take_flag(struct flags *flags, struct cursor *cursor)
{
	if (!flags->tight) {
		unsigned flag = cursor_u8(cursor);

		if (flag > 1)
			cursor->failed = true;
		return flag == 1;
	}
	size_t at = flags->next++;

	if (at / 8 >= flags->bits.size) {
		cursor->failed = true;
		return false;
	}
	return flags->bits.data[at / 8] >> at % 8 & 1;
}

static struct bytes take_text(struct flags *flags, struct cursor *cursor)
{
	if (!take_flag(flags, cursor))
		return BYTES_EMPTY;
	if (flags->tight)
		(void)take_flag(flags, cursor); /* one byte a character */
	size_t size = cursor_be16(cursor);

	return cursor_take(cursor, size);
}

/* BooleanStream: one octet of size below 64, c0 and one, or 80 and two. */
static struct bytes take_bits(struct cursor *cursor)
{
	size_t size = cursor_u8(cursor);

	size = size == 0xc0 ? cursor_u8(cursor) : size == 0x80 ? cursor_be16(cursor) : size;
	return cursor_take(cursor, size);
}

struct connection {
	struct bytes client, secret, user;
};

/* Reads a ConnectionInfo behind its type in one of the four ways that are agreed upon elsewhere: false where
 * it was not this one. */
static bool read_connection(struct cursor cursor, bool tight, bool cached, struct connection *ret_connection)
{
	struct flags flags = { .tight = tight };
	struct connection connection;

	if (tight)
		flags.bits = take_bits(&cursor);
	cursor_skip(&cursor, 4);
	(void)take_flag(&flags, &cursor); /* an answer is wanted */
	if (cached) {
		if (!take_flag(&flags, &cursor))
			return false;
		cursor_skip(&cursor, 2);
	}
	if (!take_flag(&flags, &cursor) || cursor_u8(&cursor) != ID_CONNECTION)
		return false;
	(void)take_text(&flags, &cursor);
	connection.client = take_text(&flags, &cursor);
	connection.secret = take_text(&flags, &cursor);
	connection.user = take_text(&flags, &cursor);
	if (!cursor_ok(&cursor))
		return false;
	*ret_connection = connection;
	return true;
}

static void say(struct openwire *openwire, const char *result, struct observer *observer)
{
	login_say(&openwire->login, "ConnectionInfo", "login to a message broker", result, observer);
}

static void take_connection(struct openwire *openwire, struct cursor body, struct observer *observer)
{
	struct connection connection;
	bool read = false;

	for (unsigned way = 0; way < 4 && !read; way++)
		read = read_connection(body, way & 1, way & 2, &connection);
	if (!read)
		return;
	say(openwire, "unknown", observer);
	login_begin(&openwire->login, "plain", "password", NULL);
	login_user(&openwire->login, connection.user, connection.user, observer);
	if (connection.secret.size)
		login_secret(&openwire->login, connection.secret, connection.secret, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct openwire *openwire = state;

	while (cursor_left(&stream->unread) && !stream->skip) {
		struct cursor ahead = stream->unread;
		size_t size = cursor_be32(&ahead);
		unsigned type = cursor_u8(&ahead);

		if (!cursor_ok(&ahead)) {
			stream->wanted = 5;
			return DECODED;
		}
		if (!size || size > LIMIT_DOCUMENT_SIZE)
			return DECODED_MALFORMED;
		if (type != TYPE_CONNECTION || size > LIMIT_HEAD_SIZE) {
			if (direction == FROM_SERVER && type == TYPE_RESPONSE)
				say(openwire, "accepted", observer);
			else if (direction == FROM_SERVER && type == TYPE_EXCEPTION)
				say(openwire, "refused", observer);
			stream->skip = size + 4;
			stream->skip_as = UNREAD;
			return DECODED;
		}
		if (cursor_left(&stream->unread) < size + 4) {
			stream->wanted = size + 4;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		cursor_skip(&stream->unread, size + 4);
		take_connection(openwire, cursor_over(bytes_slice(ahead.rest, 0, size - 1)), observer);
	}
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	say(state, "unknown", observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 61616 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_openwire = {
	.name = "openwire",
	.specification = "OpenWire 1 to 12",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct openwire),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
