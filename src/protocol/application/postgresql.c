/* SPDX-License-Identifier: Apache-2.0 */
/* The protocol of PostgreSQL, version 3, over TCP.
 *
 *     client size(32) 3(16) 0(16), then name NUL value NUL …, NUL      (or a request for TLS, or to cancel)
 *     type size(32) content    server R: 0 let in, 3 password, 5 MD5, 10 SASL …   client p: the answer
 *
 * A password is in clear only where the server asked for it so. Statements are handed on, and what rows hold
 * under the names of their columns. Left out: values in binary, copies, replication. */
#include "protocol/application.h"
#include "protocol/application/login.h"

#include "base/limits.h"
#include "base/text.h"

enum {
	VERSION_3 = 196608,
	REQUEST_CANCEL = 80877102,
	REQUEST_TLS = 80877103,
	REQUEST_GSS = 80877104,
	STARTUP_MOST = 10000,
	ASKS_NOTHING = 0,
	ASKS_PASSWORD = 3,
	COLUMNS = 64,
	COLUMN_NAMES = 2048,
};

struct postgresql {
	struct login login;
	uint32_t asked; /* how the server asked last */
	bool started;	/* the client's first message was read */
	bool tls_asked;
	unsigned columns; /* of the rows that come: their names, with a NUL behind each */
	size_t names_size;
	uint8_t names[COLUMN_NAMES];
};

/* Words by which a server's first answer may begin, and how long such messages are at most. */
static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);

	if (direction == FROM_SERVER) {
		unsigned type = cursor_u8(&cursor);
		uint32_t size = cursor_be32(&cursor), asked = cursor_be32(&cursor);

		return cursor_ok(&cursor) && type == 'R' && asked <= 12 &&
				       (size == 8 || (asked == 5 && size == 12) ||
					(asked >= 10 && size > 8 && size < 512))
			       ? 8 + 30 + 4
			       : 0;
	}
	uint32_t size = cursor_be32(&cursor), version = cursor_be32(&cursor);

	if (!cursor_ok(&cursor) || size != first.size)
		return 0;
	if (version == REQUEST_TLS || version == REQUEST_GSS)
		return size == 8 ? 56 : 0;
	if (version == REQUEST_CANCEL)
		return size == 16 ? 56 : 0;
	return version == VERSION_3 && size > 9 && size <= STARTUP_MOST && first.data[size - 1] == 0 ? 60 : 0;
}

static struct bytes take_text(struct cursor *cursor)
{
	size_t size = bytes_find_byte(cursor->rest, 0);

	if (size == SIZE_MAX) {
		cursor->failed = true;
		return BYTES_EMPTY;
	}
	struct bytes text = cursor_take(cursor, size);

	cursor_skip(cursor, 1);
	return text;
}

static void say(struct postgresql *postgresql, const char *result, struct observer *observer)
{
	login_say(&postgresql->login, "login",
		  postgresql->login.secret_set ? "password that the server asked for as it is" : "user name",
		  result, observer);
}

static void take_startup(struct postgresql *postgresql, struct cursor cursor, struct observer *observer)
{
	struct message message = { .part = BYTES("login") };

	login_begin(&postgresql->login, "plain", "password", NULL);
	while (cursor_left(&cursor) > 1) {
		struct bytes name = take_text(&cursor), value = take_text(&cursor);

		if (!cursor_ok(&cursor))
			return;
		if (bytes_equal(name, BYTES("user")))
			login_user(&postgresql->login, value, value, observer);
		else if (value.size)
			observer_value(observer, &message, name, value);
	}
}

/* What comes before messages have types; false where there is no more of it yet. */
static enum decoded take_start(struct postgresql *postgresql, struct stream *stream,
			       struct observer *observer)
{
	struct cursor ahead = stream->unread;
	size_t size = cursor_be32(&ahead);
	uint32_t version = cursor_be32(&ahead);

	if (!cursor_ok(&ahead) || size > cursor_left(&stream->unread)) {
		stream->wanted = cursor_ok(&ahead) ? size : 8;
		return size > STARTUP_MOST ? DECODED_MALFORMED : DECODED;
	}
	if (size < 8)
		return DECODED_MALFORMED;
	ahead = cursor_over(bytes_slice(stream->unread.rest, 8, size - 8));
	cursor_skip(&stream->unread, size);
	if (version == REQUEST_TLS || version == REQUEST_GSS) {
		postgresql->tls_asked = true;
	} else if (version == VERSION_3) {
		postgresql->started = true;
		take_startup(postgresql, ahead, observer);
	} else if (version != REQUEST_CANCEL) {
		return DECODED_MALFORMED;
	}
	return DECODED;
}

