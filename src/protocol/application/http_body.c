/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies (RFC 9112 section 6): of known size, chunked (7.1), or up to the end of the stream. A body is
 * handed on in one piece; in parts, each marked incomplete, only where a gap or a limit cuts it. */
#include "protocol/application/http.h"

#include "base/limits.h"
#include "base/text.h"

/* Longest line before a chunk: a size of 16 digits and extensions. */
enum { CHUNK_LINE = 4096 };

void http_end_message(struct http_half *half, enum http_phase next)
{
	if (next != HTTP_TRAILERS) {
		http_exchange_release(half->about);
		half->about = NULL;
	}
	half->phase = next;
	half->scanned = 0;
	half->left = half->given = 0;
	half->incomplete = half->expects = false;
}

static void give(struct http_half *half, struct bytes content, struct bytes where, bool incomplete,
		 struct observer *observer)
{
	half->given += where.size;
	const struct http_body body = { &half->form, half->about, half->is_request,
					incomplete || half->incomplete };

	http_content(half->inside, &body, content, where, observer);
}

/* Whether so much of the body was handed on that the rest is not kept. */
static bool too_much(const struct http_half *half, struct observer *observer)
{
	/* No more than this was kept, and less only by what the next segment would have brought. */
	if (half->given + (64 << 10) < LIMIT_MESSAGE_SIZE)
		return false;
	observer_limit(observer, "message-size", LIMIT_MESSAGE_SIZE);
	return true;
}

static void skip(struct stream *stream, uint64_t size)
{
	stream->skip = size;
	stream->skip_as = UNREAD;
}

static bool read_sized(struct http_half *half, struct stream *stream, struct observer *observer)
{
	size_t there = cursor_left(&stream->unread);
	struct http_start start;

	/* A client that was told not to send the body goes on with the next request. */
	if (half->expects && there) {
		struct bytes first = bytes_slice(stream->unread.rest, 0, CHUNK_LINE);
		size_t end = bytes_find_byte(first, '\n');

		if (end != SIZE_MAX && http_start_line(bytes_slice(first, 0, end), &start)) {
			http_end_message(half, HTTP_HEAD);
			return true;
		}
		half->expects = end == SIZE_MAX && first.size < CHUNK_LINE;
	}
	if (there >= half->left) {
		struct bytes body = cursor_take(&stream->unread, (size_t)half->left);

		give(half, body, body, false, observer);
		http_end_message(half, HTTP_HEAD);
		return true;
	}
	if (!stream->ended && !stream->full && there < LIMIT_MESSAGE_SIZE) {
		if (!half->expects)
			stream->wanted = half->left < LIMIT_MESSAGE_SIZE ? (size_t)half->left
									 : LIMIT_MESSAGE_SIZE;
		return false;
	}
	struct bytes part = cursor_take(&stream->unread, there);

	give(half, part, part, true, observer);
	half->left -= there;
	half->incomplete = true;
	if (too_much(half, observer)) {
		skip(stream, half->left);
		http_end_message(half, HTTP_HEAD);
	}
	return false;
}

/* Reads the line before a chunk, and the line end of the chunk before it. */
enum chunk { CHUNK_READ, CHUNK_NOT_THERE, CHUNK_BROKEN };
static enum chunk read_chunk_size(struct cursor *cursor, uint64_t *ret_size)
{
	struct cursor at = *cursor;
	struct bytes line = cursor_line(&at, CHUNK_LINE);
	uint64_t size = 0;
	size_t digits = 0;

	if (cursor_ok(&at) && !line.size)
		line = cursor_line(&at, CHUNK_LINE);
	if (!cursor_ok(&at))
		return cursor_left(cursor) > 2 * CHUNK_LINE ? CHUNK_BROKEN : CHUNK_NOT_THERE;
	line = bytes_trim(line);
	for (; digits < line.size && text_hex_digit(line.data[digits]) >= 0 && digits < 12; digits++)
		size = size << 4 | (uint64_t)text_hex_digit(line.data[digits]);
	if (!digits || (digits < line.size && line.data[digits] != ';' && line.data[digits] != ' ' &&
			line.data[digits] != '\t'))
		return CHUNK_BROKEN;
	*cursor = at;
	*ret_size = size;
	return CHUNK_READ;
}

/* Puts the chunks in `raw` together and hands them on. `raw` starts inside a chunk, or at a line
 * before one if nothing of that is left. */
static void give_chunks(struct http_half *half, struct bytes raw, bool incomplete, struct observer *observer)
{
	struct cursor cursor = cursor_over(raw);
	struct buffer joined = buffer_of(LIMIT_MESSAGE_SIZE + CHUNK_LINE);
	struct bytes content = BYTES_EMPTY;
	uint64_t size = half->left;
	unsigned runs = 0;

	do {
		struct bytes run = cursor_take(&cursor, size < cursor_left(&cursor) ? (size_t)size
										    : cursor_left(&cursor));

		if (!run.size)
			continue;
		if (runs == 1)
			buffer_append(&joined, content);
		if (runs++ == 0)
			content = run;
		else
			buffer_append(&joined, run);
	} while (read_chunk_size(&cursor, &size) == CHUNK_READ && size);
	if (joined.failed)
		observer_out_of_memory(observer);
	if (runs > 1)
		content = buffer_bytes(&joined);
	give(half, content, raw, incomplete || joined.full, observer);
	buffer_free(&joined);
}

