/* SPDX-License-Identifier: Apache-2.0 */
/* RESP, the protocol of Redis, over TCP.
 *
 *     client *count CRLF, then count times $size CRLF bytes CRLF; or a command as a line
 *     server +text, -error, :number, $size bytes, *count …
 *
 * Logins are AUTH [user] password and HELLO version AUTH user password; CONFIG SET may set the password. What
 * is stored is handed on under its key. Left out: which answer belongs to which command, but for a login's.
 */
#include "protocol/application/lines.h"
#include "protocol/application/login.h"

#include "base/limits.h"

enum { WORDS = 8, COUNT_MOST = 1 << 20 };

struct redis {
	struct login login;
	bool known;
};

static const char *const commands[] = { "AUTH",	  "HELLO", "PING",    "SELECT",	 "GET",	      "SET",
					"SETEX",  "HSET",  "HGET",    "HMSET",	 "INFO",      "CONFIG",
					"CLIENT", "KEYS",  "SCAN",    "PUBLISH", "SUBSCRIBE", "PSUBSCRIBE",
					"LPUSH",  "RPUSH", "COMMAND", "EVAL",	 "ECHO",      "QUIT",
					"DEL",	  "MGET",  "MSET",    "EXISTS",	 NULL };

/* A number behind its mark, as in `$12`. */
static bool take_number(struct cursor *cursor, uint8_t mark, uint64_t *ret_number)
{
	struct bytes line = cursor_line(cursor, 32);

	if (!cursor_ok(cursor) || line.size < 2 || line.data[0] != mark)
		return false;
	return bytes_to_number(bytes_from(line, 1), ret_number);
}

struct command {
	struct bytes words[WORDS];
	unsigned count;
};

enum taken { TAKEN, WAITS, FOREIGN };

/* A command in array form; words beyond the first few are passed over. */
static enum taken take_array(struct cursor *cursor, struct command *ret_command)
{
	struct command command = { .count = 0 };
	uint64_t count, size;

	if (!take_number(cursor, '*', &count))
		return cursor_ok(cursor) || cursor_left(cursor) >= 32 ? FOREIGN : WAITS;
	if (!count || count > COUNT_MOST)
		return FOREIGN;
	for (uint64_t i = 0; i < count; i++) {
		if (!cursor_left(cursor))
			return WAITS;
		if (!take_number(cursor, '$', &size))
			return cursor_ok(cursor) || cursor_left(cursor) >= 32 ? FOREIGN : WAITS;
		if (size > LIMIT_DOCUMENT_SIZE)
			return FOREIGN;
		struct bytes word = cursor_take(cursor, (size_t)size);

		if (!cursor_ok(cursor))
			return WAITS;
		if (command.count < WORDS)
			command.words[command.count++] = word;
		struct bytes end = cursor_take(cursor, 2);

		if (!cursor_ok(cursor))
			return WAITS;
		if (!bytes_equal(end, BYTES("\r\n")))
			return FOREIGN;
	}
	*ret_command = command;
	return TAKEN;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct bytes rest = first, line = bytes_trim(bytes_split(&rest, '\n'));
	uint64_t count, size;

	if (direction == FROM_SERVER || !first.size)
		return 0;
	if (first.data[0] == '*') {
		if (!take_number(&cursor, '*', &count) || !take_number(&cursor, '$', &size) || !count ||
		    count > COUNT_MOST || size > 32)
			return 0;
		for (size_t i = 0; i < size && i < cursor_left(&cursor); i++)
			if ((cursor_peek(&cursor, i) | 32) < 'a' || (cursor_peek(&cursor, i) | 32) > 'z')
				return 0;
		return size && cursor_left(&cursor) > size && cursor_peek(&cursor, (size_t)size) == '\r'
			       ? 8 * 8
			       : 0;
	}
	/* Typed by a person; other protocols have such words as well, so that the port must agree. */
	return line.size < first.size && line_starts_with(line, commands) ? 8 : 0;
}

static void say(struct redis *redis, const char *result, struct observer *observer)
{
	login_say(&redis->login, "AUTH", "AUTH command", result, observer);
}

static void take_login(struct redis *redis, struct bytes user, struct bytes secret, struct observer *observer)
{
	say(redis, "unknown", observer);
	login_begin(&redis->login, "plain", "password", NULL);
	if (user.size)
		login_user(&redis->login, user, user, observer);
	login_secret(&redis->login, secret, secret, observer);
}

static bool is_word(const struct command *command, unsigned index, const char *text)
{
	return index < command->count && bytes_equal_nocase(command->words[index], bytes_of(text));
}

/* Commands that store values: how many words stand before the first pair of name and value. */
static unsigned words_before_pairs(const struct command *command)
{
	if (is_word(command, 0, "SET") || is_word(command, 0, "PUBLISH") || is_word(command, 0, "LPUSH") ||
	    is_word(command, 0, "RPUSH") || is_word(command, 0, "MSET") || is_word(command, 0, "GETSET") ||
	    is_word(command, 0, "SETNX"))
		return 1;
	return is_word(command, 0, "HSET") || is_word(command, 0, "HMSET") ? 2 : 0;
}