static void take_columns(struct postgresql *postgresql, struct cursor cursor)
{
	unsigned count = cursor_be16(&cursor);

	postgresql->columns = 0;
	postgresql->names_size = 0;
	for (unsigned i = 0; i < count && i < COLUMNS; i++) {
		struct bytes name = take_text(&cursor);

		cursor_skip(&cursor, 18);
		if (!cursor_ok(&cursor) || postgresql->names_size + name.size + 1 > COLUMN_NAMES)
			return;
		if (name.size)
			memcpy(postgresql->names + postgresql->names_size, name.data, name.size);
		postgresql->names[postgresql->names_size + name.size] = 0;
		postgresql->names_size += name.size + 1;
		postgresql->columns++;
	}
}

static void take_row(const struct postgresql *postgresql, struct cursor cursor, struct observer *observer)
{
	struct message message = { .part = BYTES("row") };
	struct bytes names = { postgresql->names, postgresql->names_size };
	unsigned count = cursor_be16(&cursor);

	for (unsigned i = 0; i < count && i < postgresql->columns; i++) {
		struct bytes name = bytes_split(&names, 0);
		uint32_t size = cursor_be32(&cursor);
		struct bytes value = cursor_take(&cursor, size == UINT32_MAX ? 0 : size);

		if (!cursor_ok(&cursor))
			return;
		if (value.size && text_is_utf8(value))
			observer_value(observer, &message, name, value);
	}
}

static void take_server(struct postgresql *postgresql, unsigned type, struct bytes content,
			struct observer *observer)
{
	struct cursor cursor = cursor_over(content);

	if (type == 'R') {
		postgresql->started = true;
		postgresql->asked = cursor_be32(&cursor);
		if (postgresql->asked == ASKS_NOTHING) {
			service_say(&(struct service){ .authentication = postgresql->login.secret_set
										 ? "password"
										 : NULL,
						       .action = "login",
						       .gave = "session" },
				    content, observer);
			say(postgresql, "accepted", observer);
		}
	} else if (type == 'E') {
		say(postgresql, "refused", observer);
	} else if (type == 'T') {
		take_columns(postgresql, cursor);
	} else if (type == 'D') {
		take_row(postgresql, cursor, observer);
	}
}

static void take_client(struct postgresql *postgresql, unsigned type, struct bytes content,
			struct observer *observer)
{
	struct message message = { .part = BYTES("statement") };
	struct cursor cursor = cursor_over(content);

	if (type == 'p' && postgresql->asked == ASKS_PASSWORD) {
		struct bytes secret = login_padded(content);

		if (!login_pending(&postgresql->login))
			login_begin(&postgresql->login, "plain", "password", NULL);
		login_secret(&postgresql->login, secret, secret, observer);
	} else if (type == 'p' && login_pending(&postgresql->login)) {
		postgresql->login.scheme = postgresql->asked == 5 ? "md5" : "scram";
		postgresql->login.class = "hash";
	} else if (type == 'Q' || type == 'P') {
		if (type == 'P')
			(void)take_text(&cursor); /* a name */
		struct bytes statement = login_padded(cursor.rest);

		if (statement.size)
			observer_content(observer, &message, statement, statement);
	}
}

static enum decoded take_message(struct postgresql *postgresql, enum direction direction,
				 struct stream *stream, struct observer *observer)
{
	struct cursor ahead = stream->unread;
	unsigned type = cursor_u8(&ahead);
	size_t size = cursor_be32(&ahead);

	if (!cursor_ok(&ahead)) {
		stream->wanted = 5;
		return stream->ended ? DECODED_IN_PART : DECODED;
	}
	if (size < 4 || size > LIMIT_DOCUMENT_SIZE || type < '1' || type > 'z')
		return DECODED_MALFORMED;
	if (size > LIMIT_MESSAGE_SIZE / 2) {
		stream->skip = size + 1;
		stream->skip_as = UNREAD;
		return DECODED;
	}
	if (cursor_left(&stream->unread) < size + 1) {
		stream->wanted = size + 1;
		return stream->ended || stream->full ? DECODED_IN_PART : DECODED;
	}
	struct bytes content = cursor_take(&ahead, size - 4);

	stream->unread = ahead;
	if (direction == FROM_CLIENT)
		take_client(postgresql, type, content, observer);
	else
		take_server(postgresql, type, content, observer);
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct postgresql *postgresql = state;
	enum decoded decoded = DECODED;

	while (decoded == DECODED && cursor_left(&stream->unread) && !stream->rebid && !stream->skip &&
	       !stream->wanted) {
		if (direction == FROM_SERVER && postgresql->tls_asked) {
			unsigned answer = cursor_u8(&stream->unread);

			postgresql->tls_asked = false;
			stream->rebid = answer == 'S' || answer == 'G';
		} else if (direction == FROM_CLIENT && !postgresql->started) {
			decoded = take_start(postgresql, stream, observer);
		} else {
			decoded = take_message(postgresql, direction, stream, observer);
		}
	}
	return decoded;
}

static void close_flow(void *state, struct observer *observer)
{
	say(state, "unknown", observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 5432 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_postgresql = {
	.name = "postgresql",
	.specification = "PostgreSQL frontend/backend protocol 3",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct postgresql),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
