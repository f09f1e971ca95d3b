/* SPDX-License-Identifier: Apache-2.0 */
/* XMPP (RFC 6120) over TCP, with the login of its first days (XEP-0078).
 *
 *     <?xml …?><stream:stream …> <auth mechanism='PLAIN'>base64</auth> … <message>…</message> …
 * </stream:stream>
 *
 * Elements below the stream's are read one by one: logins here, all others as XML. Left out: compression,
 * WebSocket. */
#include "protocol/application/lines.h"
#include "protocol/application/sasl.h"

#include "base/limits.h"

struct xmpp {
	struct login login;
	struct sasl sasl;
	bool known;
};

static struct bytes without_prolog(struct bytes text)
{
	text = bytes_trim(text);
	if (bytes_start_with(text, BYTES("<?xml"))) {
		(void)bytes_split(&text, '>');
		text = bytes_trim(text);
	}
	return text;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return bytes_start_with(without_prolog(first), BYTES("<stream:stream ")) ? 8 * 15 : 0;
}

/* Where the tag that starts at `at` ends (behind its `>`); SIZE_MAX: not there. Quotes may hold a `>`. */
static size_t end_of_tag(struct bytes text, size_t at)
{
	uint8_t quote = 0;

	for (; at < text.size; at++) {
		uint8_t byte = text.data[at];

		if (quote)
			quote = byte == quote ? 0 : quote;
		else if (byte == '"' || byte == '\'')
			quote = byte;
		else if (byte == '>')
			return at + 1;
	}
	return SIZE_MAX;
}

/* Where the element at the start of `text` ends; SIZE_MAX: not there yet. What holds no element (a
 * declaration, the stream's own tags) ends with its tag. */
static size_t end_of_element(struct bytes text)
{
	unsigned depth = 0;
	size_t at = 0;

	for (;;) {
		size_t open = bytes_find_byte(bytes_from(text, at), '<');

		if (open == SIZE_MAX)
			return SIZE_MAX;
		struct bytes tag = bytes_from(text, at + open);
		size_t end = end_of_tag(text, at + open);

		if (end == SIZE_MAX)
			return SIZE_MAX;
		at = end;
		bool closes = bytes_start_with(tag, BYTES("</")), alone = text.data[end - 2] == '/';

		if (bytes_start_with(tag, BYTES("<?")) || bytes_start_with(tag, BYTES("<!")) ||
		    bytes_start_with(tag, BYTES("<stream:stream")) ||
		    bytes_start_with(tag, BYTES("</stream:stream")))
			return end;
		if (closes)
			depth -= depth > 0;
		else if (!alone)
			depth++;
		if (depth == 0)
			return end;
	}
}

static struct bytes name_of(struct bytes element)
{
	size_t size = 1;

	while (size < element.size && !memchr(" \t\r\n/>", element.data[size], 6))
		size++;
	return bytes_slice(element, 1, size - 1);
}

/* The text between the element's tags. */
static struct bytes text_of(struct bytes element)
{
	size_t start = end_of_tag(element, 0);
	struct bytes text = bytes_from(element, start == SIZE_MAX ? element.size : start);

	return bytes_slice(text, 0, bytes_find_byte(text, '<'));
}

static struct bytes attribute_of(struct bytes element, const char *name)
{
	struct bytes tag = bytes_slice(element, 0, end_of_tag(element, 0));
	size_t at = bytes_find(tag, bytes_of(name));

	if (at == SIZE_MAX)
		return BYTES_EMPTY;
	struct bytes value = bytes_from(tag, at + strlen(name) + 1);

	if (!value.size || (value.data[0] != '"' && value.data[0] != '\''))
		return BYTES_EMPTY;
	uint8_t quote = value.data[0];

	value = bytes_from(value, 1);
	return bytes_split(&value, quote);
}

/* The text of the first element of this name inside. */
static struct bytes inner_text(struct bytes element, struct bytes opening)
{
	size_t at = bytes_find(element, opening);

	return at == SIZE_MAX ? BYTES_EMPTY : text_of(bytes_from(element, at));
}

