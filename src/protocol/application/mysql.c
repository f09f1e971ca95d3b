/* SPDX-License-Identifier: Apache-2.0 */
/* The protocol of MySQL and MariaDB (version 10 of the handshake) over TCP.
 *
 *     size(24, least first) number payload
 *     server 10 version NUL thread(32) …   client abilities(32) most(32) charset 0(23 bytes) user NUL answer
 * … server fe plugin NUL data (another way to log in, please)   client data
 *
 * Passwords are hashed with a challenge, unless the server asks for `mysql_clear_password`. Statements are
 * handed on as they stand, and the texts of rows under the names of their columns. Left out: values in binary
 * (prepared statements), compression. */
#include "protocol/application.h"
#include "protocol/application/login.h"

#include "base/text.h"

enum {
	HEAD_SIZE = 4,
	PROTOCOL = 10,
	ABILITY_DATABASE = 1 << 3,
	ABILITY_PROTOCOL_41 = 1 << 9,
	ABILITY_TLS = 1 << 11,
	ABILITY_SECURE = 1 << 15,
	ABILITY_PLUGIN = 1 << 19,
	ABILITY_SIZED = 1 << 21,
	TLS_REQUEST_SIZE = 32,
	ANSWER_OK = 0x00,
	ANSWER_SWITCH = 0xfe,
	ANSWER_ERROR = 0xff,
	COMMAND_QUERY = 3,
	COMMAND_PREPARE = 22,
	COMMAND_USER = 17,
	PAYLOAD_MOST = 1 << 20,
	COLUMNS = 64,
	COLUMN_NAMES = 2048,
};

struct mysql {
	struct login login;
	enum { PHASE_GREETING, PHASE_LOGIN, PHASE_SECRET, PHASE_COMMANDS } phase;
	bool clear;	  /* the server asked for the password as it is */
	unsigned columns; /* of the rows that come: their names, with a NUL behind each */
	size_t names_size;
	uint8_t names[COLUMN_NAMES];
};

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

static bool is_version(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] < ' ' || text.data[i] > '~')
			return false;
	return text.size >= 3 && text.size < 100 && text.data[0] >= '0' && text.data[0] <= '9';
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	uint64_t size = cursor_le(&cursor, 3);
	unsigned number = cursor_u8(&cursor);

	if (!cursor_ok(&cursor) || size + HEAD_SIZE != first.size)
		return 0;
	if (direction == FROM_SERVER) {
		unsigned protocol = cursor_u8(&cursor);
		struct bytes version = take_text(&cursor);

		cursor_skip(&cursor, 4 + 8);
		return cursor_ok(&cursor) && !number && protocol == PROTOCOL && is_version(version) &&
				       cursor_peek(&cursor, 0) == 0
			       ? 8 * 6
			       : 0;
	}
	uint32_t abilities = cursor_le32(&cursor);

	cursor_skip(&cursor, 5);
	struct bytes zeros = cursor_take(&cursor, 19);

	for (size_t i = 0; i < zeros.size; i++)
		if (zeros.data[i])
			return 0;
	return cursor_ok(&cursor) && number == 1 && (abilities & ABILITY_PROTOCOL_41) ? 8 * 6 : 0;
}

static void say(struct mysql *mysql, const char *result, struct observer *observer)
{
	login_say(&mysql->login, "login",
		  mysql->login.secret_set ? "password that the server asked for as it is"
		  : mysql->login.class && strcmp(mysql->login.class, "hash") == 0
			  ? "user name; the password is hashed with a challenge"
			  : "user name",
		  result, observer);
}

