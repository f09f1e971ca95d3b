/* SPDX-License-Identifier: Apache-2.0 */
/* CQL, the protocol of Cassandra (versions 1 to 5), over TCP.
 *
 *     version flags stream(8 or, from 3 on, 16) operation size(32), body
 *     operation f: size(32) answer (PLAIN as a rule); 4: names and texts; 7, 9: size(32) statement
 *
 * Left out: rows, compression, segments of version 5 behind the login. */
#include "protocol/application/sasl.h"

#include "base/limits.h"
#include "protocol/application.h"

enum {
	RESPONSE = 0x80,
	FLAG_COMPRESSED = 1,
	ERROR = 0x00,
	STARTUP = 0x01,
	READY = 0x02,
	AUTHENTICATE = 0x03,
	CREDENTIALS = 0x04,
	OPTIONS = 0x05,
	SUPPORTED = 0x06,
	QUERY = 0x07,
	PREPARE = 0x09,
	AUTH_ANSWER = 0x0f,
	AUTH_SUCCESS = 0x10,
	SIZE_MOST = 1 << 20,
};

struct cassandra {
	struct login login;
	struct sasl sasl;
};

struct head {
	unsigned flags, operation;
	size_t size;
};

/* A frame's head; fails the cursor where it is cut, and returns false where it is none. */
static bool take_head(struct cursor *cursor, enum direction direction, struct head *ret_head)
{
	unsigned version = cursor_u8(cursor), number = version & 0x7f;
	struct head head = { .flags = cursor_u8(cursor) };

	cursor_skip(cursor, number >= 3 ? 2 : 1);
	head.operation = cursor_u8(cursor);
	head.size = cursor_be32(cursor);
	*ret_head = head;
	return number >= 1 && number <= 5 && !!(version & RESPONSE) == (direction == FROM_SERVER) &&
	       head.flags < 0x20 && head.operation <= AUTH_SUCCESS && head.size <= LIMIT_DOCUMENT_SIZE;
}

/* Whether a body of `size` is all, or another frame stands behind it. */
static bool goes_on(struct bytes body, size_t size, enum direction direction)
{
	struct cursor next = cursor_over(bytes_from(body, size));
	struct head head;

	return body.size == size ||
	       (body.size > size && take_head(&next, direction, &head) && cursor_ok(&next));
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct head head;

	if (!take_head(&cursor, direction, &head) || !cursor_ok(&cursor) ||
	    !goes_on(cursor.rest, head.size, direction))
		return 0;
	/* What a conversation starts with. */
	if (direction == FROM_CLIENT)
		return head.operation == OPTIONS && !head.size						  ? 40
		       : head.operation == STARTUP && bytes_find(first, BYTES("CQL_VERSION")) != SIZE_MAX ? 88
													  : 0;
	return head.operation == SUPPORTED && bytes_find(first, BYTES("CQL_VERSION")) != SIZE_MAX ? 88
	       : head.operation == READY && !head.size						  ? 40
	       : head.operation == AUTHENTICATE && head.size > 2				  ? 40
												  : 0;
}

static struct bytes take_short(struct cursor *cursor)
{
	size_t size = cursor_be16(cursor);

	return cursor_take(cursor, size);
}

static struct bytes take_long(struct cursor *cursor)
{
	size_t size = cursor_be32(cursor);

	return cursor_take(cursor, size);
}

/* Version 1: count(16), then name and text each. */
static void take_credentials(struct cassandra *cassandra, struct cursor cursor, struct observer *observer)
{
	unsigned count = cursor_be16(&cursor);

	login_begin(&cassandra->login, "plain", "password", NULL);
	for (unsigned i = 0; i < count; i++) {
		struct bytes name = take_short(&cursor), value = take_short(&cursor);

		if (!cursor_ok(&cursor))
			return;
		if (bytes_equal(name, BYTES("username")))
			login_user(&cassandra->login, value, value, observer);
		else if (bytes_equal(name, BYTES("password")))
			login_secret(&cassandra->login, value, value, observer);
	}
}

static void end_login(struct cassandra *cassandra, const char *result, struct observer *observer)
{
	if (sasl_active(&cassandra->sasl))
		sasl_end(&cassandra->sasl, "AUTH_RESPONSE", result, observer);
	login_say(&cassandra->login, "CREDENTIALS", "user name and password", result, observer);
}

static void take_body(struct cassandra *cassandra, const struct head *head, struct bytes body,
		      struct observer *observer)
{
	struct message message = { .part = BYTES("statement") };
	struct cursor cursor = cursor_over(body);
	struct bytes text;

	switch (head->operation) {
	case AUTH_ANSWER:
		text = take_long(&cursor);
		if (!cursor_ok(&cursor) || !text.size)
			break;
		if (!sasl_active(&cassandra->sasl))
			sasl_begin_raw(&cassandra->sasl, BYTES("PLAIN"));
		sasl_response_raw(&cassandra->sasl, text, text, observer);
		break;
	case CREDENTIALS:
		take_credentials(cassandra, cursor, observer);
		break;
	case AUTH_SUCCESS:
	case READY:
		end_login(cassandra, "accepted", observer);
		break;
	case ERROR:
		end_login(cassandra, "refused", observer);
		break;
	case QUERY:
	case PREPARE:
		text = take_long(&cursor);
		if (cursor_ok(&cursor) && text.size)
			observer_content(observer, &message, text, text);
		break;
	default:
		break;
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	while (cursor_left(&stream->unread) && !stream->skip) {
		struct cursor ahead = stream->unread;
		struct head head;
		bool right = take_head(&ahead, direction, &head);

		if (!cursor_ok(&ahead)) {
			stream->wanted = cursor_left(&stream->unread) + 1;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		if (!right)
			return DECODED_MALFORMED;
		size_t start = cursor_left(&stream->unread) - cursor_left(&ahead);

		if (head.size > SIZE_MOST || (head.flags & FLAG_COMPRESSED) || head.operation == 8) {
			stream->skip = start + head.size;
			stream->skip_as = UNREAD;
			return DECODED;
		}
		if (cursor_left(&ahead) < head.size) {
			stream->wanted = start + head.size;
			return stream->ended || stream->full ? DECODED_IN_PART : DECODED;
		}
		take_body(state, &head, cursor_take(&ahead, head.size), observer);
		stream->unread = ahead;
	}
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	struct cassandra *cassandra = state;

	end_login(cassandra, "unknown", observer);
	sasl_free(&cassandra->sasl);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 9042 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_cassandra = {
	.name = "cassandra",
	.specification = "CQL binary protocol 1 to 5",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct cassandra),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
