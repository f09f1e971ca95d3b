/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP/2 in clear (RFC 9113): with prior knowledge, behind an upgrade from HTTP/1.1, or met in the middle.
 *
 *   client: preface, frames     server: frames     (http2_frame.h)
 *
 * A direction that is met in the middle, or goes on behind a gap, is taken up where a row of frames reads as
 * such. Left out: flow control, priorities, what settings say. */
#include "protocol/application/http2.h"

#include "base/limits.h"

/* Passed over before the first frame of either direction, after which it is not HTTP/2. */
enum { LOST_BEFORE_START = 256 << 10 };
/* Bytes that are searched for a row of frames before the first of them are given up; and how many more must
 * come to many before all are searched again. */
enum { SEARCH_KEPT = 4096, SEARCH_MANY = 1024, SEARCH_STEP = 512 };

static void get_lost(struct http2_half *half, const char *because, struct observer *observer)
{
	half->lost = true;
	half->lost_because = because;
	hpack_forget(&half->table, observer);
}

static void say_lost(struct http2_half *half, struct bytes where, struct observer *observer)
{
	if (half->lost_size)
		observer_undecoded(observer, "http2", half->lost_because, "no frame", half->lost_size, where);
	half->lost_in_all += half->lost_size;
	half->lost_size = 0;
}

/* Looks for the next frame; true when the unread bytes start with one. */
static bool find_frame(struct http2_half *half, struct stream *stream, struct observer *observer)
{
	struct bytes bytes = stream->unread.rest;
	bool final = stream->ended || stream->full;
	size_t at = 0, first = SIZE_MAX; /* where a frame may start, if more follows */

	for (; at + HTTP2_HEADER_SIZE <= bytes.size && !http2_chain_bits(bytes_from(bytes, at)); at++)
		if (first == SIZE_MAX && http2_may_start(bytes_from(bytes, at)))
			first = at;
	bool found = at + HTTP2_HEADER_SIZE <= bytes.size;

	if (!found && final)
		at = bytes.size;
	else if (!found && bytes.size > SEARCH_KEPT && first < bytes.size - SEARCH_KEPT)
		at = bytes.size - SEARCH_KEPT;
	else if (!found && first < at)
		at = first;
	if (!found && !final && bytes.size - at > SEARCH_MANY)
		stream->wanted = bytes.size - at + SEARCH_STEP;
	half->lost_size += at;
	if (at) {
		stream->skip = at;
		stream->skip_as = UNREAD;
	}
	if ((found && !at) || (final && !found))
		say_lost(half, bytes, observer);
	if (found && !at)
		half->lost = false;
	return found && !at;
}

/* Reads what is there of a frame that will not be there as a whole. */
static void read_cut(struct http2 *http2, enum direction direction, struct stream *stream,
		     struct observer *observer)
{
	struct http2_half *half = &http2->halves[direction];
	struct bytes rest = stream->unread.rest, content;
	struct http2_frame frame;

	if (rest.size < HTTP2_HEADER_SIZE || !http2_frame_read(rest, &frame)) {
		stream->skip = rest.size;
		stream->skip_as = UNREAD;
		return;
	}
	struct bytes payload = bytes_from(rest, HTTP2_HEADER_SIZE);
	uint64_t left = (uint64_t)HTTP2_HEADER_SIZE + frame.size - rest.size;

	if (rest.size >= HTTP2_HEADER_SIZE + (size_t)frame.size) {
		/* The frame is there, what continues its fields is not. */
		left = 0;
		payload = bytes_slice(payload, 0, frame.size);
	}
	cursor_skip(&stream->unread, HTTP2_HEADER_SIZE + payload.size);
	if (frame.type == HTTP2_DATA) {
		content = frame.flags & HTTP2_PADDED ? bytes_from(payload, 1) : payload;
		frame.flags &= (uint8_t)~HTTP2_PADDED;
		(void)http2_read_data(http2, direction, &frame, content, true, observer);
	} else if (frame.type == HTTP2_HEADERS || frame.type == HTTP2_PUSH_PROMISE) {
		hpack_forget(&half->table, observer);
		observer_undecoded(observer, "http2", stream->ended ? "cut" : "limit", "compressed fields",
				   rest.size, rest);
	}
	stream->skip = left;
	stream->skip_as = UNREAD;
}

/* Puts a block's parts together; in place where it is one. `size`: of HEADERS and all that continues it. */
static bool join_block(struct bytes unit, const struct http2_frame *first, struct buffer *joined,
		       struct bytes *ret_block)
{
	struct http2_frame frame = *first;
	struct bytes content;