/* The name in a login, and the database. The rest is as the abilities say. */
static void take_login(struct mysql *mysql, struct cursor cursor, struct observer *observer)
{
	struct message message = { .part = BYTES("login") };
	uint32_t abilities = cursor_le16(&cursor);
	bool modern = abilities & ABILITY_PROTOCOL_41;

	abilities |= modern ? (uint32_t)cursor_le16(&cursor) << 16 : 0;
	cursor_skip(&cursor, modern ? 4 + 1 + 23 : 3);
	struct bytes user = take_text(&cursor);
	size_t size = abilities & (ABILITY_SECURE | ABILITY_SIZED) ? cursor_u8(&cursor) : 0;
	struct bytes answer = abilities & (ABILITY_SECURE | ABILITY_SIZED) ? cursor_take(&cursor, size)
									   : take_text(&cursor);
	struct bytes database = abilities & ABILITY_DATABASE ? take_text(&cursor) : BYTES_EMPTY;
	struct bytes plugin = modern && abilities & ABILITY_PLUGIN ? take_text(&cursor) : BYTES_EMPTY;

	if (!user.data && !cursor_ok(&cursor))
		return;
	say(mysql, "unknown", observer);
	if (bytes_equal(plugin, BYTES("mysql_clear_password")) && answer.size) {
		login_begin(&mysql->login, "plain", "password", NULL);
		login_user(&mysql->login, user, user, observer);
		login_secret(&mysql->login, login_padded(answer), answer, observer);
	} else {
		login_begin(&mysql->login, "mysql", answer.size ? "hash" : "username-only", NULL);
		login_user(&mysql->login, user, user, observer);
	}
	if (database.size)
		observer_value(observer, &message, BYTES("database"), database);
}

static void take_greeting(struct mysql *mysql, struct bytes payload, struct observer *observer)
{
	struct cursor cursor = cursor_over(payload);

	if (cursor_u8(&cursor) != PROTOCOL)
		return;
	service_say(&(struct service){ .authentication = "challenge",
				       .action = "connect",
				       .text = take_text(&cursor) },
		    payload, observer);
	mysql->phase = PHASE_LOGIN;
}

/* A text behind its size (a number of one octet, or of 2, 3, 8 behind fc, fd, fe); fb: NULL. */
static struct bytes take_sized(struct cursor *cursor)
{
	unsigned first = cursor_u8(cursor);
	uint64_t size = first;

	if (first == 0xfb)
		size = 0;
	else if (first >= 0xfc && first < 0xff)
		size = cursor_le(cursor, first == 0xfc ? 2 : first == 0xfd ? 3 : 8);
	else if (first == 0xff)
		cursor->failed = true;
	return cursor_take(cursor, size > PAYLOAD_MOST ? SIZE_MAX : (size_t)size);
}

/* catalog `def`, schema, table, its true name, name, … */
static void take_column(struct mysql *mysql, struct cursor cursor)
{
	for (unsigned i = 0; i < 4; i++)
		(void)take_sized(&cursor);
	struct bytes name = take_sized(&cursor);

	if (!cursor_ok(&cursor) || mysql->columns == COLUMNS ||
	    mysql->names_size + name.size + 1 > COLUMN_NAMES)
		return;
	if (name.size)
		memcpy(mysql->names + mysql->names_size, name.data, name.size);
	mysql->names[mysql->names_size + name.size] = 0;
	mysql->names_size += name.size + 1;
	mysql->columns++;
}

/* Texts, one for each column, and nothing behind. */
static void take_row(const struct mysql *mysql, struct bytes payload, struct observer *observer)
{
	struct message message = { .part = BYTES("row") };
	struct cursor cursor = cursor_over(payload), values = cursor;
	struct bytes names = { mysql->names, mysql->names_size };

	for (unsigned i = 0; i < mysql->columns; i++)
		(void)take_sized(&cursor);
	if (!mysql->columns || !cursor_ok(&cursor) || cursor_left(&cursor))
		return;
	for (unsigned i = 0; i < mysql->columns; i++) {
		struct bytes name = bytes_split(&names, 0), value = take_sized(&values);

		if (value.size && text_is_utf8(value))
			observer_value(observer, &message, name, value);
	}
}

static void take_answer(struct mysql *mysql, struct bytes payload, struct observer *observer)
{
	if (bytes_start_with(payload, BYTES("\3def")))
		take_column(mysql, cursor_over(payload));
	else if (payload.size && payload.data[0] != ANSWER_ERROR &&
		 !(payload.data[0] == ANSWER_SWITCH && payload.size < 9))
		take_row(mysql, payload, observer);
}

