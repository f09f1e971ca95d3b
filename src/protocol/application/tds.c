/* SPDX-License-Identifier: Apache-2.0 */
/* TDS, the protocol of Microsoft SQL Server ([MS-TDS] 7.0 to 7.4) and of Sybase (5.0), over TCP.
 *
 *     type last size(16) process(16) number window, payload
 *     type 12: what is possible, TLS too; 10: login; 1: a statement
 *
 * A password in the login is hidden by swapping the halves of each octet and by a constant: anyone can read
 * it. Left out: answers, procedures called by name, TLS within the packets, TDS 5.0 of Sybase. */
#include "protocol/application.h"
#include "protocol/application/login.h"
#include "protocol/application/wide.h"

#include "base/limits.h"

enum {
	HEADER_SIZE = 8,
	STATEMENT = 0x01,
	OLD_LOGIN = 0x02,
	PROCEDURE = 0x03,
	OLD_FIELD = 30,
	RUN_LEAST = 4,
	ANSWER = 0x04,
	LOGIN = 0x10,
	PRELOGIN = 0x12,
	LOGIN_SIZE = 36, /* in front of the offsets */
	HIDDEN_BY = 0xa5,
	TLS_HANDSHAKE = 0x16,
};

struct tds {
	struct login login;
	bool opaque;		  /* TLS is spoken within the packets */
	struct buffer message[2]; /* of several packets */
};

/* A packet's head: type and size, of which the head is a part. */
static bool take_head(struct cursor *cursor, unsigned *ret_type, size_t *ret_size, bool *ret_last)
{
	unsigned type = cursor_u8(cursor), status = cursor_u8(cursor);
	size_t size = cursor_be16(cursor);

	cursor_skip(cursor, 4);
	*ret_type = type;
	*ret_size = size;
	*ret_last = status & 1;
	return cursor_ok(cursor) && size >= HEADER_SIZE && status < 0x20 && type && type <= PRELOGIN;
}

/* The options of a prelogin: numbers in rising order with offsets inside, ended by ff. */
static bool is_prelogin(struct bytes payload)
{
	struct cursor cursor = cursor_over(payload);
	unsigned before = 0, option;

	for (unsigned count = 0;; count++) {
		option = cursor_u8(&cursor);
		if (option == 0xff)
			return cursor_ok(&cursor) && count > 1;
		size_t offset = cursor_be16(&cursor), size = cursor_be16(&cursor);

		if (!cursor_ok(&cursor) || option > 16 || (count && option <= before) ||
		    offset + size > payload.size)
			return false;
		before = option;
	}
}

static bool is_login(struct bytes payload)
{
	struct cursor cursor = cursor_over(payload);
	uint32_t size = cursor_le32(&cursor);

	cursor_skip(&cursor, 3);
	unsigned major = cursor_u8(&cursor);

	/* 7.0 is 70, later ones 71 to 74. */
	return cursor_ok(&cursor) && size >= LOGIN_SIZE && size <= LIMIT_HEAD_SIZE && major >= 0x70 &&
	       major <= 0x74;
}

/* A text of 5.0's login, filled up with zeros; false where it is none. */
static bool take_old_text(struct cursor *cursor, struct bytes *ret_text)
{
	struct bytes field = cursor_take(cursor, OLD_FIELD);
	size_t size = cursor_u8(cursor);

	for (size_t i = 0; i < field.size; i++)
		if (i < size ? field.data[i] < ' ' : field.data[i] != 0)
			return false;
	*ret_text = bytes_slice(field, 0, size);
	return cursor_ok(cursor) && size <= OLD_FIELD;
}

struct old_login {
	struct bytes host, user, secret;
};

static bool read_old_login(struct bytes payload, struct old_login *ret_login)
{
	struct cursor cursor = cursor_over(payload);

	return take_old_text(&cursor, &ret_login->host) && take_old_text(&cursor, &ret_login->user) &&
	       take_old_text(&cursor, &ret_login->secret) && ret_login->user.size;
}

