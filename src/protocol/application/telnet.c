/* SPDX-License-Identifier: Apache-2.0 */
/* Telnet: RFC 854, options by RFC 855. Commands (IAC, 255) and terminal escapes are taken out; what
 * is left are the lines that two people's screens would show. A login is told by the prompts that the
 * server writes before the client types. Left out: what options say (RFC 1572 may hold a user name),
 * logins of a form of their own. */
#include "protocol/application/lines.h"
#include "protocol/application/login.h"

#include "base/limits.h"

enum {
	IAC = 255,
	DONT = 254,
	WILL = 251,
	SUB_BEGIN = 250,
	SUB_END = 240,
	/* A prompt stands at the end of a line; nobody types longer names. */
	TELNET_LINE_MOST = 512,
};

struct telnet_side {
	enum { IN_TEXT, IN_COMMAND, IN_OPTION, IN_SUB, IN_SUB_COMMAND, IN_ESCAPE, IN_ESCAPE_TEXT } place;
	bool after_return; /* the last character was CR: LF or NUL belongs to it */
	struct buffer line;
};

enum prompt { PROMPT_NONE, PROMPT_USER, PROMPT_SECRET, PROMPT_SHELL };

struct telnet {
	struct telnet_side sides[2];
	struct login login;
	enum prompt typed;  /* what the server had asked for when the client began its line */
	bool typing;	    /* the client has begun a line */
	bool prompt_used;   /* the client answered the server's unfinished line already */
	struct span answer; /* where the server's last bytes were captured */
	bool from_start;    /* options were negotiated: the session was seen from its start */
	bool asked;	    /* a login was asked for */
	bool pending;	    /* a name or secret was typed: the server's answer is due */
	bool shell_said;
};

/* Words that a prompt for a name or a secret ends in, and those of a refusal. */
static const char *const user_words[] = {
	"login",
	"username",
	"user name",
	"user",
	"user id",
	"userid",
	"logon",
	"account",
	"login as",
	"login name",
	"account name",
	"benutzer",
	"benutzername",
	"utilisateur",
	"usuario",
	"\xe7\x99\xbb\xe5\xbd\x95",		/* 登录 */
	"\xe7\x99\xbb\xe5\xbd\x95\xe5\x90\x8d", /* 登录名 */
	"\xe7\x94\xa8\xe6\x88\xb7\xe5\x90\x8d", /* 用户名 */
	"\xe7\x94\xa8\xe6\x88\xb7",		/* 用户 */
	"\xe8\xb4\xa6\xe5\x8f\xb7",		/* 账号 */
	NULL,
};
static const char *const secret_words[] = {
	"password",
	"passwd",
	"passcode",
	"passphrase",
	"passwort",
	"kennwort",
	"mot de passe",
	"contrase",
	"\xe5\x8f\xa3\xe4\xbb\xa4", /* 口令 */
	"\xe5\xaf\x86\xe7\xa0\x81", /* 密码 */
	NULL,
};
static const char *const refusal_words[] = {
	"incorrect",
	"failed",
	"failure",
	"denied",
	"invalid",
	"wrong password",
	"bad password",
	"not correct",
	"\xe9\x94\x99\xe8\xaf\xaf", /* 错误 */
	"\xe5\xa4\xb1\xe8\xb4\xa5", /* 失败 */
	"\xe6\x8b\x92\xe7\xbb\x9d", /* 拒绝 */
	NULL,
};
static const char *const welcome_words[] = { "last login", "busybox v", "welcome to", NULL };

static bool holds_word(struct bytes line, const char *const *words)
{
	for (; *words; words++)
		if (bytes_find_nocase(line, bytes_of(*words)) != SIZE_MAX)
			return true;
	return false;
}

static bool ends_in_word(struct bytes line, const char *const *words)
{
	for (; *words; words++) {
		size_t size = strlen(*words);

		if (line.size >= size &&
		    bytes_equal_nocase(bytes_from(line, line.size - size), bytes_of(*words)))
			return true;
	}
	return false;
}

/* What a line that the server has not ended asks for. */
static enum prompt prompt_of(struct bytes line)
{
	static const struct bytes wide_colon = { (const uint8_t *)"\xef\xbc\x9a", 3 };
	struct bytes text = bytes_trim(line);
	bool colon = bytes_end_with(text, BYTES(":")) || bytes_end_with(text, wide_colon);

	if (!text.size || text.size > 120)
		return PROMPT_NONE;
	uint8_t last = text.data[text.size - 1];

