/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP/1.0 and HTTP/1.1 (RFC 9110, 9112), either side may ask.
 *
 *     start line CRLF *( field CRLF ) CRLF [ body ]
 *
 * Requests are matched to responses in order. A stream that starts in the middle, or goes on behind a
 * gap, is taken up at the next line that is a start line. Bodies are handed on as they stand:
 * compression is the content decoders' business.
 * Of HTTP/0.9 what starts a stream is read. Left out: multiple transfer codings (nobody sends them). */
#include "protocol/application/http.h"

#include "base/limits.h"
#include "protocol/application/websocket.h"

/* Passed over before the first start line of either direction, after which it is not HTTP. */
enum { LOST_BEFORE_START = 256 << 10 };

static bool is_name(uint8_t byte)
{
	return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '_';
}

/* Whether the first line, which is not there as a whole, can become a start line. */
static bool may_start(struct bytes line)
{
	size_t size = 0;

	if (bytes_start_with(bytes_slice(line, 0, 5), BYTES("HTTP/")))
		return true;
	while (size < line.size && is_name(line.data[size]))
		size++;
	return size == line.size ? size <= 32 : size && (line.data[size] == ' ' || line.data[size] == '\t');
}

static bool get_lost(struct http_half *half, const char *because)
{
	http_end_message(half, HTTP_LOST);
	half->lost_because = because;
	return true;
}

/* Where the next message may begin: a start line, else the last line if it is short. */
static size_t find_next(struct bytes bytes, bool ended)
{
	size_t at = http_find_start(bytes), line = bytes.size;

	if (at != SIZE_MAX)
		return at;
	while (line > 0 && bytes.size - line < LIMIT_LINE_SIZE && bytes.data[line - 1] != '\n')
		line--;
	bool kept = (line == 0 || bytes.data[line - 1] == '\n') && may_start(bytes_from(bytes, line));

	return kept && !ended ? line : bytes.size;
}

/* What is passed over may still be text that tells something: a body without a size, the rest of one
 * behind a gap. */
static void read_lost(struct http *http, struct http_half *half, struct bytes bytes,
		      struct observer *observer)
{
	const struct http_exchange *last = half->is_request ? http->exchanges.last : NULL;
	struct message message = { .part = BYTES("body"), .incomplete = true };

	if (last) {
		message.method = last->method;
		message.topic = last->path;
	}
	observer_content(observer, &message, bytes, bytes);
}

/* Says, once for all of it, what was passed over. */
static void say_lost(struct http_half *half, struct bytes where, struct observer *observer)
{
	if (half->lost)
		observer_undecoded(observer, "http", half->lost_because, "no start line", half->lost, where);
	half->lost_in_all += half->lost;
	half->lost = 0;
}

static bool find_start(struct http *http, struct http_half *half, struct stream *stream,
		       struct observer *observer)
{
	struct bytes bytes = stream->unread.rest;
	size_t size = find_next(bytes, stream->ended || stream->full);

	half->lost += size;
	if (size) {
		read_lost(http, half, bytes_slice(bytes, 0, size), observer);
		stream->skip = size;
		stream->skip_as = UNREAD;
	} else if (http_find_start(bytes) == 0) {
		say_lost(half, bytes, observer);
		half->phase = HTTP_HEAD;
		return true;
	}
	if (stream->ended && size == bytes.size)
		say_lost(half, bytes, observer);
	return false;
}

/* The part of an unfinished head that can be read: its whole lines. */
static size_t whole_lines(struct bytes bytes)
{
	size_t size = bytes.size;

	while (size && bytes.data[size - 1] != '\n')
		size--;
	return size ? size : bytes.size;
}

/* HTTP/0.9: a request that is one line, or an answer to one. False: it is neither. */
static bool read_old(struct http *http, enum direction direction, struct bytes line, struct stream *stream,
		     struct observer *observer)
{
	struct http_half *half = &http->halves[direction];
	struct http_exchange *first = http->exchanges.first;
	struct http_start start;

	if (first && first->old && first->asked != direction) {
		half->about = http_exchange_pop(&http->exchanges);
		half->is_request = false;
		half->form.media_type_size = half->form.encoding_size = 0;
		half->phase = HTTP_TO_END;
		return true;
	}
	if (half->started || !http_old_request(line, &start))
		return false;
	struct bytes rest = stream->unread.rest;
	size_t size = line.size < rest.size ? line.size + 1 : rest.size;

	http_read_head(http, direction, cursor_take(&stream->unread, size), &start, stream, observer);
	half->scanned = 0;
	return true;
}

static bool read_head(struct http *http, enum direction direction, struct stream *stream,
		      struct observer *observer)
{
	struct http_half *half = &http->halves[direction];
	struct http_start start;

	while (cursor_left(&stream->unread) &&
	       (cursor_peek(&stream->unread, 0) == '\r' || cursor_peek(&stream->unread, 0) == '\n')) {
		cursor_skip(&stream->unread, 1);
		half->scanned = 0;
	}
	struct bytes rest = stream->unread.rest;

	if (!rest.size)
		return false;
	size_t end = http_head_end(rest, &half->scanned), line = bytes_find_byte(rest, '\n');
	bool over = stream->ended || stream->full || rest.size >= LIMIT_HEAD_SIZE;

	if (line == SIZE_MAX && !over && may_start(rest))
		return false;
	if (!http_start_line(bytes_slice(rest, 0, line), &start))
		return read_old(http, direction, bytes_slice(rest, 0, line), stream, observer) ||
		       get_lost(half, "malformed");
	if (!end && !over)
		return false;
	half->scanned = 0;
	if (end) {
		http_read_head(http, direction, cursor_take(&stream->unread, end), &start, stream, observer);
		return !stream->rebid;
	}
	/* The end of the head is missing: with it, how long the body is. */
	if (rest.size >= LIMIT_HEAD_SIZE)
		observer_limit(observer, "head-size", LIMIT_HEAD_SIZE);
	struct bytes head = bytes_slice(rest, 0, whole_lines(rest));
	size_t size = stream->ended ? rest.size : head.size;

