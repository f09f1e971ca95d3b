/* SPDX-License-Identifier: Apache-2.0 */
/* IMAP4rev1 and rev2: RFC 3501, RFC 9051; LITERAL+ of RFC 7888. A line may end in `{n}`: then n bytes
 * follow that belong to it, and the line goes on behind them. Of the commands, the login, APPEND and
 * STARTTLS are read; of the answers, theirs and the messages and envelopes in FETCH. Left out: COMPRESS. */
#include "protocol/application/imap_envelope.h"
#include "protocol/application/lines.h"
#include "protocol/application/mail.h"
#include "protocol/application/sasl.h"

#include "base/limits.h"

struct imap_side {
	struct buffer line;    /* what came of a line before its literals' ends */
	uint64_t literal_left; /* bytes of a literal that are still to come */
	bool literal_mail;     /* it is a message */
	bool literal_cut;
};

struct imap {
	struct imap_side sides[2];
	struct login login;
	struct sasl sasl;
	struct buffer banner;
	struct buffer tag; /* of the command below */
	enum { PENDING_NONE, PENDING_LOGIN, PENDING_AUTHENTICATE, PENDING_TLS } pending;
	bool known;
};

static const char *const commands[] = {
	"LOGIN",     "AUTHENTICATE", "CAPABILITY", "STARTTLS", "NOOP",	       "LOGOUT",      "SELECT",
	"EXAMINE",   "CREATE",	     "DELETE",	   "RENAME",   "SUBSCRIBE",    "UNSUBSCRIBE", "LIST",
	"LSUB",	     "STATUS",	     "APPEND",	   "CHECK",    "CLOSE",	       "EXPUNGE",     "SEARCH",
	"FETCH",     "STORE",	     "COPY",	   "UID",      "ID",	       "IDLE",	      "ENABLE",
	"NAMESPACE", "MOVE",	     "UNSELECT",   "XLIST",    "GETQUOTAROOT", "COMPRESS",    NULL,
};

/* A tag: letters, digits and a few signs. */
static bool is_tag(struct bytes tag)
{
	for (size_t i = 0; i < tag.size; i++) {
		uint8_t byte = tag.data[i];
		bool letter = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';

		if (!letter && !(byte >= '0' && byte <= '9') && byte != '.' && byte != '-' && byte != '_')
			return false;
	}
	return tag.size > 0 && tag.size <= 32;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct bytes rest = first, line = bytes_trim(bytes_split(&rest, '\n'));

	if (!line_is_text(first) || bytes_find_byte(first, '\n') == SIZE_MAX)
		return 0;
	if (direction == FROM_SERVER) {
		if (!bytes_start_with(line, BYTES("* OK")) && !bytes_start_with(line, BYTES("* PREAUTH")))
			return 0;
		return bytes_find_nocase(line, BYTES("IMAP")) != SIZE_MAX ? 64 : 32;
	}
	struct bytes argument = line, tag = line_word(&argument);

	/* Commands whose names no other protocol has at this place. */
	unsigned bits = line_starts_with(
		argument,
		(const char *const[]){ "LOGIN", "AUTHENTICATE", "CAPABILITY", "STARTTLS", "SELECT", NULL });

	return bits && is_tag(tag) && bytes_find_nocase(line, BYTES(" HTTP/")) == SIZE_MAX ? bits : 0;
}

/* The size of the literal that the line ends in; false: none. */
static bool line_literal(struct bytes line, uint64_t *ret_size)
{
	size_t size = line.size;

	if (size < 3 || line.data[size - 1] != '}')
		return false;
	size--;
	size -= line.data[size - 1] == '+' || line.data[size - 1] == '-';
	size_t start = size;

	while (start > 0 && line.data[start - 1] >= '0' && line.data[start - 1] <= '9')
		start--;
	return start > 0 && line.data[start - 1] == '{' &&
	       bytes_to_number(bytes_slice(line, start, size - start), ret_size);
}

/* The next argument: an atom, a quoted string or a literal. What a quoted string escapes stays so in
 * `*ret_argument`; `*ret_quoted` says that it may have. */
static bool next_argument(struct bytes *rest, struct bytes *ret_argument, bool *ret_quoted)
{
	uint64_t size;

	while (rest->size && rest->data[0] == ' ')
		*rest = bytes_from(*rest, 1);
	*ret_quoted = false;
	if (!rest->size)
		return false;
	if (rest->data[0] == '"') {
		size_t end = 1;

		while (end < rest->size && rest->data[end] != '"')
			end += rest->data[end] == '\\' ? 2 : 1;
		*ret_argument = bytes_slice(*rest, 1, end - 1);
		*rest = bytes_from(*rest, end + 1);
		*ret_quoted = true;
		return true;
	}
	if (rest->data[0] == '{') {
		struct bytes behind = *rest, head = bytes_split(&behind, '\n');

		if (!line_literal(bytes_trim(head), &size) || size > behind.size)
			return false;
		*ret_argument = bytes_slice(behind, 0, (size_t)size);
		*rest = bytes_from(behind, (size_t)size);
		return true;
	}
	*ret_argument = line_word(rest);
	return true;
}

