/* SPDX-License-Identifier: Apache-2.0 */
/* ManageSieve (RFC 5804) over TCP: lines with words, texts in quotes and texts of a size (`{5+}` CRLF).
 *
 *     server "IMPLEMENTATION" "…" … OK     client AUTHENTICATE "PLAIN" "base64"     PUTSCRIPT "name" {size+}
 * …
 */
#include "protocol/application/lines.h"
#include "protocol/application/sasl.h"

#include "base/limits.h"

struct sieve {
	struct sasl sasl;
	bool known, tls_asked;
	uint64_t text[2]; /* size of the text that comes */
	struct {
		bool login, script;
	} next; /* what the client's text is */
};

static const char *const commands[] = { "AUTHENTICATE", "STARTTLS",  "CAPABILITY", "PUTSCRIPT",
					"LISTSCRIPTS",	"SETACTIVE", "GETSCRIPT",  "DELETESCRIPT",
					"LOGOUT",	"HAVESPACE", "NOOP",	   "CHECKSCRIPT",
					"RENAMESCRIPT", NULL };

static unsigned bid(enum direction direction, struct bytes first)
{
	if (bytes_find_byte(first, '\n') == SIZE_MAX)
		return 0;
	if (direction == FROM_SERVER)
		return bytes_start_with_nocase(first, BYTES("\"IMPLEMENTATION\" \"")) ? 8 * 18 : 0;
	return bytes_start_with_nocase(first, BYTES("AUTHENTICATE \"")) ? 8 * 14 : 0;
}

/* The next word or text in quotes. */
static struct bytes take_text(struct bytes *rest)
{
	if (!rest->size || rest->data[0] != '"')
		return line_word(rest);
	*rest = bytes_from(*rest, 1);
	struct bytes text = bytes_split(rest, '"');

	*rest = bytes_trim(*rest);
	return text;
}

/* `{12}` or `{12+}` at the end of a line. */
static uint64_t size_behind(struct bytes line)
{
	struct bytes rest = bytes_trim(line);
	uint64_t size;

	if (!bytes_end_with(rest, BYTES("}")))
		return 0;
	rest.size -= bytes_end_with(rest, BYTES("+}")) ? 2 : 1;
	size_t start = rest.size;

	while (start > 0 && rest.data[start - 1] >= '0' && rest.data[start - 1] <= '9')
		start--;
	return start > 0 && rest.data[start - 1] == '{' && bytes_to_number(bytes_from(rest, start), &size)
		       ? size
		       : 0;
}

static enum decoded take_client(struct sieve *sieve, struct bytes line, struct observer *observer)
{
	struct bytes rest = line, command = line_word(&rest);

	sieve->text[FROM_CLIENT] = size_behind(line);
	if (!line_starts_with(line, commands)) {
		if (sasl_active(&sieve->sasl)) {
			if (sieve->text[FROM_CLIENT])
				sieve->next.login = true;
			else
				sasl_response(&sieve->sasl, take_text(&line), observer);
			return DECODED;
		}
		return sieve->known ? DECODED : DECODED_NOT_MINE;
	}
	sieve->known = true;
	if (bytes_equal_nocase(command, BYTES("AUTHENTICATE"))) {
		struct bytes mechanism = take_text(&rest);

		sieve->next.login = sieve->text[FROM_CLIENT] > 0;
		sasl_begin(&sieve->sasl, mechanism, sieve->next.login ? BYTES_EMPTY : take_text(&rest),
			   observer);
	} else if (bytes_equal_nocase(command, BYTES("PUTSCRIPT"))) {
		sieve->next.script = sieve->text[FROM_CLIENT] > 0;
	} else if (bytes_equal_nocase(command, BYTES("STARTTLS"))) {
		sieve->tls_asked = true;
	}
	return DECODED;
}

static enum decoded take_server(struct sieve *sieve, struct bytes line, struct stream *stream,
				struct observer *observer)
{
	bool right = bytes_start_with_nocase(line, BYTES("OK")),
	     wrong = bytes_start_with_nocase(line, BYTES("NO"));

	sieve->text[FROM_SERVER] = size_behind(line);
	if ((right || wrong) && sasl_active(&sieve->sasl))
		sasl_end(&sieve->sasl, "AUTHENTICATE", right ? "accepted" : "refused", observer);
	stream->rebid = right && sieve->tls_asked;
	if (right || wrong)
		sieve->tls_asked = false;
	return DECODED;
}

/* The text that a line announced; false when more of it is needed. */
static bool take_literal(struct sieve *sieve, enum direction direction, struct stream *stream,
			 struct observer *observer)
{
	struct message message = { .part = BYTES("script"), .media_type = BYTES("application/sieve") };
	uint64_t size = sieve->text[direction];
	bool cut = size > cursor_left(&stream->unread);

	if (cut && !stream->ended && !stream->full) {
		stream->wanted = size < LIMIT_MESSAGE_SIZE ? (size_t)size : LIMIT_MESSAGE_SIZE;
		return false;
	}
	struct bytes text = cursor_take(&stream->unread, cut ? cursor_left(&stream->unread) : (size_t)size);

	stream->skip = cut ? size - text.size : 0;
	sieve->text[direction] = 0;
	message.incomplete = cut;
	if (direction == FROM_SERVER || sieve->next.script)
		observer_content(observer, &message, text, text);
	else if (sieve->next.login && sasl_active(&sieve->sasl))
		sasl_response(&sieve->sasl, text, observer);
	if (direction == FROM_CLIENT)
		sieve->next.login = sieve->next.script = false;
	return true;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct sieve *sieve = state;
	enum decoded decoded = DECODED;
	struct bytes line;

	while (decoded == DECODED && !stream->rebid && !stream->skip && cursor_left(&stream->unread)) {
		if (sieve->text[direction]) {
			if (!take_literal(sieve, direction, stream, observer))
				break;
			continue;
		}
		enum line found = line_next(stream, &line);

		if (found == LINE_NONE)
			break;
		if (found == LINE_CUT || !bytes_trim(line).size)
			continue;
		decoded = direction == FROM_CLIENT ? take_client(sieve, line, observer)
						   : take_server(sieve, line, stream, observer);
	}
	return decoded;
}

static void close_flow(void *state, struct observer *observer)
{
	struct sieve *sieve = state;

	sasl_end(&sieve->sasl, "AUTHENTICATE", "unknown", observer);
	sasl_free(&sieve->sasl);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 4190 },
					       { SELECT_TCP_PORT, 2000 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_sieve = {
	.name = "sieve",
	.specification = "RFC 5804",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct sieve),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
