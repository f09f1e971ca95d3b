/* SPDX-License-Identifier: Apache-2.0 */
/* IRC (RFC 1459, 2812; SASL by IRCv3) over TCP: lines of
 *
 *     [@tags ][:nick!user@host ]command parameters [:last parameter]
 *
 * Logins are PASS, OPER, AUTHENTICATE, and what is told to the services of a network (NickServ and the like)
 * as a message. Everything else is handed on. Left out: direct connections between users (DCC). */
#include "protocol/application/lines.h"
#include "protocol/application/sasl.h"

#include "base/limits.h"

enum { PARAMETERS = 8 };

struct irc {
	struct login login; /* PASS, until the server welcomes */
	struct login service;
	struct sasl sasl;
	bool known;
};

struct line_of_irc {
	struct bytes prefix, command;
	struct bytes parameters[PARAMETERS];
	unsigned count;
	struct bytes rest; /* from the command on */
};

static const char *const commands[] = { "PASS",	  "NICK",   "USER",    "CAP",	 "JOIN",  "PRIVMSG",
					"NOTICE", "OPER",   "PING",    "PONG",	 "MODE",  "AUTHENTICATE",
					"QUIT",	  "WHO",    "WHOIS",   "PART",	 "TOPIC", "NICKSERV",
					"NS",	  "LIST",   "NAMES",   "KICK",	 "ERROR", "USERHOST",
					"ISON",	  "AWAY",   "INVITE",  "LUSERS", "MOTD",  "VERSION",
					"WEBIRC", "SERVER", "WALLOPS", "SQUIT",	 "KILL",  NULL };

/* Splits a line; false where it cannot be one. */
static bool split(struct bytes line, struct line_of_irc *ret_line)
{
	struct line_of_irc parts = { .count = 0 };
	struct bytes rest = bytes_trim(line);

	if (rest.size && rest.data[0] == '@')
		(void)line_word(&rest);
	if (rest.size && rest.data[0] == ':')
		parts.prefix = bytes_from(line_word(&rest), 1);
	parts.rest = rest;
	parts.command = line_word(&rest);
	while (rest.size && parts.count < PARAMETERS) {
		if (rest.data[0] == ':') {
			parts.parameters[parts.count++] = bytes_from(rest, 1);
			break;
		}
		parts.parameters[parts.count++] = line_word(&rest);
	}
	for (size_t i = 0; i < parts.command.size; i++) {
		uint8_t byte = parts.command.data[i];

		if ((byte < '0' || byte > '9') && ((byte | 32) < 'a' || (byte | 32) > 'z'))
			return false;
	}
	*ret_line = parts;
	return parts.command.size > 0;
}

static bool is_numeric(struct bytes command)
{
	uint64_t number;

	return command.size == 3 && bytes_to_number(command, &number);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct bytes rest = first, line = bytes_split(&rest, '\n');
	struct line_of_irc parts, next;

	if (!line_is_text(first) || line.size == first.size || !split(line, &parts))
		return 0;
	if (direction == FROM_SERVER) {
		if (!parts.prefix.size)
			return bytes_start_with(line, BYTES("NOTICE AUTH :")) ? 8 * 13 : 0;
		return (is_numeric(parts.command) || line_starts_with(parts.command, commands)) && parts.count
			       ? 8 + 8 * (unsigned)parts.command.size
			       : 0;
	}
	if (parts.prefix.size)
		return 0;
	if (bytes_equal(parts.command, BYTES("USER")))
		return parts.count >= 4 ? 64 : 0;
	if (bytes_equal(parts.command, BYTES("CAP")))
		return parts.count && (bytes_equal(parts.parameters[0], BYTES("LS")) ||
				       bytes_equal(parts.parameters[0], BYTES("REQ")))
			       ? 48
			       : 0;
	if (bytes_equal(parts.command, BYTES("NICK")))
		return parts.count == 1 ? 40 : 0;
	if (bytes_equal(parts.command, BYTES("PASS")))
		return split(bytes_split(&rest, '\n'), &next) &&
				       (bytes_equal(next.command, BYTES("NICK")) ||
					bytes_equal(next.command, BYTES("CAP")) ||
					(bytes_equal(next.command, BYTES("USER")) && next.count >= 4))
			       ? 64
			       : 0;
	if (bytes_equal(parts.command, BYTES("JOIN")))
		return parts.count && parts.parameters[0].size && parts.parameters[0].data[0] == '#' ? 40 : 0;
	return bytes_equal(parts.command, BYTES("PRIVMSG")) && parts.count == 2 ? 64 : 0;
}

