/* SPDX-License-Identifier: Apache-2.0 */
/* SMTP: RFC 5321; AUTH of RFC 4954, STARTTLS of RFC 3207, CHUNKING of RFC 3030. Also LMTP and
 * submission. Left out: which reply belongs to which of several commands sent at once. */
#include "protocol/application/lines.h"
#include "protocol/application/mail.h"
#include "protocol/application/sasl.h"

#include "base/base64.h"
#include "base/limits.h"

struct smtp {
	struct sasl sasl;
	struct buffer banner;
	enum { DATA_NONE, DATA_ASKED, DATA_GIVEN } data;
	struct dotted text;  /* the message, also where it comes in chunks */
	uint64_t chunk_left; /* of a BDAT */
	bool chunk_last;
	bool tls_asked;
	bool known;    /* something only SMTP says was seen */
	bool answered; /* the server's side was captured */
};

static const char *const commands[] = {
	"EHLO", "HELO", "LHLO", "AUTH", "MAIL", "RCPT", "DATA",	    "BDAT",    "RSET",	   "NOOP",
	"QUIT", "VRFY", "EXPN", "HELP", "ETRN", "TURN", "STARTTLS", "XCLIENT", "XFORWARD", NULL,
};

static unsigned bid(enum direction direction, struct bytes first)
{
	unsigned status;
	bool more;
	struct bytes rest = first, text, line = bytes_trim(bytes_split(&rest, '\n'));

	if (!line_is_text(first))
		return 0;
	if (direction == FROM_CLIENT) {
		struct bytes argument = line, command = line_word(&argument);

		if (bytes_start_with_nocase(line, BYTES("MAIL FROM:")) ||
		    bytes_start_with_nocase(line, BYTES("RCPT TO:")))
			return 64;
		if (!argument.size || bytes_find_byte(first, '\n') == SIZE_MAX)
			return 0;
		return line_starts_with(command, (const char *const[]){ "EHLO", "HELO", "LHLO", NULL })
			       ? 40
			       : line_starts_with(line, (const char *const[]){ "AUTH PLAIN", "AUTH LOGIN",
									       "AUTH CRAM-MD5", NULL });
	}
	if (!line_reply(line, &status, &more, &text) || status != 220)
		return 0;
	/* The same greeting opens FTP: the word decides, or else what the client says. */
	return bytes_find_nocase(line, BYTES("smtp")) != SIZE_MAX   ? 56
	       : bytes_find_nocase(first, BYTES("ftp")) != SIZE_MAX ? 0
								    : 8;
}

static void take_auth(struct smtp *smtp, struct bytes rest, struct observer *observer)
{
	struct bytes mechanism = line_word(&rest);

	sasl_end(&smtp->sasl, "AUTH", "unknown", observer);
	sasl_begin(&smtp->sasl, mechanism, rest, observer);
}

static void take_chunk(struct smtp *smtp, struct bytes rest)
{
	uint64_t size;

	if (!bytes_to_number(line_word(&rest), &size))
		return;
	smtp->chunk_left = size;
	smtp->chunk_last = bytes_start_with_nocase(rest, BYTES("LAST"));
}

static enum decoded take_command(struct smtp *smtp, struct bytes line, struct observer *observer)
{
	struct bytes rest = line, command = line_word(&rest);

	if (!command.size)
		return DECODED;
	if (!line_starts_with(command, commands))
		return smtp->known || !line_is_text(line) ? DECODED : DECODED_NOT_MINE;
	smtp->known = true;
	if (bytes_equal_nocase(command, BYTES("AUTH")))
		take_auth(smtp, rest, observer);
	else if (bytes_equal_nocase(command, BYTES("STARTTLS")))
		smtp->tls_asked = true;
	else if (bytes_equal_nocase(command, BYTES("DATA")))
		smtp->data = DATA_ASKED;
	else if (bytes_equal_nocase(command, BYTES("BDAT")))
		take_chunk(smtp, rest);
	else if (bytes_equal_nocase(command, BYTES("MAIL")))
		mail_observe_address(bytes_from(rest, bytes_find_byte(rest, ':') + 1), "mail-from", "MAIL",
				     observer);
	else if (bytes_equal_nocase(command, BYTES("RCPT")))
		mail_observe_address(bytes_from(rest, bytes_find_byte(rest, ':') + 1), "rcpt-to", "RCPT",
				     observer);
	return DECODED;
}

/* Whether a line can be a SASL response. Some commands are base64 by accident, but decode to what no
 * name or password holds. */
static bool is_response(struct bytes line)
{
	if (line_starts_with(line, commands))
		return false;
	struct buffer decoded = buffer_of(LIMIT_LINE_SIZE);
	bool right = base64_decode(bytes_trim(line), &decoded) || bytes_equal(line, BYTES("="));

	buffer_free(&decoded);
	return right;
}

static enum decoded take_client_line(struct smtp *smtp, struct bytes line, struct observer *observer)
{
	if (sasl_active(&smtp->sasl)) {
		if (is_response(line)) {
			sasl_response(&smtp->sasl, line, observer);
			return DECODED;
		}
		/* `*`, or the answer was not seen and this is a command. */
		sasl_end(&smtp->sasl, "AUTH", "unknown", observer);
	}
	return take_command(smtp, line, observer);
}