	if (!http2_frame_content(first, bytes_slice(unit, HTTP2_HEADER_SIZE, first->size), &content))
		return false;
	if (first->type == HTTP2_PUSH_PROMISE)
		content = bytes_from(content, 4);
	*ret_block = content;
	if (frame.flags & HTTP2_END_HEADERS)
		return true;
	buffer_append(joined, content);
	for (unit = bytes_from(unit, HTTP2_HEADER_SIZE + (size_t)frame.size); unit.size;
	     unit = bytes_from(unit, HTTP2_HEADER_SIZE + (size_t)frame.size)) {
		if (!http2_frame_read(unit, &frame))
			return false;
		buffer_append(joined, bytes_slice(unit, HTTP2_HEADER_SIZE, frame.size));
	}
	*ret_block = buffer_bytes(joined);
	return !joined->full && !joined->failed;
}

static bool read_block(struct http2 *http2, enum direction direction, const struct http2_frame *frame,
		       struct bytes unit, struct stream *stream, struct observer *observer)
{
	struct buffer joined = buffer_of(LIMIT_MESSAGE_SIZE);
	struct bytes payload = bytes_slice(unit, HTTP2_HEADER_SIZE, frame->size), block;
	uint32_t number = frame->stream;
	bool right = join_block(unit, frame, &joined, &block);

	if (frame->type == HTTP2_PUSH_PROMISE) {
		struct cursor cursor = cursor_over(payload);

		cursor_skip(&cursor, frame->flags & HTTP2_PADDED ? 1 : 0);
		number = cursor_be32(&cursor) & 0x7fffffff;
		right &= cursor_ok(&cursor) && number;
	}
	if (right)
		http2_read_head(http2, direction, frame, number, block, unit, stream, observer);
	if (joined.failed)
		observer_out_of_memory(observer);
	buffer_free(&joined);
	return right;
}

/* Reads a frame that is there whole, with what continues it. False: it is broken. */
static bool read_frame(struct http2 *http2, enum direction direction, struct bytes unit,
		       struct stream *stream, struct observer *observer)
{
	struct http2_frame frame;
	struct bytes content;

	if (!http2_frame_read(unit, &frame))
		return false;
	switch (frame.type) {
	case HTTP2_DATA:
		if (!http2_frame_content(&frame, bytes_from(unit, HTTP2_HEADER_SIZE), &content))
			return false;
		if (http2_read_data(http2, direction, &frame, content, false, observer) != READABLE) {
			/* What nobody reads is skipped, so that it is not counted as read. */
			stream->skip = unit.size - HTTP2_HEADER_SIZE;
			stream->skip_as = UNREAD;
		}
		return true;
	case HTTP2_HEADERS:
	case HTTP2_PUSH_PROMISE:
		return read_block(http2, direction, &frame, unit, stream, observer);
	case HTTP2_RST_STREAM:
		http2_reset(http2, frame.stream, observer);
		return true;
	case HTTP2_CONTINUATION:
		/* Of fields whose start was not seen. */
		hpack_forget(&http2->halves[direction].table, observer);
		return true;
	default:
		return true;
	}
}

/* Text, where every frame has zeros: the other side's first bytes were mistaken for frames. */
static bool is_text(struct bytes bytes)
{
	struct bytes start = bytes_slice(bytes, 0, HTTP2_HEADER_SIZE);

	for (size_t i = 0; i < start.size; i++)
		if (start.data[i] < ' ' || start.data[i] >= 0x7f)
			return false;
	return start.size == HTTP2_HEADER_SIZE && !bytes_start_with(bytes, BYTES("PRI * HTT"));
}

/* The first bytes of a direction: the preface, a frame, or something in the middle. False: wait. */
static bool start(struct http2 *http2, enum direction direction, struct stream *stream,
		  struct observer *observer)
{
	struct http2_half *half = &http2->halves[direction];
	struct bytes rest = stream->unread.rest;
	size_t size = rest.size < HTTP2_PREFACE.size ? rest.size : HTTP2_PREFACE.size;
	struct http2_frame frame;

	if (size >= 3 && bytes_equal(bytes_slice(rest, 0, size), bytes_slice(HTTP2_PREFACE, 0, size))) {
		if (rest.size < HTTP2_PREFACE.size && !stream->ended && !stream->full)
			return false;
		cursor_skip(&stream->unread, size);
		http2->known = http2->watched = half->started = true;
		return true;
	}
	if (rest.size < HTTP2_HEADER_SIZE && !stream->ended && !stream->full)
		return false;
	/* Both sides start with their settings. */
	bool first = http2_frame_read(rest, &frame) && frame.type == HTTP2_SETTINGS &&
		     !(frame.flags & HTTP2_ACK);