/* ---- logins ---- */

static void say_server(struct irc *irc, const char *result, struct observer *observer)
{
	if (!irc->login.secret_set)
		login_free(&irc->login);
	login_say(&irc->login, "PASS", "password of the server", result, observer);
}

static void say_service(struct irc *irc, const char *result, struct observer *observer)
{
	login_say(&irc->service, "PRIVMSG", "password told to a service", result, observer);
}

static void say_all(struct irc *irc, const char *result, struct observer *observer)
{
	say_server(irc, result, observer);
	say_service(irc, result, observer);
	sasl_end(&irc->sasl, "AUTHENTICATE", result, observer);
}

static void take_oper(const struct line_of_irc *line, struct observer *observer)
{
	credential_say(
		&(struct credential){
			.scheme = "plain",
			.class = "password",
			.method = "OPER",
			.why = "password of an operator",
			.user = line->parameters[0],
			.secret = line->parameters[1],
		},
		line->parameters[1], observer);
}

/* Whether a message's target is a service that logs users in, or the command stands for it. */
static bool is_service(struct bytes name)
{
	static const char *const services[] = {
		"nickserv", "authserv", "ns", "q", "x", "as", "userserv", NULL
	};
	struct bytes rest = name, nick = bytes_split(&rest, '@');

	for (const char *const *service = services; *service; service++)
		if (bytes_equal_nocase(nick, bytes_of(*service)))
			return true;
	return false;
}

/* `IDENTIFY [user] password`, `AUTH user password`, `REGISTER password e-mail`, …; false: it is none. */
static bool take_service(struct irc *irc, struct bytes text, struct observer *observer)
{
	static const char *const verbs[] = { "IDENTIFY", "ID",	     "AUTH",	"LOGIN",     "GHOST",
					     "RECOVER",	 "REGISTER", "RELEASE", "SIDENTIFY", NULL };
	struct bytes rest = bytes_trim(text), verb = line_word(&rest);
	struct bytes one = line_word(&rest), two = line_word(&rest);
	bool registers = bytes_equal_nocase(verb, BYTES("REGISTER"));

	if (!line_starts_with(verb, verbs) || !one.size)
		return false;
	say_service(irc, "unknown", observer);
	login_begin(&irc->service, "plain", "password", NULL);
	if (two.size && !registers)
		login_user(&irc->service, one, one, observer);
	login_secret(&irc->service, two.size && !registers ? two : one, two.size && !registers ? two : one,
		     observer);
	return true;
}

static void take_authenticate(struct irc *irc, struct bytes text, struct observer *observer)
{
	if (!sasl_active(&irc->sasl))
		sasl_begin(&irc->sasl, text, BYTES_EMPTY, observer);
	else if (bytes_equal(text, BYTES("*")))
		sasl_end(&irc->sasl, "AUTHENTICATE", "refused", observer);
	else if (!bytes_equal(text, BYTES("+")))
		sasl_response(&irc->sasl, text, observer);
}

/* ---- lines ---- */

static void hand_on(const struct line_of_irc *line, struct observer *observer)
{
	struct message message = {
		.part = BYTES("line"),
		.method = line->command,
		.topic = line->count ? line->parameters[0] : BYTES_EMPTY,
	};

	/* nick!user@host; a mark in front of the user says that nobody vouches for the name. */
	struct bytes mask = line->prefix;

	(void)bytes_split(&mask, '!');
	while (mask.size && memchr("~+-=^", mask.data[0], 5))
		mask = bytes_from(mask, 1);
	if (bytes_find_byte(mask, '@') != SIZE_MAX)
		observer_value(observer, &message, BYTES("hostmask"), mask);
	observer_content(observer, &message, line->rest, line->rest);
}

