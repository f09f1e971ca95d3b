/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/http2_frame.h"

#include "base/limits.h"
#include "protocol/application/hpack.h"

/* What RFC 9113 section 6 demands of a frame's size, stream and flags, by type. */
static const struct rule {
	uint32_t least, most, unit;
	enum { ANY_STREAM, A_STREAM, NO_STREAM } stream;
	uint8_t flags;
} rules[] = {
	[HTTP2_DATA] = { 0, UINT32_MAX, 1, A_STREAM, 0x09 },
	[HTTP2_HEADERS] = { 1, UINT32_MAX, 1, A_STREAM, 0x2d },
	[HTTP2_PRIORITY] = { 5, 5, 1, A_STREAM, 0 },
	[HTTP2_RST_STREAM] = { 4, 4, 1, A_STREAM, 0 },
	[HTTP2_SETTINGS] = { 0, 6 * 64, 6, NO_STREAM, 0x01 },
	[HTTP2_PUSH_PROMISE] = { 5, UINT32_MAX, 1, A_STREAM, 0x0c },
	[HTTP2_PING] = { 8, 8, 1, NO_STREAM, 0x01 },
	[HTTP2_GOAWAY] = { 8, UINT32_MAX, 1, NO_STREAM, 0 },
	[HTTP2_WINDOW_UPDATE] = { 4, 4, 1, ANY_STREAM, 0 },
	[HTTP2_CONTINUATION] = { 0, UINT32_MAX, 1, A_STREAM, 0x04 },
};

bool http2_frame_read(struct bytes bytes, struct http2_frame *ret_frame)
{
	struct cursor cursor = cursor_over(bytes);
	struct http2_frame frame = {
		.size = cursor_be24(&cursor),
		.type = cursor_u8(&cursor),
		.flags = cursor_u8(&cursor),
		.stream = cursor_be32(&cursor) & 0x7fffffff,
	};

	if (!cursor_ok(&cursor))
		return false;
	if (frame.type < sizeof rules / sizeof *rules) {
		const struct rule *rule = &rules[frame.type];

		if (frame.size < rule->least || frame.size > rule->most || frame.size % rule->unit ||
		    (rule->stream == A_STREAM && !frame.stream) ||
		    (rule->stream == NO_STREAM && frame.stream))
			return false;
	}
	*ret_frame = frame;
	return true;
}

bool http2_frame_content(const struct http2_frame *frame, struct bytes payload, struct bytes *ret_content)
{
	struct cursor cursor = cursor_over(payload);
	bool padded = frame->flags & HTTP2_PADDED && frame->type != HTTP2_CONTINUATION;
	size_t padding = padded ? cursor_u8(&cursor) : 0;

	if (frame->type == HTTP2_HEADERS && frame->flags & HTTP2_HAS_PRIORITY)
		cursor_skip(&cursor, 5);
	if (!cursor_ok(&cursor) || padding > cursor_left(&cursor))
		return false;
	*ret_content = cursor_take(&cursor, cursor_left(&cursor) - padding);
	return true;
}

/* A block in parts that is larger is no block, but a flood of parts: all are gone through for each that
 * comes. */
enum { BLOCK_MOST = 4 * LIMIT_HEAD_SIZE };

size_t http2_unit_size(struct bytes bytes, size_t *ret_wanted, bool *ret_broken)
{
	struct http2_frame first, frame;
	size_t size = 0;
	bool goes_on = true;

	*ret_broken = false;
	while (goes_on) {
		if (bytes.size - size < HTTP2_HEADER_SIZE) {
			*ret_wanted = size + HTTP2_HEADER_SIZE;
			return 0;
		}
		bool right = http2_frame_read(bytes_from(bytes, size), &frame);

		if (size == 0)
			first = frame;
		if (!right || (size && (frame.type != HTTP2_CONTINUATION || frame.stream != first.stream))) {
			*ret_broken = true;
			return size ? size : HTTP2_HEADER_SIZE;
		}
		size += HTTP2_HEADER_SIZE + frame.size;
		if (bytes.size < size) {
			*ret_wanted = size;
			return 0;
		}
		if (size > BLOCK_MOST && size > HTTP2_HEADER_SIZE + (size_t)first.size) {
			*ret_broken = true;
			return size;
		}
		goes_on = (first.type == HTTP2_HEADERS || first.type == HTTP2_PUSH_PROMISE) &&
			  !(frame.flags & HTTP2_END_HEADERS);
	}
	return size;
}