/* Reads a message up to its lone dot; false when more is needed. */
static bool take_message(struct smtp *smtp, struct stream *stream, struct observer *observer)
{
	bool whole = dotted_take(&smtp->text, stream, "DATA", observer);

	if (whole)
		smtp->data = DATA_NONE;
	return whole;
}

static bool take_chunk_bytes(struct smtp *smtp, struct stream *stream, struct observer *observer)
{
	size_t left = cursor_left(&stream->unread);
	bool whole = left >= smtp->chunk_left, part = stream->full || stream->ended;

	if (!whole && !part) {
		stream->wanted = smtp->chunk_left < LIMIT_MESSAGE_SIZE ? (size_t)smtp->chunk_left
								       : LIMIT_MESSAGE_SIZE;
		return false;
	}
	size_t size = whole ? (size_t)smtp->chunk_left : left;

	mail_observe(cursor_take(&stream->unread, size), "BDAT", false,
		     smtp->text.cut || !whole || !smtp->chunk_last, observer);
	smtp->chunk_left -= size;
	/* What follows is the rest of this message, or the next one. */
	smtp->text.cut = !whole || !smtp->chunk_last;
	return whole;
}

static enum decoded decode_client(struct smtp *smtp, struct stream *stream, struct observer *observer)
{
	enum decoded decoded = DECODED;
	struct bytes line;

	while (decoded == DECODED && cursor_left(&stream->unread)) {
		if (smtp->chunk_left) {
			if (!take_chunk_bytes(smtp, stream, observer))
				break;
			continue;
		}
		if (smtp->data == DATA_GIVEN) {
			if (!take_message(smtp, stream, observer))
				break;
			continue;
		}
		struct cursor before = stream->unread;
		enum line found = line_next(stream, &line);

		if (found == LINE_NONE)
			break;
		if (smtp->data == DATA_ASKED && !smtp->answered && !line_starts_with(line, commands)) {
			/* Only the client was captured: it was told to go on. */
			stream->unread = before;
			smtp->data = DATA_GIVEN;
		} else if (found == LINE_WHOLE) {
			decoded = take_client_line(smtp, line, observer);
		}
	}
	return decoded;
}

/* What the server made of the login. */
static void answer_login(struct smtp *smtp, unsigned status, struct bytes line, struct observer *observer)
{
	bool accepted = status == 235;
	struct service service = {
		.authentication = "password",
		.action = "login",
		.gave = accepted ? "session" : "nothing",
		.status = status,
		.text = buffer_bytes(&smtp->banner),
	};

	if (!accepted && status < 400)
		return;
	if (smtp->sasl.login.secret_set)
		service_say(&service, line, observer);
	sasl_end(&smtp->sasl, "AUTH", accepted ? "accepted" : "refused", observer);
}

static enum decoded take_reply(struct smtp *smtp, struct bytes line, struct stream *stream,
			       struct observer *observer)
{
	struct bytes text;
	unsigned status;
	bool more;

	smtp->answered = true;
	if (!line_reply(line, &status, &more, &text))
		return smtp->known || !line_is_text(line) ? DECODED : DECODED_NOT_MINE;
	if (status == 220 && !smtp->banner.size) {
		smtp->banner.maximum = LIMIT_ATTRIBUTE_SIZE;
		if (!buffer_append(&smtp->banner, bytes_slice(text, 0, LIMIT_ATTRIBUTE_SIZE)))
			observer_out_of_memory(observer);
	}
	if (more)
		return DECODED;
	if (sasl_active(&smtp->sasl))
		answer_login(smtp, status, line, observer);
	if (smtp->data == DATA_ASKED && (status == 354 || status >= 400)) {
		smtp->data = status == 354 ? DATA_GIVEN : DATA_NONE;
		smtp->text = (struct dotted){ .cut = false };
	}
	if (smtp->tls_asked)
		stream->rebid = status == 220;
	if (status >= 400)
		smtp->tls_asked = false;
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct smtp *smtp = state;
	enum decoded decoded = DECODED;
	enum line found;
	struct bytes line;

	if (direction == FROM_CLIENT)
		return decode_client(smtp, stream, observer);
	while (decoded == DECODED && !stream->rebid && (found = line_next(stream, &line)) != LINE_NONE)
		if (found == LINE_WHOLE)
			decoded = take_reply(smtp, line, stream, observer);
	return decoded;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct smtp *smtp = state;

	(void)observer;
	smtp->known = true;
	if (direction != FROM_CLIENT)
		return;
	smtp->chunk_left -= size < smtp->chunk_left ? size : smtp->chunk_left;
	smtp->text = (struct dotted){ .cut = true };
}

static void close_flow(void *state, struct observer *observer)
{
	struct smtp *smtp = state;

	sasl_end(&smtp->sasl, "AUTH", "unknown", observer);
	buffer_free(&smtp->banner);
}

static const struct selector usual_ports[] = {
	{ SELECT_TCP_PORT, 25 },
	{ SELECT_TCP_PORT, 587 },
	{ SELECT_TCP_PORT, 2525 },
	{ SELECT_NONE, 0 },
};

const struct app_decoder app_decoder_smtp = {
	.name = "smtp",
	.specification = "RFC 5321, RFC 4954, RFC 3207, RFC 3030",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct smtp),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