static void take_client(struct irc *irc, const struct line_of_irc *line, struct observer *observer)
{
	const struct bytes *parameters = line->parameters;

	if (bytes_equal_nocase(line->command, BYTES("PASS")) && line->count) {
		say_server(irc, "unknown", observer);
		login_begin(&irc->login, "plain", "password", NULL);
		login_secret(&irc->login, parameters[0], parameters[0], observer);
		return;
	}
	if (bytes_equal_nocase(line->command, BYTES("OPER")) && line->count >= 2) {
		take_oper(line, observer);
		return;
	}
	if (bytes_equal_nocase(line->command, BYTES("AUTHENTICATE")) && line->count) {
		take_authenticate(irc, parameters[0], observer);
		return;
	}
	bool message = bytes_equal_nocase(line->command, BYTES("PRIVMSG")) && line->count >= 2;

	if (message && is_service(parameters[0]) && take_service(irc, parameters[1], observer))
		return;
	if (!message && is_service(line->command) && line->count &&
	    take_service(irc, bytes_from(line->rest, line->command.size + 1), observer))
		return;
	if (bytes_equal_nocase(line->command, BYTES("NICK")) && line->count && irc->login.secret_set &&
	    !irc->login.user_set)
		login_user(&irc->login, parameters[0], parameters[0], observer);
	hand_on(line, observer);
}

/* Numbers of RFC 2812 and of IRCv3's SASL. */
static void take_server(struct irc *irc, const struct line_of_irc *line, struct stream *stream,
			struct observer *observer)
{
	if (bytes_equal(line->command, BYTES("001")))
		say_server(irc, "accepted", observer);
	else if (bytes_equal(line->command, BYTES("464")))
		say_server(irc, "refused", observer);
	else if (bytes_equal(line->command, BYTES("900")) || bytes_equal(line->command, BYTES("903")))
		sasl_end(&irc->sasl, "AUTHENTICATE", "accepted", observer);
	else if (bytes_equal(line->command, BYTES("904")) || bytes_equal(line->command, BYTES("905")))
		sasl_end(&irc->sasl, "AUTHENTICATE", "refused", observer);
	else if (bytes_equal(line->command, BYTES("670")))
		stream->rebid = true; /* STARTTLS */
	hand_on(line, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct irc *irc = state;
	struct line_of_irc parts;
	enum line found;
	struct bytes line;

	while (!stream->rebid && (found = line_next(stream, &line)) != LINE_NONE) {
		if (found == LINE_CUT || !bytes_trim(line).size)
			continue;
		if (!split(line, &parts)) {
			if (!irc->known)
				return DECODED_NOT_MINE;
			continue;
		}
		if (!irc->known && !is_numeric(parts.command) && !line_starts_with(parts.command, commands))
			return DECODED_NOT_MINE;
		irc->known = true;
		if (direction == FROM_CLIENT)
			take_client(irc, &parts, observer);
		else
			take_server(irc, &parts, stream, observer);
	}
	return DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct irc *irc = state;

	(void)direction;
	(void)size;
	(void)observer;
	/* The next line may be the end of one. */
	irc->known = true;
}

static void close_flow(void *state, struct observer *observer)
{
	say_all(state, "unknown", observer);
}

static const struct selector usual_ports[] = {
	{ SELECT_TCP_PORT, 6667 }, { SELECT_TCP_PORT, 6666 }, { SELECT_TCP_PORT, 6668 }, { SELECT_NONE, 0 }
};

const struct app_decoder app_decoder_irc = {
	.name = "irc",
	.specification = "RFC 1459, RFC 2812, IRCv3 SASL",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct irc),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
