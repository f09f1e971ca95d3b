/* SPDX-License-Identifier: Apache-2.0 */
/* Snappy: the framing format, and the bare block. Cut ones are read as far as they go.
 *
 *     block  = size(varint) *( literal: (size - 1) << 2 | 0, bytes
 *                            / copy: 01, 10, 11 in the last two bits: offset of 11, 16, 32 bits )
 *     stream = ff 06 00 00 "sNaPpY" *( kind(1) size(3)  0: crc(4) block / 1: crc(4) bytes / 80-ff … )
 *
 * Left out: checksums are not verified. */
#include "base/cursor.h"
#include "codec/codec.h"

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

static struct codec_step ended(struct bytes in, const struct cursor *cursor, size_t given,
			       enum codec_state state)
{
	return (struct codec_step){ in.size - cursor_left(cursor), given, state, NULL };
}

/* Unpacks a block to `to`; one that is larger than `room` up to there. */
static struct codec_step unpack_block(struct bytes in, uint8_t *to, size_t room)
{
	struct cursor cursor = cursor_over(in);
	uint64_t whole;
	size_t given = 0;

	if (!read_size(&cursor, &whole))
		return ended(in, &cursor, 0, cursor_ok(&cursor) ? CODEC_BROKEN : CODEC_GOING);
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
			return ended(in, &cursor, given, CODEC_BROKEN);
		/* It may reach into what it writes. */
		for (size_t i = 0; i < size && i < most; i++, given++)
			to[given] = to[given - offset];
	}
	if (given > whole)
		given = (size_t)whole;
	return ended(in, &cursor, given, given == whole ? CODEC_DONE : CODEC_GOING);
}

static struct codec_step block_step(void *unused, struct bytes in, uint8_t *to, size_t room)
{
	(void)unused;
	struct codec_step step = unpack_block(in, to, room);

	/* There is no way to go on in the middle of a block. */
	if (step.state == CODEC_GOING)
		step.taken = in.size;
	return step;
}

static struct codec_step chunk_step(void *unused, struct bytes in, uint8_t *to, size_t room)
{
	struct cursor cursor = cursor_over(in);
	uint8_t kind = cursor_u8(&cursor);
	size_t size = (size_t)cursor_le(&cursor, 3);
	bool cut = size > cursor_left(&cursor);
	struct bytes chunk = cursor_take(&cursor, cut ? cursor_left(&cursor) : size);
	struct bytes data = bytes_from(chunk, CRC);
	struct codec_step step = { .state = CODEC_DONE };

	(void)unused;
	if (in.size && in.size <= 3)
		return (struct codec_step){ .state = CODEC_GOING };
	if (in.size == 0 || (kind >= 2 && kind < 0x80))
		return ended(in, &cursor, 0, in.size ? CODEC_BROKEN : CODEC_DONE);
	if (kind == 0) {
		step = unpack_block(data, to, room);
	} else if (kind == 1) {
		step.given = data.size < room ? data.size : room;
		if (step.given)
			memcpy(to, data.data, step.given);
	}
	if (step.state == CODEC_BROKEN)
		return ended(in, &cursor, step.given, CODEC_BROKEN);
	bool done = !cut && step.state == CODEC_DONE && cursor_left(&cursor) == 0;

	return ended(in, &cursor, step.given, done ? CODEC_DONE : CODEC_GOING);
}

bool snappy_size(struct bytes block, uint64_t *ret_size)
{
	struct cursor cursor = cursor_over(block);
	uint64_t size;

	/* The first thing in a block can only be a literal. */
	if (!read_size(&cursor, &size) || !cursor_left(&cursor) || (cursor_peek(&cursor, 0) & 3) != 0)
		return false;
	*ret_size = size;
	return true;
}

bool snappy_begins(struct bytes data)
{
	return bytes_start_with(data, STREAM);
}

const struct codec codec_snappy = {
	.name = "snappy",
	.specification = "Snappy framing format",
	.room = CHUNK_MOST,
	.step = chunk_step,
};

const struct codec codec_snappy_block = {
	.name = "snappy",
	.specification = "Snappy compressed format",
	.room = CHUNK_MOST, /* or what snappy_size() says */
	.step = block_step,
};
