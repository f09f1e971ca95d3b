/* SPDX-License-Identifier: Apache-2.0 */
/* NNTP (RFC 3977; AUTHINFO of RFC 4643, STARTTLS of RFC 4642) over TCP. Articles are read as mail. Answers
 * are matched to nothing but the last command of a login. */
#include "protocol/application/lines.h"
#include "protocol/application/mail.h"
#include "protocol/application/sasl.h"

#include "base/limits.h"

enum article { ARTICLE_NONE, ARTICLE_TEXT, ARTICLE_OTHER };

struct nntp {
	struct login login;
	struct sasl sasl;
	bool known, tls_asked;
	enum article inside[2]; /* lines up to a dot */
	struct dotted texts[2];
};

static const char *const commands[] = { "AUTHINFO",	"MODE",	     "GROUP", "ARTICLE", "HEAD",
					"BODY",		"STAT",	     "XOVER", "OVER",	 "LIST",
					"NEWGROUPS",	"NEWNEWS",   "POST",  "IHAVE",	 "QUIT",
					"CAPABILITIES", "STARTTLS",  "DATE",  "HELP",	 "NEXT",
					"LAST",		"LISTGROUP", "XHDR",  "HDR",	 "CHECK",
					"TAKETHIS",	"XPAT",	     "XZVER", "SLAVE",	 NULL };
static const char *const own_commands[] = { "AUTHINFO USER", "AUTHINFO SASL",	"MODE READER", "MODE STREAM",
					    "LIST ACTIVE",   "LIST NEWSGROUPS", "NEWGROUPS",   "XOVER",
					    "IHAVE",	     "GROUP",		NULL };

static unsigned bid(enum direction direction, struct bytes first)
{
	struct bytes rest = first, line = bytes_trim(bytes_split(&rest, '\n')), text;
	unsigned status;
	bool more;

	unsigned bits = direction == FROM_CLIENT ? line_starts_with(line, own_commands) : 8;

	if (!bits || !line_is_text(first) || bytes_find_byte(first, '\n') == SIZE_MAX ||
	    bytes_find_nocase(line, BYTES(" HTTP/")) != SIZE_MAX)
		return 0;
	if (direction == FROM_CLIENT)
		return bits;
	if (!line_reply(line, &status, &more, &text) || more || (status != 200 && status != 201))
		return 0;
	return bytes_find_nocase(text, BYTES("nntp")) != SIZE_MAX ||
			       bytes_find_nocase(text, BYTES("news")) != SIZE_MAX
		       ? 48
		       : 8;
}

static void say(struct nntp *nntp, const char *result, struct observer *observer)
{
	if (sasl_active(&nntp->sasl))
		sasl_end(&nntp->sasl, "AUTHINFO", result, observer);
	login_say(&nntp->login, "AUTHINFO", "AUTHINFO command", result, observer);
}

static void take_login(struct nntp *nntp, struct bytes rest, struct bytes line, struct observer *observer)
{
	struct bytes kind = line_word(&rest), mechanism = rest;

	if (bytes_equal_nocase(kind, BYTES("USER"))) {
		say(nntp, "unknown", observer);
		login_begin(&nntp->login, "plain", "password", NULL);
		login_user(&nntp->login, rest, rest, observer);
	} else if (bytes_equal_nocase(kind, BYTES("PASS"))) {
		struct bytes secret = bytes_from(line, 14);

		if (!login_pending(&nntp->login))
			login_begin(&nntp->login, "plain", "password", NULL);
		login_secret(&nntp->login, secret, secret, observer);
	} else if (bytes_equal_nocase(kind, BYTES("SASL"))) {
		struct bytes name = line_word(&mechanism);

		sasl_begin(&nntp->sasl, name, mechanism, observer);
	}
}

static enum decoded take_command(struct nntp *nntp, struct bytes line, struct observer *observer)
{
	struct message message = { .part = BYTES("command") };
	struct bytes rest = line, command = line_word(&rest);

	if (sasl_active(&nntp->sasl) && !line_starts_with(line, commands)) {
		sasl_response(&nntp->sasl, line, observer);
		return DECODED;
	}
	if (!line_starts_with(line, commands))
		return nntp->known || !command.size ? DECODED : DECODED_NOT_MINE;
	nntp->known = true;
	message.method = command;
	if (bytes_equal_nocase(command, BYTES("AUTHINFO")))
		take_login(nntp, rest, line, observer);
	else if (bytes_equal_nocase(command, BYTES("STARTTLS")))
		nntp->tls_asked = true;
	else if (bytes_equal_nocase(command, BYTES("GROUP")) && rest.size)
		observer_value(observer, &message, BYTES("group"), rest);
	return DECODED;
}

/* Answers that many lines follow: 100, 101, 215, 220 to 225, 230, 231, 282. */
static bool has_lines(unsigned status)
{
	return status == 100 || status == 101 || status == 215 ||
	       (status >= 220 && status <= 225 && status != 223) || status == 230 || status == 231 ||
	       status == 282;
}

static void begin(struct nntp *nntp, enum direction direction, enum article article)
{
	nntp->inside[direction] = article;
	nntp->texts[direction] = (struct dotted){ .cut = false };
}

static enum decoded take_answer(struct nntp *nntp, struct bytes line, struct stream *stream,
				struct observer *observer)
{
	unsigned status;
	struct bytes text;
	bool more;

	if (!line_reply(line, &status, &more, &text))
		return nntp->known ? DECODED : DECODED_NOT_MINE;
	if (status == 281 || status == 283)
		say(nntp, "accepted", observer);
	else if (status == 481 || status == 482 || status == 502)
		say(nntp, "refused", observer);
	else if (status == 340 || status == 335)
		begin(nntp, FROM_CLIENT, ARTICLE_TEXT);
	stream->rebid = status == 382 && nntp->tls_asked;
	if (has_lines(status))
		begin(nntp, FROM_SERVER, status <= 222 && status >= 220 ? ARTICLE_TEXT : ARTICLE_OTHER);
	return DECODED;
}

/* Reads lines up to the dot; false when more is needed. */
static bool take_lines(struct nntp *nntp, enum direction direction, struct stream *stream,
		       struct observer *observer)
{
	const char *method = direction == FROM_CLIENT ? "POST" : "ARTICLE";
	bool article = nntp->inside[direction] == ARTICLE_TEXT;
	bool whole = dotted_take(&nntp->texts[direction], stream, article ? method : NULL, observer);

	if (whole)
		nntp->inside[direction] = ARTICLE_NONE;
	return whole;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct nntp *nntp = state;
	enum decoded decoded = DECODED;
	struct bytes line;

	while (decoded == DECODED && !stream->rebid && cursor_left(&stream->unread)) {
		if (nntp->inside[direction]) {
			if (!take_lines(nntp, direction, stream, observer))
				break;
			continue;
		}
		enum line found = line_next(stream, &line);

		if (found == LINE_NONE)
			break;
		if (found == LINE_CUT)
			continue;
		decoded = direction == FROM_CLIENT ? take_command(nntp, line, observer)
						   : take_answer(nntp, line, stream, observer);
	}
	return decoded;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct nntp *nntp = state;

	(void)size;
	(void)observer;
	nntp->texts[direction] = (struct dotted){ .cut = true };
	nntp->known = true;
}

static void close_flow(void *state, struct observer *observer)
{
	struct nntp *nntp = state;

	say(nntp, "unknown", observer);
	sasl_free(&nntp->sasl);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 119 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_nntp = {
	.name = "nntp",
	.specification = "RFC 3977, RFC 4643, RFC 4642",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct nntp),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