	half->started = true;
	if (!first || !(http2->known || http2_chain_bits(rest)))
		get_lost(half, "cut", observer);
	return true;
}

/* Too large to be kept: what it is about is not read. */
static void pass_over(struct http2 *http2, enum direction direction, struct stream *stream, size_t wanted,
		      struct observer *observer)
{
	observer_limit(observer, "message-size", LIMIT_MESSAGE_SIZE);
	hpack_forget(&http2->halves[direction].table, observer);
	http2_miss(http2, direction);
	stream->skip = wanted;
	stream->skip_as = UNREAD;
}

/* What starts here is no frame, though it may look like one: the next is looked for behind it. */
static void leave_broken(struct http2_half *half, struct stream *stream, struct observer *observer)
{
	get_lost(half, "malformed", observer);
	half->lost_size++;
	stream->skip = 1;
	stream->skip_as = UNREAD;
}

static bool read_next(struct http2 *http2, enum direction direction, struct stream *stream,
		      struct observer *observer)
{
	struct http2_half *half = &http2->halves[direction];
	bool final = stream->ended || stream->full, broken;
	size_t wanted = 0, size = http2_unit_size(stream->unread.rest, &wanted, &broken);

	if (broken || size == 0) {
		if (!broken && !final && wanted <= LIMIT_MESSAGE_SIZE)
			stream->wanted = wanted;
		else if (!broken && !final)
			pass_over(http2, direction, stream, wanted, observer);
		else if (!broken)
			read_cut(http2, direction, stream, observer);
		else
			leave_broken(half, stream, observer);
		return false;
	}
	struct bytes unit = bytes_slice(stream->unread.rest, 0, size);
	bool right = read_frame(http2, direction, unit, stream, observer);

	if (stream->skip) {
		cursor_skip(&stream->unread, HTTP2_HEADER_SIZE);
		return false;
	}
	cursor_skip(&stream->unread, size);
	if (!right) {
		observer_undecoded(observer, "http2", "malformed", NULL, size, unit);
		hpack_forget(&half->table, observer);
	}
	return true;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct http2 *http2 = state;
	struct http2_half *half = &http2->halves[direction];
	bool goes_on = true;

	while (goes_on && cursor_left(&stream->unread)) {
		if (!half->started) {
			if (!http2->watched && is_text(stream->unread.rest))
				return DECODED_NOT_MINE;
			goes_on = start(http2, direction, stream, observer);
		} else if (half->lost) {
			goes_on = find_frame(half, stream, observer);
			http2->known |= goes_on;
			if (!http2->known && half->lost_size + half->lost_in_all > LOST_BEFORE_START)
				return DECODED_NOT_MINE;
		} else {
			goes_on = read_next(http2, direction, stream, observer);
		}
	}
	return half->lost ? DECODED_IN_PART : DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct http2 *http2 = state;
	struct http2_half *half = &http2->halves[direction];

	(void)size;
	http2_miss(http2, direction);
	say_lost(half, BYTES_EMPTY, observer);
	half->started = true;
	get_lost(half, "gap", observer);
}

static void end(void *state, struct observer *observer)
{
	struct http2 *http2 = state;

	http2_end(http2, observer);
	hpack_free(&http2->halves[0].table, observer);
	hpack_free(&http2->halves[1].table, observer);
}

/* Behind `Upgrade: h2c` (RFC 7540 3.2) the request is stream 1. */
static void inherit(void *state, void *legacy, struct observer *observer)
{
	struct http2 *http2 = state;

	http2->known = http2->watched = true;
	http2_take_request(http2, 1, legacy, observer);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t size = first.size < HTTP2_PREFACE.size ? first.size : HTTP2_PREFACE.size;

	(void)direction;
	/* With less of it, other text may follow. */
	if (size >= 5 && bytes_equal(bytes_slice(first, 0, size), bytes_slice(HTTP2_PREFACE, 0, size)))
		return 8 * (unsigned)size;
	return http2_chain_bits(first);
}

const struct app_decoder app_decoder_http2 = {
	.name = "http2",
	.specification = "RFC 9113, RFC 7541",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_TCP_PORT, 80 },
			{ SELECT_TCP_PORT, 8080 },
			{ SELECT_TCP_PORT, 50051 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct http2),
	.bid = bid,
	.inherit = inherit,
	.decode = decode,
	.gap = gap,
	.close = end,
};