/* Follows the chunks as far as they are there. CHUNK_READ: the last one was found, its line (and what
 * is before) takes `*ret_line` bytes; `half->scanned` is where the data ends. */
static enum chunk find_last_chunk(struct http_half *half, struct bytes raw, size_t *ret_line)
{
	while (half->scanned <= raw.size) {
		struct cursor cursor = cursor_over(bytes_from(raw, half->scanned));
		uint64_t size;
		enum chunk chunk = read_chunk_size(&cursor, &size);
		size_t behind = raw.size - cursor_left(&cursor);

		if (chunk != CHUNK_READ)
			return chunk;
		if (size == 0) {
			*ret_line = behind;
			return CHUNK_READ;
		}
		half->scanned = behind + (size_t)size;
	}
	return CHUNK_NOT_THERE;
}

static bool read_chunked(struct http_half *half, struct stream *stream, struct observer *observer)
{
	struct bytes raw = stream->unread.rest;
	size_t line = 0;
	enum chunk chunk = find_last_chunk(half, raw, &line);

	if (chunk == CHUNK_READ) {
		give_chunks(half, bytes_slice(raw, 0, half->scanned), false, observer);
		cursor_skip(&stream->unread, line);
		http_end_message(half, HTTP_TRAILERS);
		return true;
	}
	if (chunk == CHUNK_BROKEN) {
		give_chunks(half, cursor_take(&stream->unread, half->scanned), true, observer);
		http_end_message(half, HTTP_LOST);
		half->lost_because = "malformed";
		return true;
	}
	if (!stream->ended && !stream->full && raw.size < LIMIT_MESSAGE_SIZE) {
		/* The line behind the chunk that is not there yet: a line end, a digit, a line end. */
		stream->wanted = half->scanned < LIMIT_MESSAGE_SIZE - 5 ? half->scanned + 5
									: LIMIT_MESSAGE_SIZE;
		if (stream->wanted <= raw.size)
			stream->wanted = 0;
		return false;
	}
	size_t there = half->scanned < raw.size && !stream->ended ? half->scanned : raw.size;

	give_chunks(half, cursor_take(&stream->unread, there), true, observer);
	half->incomplete = true;
	half->left = half->scanned > there ? half->scanned - there : 0;
	half->scanned = (size_t)half->left;
	if (too_much(half, observer)) {
		half->phase = HTTP_CHUNKED_REST;
		skip(stream, half->left);
		half->left = 0;
		return stream->skip == 0;
	}
	return false;
}

static bool read_chunked_rest(struct http_half *half, struct stream *stream)
{
	uint64_t size;

	switch (read_chunk_size(&stream->unread, &size)) {
	case CHUNK_NOT_THERE:
		return false;
	case CHUNK_BROKEN:
		http_end_message(half, HTTP_LOST);
		half->lost_because = "malformed";
		return true;
	case CHUNK_READ:
		break;
	}
	if (size == 0) {
		http_end_message(half, HTTP_TRAILERS);
		return true;
	}
	skip(stream, size);
	return false;
}

static bool read_trailers(struct http_half *half, struct stream *stream, struct observer *observer)
{
	struct cursor at = stream->unread;
	struct bytes line = cursor_line(&at, LIMIT_LINE_SIZE), name, value;

	if (!cursor_ok(&at)) {
		if (cursor_left(&stream->unread) < LIMIT_LINE_SIZE)
			return false;
		http_end_message(half, HTTP_LOST);
		half->lost_because = "malformed";
		return true;
	}
	struct http_start start;

	/* A message that ends without the empty line: what follows is the next one already. */
	if (http_start_line(line, &start)) {
		http_end_message(half, HTTP_HEAD);
		return true;
	}
	stream->unread = at;
	struct cursor field = cursor_over(line);

	if (http_next_field(&field, &name, &value))
		http_trailer(half->about, name, value, observer);
	if (!line.size)
		http_end_message(half, HTTP_HEAD);
	return true;
}

static bool read_to_end(struct http_half *half, struct stream *stream, struct observer *observer)
{
	size_t there = cursor_left(&stream->unread);
	struct bytes rest = stream->unread.rest;
	struct http_start start;

	if (!stream->ended && !stream->full && there < LIMIT_MESSAGE_SIZE) {
		stream->wanted = LIMIT_MESSAGE_SIZE;
		return false;
	}
	/* A server that forgets to say that there is no body goes on with the next answer. */
	if (!half->given && bytes_start_with(rest, BYTES("HTTP/")) &&
	    http_start_line(bytes_slice(rest, 0, bytes_find_byte(rest, '\n')), &start)) {
		http_end_message(half, HTTP_HEAD);
		return true;
	}
	struct bytes body = cursor_take(&stream->unread, there);

	give(half, body, body, !stream->ended, observer);
	half->incomplete = true;
	if (too_much(half, observer))
		skip(stream, UINT64_MAX);
	return false;
}

bool http_read_body(struct http_half *half, struct stream *stream, struct observer *observer)
{
	switch (half->phase) {
	case HTTP_SIZED:
		return read_sized(half, stream, observer);
	case HTTP_CHUNKED:
		return read_chunked(half, stream, observer);
	case HTTP_CHUNKED_REST:
		return read_chunked_rest(half, stream);
	case HTTP_TRAILERS:
		return read_trailers(half, stream, observer);
	default:
		return read_to_end(half, stream, observer);
	}
}