	if (colon) {
		text.size -= bytes_end_with(text, wide_colon) ? 3 : 1;
		text = bytes_trim(text);
		return holds_word(text, secret_words)	? PROMPT_SECRET
		       : ends_in_word(text, user_words) ? PROMPT_USER
							: PROMPT_NONE;
	}
	return last == '$' || last == '#' || last == '>' || last == '%' ? PROMPT_SHELL : PROMPT_NONE;
}

/* The text behind the last line end. */
static struct bytes last_line(struct bytes text)
{
	size_t start = text.size;

	while (start > 0 && text.data[start - 1] != '\n' && text.data[start - 1] != '\r')
		start--;
	return bytes_from(text, start);
}

/* The bits of negotiation at the start: `IAC WILL ECHO` and the like, then more of them, or text. */
static unsigned negotiation_bits(struct bytes first)
{
	unsigned commands = 0;

	while (first.size >= 3 && first.data[0] == IAC && first.data[1] >= WILL && first.data[1] <= DONT &&
	       first.data[2] < 50) {
		first = bytes_from(first, 3);
		commands++;
	}
	/* Audio frames begin alike: what follows tells. */
	bool right = !first.size || first.data[0] == IAC || line_is_text(first);

	return commands && right ? 8 + 16 * commands : 0;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	unsigned bits = negotiation_bits(first);

	if (bits || direction == FROM_CLIENT)
		return bits;
	struct bytes line = last_line(first);

	for (size_t i = 0; i < first.size; i++)
		if ((first.data[i] < 0x20 && !memchr("\t\r\n\x1b\b", first.data[i], 5)) ||
		    first.data[i] == 0x7f)
			return 0;
	if (bytes_find(first, BYTES("BusyBox v")) != SIZE_MAX &&
	    bytes_find(first, BYTES("shell")) != SIZE_MAX)
		return 64;
	switch (prompt_of(line)) {
	case PROMPT_USER:
		return 40;
	case PROMPT_SECRET:
		return 40;
	case PROMPT_SHELL:
		return line.size > 1 && line.data[line.size - 1] == ' ' ? 8 : 0;
	default:
		return 0;
	}
}

static void say_login(struct telnet *telnet, const char *result, struct observer *observer)
{
	bool accepted = strcmp(result, "accepted") == 0;
	/* An empty password is none. */
	bool open = accepted && !telnet->login.secret.size;

	if (!telnet->pending)
		return;
	telnet->pending = false;
	if (strcmp(result, "unknown") != 0)
		service_say(&(struct service){ .authentication = open ? "none" : "password",
					       .action = "login",
					       .gave = accepted ? "shell" : "nothing",
					       .origin = telnet->answer },
			    BYTES_EMPTY, observer);
	login_say(&telnet->login, "login", "typed at a login prompt", result, observer);
}

/* What the server's unfinished line tells once the client types, or all is over. */
static enum prompt look_at_prompt(struct telnet *telnet, struct observer *observer)
{
	struct bytes line = buffer_bytes(&telnet->sides[FROM_SERVER].line);
	enum prompt prompt = telnet->prompt_used ? PROMPT_NONE : prompt_of(line);
	struct bytes text = bytes_trim(line);
	/* Menus prompt so too. */
	bool menu = text.size && (text.data[text.size - 1] == '>' || text.data[text.size - 1] == '%');

	if (telnet->pending && prompt == PROMPT_SHELL)
		say_login(telnet, "accepted", observer);
	else if (telnet->pending &&
		 (prompt == PROMPT_USER || (prompt == PROMPT_SECRET && telnet->login.secret_set)))
		say_login(telnet, "refused", observer);
	telnet->asked |= prompt == PROMPT_USER || prompt == PROMPT_SECRET;
	if (prompt == PROMPT_SHELL && !menu && telnet->from_start && !telnet->asked && !telnet->shell_said) {
		telnet->shell_said = true;
		service_say(&(struct service){ .authentication = "none",
					       .action = "login",
					       .gave = "shell",
					       .origin = telnet->answer },
			    BYTES_EMPTY, observer);
	}
	return prompt;
}

static void end_client_line(struct telnet *telnet, struct bytes where, struct observer *observer)
{
	struct buffer *line = &telnet->sides[FROM_CLIENT].line;
	struct bytes text = buffer_bytes(line);

	if (telnet->typed == PROMPT_USER) {
		login_begin(&telnet->login, "plain", "password", NULL);
		login_user(&telnet->login, text, where, observer);
		telnet->pending = true;
	} else if (telnet->typed == PROMPT_SECRET) {
		if (!login_pending(&telnet->login))
			login_begin(&telnet->login, "plain", "password", NULL);
		login_secret(&telnet->login, text, where, observer);
		telnet->pending = true;
	}
	telnet->typing = false;
	telnet->prompt_used = true;
	telnet->typed = PROMPT_NONE;
	buffer_clear(line);
}