/* Larger blocks of fields do not speak for themselves: it would be done at every byte of a hostile stream. */
enum { BLOCK_LOOKED_AT = 1024 };

/* Values that a setting may have (6.5.2); the rest of its numbers is hardly used. */
static bool settings_are_right(struct bytes payload)
{
	struct cursor cursor = cursor_over(payload);

	while (cursor_left(&cursor)) {
		unsigned identifier = cursor_be16(&cursor);
		uint32_t value = cursor_be32(&cursor);

		if (identifier == 0 || (identifier > 9 && (identifier & 0x0f0f) != 0x0a0a) ||
		    ((identifier == 2 || identifier == 8 || identifier == 9) && value > 1) ||
		    (identifier == 4 && value > INT32_MAX) ||
		    (identifier == 5 && (value < 16384 || value > 0xffffff)))
			return false;
	}
	return cursor_ok(&cursor);
}

/* How much a frame's payload, as far as it is there, speaks for it; 0: against it. */
static unsigned payload_bits(const struct http2_frame *frame, struct bytes payload)
{
	bool whole = payload.size == frame->size;
	struct bytes content;
	unsigned pseudo;

	switch (frame->type) {
	case HTTP2_HEADERS:
		if (!whole || !(frame->flags & HTTP2_END_HEADERS) || frame->size > BLOCK_LOOKED_AT)
			return 1;
		return http2_frame_content(frame, payload, &content) && hpack_is_block(content, &pseudo)
			       ? 2 + 24 * (pseudo > 0)
			       : 0;
	case HTTP2_SETTINGS:
		if (!whole || (frame->flags & HTTP2_ACK && frame->size))
			return !whole;
		return settings_are_right(payload) ? 2 + 4 * frame->size : 0;
	case HTTP2_WINDOW_UPDATE:
		/* By zero it may not be. */
		return !whole || (payload.data[0] < 0x80 &&
				  (payload.data[0] | payload.data[1] | payload.data[2] | payload.data[3]))
			       ? 8
			       : 0;
	default:
		return 1;
	}
}

/* Reads a header as frames met in the middle have it: of a known type, nothing out of the usual. */
static bool is_usual(struct bytes bytes, struct http2_frame *ret_frame)
{
	return http2_frame_read(bytes, ret_frame) && ret_frame->type < sizeof rules / sizeof *rules &&
	       !(ret_frame->flags & ~rules[ret_frame->type].flags) && !(bytes.data[5] & 0x80) &&
	       ret_frame->size <= 16384 && ret_frame->stream <= 0xffffff;
}

bool http2_may_start(struct bytes bytes)
{
	struct http2_frame frame;

	return bytes.size < HTTP2_HEADER_SIZE || is_usual(bytes, &frame);
}

unsigned http2_chain_bits(struct bytes bytes)
{
	unsigned frames = 0, bits = 0;
	bool speaks = false, whole = true;

	while (bytes.size >= HTTP2_HEADER_SIZE && frames < 4 && whole) {
		struct http2_frame frame;

		if (!is_usual(bytes, &frame))
			return 0;
		bytes = bytes_from(bytes, HTTP2_HEADER_SIZE);
		whole = frame.size <= bytes.size;
		unsigned said = payload_bits(&frame, bytes_slice(bytes, 0, frame.size));

		if (!said)
			return 0;
		speaks |= said > 1;
		bits += said + 24 + (rules[frame.type].most == rules[frame.type].least ? 24 : 0);
		frames++;
		bytes = bytes_from(bytes, frame.size);
	}
	/* One frame alone must have a head that reads as one; of several one must have something in it. */
	if (!frames || !speaks || (frames == 1 && bits < 24 + 24))
		return 0;
	return bits;
}
