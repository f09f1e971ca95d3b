/* SPDX-License-Identifier: Apache-2.0 */
/* POP3: RFC 1939; AUTH of RFC 5034, STLS of RFC 2595. Answers are matched to commands in order, since
 * only the command tells whether an answer has many lines. */
#include "protocol/application/lines.h"
#include "protocol/application/mail.h"
#include "protocol/application/sasl.h"

#include "base/limits.h"

enum command {
	COMMAND_OTHER,
	COMMAND_USER,
	COMMAND_PASS,
	COMMAND_APOP,
	COMMAND_AUTH,
	COMMAND_TLS,
	COMMAND_LINES,
	COMMAND_MAIL
};

/* More commands than these without an answer are not kept track of. */
enum { PENDING_MOST = 32 };

struct pop3 {
	struct login login;
	struct sasl sasl;
	struct buffer banner;
	uint8_t pending[PENDING_MOST]; /* commands without an answer, the oldest first */
	unsigned pending_count;
	enum command lines; /* COMMAND_LINES, COMMAND_MAIL: inside an answer of many lines */
	struct dotted text;
	bool known; /* an answer was read */
};

static const struct {
	const char *name;
	enum command command;
	bool lines_without_argument;
} commands[] = {
	{ "USER", COMMAND_USER, false },  { "PASS", COMMAND_PASS, false },  { "APOP", COMMAND_APOP, false },
	{ "AUTH", COMMAND_AUTH, true },	  { "STLS", COMMAND_TLS, false },   { "RETR", COMMAND_MAIL, false },
	{ "TOP", COMMAND_MAIL, false },	  { "LIST", COMMAND_OTHER, true },  { "UIDL", COMMAND_OTHER, true },
	{ "CAPA", COMMAND_LINES, true },  { "STAT", COMMAND_OTHER, false }, { "DELE", COMMAND_OTHER, false },
	{ "NOOP", COMMAND_OTHER, false }, { "RSET", COMMAND_OTHER, false }, { "QUIT", COMMAND_OTHER, false },
	{ "LAST", COMMAND_OTHER, false }, { "UTF8", COMMAND_OTHER, false }, { "LANG", COMMAND_OTHER, true },
};

static unsigned bid(enum direction direction, struct bytes first)
{
	struct bytes rest = first, line = bytes_trim(bytes_split(&rest, '\n'));

	if (!line_is_text(first) || bytes_find_byte(first, '\n') == SIZE_MAX)
		return 0;
	if (direction == FROM_SERVER) {
		/* Others answer a bare +OK (RESP, NATS). */
		if (!line_starts_with(line, (const char *const[]){ "+OK", NULL }))
			return 0;
		return line.size == 3 ? 8 : bytes_find_nocase(line, BYTES("POP")) != SIZE_MAX ? 48 : 32;
	}
	struct bytes argument = line, command = line_word(&argument);

	if (bytes_equal_nocase(line, BYTES("CAPA")) || bytes_equal_nocase(line, BYTES("STLS")))
		return 32;
	if (!argument.size || bytes_find_nocase(line, BYTES(" HTTP/")) != SIZE_MAX)
		return 0;
	/* A start behind the name: others say this too, so that the port must agree. */
	if (line_starts_with(command, (const char *const[]){ "PASS", NULL }))
		return 8;
	/* IRC has USER too, with more words behind it. */
	if (line_starts_with(command, (const char *const[]){ "USER", NULL }))
		return bytes_find_byte(argument, ' ') == SIZE_MAX ? 40 : 0;
	return line_starts_with(command, (const char *const[]){ "APOP", NULL })
		       ? 40
		       : line_starts_with(line, (const char *const[]){ "AUTH PLAIN", "AUTH LOGIN",
								       "AUTH CRAM-MD5", NULL });
}

static void push(struct pop3 *pop3, enum command command)
{
	if (pop3->pending_count < PENDING_MOST)
		pop3->pending[pop3->pending_count++] = (uint8_t)command;
}

static enum command pop(struct pop3 *pop3)
{
	if (!pop3->pending_count)
		return COMMAND_OTHER;
	enum command command = (enum command)pop3->pending[0];

	pop3->pending_count--;
	memmove(pop3->pending, pop3->pending + 1, pop3->pending_count);
	return command;
}

static void take_login(struct pop3 *pop3, enum command command, struct bytes argument,
		       struct observer *observer)
{
	if (command == COMMAND_PASS) {
		if (!login_pending(&pop3->login))
			login_begin(&pop3->login, "plain", "password", NULL);
		login_secret(&pop3->login, argument, argument, observer);
		return;
	}
	login_say(&pop3->login, "USER", "USER command", "unknown", observer);
	login_begin(&pop3->login, command == COMMAND_APOP ? "apop" : "plain",
		    command == COMMAND_APOP ? "hash" : "password", NULL);
	struct bytes rest = argument, user = command == COMMAND_APOP ? line_word(&rest) : argument;

	login_user(&pop3->login, user, argument, observer);
	if (command == COMMAND_APOP)
		login_secret(&pop3->login, rest, argument, observer);
}

static enum decoded take_command(struct pop3 *pop3, struct bytes line, struct observer *observer)
{
	struct bytes argument = line, name = line_word(&argument);