static bool append_unescaped(struct buffer *to, struct bytes text)
{
	bool done = true;

	for (size_t i = 0; i < text.size && done; i++) {
		if (text.data[i] == '\\' && i + 1 < text.size)
			i++;
		done = buffer_append_byte(to, text.data[i]);
	}
	return done;
}

static void take_login(struct imap *imap, struct bytes rest, struct bytes where, struct observer *observer)
{
	struct bytes user, secret;
	bool user_quoted, secret_quoted;
	struct buffer text = buffer_of(LIMIT_LINE_SIZE);

	if (!next_argument(&rest, &user, &user_quoted) || !next_argument(&rest, &secret, &secret_quoted))
		return;
	if (user_quoted && append_unescaped(&text, user))
		user = buffer_bytes(&text);
	login_begin(&imap->login, "plain", "password", NULL);
	login_user(&imap->login, user, where, observer);
	buffer_clear(&text);
	if (secret_quoted && append_unescaped(&text, secret))
		secret = buffer_bytes(&text);
	login_secret(&imap->login, secret, where, observer);
	if (text.failed)
		observer_out_of_memory(observer);
	buffer_free(&text);
}

static void say_pending(struct imap *imap, const char *result, struct observer *observer)
{
	if (imap->pending == PENDING_LOGIN)
		login_say(&imap->login, "LOGIN", "LOGIN command", result, observer);
	else if (imap->pending == PENDING_AUTHENTICATE)
		sasl_end(&imap->sasl, "AUTHENTICATE", result, observer);
	imap->pending = PENDING_NONE;
}

static enum decoded take_command(struct imap *imap, struct bytes line, struct bytes where,
				 struct observer *observer)
{
	struct bytes rest = line, tag = line_word(&rest), name = line_word(&rest);

	if (sasl_active(&imap->sasl)) {
		sasl_response(&imap->sasl, line, observer);
		return DECODED;
	}
	if (!is_tag(tag) || !line_starts_with(name, commands))
		return imap->known || !line.size || !line_is_text(line) ? DECODED : DECODED_NOT_MINE;
	imap->known = true;
	bool login = bytes_equal_nocase(name, BYTES("LOGIN"));
	bool authenticate = bytes_equal_nocase(name, BYTES("AUTHENTICATE"));

	if (!login && !authenticate && !bytes_equal_nocase(name, BYTES("STARTTLS")))
		return DECODED;
	say_pending(imap, "unknown", observer);
	buffer_clear(&imap->tag);
	imap->tag.maximum = 32;
	if (!buffer_append(&imap->tag, tag))
		observer_out_of_memory(observer);
	if (login) {
		take_login(imap, rest, where, observer);
		imap->pending = PENDING_LOGIN;
	} else if (authenticate) {
		struct bytes mechanism = line_word(&rest);

		sasl_begin(&imap->sasl, mechanism, rest, observer);
		imap->pending = PENDING_AUTHENTICATE;
	} else {
		imap->pending = PENDING_TLS;
	}
	return DECODED;
}

static void keep_banner(struct imap *imap, struct bytes line, struct observer *observer)
{
	static const struct service service = { .authentication = "none",
						.action = "login",
						.gave = "session" };

	imap->banner.maximum = LIMIT_ATTRIBUTE_SIZE;
	if (!imap->known && !imap->banner.size &&
	    !buffer_append(&imap->banner, bytes_slice(line, 2, LIMIT_ATTRIBUTE_SIZE)))
		observer_out_of_memory(observer);
	if (!imap->known && bytes_start_with(line, BYTES("* PREAUTH")))
		service_say(&service, line, observer);
	imap->known = true;
}

static enum decoded take_answer(struct imap *imap, struct bytes line, struct bytes where,
				struct stream *stream, struct observer *observer)
{
	struct bytes rest = line, tag = line_word(&rest), status = line_word(&rest);
	bool accepted = bytes_equal_nocase(status, BYTES("OK"));