static void end_server_line(struct telnet *telnet, struct observer *observer)
{
	struct buffer *line = &telnet->sides[FROM_SERVER].line;
	struct bytes text = buffer_bytes(line);
	struct message message = { .part = BYTES("terminal") };

	/* What a prompt asked for stands in the same line where it is echoed. */
	if (telnet->pending && holds_word(text, refusal_words))
		say_login(telnet, "refused", observer);
	else if (telnet->pending && holds_word(text, welcome_words))
		say_login(telnet, "accepted", observer);
	telnet->from_start |= bytes_find(text, BYTES("BusyBox v")) != SIZE_MAX;
	if (bytes_trim(text).size)
		observer_content(observer, &message, text, BYTES_EMPTY);
	buffer_clear(line);
}

static void take_character(struct telnet *telnet, enum direction direction, uint8_t byte, struct bytes where,
			   struct observer *observer)
{
	struct telnet_side *side = &telnet->sides[direction];
	bool pair = side->after_return && (byte == '\n' || byte == 0);

	side->after_return = byte == '\r';
	if (pair)
		return;
	if (direction == FROM_SERVER)
		telnet->prompt_used = false;
	if (direction == FROM_CLIENT && !telnet->typing) {
		telnet->typing = true;
		telnet->typed = look_at_prompt(telnet, observer);
	}
	if (byte == '\r' || byte == '\n') {
		if (direction == FROM_CLIENT)
			end_client_line(telnet, where, observer);
		else
			end_server_line(telnet, observer);
	} else if (byte == '\b' || byte == 0x7f) {
		/* A character of UTF-8 goes as a whole. */
		while (side->line.size && (side->line.data[--side->line.size] & 0xc0) == 0x80)
			;
	} else if (byte == 0x15) {
		buffer_clear(&side->line);
	} else if (byte >= 0x20) {
		side->line.maximum = TELNET_LINE_MOST;
		if (!buffer_append_byte(&side->line, byte) && side->line.failed)
			observer_out_of_memory(observer);
	}
}

/* Takes out commands and escapes; true when the byte is a character. */
static bool is_character(struct telnet *telnet, struct telnet_side *side, uint8_t byte)
{
	switch (side->place) {
	case IN_COMMAND:
		side->place = byte >= WILL && byte <= DONT ? IN_OPTION : byte == SUB_BEGIN ? IN_SUB : IN_TEXT;
		telnet->from_start |= side->place != IN_TEXT;
		return byte == IAC;
	case IN_OPTION:
		side->place = IN_TEXT;
		return false;
	case IN_SUB:
		side->place = byte == IAC ? IN_SUB_COMMAND : IN_SUB;
		return false;
	case IN_SUB_COMMAND:
		side->place = byte == SUB_END ? IN_TEXT : IN_SUB;
		return false;
	case IN_ESCAPE:
		side->place = byte == '[' ? IN_ESCAPE_TEXT : IN_TEXT;
		return false;
	case IN_ESCAPE_TEXT:
		/* ECMA-48: parameters up to 0x3f, then one final byte. */
		side->place = byte >= 0x40 ? IN_TEXT : IN_ESCAPE_TEXT;
		return false;
	default:
		break;
	}
	side->place = byte == IAC ? IN_COMMAND : byte == 0x1b ? IN_ESCAPE : IN_TEXT;
	return side->place == IN_TEXT;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct telnet *telnet = state;
	struct telnet_side *side = &telnet->sides[direction];

	while (cursor_left(&stream->unread)) {
		struct bytes one = cursor_take(&stream->unread, 1);

		if (direction == FROM_SERVER && (!cursor_left(&stream->unread) || one.data[0] < ' '))
			telnet->answer = observer_span(observer, one);
		if (is_character(telnet, side, one.data[0]))
			take_character(telnet, direction, one.data[0], one, observer);
	}
	return DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct telnet *telnet = state;
	struct telnet_side *side = &telnet->sides[direction];

	(void)size;
	(void)observer;
	side->place = IN_TEXT;
	buffer_clear(&side->line);
	/* Half a secret is none. */
	telnet->typed = PROMPT_NONE;
	telnet->asked = true;
}

static void close_flow(void *state, struct observer *observer)
{
	struct telnet *telnet = state;

	(void)look_at_prompt(telnet, observer);
	say_login(telnet, "unknown", observer);
	buffer_free(&telnet->sides[FROM_CLIENT].line);
	buffer_free(&telnet->sides[FROM_SERVER].line);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 23 },
					       { SELECT_TCP_PORT, 2323 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_telnet = {
	.name = "telnet",
	.specification = "RFC 854, RFC 855",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct telnet),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