static void take_server(struct mysql *mysql, struct bytes payload, struct observer *observer)
{
	struct cursor cursor = cursor_over(payload);
	unsigned kind = cursor_u8(&cursor);

	if (mysql->phase == PHASE_GREETING) {
		take_greeting(mysql, payload, observer);
		return;
	}
	if (!login_pending(&mysql->login)) {
		take_answer(mysql, payload, observer);
		return;
	}
	if (kind == ANSWER_SWITCH) {
		/* A bare `fe` asks for the way of MySQL 3, which is a hash too. */
		struct bytes plugin = payload.size > 1 ? take_text(&cursor) : BYTES_EMPTY;

		mysql->clear = bytes_equal(plugin, BYTES("mysql_clear_password")) ||
			       bytes_equal(plugin, BYTES("dialog"));
		mysql->phase = PHASE_SECRET;
	} else if (kind == ANSWER_OK || kind == ANSWER_ERROR) {
		say(mysql, kind == ANSWER_OK ? "accepted" : "refused", observer);
		mysql->phase = PHASE_COMMANDS;
	}
}

static void take_client(struct mysql *mysql, struct bytes payload, struct stream *stream,
			struct observer *observer)
{
	struct message message = { .part = BYTES("statement") };
	struct cursor cursor = cursor_over(payload);
	uint32_t abilities = cursor_le32(&cursor);

	if (mysql->phase <= PHASE_LOGIN) {
		if (payload.size == TLS_REQUEST_SIZE && (abilities & ABILITY_TLS)) {
			stream->rebid = true;
			return;
		}
		mysql->phase = PHASE_SECRET;
		take_login(mysql, cursor_over(payload), observer);
	} else if (mysql->phase == PHASE_SECRET && login_pending(&mysql->login)) {
		struct bytes secret = login_padded(payload);

		if (mysql->clear && secret.size) {
			mysql->login.scheme = "plain";
			mysql->login.class = "password";
			login_secret(&mysql->login, secret, payload, observer);
		}
		mysql->clear = false;
	} else if (payload.size > 1 &&
		   (payload.data[0] == COMMAND_QUERY || payload.data[0] == COMMAND_PREPARE)) {
		mysql->phase = PHASE_COMMANDS;
		mysql->columns = 0;
		mysql->names_size = 0;
		observer_content(observer, &message, bytes_from(payload, 1), payload);
	} else if (payload.size > 1 && payload.data[0] == COMMAND_USER) {
		struct cursor user = cursor_over(bytes_from(payload, 1));
		struct bytes name = take_text(&user);

		login_begin(&mysql->login, "mysql", "hash", NULL);
		login_user(&mysql->login, name, payload, observer);
		mysql->phase = PHASE_SECRET;
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct mysql *mysql = state;

	while (cursor_left(&stream->unread) && !stream->rebid && !stream->skip) {
		struct cursor ahead = stream->unread;
		size_t size = (size_t)cursor_le(&ahead, 3);

		cursor_skip(&ahead, 1);
		if (!cursor_ok(&ahead)) {
			stream->wanted = HEAD_SIZE;
			return DECODED;
		}
		if (size > PAYLOAD_MOST) {
			cursor_skip(&stream->unread, HEAD_SIZE);
			stream->skip = size;
			stream->skip_as = UNREAD;
			return DECODED;
		}
		if (size > cursor_left(&ahead)) {
			stream->wanted = HEAD_SIZE + size;
			return stream->ended || stream->full ? DECODED_IN_PART : DECODED;
		}
		struct bytes payload = cursor_take(&ahead, size);

		stream->unread = ahead;
		if (direction == FROM_SERVER)
			take_server(mysql, payload, observer);
		else
			take_client(mysql, payload, stream, observer);
	}
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	say(state, "unknown", observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 3306 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_mysql = {
	.name = "mysql",
	.specification = "MySQL client/server protocol",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct mysql),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