static void say(struct xmpp *xmpp, const char *result, struct observer *observer)
{
	login_say(&xmpp->login, "iq", "jabber:iq:auth", result, observer);
}

/* An `iq` of XEP-0078: with `password`, or a `digest`. */
static bool take_old_login(struct xmpp *xmpp, struct bytes element, struct observer *observer)
{
	struct bytes user = inner_text(element, BYTES("<username>")),
		     secret = inner_text(element, BYTES("<password>"));
	bool digest = inner_text(element, BYTES("<digest>")).size > 0;

	if (bytes_find(element, BYTES("jabber:iq:auth")) == SIZE_MAX || (!secret.size && !digest))
		return false;
	say(xmpp, "unknown", observer);
	login_begin(&xmpp->login, digest ? "digest" : "plain", digest ? "hash" : "password", NULL);
	login_user(&xmpp->login, user, user, observer);
	if (secret.size)
		login_secret(&xmpp->login, secret, secret, observer);
	return true;
}

static void take_element(struct xmpp *xmpp, enum direction direction, struct bytes element,
			 struct stream *stream, struct observer *observer)
{
	struct bytes name = name_of(element);
	struct message message = { .part = BYTES("stanza"),
				   .method = name,
				   .media_type = BYTES("application/xml") };

	if (element.size < 2 || element.data[1] == '?' || element.data[1] == '/' ||
	    bytes_equal(name, BYTES("stream:stream")))
		return;
	if (direction == FROM_CLIENT && bytes_equal(name, BYTES("auth"))) {
		sasl_begin(&xmpp->sasl, attribute_of(element, "mechanism"), text_of(element), observer);
	} else if (direction == FROM_CLIENT && bytes_equal(name, BYTES("response")) &&
		   sasl_active(&xmpp->sasl)) {
		sasl_response(&xmpp->sasl, text_of(element), observer);
	} else if (direction == FROM_SERVER && bytes_equal(name, BYTES("success"))) {
		sasl_end(&xmpp->sasl, "auth", "accepted", observer);
	} else if (direction == FROM_SERVER && bytes_equal(name, BYTES("failure"))) {
		sasl_end(&xmpp->sasl, "auth", "refused", observer);
	} else if (direction == FROM_SERVER && bytes_equal(name, BYTES("proceed"))) {
		stream->rebid = true;
	} else if (direction == FROM_CLIENT && bytes_equal(name, BYTES("iq")) &&
		   take_old_login(xmpp, element, observer)) {
		return;
	} else {
		if (direction == FROM_SERVER && bytes_equal(name, BYTES("iq")) && login_pending(&xmpp->login))
			say(xmpp,
			    bytes_equal(attribute_of(element, "type"), BYTES("result")) ? "accepted"
											: "refused",
			    observer);
		observer_content(observer, &message, element, element);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct xmpp *xmpp = state;

	while (cursor_left(&stream->unread) && !stream->rebid) {
		if (cursor_peek(&stream->unread, 0) != '<') {
			/* Blanks keep a connection alive. */
			size_t blanks = bytes_find_byte(stream->unread.rest, '<');

			if (bytes_trim(bytes_slice(stream->unread.rest, 0, blanks)).size)
				return xmpp->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
			cursor_skip(&stream->unread,
				    blanks == SIZE_MAX ? cursor_left(&stream->unread) : blanks);
			continue;
		}
		size_t end = end_of_element(stream->unread.rest);

		if (end == SIZE_MAX) {
			stream->wanted = line_wait(stream);
			return stream->ended || stream->full ? DECODED_IN_PART : DECODED;
		}
		struct bytes element = cursor_take(&stream->unread, end);

		xmpp->known = true;
		take_element(xmpp, direction, element, stream, observer);
	}
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	struct xmpp *xmpp = state;

	say(xmpp, "unknown", observer);
	sasl_end(&xmpp->sasl, "auth", "unknown", observer);
	sasl_free(&xmpp->sasl);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 5222 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_xmpp = {
	.name = "xmpp",
	.specification = "RFC 6120, XEP-0078",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct xmpp),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