	if (sasl_active(&pop3->sasl)) {
		sasl_response(&pop3->sasl, line, observer);
		return DECODED;
	}
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		if (!bytes_equal_nocase(name, bytes_of(commands[i].name)))
			continue;
		enum command command = commands[i].command;

		if (commands[i].lines_without_argument && !argument.size)
			command = COMMAND_LINES;
		if (command == COMMAND_PASS)
			argument = bytes_from(line, 5);
		if (command == COMMAND_USER || command == COMMAND_PASS || command == COMMAND_APOP)
			take_login(pop3, command, argument, observer);
		if (command == COMMAND_AUTH) {
			struct bytes mechanism = line_word(&argument);

			sasl_begin(&pop3->sasl, mechanism, argument, observer);
		}
		push(pop3, command);
		return DECODED;
	}
	if (!pop3->known && name.size && line_is_text(line))
		return DECODED_NOT_MINE;
	push(pop3, COMMAND_OTHER);
	return DECODED;
}

static void answer_login(struct pop3 *pop3, enum command command, bool accepted, struct bytes line,
			 struct observer *observer)
{
	struct service service = {
		.authentication = "password",
		.action = "login",
		.gave = accepted ? "session" : "nothing",
		.text = buffer_bytes(&pop3->banner),
	};
	const char *result = accepted ? "accepted" : "refused";

	/* A name is not refused by accepting it: PASS follows. */
	if (command == COMMAND_USER && accepted)
		return;
	if (command != COMMAND_USER)
		service_say(&service, line, observer);
	if (command == COMMAND_AUTH)
		sasl_end(&pop3->sasl, "AUTH", result, observer);
	else if (command == COMMAND_APOP)
		login_say(&pop3->login, "APOP", "APOP command", result, observer);
	else if (command == COMMAND_PASS || !pop3->login.secret_set)
		login_say(&pop3->login, command == COMMAND_USER ? "USER" : "PASS",
			  command == COMMAND_USER ? "USER command" : "PASS command", result, observer);
}

static enum decoded take_answer(struct pop3 *pop3, struct bytes line, struct stream *stream,
				struct observer *observer)
{
	struct bytes text = line, word = line_word(&text);
	bool right = bytes_equal(word, BYTES("+OK")), wrong = bytes_equal(word, BYTES("-ERR"));
	bool greeting = !pop3->known && !pop3->pending_count && right;

	if (!right && !wrong) {
		/* `+`: go on with the exchange. */
		bool challenge = bytes_start_with(line, BYTES("+")) || sasl_active(&pop3->sasl);

		return pop3->known || challenge || !line_is_text(line) ? DECODED : DECODED_NOT_MINE;
	}
	pop3->known = true;
	if (greeting) {
		pop3->banner.maximum = LIMIT_ATTRIBUTE_SIZE;
		if (!buffer_append(&pop3->banner, bytes_slice(text, 0, LIMIT_ATTRIBUTE_SIZE)))
			observer_out_of_memory(observer);
		return DECODED;
	}
	enum command command = pop(pop3);

	switch (command) {
	case COMMAND_USER:
	case COMMAND_PASS:
	case COMMAND_APOP:
	case COMMAND_AUTH:
		answer_login(pop3, command, right, line, observer);
		break;
	case COMMAND_TLS:
		stream->rebid = right;
		break;
	case COMMAND_LINES:
	case COMMAND_MAIL:
		pop3->lines = right ? command : COMMAND_OTHER;
		pop3->text = (struct dotted){ .cut = false };
		break;
	default:
		break;
	}
	return DECODED;
}

/* Reads the rest of an answer of many lines; false when more is needed. */
static bool take_lines(struct pop3 *pop3, struct stream *stream, struct observer *observer)
{
	bool whole = dotted_take(&pop3->text, stream, pop3->lines == COMMAND_MAIL ? "RETR" : NULL, observer);

	if (whole)
		pop3->lines = COMMAND_OTHER;
	return whole;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct pop3 *pop3 = state;
	enum decoded decoded = DECODED;
	struct bytes line;

	while (decoded == DECODED && !stream->rebid && cursor_left(&stream->unread)) {
		if (direction == FROM_SERVER && pop3->lines) {
			if (!take_lines(pop3, stream, observer))
				break;
			continue;
		}
		enum line found = line_next(stream, &line);

		if (found == LINE_NONE)
			break;
		if (found == LINE_CUT)
			continue;
		decoded = direction == FROM_CLIENT ? take_command(pop3, line, observer)
						   : take_answer(pop3, line, stream, observer);
	}
	return decoded;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct pop3 *pop3 = state;

	(void)size;
	(void)observer;
	(void)direction;
	/* Which answer belongs to which command cannot be told any more. */
	pop3->pending_count = 0;
	pop3->text = (struct dotted){ .cut = true };
	pop3->known = true;
}

static void close_flow(void *state, struct observer *observer)
{
	struct pop3 *pop3 = state;
	bool secret = pop3->login.secret_set;

	sasl_end(&pop3->sasl, "AUTH", "unknown", observer);
	login_say(&pop3->login, secret ? "PASS" : "USER", secret ? "PASS command" : "USER command", "unknown",
		  observer);
	buffer_free(&pop3->banner);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 110 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_pop3 = {
	.name = "pop3",
	.specification = "RFC 1939, RFC 5034, RFC 2595",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct pop3),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
