/* SPDX-License-Identifier: Apache-2.0 */
/* Snappy: the framing format, and the bare block where it is declared (`Content-Encoding: snappy`, as
 * monitoring systems send it), which has no magic number. Cut ones are read as far as they go.
 *
 *     block  = size(varint) *( literal: (size - 1) << 2 | 0, bytes
 *                            / copy: 01, 10, 11 in the last two bits: offset of 11, 16, 32 bits )
 *     stream = ff 06 00 00 "sNaPpY" *( kind(1) size(3)  0: crc(4) block / 1: crc(4) bytes / 80-ff … )
 *
 * Left out: checksums are not verified. */
#include "base/cursor.h"
#include "base/limits.h"
#include "content/coding.h"
#include "content/unpack.h"

enum { CHUNK_MOST = 64 << 10, CRC = 4 };

#define STREAM BYTES("\xff\6\0\0sNaPpY")

static bool read_size(struct cursor *cursor, uint64_t *ret_size)
{
	uint64_t size = 0;
	uint8_t byte;
	unsigned shift = 0;

	do {
		byte = cursor_u8(cursor);
		size |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte >= 0x80 && shift < 35);
	*ret_size = size;
	return cursor_ok(cursor) && byte < 0x80 && size <= UINT32_MAX;
}

/* A literal's size, which may follow its tag. */
static size_t literal_size(struct cursor *cursor, uint8_t tag)
{
	size_t size = tag >> 2;

	return 1 + (size < 60 ? size : (size_t)cursor_le(cursor, size - 59));
}

static struct unpack_step ended(struct bytes in, const struct cursor *cursor, size_t given,
				enum unpacked state)
{
	return (struct unpack_step){ in.size - cursor_left(cursor), given, state, NULL };
}

/* Unpacks a block to `to`; one that is larger than `room` up to there. */
static struct unpack_step unpack_block(struct bytes in, uint8_t *to, size_t room)
{
	struct cursor cursor = cursor_over(in);
	uint64_t whole;
	size_t given = 0;

	if (!read_size(&cursor, &whole))
		return ended(in, &cursor, 0, cursor_ok(&cursor) ? UNPACK_BROKEN : UNPACK_GOING);
	while (given < whole && given < room && cursor_left(&cursor)) {
		uint8_t tag = cursor_u8(&cursor), kind = tag & 3;
		size_t size, most = room - given;

		if (kind == 0) {
			size = literal_size(&cursor, tag);
			if (!cursor_ok(&cursor))
				break;
			size_t there = size < cursor_left(&cursor) ? size : cursor_left(&cursor);
			struct bytes literal = cursor_take(&cursor, there);

			there = literal.size < most ? literal.size : most;
			if (there)
				memcpy(to + given, literal.data, there);
			given += there;
			continue;
		}
		size = (size_t)(kind == 1 ? 4 + (tag >> 2 & 7) : 1 + (tag >> 2));
		size_t offset = (size_t)cursor_le(&cursor, kind == 3 ? 4 : kind);

		if (!cursor_ok(&cursor))
			break;
		offset |= kind == 1 ? (size_t)(tag >> 5) << 8 : 0;
		if (offset == 0 || offset > given)
			return ended(in, &cursor, given, UNPACK_BROKEN);
		/* It may reach into what it writes. */
		for (size_t i = 0; i < size && i < most; i++, given++)
			to[given] = to[given - offset];
	}
	if (given > whole)
		given = (size_t)whole;
	return ended(in, &cursor, given, given == whole ? UNPACK_DONE : UNPACK_GOING);
}

static struct unpack_step block_step(void *unused, struct bytes in, uint8_t *to, size_t room)
{
	(void)unused;
	struct unpack_step step = unpack_block(in, to, room);

	/* There is no way to go on in the middle of a block. */
	if (step.state == UNPACK_GOING)
		step.taken = in.size;
	return step;
}

static struct unpack_step chunk_step(void *unused, struct bytes in, uint8_t *to, size_t room)
{
	struct cursor cursor = cursor_over(in);
	uint8_t kind = cursor_u8(&cursor);
	size_t size = (size_t)cursor_le(&cursor, 3);
	bool cut = size > cursor_left(&cursor);
	struct bytes chunk = cursor_take(&cursor, cut ? cursor_left(&cursor) : size);
	struct bytes data = bytes_from(chunk, CRC);
	struct unpack_step step = { .state = UNPACK_DONE };

	(void)unused;
	if (in.size && in.size <= 3)
		return (struct unpack_step){ .state = UNPACK_GOING };
	if (in.size == 0 || (kind >= 2 && kind < 0x80))
		return ended(in, &cursor, 0, in.size ? UNPACK_BROKEN : UNPACK_DONE);
	if (kind == 0) {
		step = unpack_block(data, to, room);
	} else if (kind == 1) {
		step.given = data.size < room ? data.size : room;
		if (step.given)
			memcpy(to, data.data, step.given);
	}
	if (step.state == UNPACK_BROKEN)
		return ended(in, &cursor, step.given, UNPACK_BROKEN);
	bool done = !cut && step.state == UNPACK_DONE && cursor_left(&cursor) == 0;

	return ended(in, &cursor, step.given, done ? UNPACK_DONE : UNPACK_GOING);
}

static bool is_block(const struct content *content)
{
	struct cursor cursor = cursor_over(content->data);
	uint64_t size;

	/* The first thing in a block can only be a literal. */
	return coding_is(content, BYTES("snappy")) && read_size(&cursor, &size) && cursor_left(&cursor) &&
	       (cursor_peek(&cursor, 0) & 3) == 0;
}

static unsigned bid(const struct content *content)
{
	if (bytes_start_with(content->data, STREAM))
		return 80;
	return is_block(content) ? 20 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(content->data);
	uint64_t size = 0;
	struct unpacker unpacker = {
		.format = "snappy",
		.certain = true,
		.room = CHUNK_MOST,
		.step = chunk_step,
	};

	if (!bytes_start_with(content->data, STREAM)) {
		(void)read_size(&cursor, &size);
		unpacker.chance = true;
		unpacker.certain = false;
		unpacker.room = size < LIMIT_EXPANDED_SIZE ? (size_t)size : LIMIT_EXPANDED_SIZE;
		unpacker.step = block_step;
	}
	return unpack_content(&unpacker, NULL, content, examination);
}

const struct content_decoder content_decoder_snappy = {
	.name = "snappy",
	.specification = "Snappy compressed format, framing format",
	.bid = bid,
	.decode = decode,
};