/* Headers in front of a statement from 7.2 on: all of 22 octets, one of 18 about a transaction. */
static bool has_headers(struct bytes payload)
{
	return bytes_start_with(payload, BYTES("\x16\0\0\0\x12\0\0\0\2\0"));
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct old_login old;

	struct cursor cursor = cursor_over(first);
	unsigned type;
	size_t size;
	bool last;

	if (direction == FROM_SERVER || !take_head(&cursor, &type, &size, &last))
		return 0;
	if (type == PRELOGIN)
		return size == first.size && last && is_prelogin(cursor.rest) ? 64 : 0;
	if (type == OLD_LOGIN)
		return read_old_login(cursor.rest, &old) ? 64 : 0;
	if (type == STATEMENT || type == PROCEDURE)
		return has_headers(cursor.rest) ? 64 : 0;
	return type == LOGIN && is_login(cursor.rest) ? 48 : 0;
}

/* A text of the login: its offset and count of characters stand at `at`. */
static struct bytes text_at(struct bytes login, size_t at)
{
	struct cursor cursor = cursor_over(bytes_from(login, at));
	size_t offset = cursor_le16(&cursor), count = cursor_le16(&cursor);

	return cursor_ok(&cursor) && offset <= login.size && 2 * count <= login.size - offset
		       ? bytes_slice(login, offset, 2 * count)
		       : BYTES_EMPTY;
}

static void say_text(const char *name, struct bytes wide, struct observer *observer)
{
	struct message message = { .part = BYTES("login") };
	struct buffer text = buffer_of(LIMIT_ATTRIBUTE_SIZE);

	wide_append(&text, wide);
	if (text.size)
		observer_value(observer, &message, bytes_of(name), buffer_bytes(&text));
	if (text.failed)
		observer_out_of_memory(observer);
	buffer_free(&text);
}

static void take_login(struct tds *tds, struct bytes login, struct observer *observer)
{
	enum { HOST_AT = 36, USER_AT = 40, SECRET_AT = 44, SERVER_AT = 52, DATABASE_AT = 68 };
	struct bytes hidden = text_at(login, SECRET_AT);
	struct buffer user = buffer_of(LIMIT_ATTRIBUTE_SIZE), secret = user, plain = user;

	for (size_t i = 0; i < hidden.size; i++) {
		uint8_t byte = hidden.data[i] ^ HIDDEN_BY;

		buffer_append_byte(&plain, (uint8_t)(byte << 4 | byte >> 4));
	}
	wide_append(&user, text_at(login, USER_AT));
	wide_append(&secret, buffer_bytes(&plain));
	login_begin(&tds->login, "plain", "password", plain.size ? "swapped" : NULL);
	if (user.size)
		login_user(&tds->login, buffer_bytes(&user), login, observer);
	if (secret.size)
		login_secret(&tds->login, buffer_bytes(&secret), login, observer);
	say_text("hostname", text_at(login, HOST_AT), observer);
	say_text("server", text_at(login, SERVER_AT), observer);
	say_text("database", text_at(login, DATABASE_AT), observer);
	if (user.failed || secret.failed || plain.failed)
		observer_out_of_memory(observer);
	buffer_free(&user);
	buffer_free(&secret);
	buffer_free(&plain);
}

/* From 7.2 on headers stand in front: their size, then theirs. */
static void take_statement(struct bytes payload, struct observer *observer)
{
	struct message message = { .part = BYTES("statement") };
	struct cursor cursor = cursor_over(payload);
	uint32_t all = cursor_le32(&cursor), one = cursor_le32(&cursor);
	struct buffer text = buffer_of(LIMIT_MESSAGE_SIZE);

	if (cursor_ok(&cursor) && all <= payload.size && all >= 8 && one <= all - 4)
		payload = bytes_from(payload, all);
	wide_append(&text, payload);
	if (text.size)
		observer_content(observer, &message, buffer_bytes(&text), payload);
	if (text.failed)
		observer_out_of_memory(observer);
	buffer_free(&text);
}

/* Texts in UTF-16 among numbers: runs of letters and signs of ASCII. */
static void take_texts(const char *part, struct bytes payload, struct observer *observer)
{
	struct message message = { .part = bytes_of(part) };
	struct buffer texts = buffer_of(LIMIT_MESSAGE_SIZE);
	size_t start = 0;

	for (size_t i = 0; i + 1 < payload.size;) {
		bool letter = payload.data[i] >= ' ' && payload.data[i] < 0x7f && payload.data[i + 1] == 0;

		if (letter) {
			buffer_append_byte(&texts, payload.data[i]);
			i += 2;
			continue;
		}
		if (texts.size - start < RUN_LEAST)
			texts.size = start;
		else
			buffer_append_byte(&texts, '\n');
		start = texts.size;
		i++;
	}
	if (texts.size - start < RUN_LEAST)
		texts.size = start;
	if (texts.size)
		observer_content(observer, &message, buffer_bytes(&texts), payload);
	if (texts.failed)
		observer_out_of_memory(observer);
	buffer_free(&texts);
}