	cursor_skip(&stream->unread, size);
	observer_undecoded(observer, "http", stream->ended ? "cut" : "limit", "the head is not whole", size,
			   head);
	http_read_head(http, direction, head, &start, stream, observer);
	return get_lost(half, "cut") && !stream->rebid;
}

/* Behind CONNECT, or a wish for a WebSocket, nothing is read before the answer has told whose bytes follow.
 * Where it was not captured, they tell that it was granted. */
static enum decoded wait_for_answer(const struct http *http, const struct http_half *half,
				    struct stream *stream, struct observer *observer)
{
	const struct http_exchange *last = http->exchanges.last;

	if (!stream->full && !stream->ended)
		return DECODED;
	if (half->wants_socket && cursor_left(&stream->unread)) {
		stream->rebid = true;
		stream->successor = &app_decoder_websocket;
		stream->legacy = websocket_opening_new(last ? last->path : BYTES_EMPTY, BYTES_EMPTY,
						       BYTES_EMPTY, observer);
		return DECODED;
	}
	if (stream->full)
		return DECODED_NOT_MINE;
	stream->skip = cursor_left(&stream->unread);
	stream->skip_as = UNREAD;
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct http *http = state;
	struct http_half *half = &http->halves[direction];
	bool goes_on = true;

	while (goes_on) {
		switch (half->phase) {
		case HTTP_HEAD:
			goes_on = read_head(http, direction, stream, observer);
			break;
		case HTTP_LOST:
			goes_on = find_start(http, half, stream, observer);
			if (!http->halves[0].started && !http->halves[1].started &&
			    half->lost + half->lost_in_all > LOST_BEFORE_START)
				return DECODED_NOT_MINE;
			break;
		case HTTP_WAITING:
			return wait_for_answer(http, half, stream, observer);
		default:
			goes_on = http_read_body(half, stream, observer);
			break;
		}
	}
	return half->phase == HTTP_LOST ? DECODED_IN_PART : DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct http *http = state;
	struct http_half *half = &http->halves[direction];
	bool inside = (half->phase == HTTP_SIZED || half->phase == HTTP_CHUNKED) && size <= half->left;

	half->incomplete = true;
	if (inside) {
		half->left -= size;
		half->scanned = (size_t)half->left;
		if (half->phase == HTTP_SIZED && !half->left)
			http_end_message(half, HTTP_HEAD);
		return;
	}
	/* What ends with the stream goes on behind the gap; of what else there is, only a new message
	 * tells where it is. */
	if (half->phase == HTTP_TO_END)
		return;
	if (!half->is_request)
		http->answers_lost = true;
	say_lost(half, BYTES_EMPTY, observer);
	get_lost(half, "gap");
}

static void end(void *state, struct observer *observer)
{
	struct http *http = state;

	for (unsigned i = 0; i < 2; i++)
		http_exchange_release(http->halves[i].about);
	http_exchanges_flush(&http->exchanges, 0, observer);
	http_exchanges_free(&http->exchanges);
	http_inside_close(&http->inside, observer);
}

/* Bits of a start line at the beginning of `line`; 0: it is none. An unfinished one counts less. */
static unsigned bid_for_line(struct bytes line, bool whole)
{
	static const char *const methods[] = {
		"GET ",	      "POST ",	   "PUT ",    "HEAD ",	 "DELETE ",    "OPTIONS ", "PATCH ",
		"CONNECT ",   "PROPFIND ", "NOTIFY ", "REPORT ", "SUBSCRIBE ", "TRACE ",   "UNSUBSCRIBE ",
		"PROPPATCH ", "MKCOL ",	   "MOVE ",   "COPY ",	 "LOCK ",      "UNLOCK ",  NULL
	};
	struct http_start start;

	if (whole && http_start_line(line, &start))
		return start.status ? 8 * 12 : 8 * (unsigned)(start.method.size + 10);
	if (whole)
		return http_old_request(line, &start) ? 8 * 3 : 0;
	if (bytes_start_with(line, BYTES("HTTP/1.")))
		return 8 * 7;
	for (const char *const *method = methods; *method; method++) {
		struct bytes name = bytes_of(*method), target = bytes_from(line, name.size);

		if (!bytes_start_with(line, name))
			continue;
		for (size_t i = 0; i < target.size; i++)
			if (target.data[i] < 0x20)
				return 0;
		if (bytes_start_with(target, BYTES("/")) || bytes_start_with(target, BYTES("http://")))
			return 8 * (unsigned)(name.size + 1);
	}
	return 0;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t line, start;

	(void)direction;
	while (first.size && (first.data[0] == '\r' || first.data[0] == '\n'))
		first = bytes_from(first, 1);
	line = bytes_find_byte(first, '\n');
	unsigned bits = bid_for_line(bytes_slice(first, 0, line), line != SIZE_MAX);

	if (bits || line == SIZE_MAX)
		return bits;
	/* A capture that starts in the middle: a message may begin further on. */
	start = http_find_start(first);
	return start != SIZE_MAX ? 8 * 3 : 0;
}

const struct app_decoder app_decoder_http = {
	.name = "http",
	.specification = "RFC 9110, RFC 9112",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_TCP_PORT, 80 },
			{ SELECT_TCP_PORT, 8080 },
			{ SELECT_TCP_PORT, 8000 },
			{ SELECT_TCP_PORT, 81 },
			{ SELECT_TCP_PORT, 3128 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct http),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = end,
};