static void take_command(struct redis *redis, const struct command *command, struct observer *observer)
{
	const struct bytes *words = command->words;
	struct message message = { .part = BYTES("command"), .method = words[0] };
	unsigned first = words_before_pairs(command);

	if (is_word(command, 0, "AUTH") && command->count >= 2) {
		take_login(redis, command->count > 2 ? words[1] : BYTES_EMPTY,
			   words[command->count > 2 ? 2 : 1], observer);
	} else if (is_word(command, 0, "HELLO") && is_word(command, 2, "AUTH") && command->count >= 5) {
		take_login(redis, words[3], words[4], observer);
	} else if (is_word(command, 0, "CONFIG") && is_word(command, 1, "SET") && command->count >= 4 &&
		   (is_word(command, 2, "requirepass") || is_word(command, 2, "masterauth"))) {
		credential_say(
			&(struct credential){
				.scheme = "plain",
				.class = "password",
				.method = "CONFIG",
				.why = "password that is set",
				.field = words[2],
				.secret = words[3],
			},
			words[3], observer);
	}
	for (unsigned i = first; first && i + 1 < command->count; i += 2) {
		message.topic = words[1];
		message.label = words[i];
		if (words[i + 1].size)
			observer_content(observer, &message, words[i + 1], words[i + 1]);
		if (is_word(command, 0, "SET"))
			break; /* what stands behind are options */
	}
}

static void split_line(struct bytes line, struct command *ret_command)
{
	ret_command->count = 0;
	while (line.size && ret_command->count < WORDS)
		ret_command->words[ret_command->count++] = line_word(&line);
}

static enum decoded take_client(struct redis *redis, struct stream *stream, struct observer *observer)
{
	while (cursor_left(&stream->unread)) {
		struct cursor ahead = stream->unread;
		struct command command;
		struct bytes line;

		if (cursor_peek(&ahead, 0) == '*') {
			enum taken taken = take_array(&ahead, &command);

			if (taken == FOREIGN)
				return redis->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
			if (taken == WAITS && (stream->ended || stream->full))
				return redis->known ? DECODED_IN_PART : DECODED_NOT_MINE;
			if (taken == WAITS) {
				stream->wanted = line_wait(stream);
				return DECODED;
			}
			stream->unread = ahead;
		} else {
			enum line found = line_next(stream, &line);

			if (found == LINE_NONE)
				return DECODED;
			if (found == LINE_CUT)
				continue;
			if (!bytes_trim(line).size)
				continue;
			if (!redis->known && !line_starts_with(line, commands))
				return DECODED_NOT_MINE;
			split_line(bytes_trim(line), &command);
		}
		redis->known = true;
		take_command(redis, &command, observer);
	}
	return DECODED;
}

/* The values of an answer, whatever it answers. */
static enum decoded take_server(struct redis *redis, struct stream *stream, struct observer *observer)
{
	struct message message = { .part = BYTES("answer") };

	while (cursor_left(&stream->unread)) {
		struct cursor ahead = stream->unread;
		struct bytes line = cursor_line(&ahead, LIMIT_LINE_SIZE);
		uint64_t size;

		if (!cursor_ok(&ahead))
			return cursor_left(&stream->unread) >= LIMIT_LINE_SIZE ? DECODED_MALFORMED : DECODED;
		if (!line.size || !memchr("+-:$*%_,#!=(~>|", line.data[0], 15))
			return DECODED_MALFORMED;
		if ((line.data[0] == '+' || line.data[0] == '-' || line.data[0] == '%') &&
		    login_pending(&redis->login))
			say(redis, line.data[0] == '-' ? "refused" : "accepted", observer);
		if (line.data[0] == '$' && bytes_to_number(bytes_from(line, 1), &size)) {
			if (size > LIMIT_DOCUMENT_SIZE)
				return DECODED_MALFORMED;
			if (size + 2 > cursor_left(&ahead) && !stream->ended && !stream->full) {
				stream->wanted = cursor_left(&stream->unread) - cursor_left(&ahead) +
						 (size_t)size + 2;
				return DECODED;
			}
			bool cut = size + 2 > cursor_left(&ahead);
			struct bytes value = cursor_take(&ahead, cut ? cursor_left(&ahead) : (size_t)size);

			message.incomplete = cut;
			if (value.size)
				observer_content(observer, &message, value, value);
			if (cut)
				stream->skip = size + 2 - value.size;
			else
				cursor_skip(&ahead, 2);
		}
		stream->unread = ahead;
		if (stream->skip)
			return DECODED_IN_PART;
	}
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	return direction == FROM_CLIENT ? take_client(state, stream, observer)
					: take_server(state, stream, observer);
}

static void close_flow(void *state, struct observer *observer)
{
	say(state, "unknown", observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 6379 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_redis = {
	.name = "redis",
	.specification = "RESP2, RESP3",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct redis),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