static void take_old_login(struct tds *tds, struct bytes payload, struct observer *observer)
{
	struct message message = { .part = BYTES("login") };
	struct old_login old;

	if (!read_old_login(payload, &old))
		return;
	login_begin(&tds->login, "plain", "password", NULL);
	login_user(&tds->login, old.user, old.user, observer);
	if (old.secret.size)
		login_secret(&tds->login, old.secret, old.secret, observer);
	if (old.host.size)
		observer_value(observer, &message, BYTES("hostname"), old.host);
}

static void say(struct tds *tds, const char *result, struct observer *observer)
{
	login_say(&tds->login, "login",
		  tds->login.encoding ? "password hidden by a constant only" : "user name and password",
		  result, observer);
}

/* The first token of an answer to a login: LOGINACK behind others, or an error. */
static void take_answer(struct tds *tds, struct bytes payload, struct observer *observer)
{
	enum { TOKEN_ERROR = 0xaa };

	if (login_pending(&tds->login) && payload.size)
		say(tds, payload.data[0] == TOKEN_ERROR ? "refused" : "accepted", observer);
	else
		take_texts("answer", payload, observer);
}

static void take_message(struct tds *tds, unsigned type, struct bytes payload, struct observer *observer)
{
	if (type == PRELOGIN && payload.size && payload.data[0] == TLS_HANDSHAKE)
		tds->opaque = true;
	else if (type == LOGIN && is_login(payload))
		take_login(tds, payload, observer);
	else if (type == STATEMENT)
		take_statement(payload, observer);
	else if (type == OLD_LOGIN)
		take_old_login(tds, payload, observer);
	else if (type == PROCEDURE)
		take_texts("procedure", payload, observer);
	else if (type == ANSWER)
		take_answer(tds, payload, observer);
}

/* Keeps a packet of a message; what is too much is left out, and said. */
static void keep_part(struct buffer *message, struct bytes part, struct observer *observer)
{
	message->maximum = LIMIT_MESSAGE_SIZE;
	if (message->size + part.size > message->maximum) {
		observer_limit(observer, "message-size", LIMIT_MESSAGE_SIZE);
		return;
	}
	if (!observer_hold(observer, part.size))
		return;
	if (buffer_append(message, part))
		return;
	observer_give_back(observer, part.size);
	observer_out_of_memory(observer);
}

static void forget(struct buffer *message, struct observer *observer)
{
	observer_give_back(observer, message->size);
	buffer_free(message);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct tds *tds = state;
	struct buffer *message = &tds->message[direction];

	while (cursor_left(&stream->unread)) {
		struct cursor ahead = stream->unread;
		unsigned type;
		size_t size;
		bool last;

		if (tds->opaque) {
			stream->skip = UINT64_MAX / 2;
			stream->skip_as = OPAQUE;
			return DECODED;
		}
		if (cursor_left(&ahead) < HEADER_SIZE) {
			stream->wanted = HEADER_SIZE;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		if (!take_head(&ahead, &type, &size, &last))
			return DECODED_MALFORMED;
		if (cursor_left(&stream->unread) < size) {
			stream->wanted = size;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		struct bytes payload = cursor_take(&ahead, size - HEADER_SIZE);

		if (!last || message->size) {
			keep_part(message, payload, observer);
			payload = buffer_bytes(message);
		}
		if (last) {
			take_message(tds, type, payload, observer);
			forget(message, observer);
		}
		stream->unread = ahead;
	}
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	struct tds *tds = state;

	say(tds, "unknown", observer);
	forget(&tds->message[FROM_CLIENT], observer);
	forget(&tds->message[FROM_SERVER], observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 1433 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_tds = {
	.name = "tds",
	.specification = "MS-TDS",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct tds),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