	if (bytes_equal(tag, BYTES("*")) || bytes_equal(tag, BYTES("+"))) {
		if (bytes_equal(tag, BYTES("*")))
			keep_banner(imap, line, observer);
		if (bytes_start_with_nocase(rest, BYTES("FETCH ")))
			imap_envelope_observe(rest, where, observer);
		return DECODED;
	}
	if (!is_tag(tag))
		return imap->known || !line_is_text(line) ? DECODED : DECODED_NOT_MINE;
	if (!imap->pending || !bytes_equal(tag, buffer_bytes(&imap->tag)))
		return DECODED;
	if (!accepted && !bytes_equal_nocase(status, BYTES("NO")) &&
	    !bytes_equal_nocase(status, BYTES("BAD")))
		return DECODED;
	if (imap->pending == PENDING_TLS)
		stream->rebid = accepted;
	else
		service_say(&(struct service){ .authentication = "password",
					       .action = "login",
					       .gave = accepted ? "session" : "nothing",
					       .text = buffer_bytes(&imap->banner) },
			    line, observer);
	say_pending(imap, accepted ? "accepted" : "refused", observer);
	return DECODED;
}

/* Whether the literal that a line announces is a message, or a part of one. */
static bool announces_mail(struct bytes line, enum direction direction)
{
	if (direction == FROM_CLIENT) {
		struct bytes rest = line;

		(void)line_word(&rest);
		return bytes_start_with_nocase(rest, BYTES("APPEND "));
	}
	return bytes_start_with(line, BYTES("* ")) && bytes_find(line, BYTES(" FETCH ")) != SIZE_MAX &&
	       (bytes_find(line, BYTES("BODY[")) != SIZE_MAX ||
		bytes_find(line, BYTES("RFC822")) != SIZE_MAX);
}

/* Reads a literal; false when more is needed. */
static bool take_literal(struct imap_side *side, enum direction direction, struct stream *stream,
			 struct observer *observer)
{
	size_t left = cursor_left(&stream->unread);
	bool whole = left >= side->literal_left;

	if (!whole && !stream->full && !stream->ended) {
		stream->wanted = side->literal_left < LIMIT_MESSAGE_SIZE ? (size_t)side->literal_left
									 : LIMIT_MESSAGE_SIZE;
		return false;
	}
	struct bytes literal = cursor_take(&stream->unread, whole ? (size_t)side->literal_left : left);

	if (side->literal_mail)
		mail_observe(literal, direction == FROM_CLIENT ? "APPEND" : "FETCH", false,
			     side->literal_cut || !whole, observer);
	else if (!buffer_append(&side->line, literal) && side->line.failed)
		observer_out_of_memory(observer);
	side->literal_left -= literal.size;
	side->literal_cut = true;
	return whole;
}

/* A line, or what stands of it before a literal. */
static enum decoded take_part(struct imap *imap, enum direction direction, struct bytes part,
			      struct stream *stream, struct observer *observer)
{
	struct imap_side *side = &imap->sides[direction];
	struct bytes line = part;
	uint64_t size;
	bool literal = line_literal(part, &size) && !sasl_active(&imap->sasl);

	if (literal || side->line.size) {
		side->line.maximum = LIMIT_LINE_SIZE;
		if (!buffer_append(&side->line, part) || (literal && !buffer_append_byte(&side->line, '\n')))
			side->line.size = 0; /* too long to be a login */
		line = buffer_bytes(&side->line);
	}
	if (literal) {
		side->literal_mail = announces_mail(line, direction);
		side->literal_left = size;
		side->literal_cut = false;
		return DECODED;
	}
	enum decoded decoded = direction == FROM_CLIENT ? take_command(imap, line, part, observer)
							: take_answer(imap, line, part, stream, observer);

	buffer_free(&side->line);
	return decoded;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct imap *imap = state;
	struct imap_side *side = &imap->sides[direction];
	enum decoded decoded = DECODED;
	struct bytes line;

	while (decoded == DECODED && !stream->rebid && cursor_left(&stream->unread)) {
		if (side->literal_left) {
			if (!take_literal(side, direction, stream, observer))
				break;
			continue;
		}
		enum line found = line_next(stream, &line);

		if (found == LINE_NONE)
			break;
		if (found == LINE_WHOLE)
			decoded = take_part(imap, direction, line, stream, observer);
	}
	return decoded;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct imap *imap = state;
	struct imap_side *side = &imap->sides[direction];

	(void)observer;
	imap->known = true;
	if (size < side->literal_left) {
		side->literal_left -= size;
		side->literal_cut = true;
		return;
	}
	side->literal_left = 0;
	buffer_free(&side->line);
}

static void close_flow(void *state, struct observer *observer)
{
	struct imap *imap = state;

	say_pending(imap, "unknown", observer);
	login_free(&imap->login);
	sasl_free(&imap->sasl);
	buffer_free(&imap->banner);
	buffer_free(&imap->tag);
	buffer_free(&imap->sides[FROM_CLIENT].line);
	buffer_free(&imap->sides[FROM_SERVER].line);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 143 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_imap = {
	.name = "imap",
	.specification = "RFC 9051, RFC 3501, RFC 7888",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct imap),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
