/* SPDX-License-Identifier: Apache-2.0 */
/* LZ4 in its two containers: frames after each other (LZ4 Frame Format 1.6), and the legacy one of
 * kernels and old tools. Of a cut one whole blocks are read. Left out: dictionaries.
 *
 *     frame  = 04 22 4d 18  flags(1): version 01……, bit 1 is 0  size(1): .xxx0000, 4 to 7  …
 *     legacy = 02 21 4c 18  1*( size(4, little-endian) block: 8 MB at most when unpacked ) */
#include "base/cursor.h"
#include "base/memory.h"
#include "codec/codec.h"

#include <lz4.h>
#include <lz4frame.h>
#include <stdlib.h>

enum { LEGACY_BLOCK = 8 << 20 };

#define LEGACY BYTES("\x02\x21\x4c\x18")

bool lz4_begins(struct bytes data)
{
	return data.size > 7 && bytes_start_with(data, BYTES("\x04\x22\x4d\x18")) &&
	       (data.data[4] & 0xc2) == 0x40 && (data.data[5] & 0x8f) == 0 && data.data[5] >= 0x40;
}

bool lz4_legacy_begins(struct bytes data)
{
	struct cursor cursor = cursor_over(data);

	cursor_skip(&cursor, LEGACY.size);
	uint32_t size = cursor_le32(&cursor);

	return bytes_start_with(data, LEGACY) && cursor_ok(&cursor) && size > 0 &&
	       size <= LZ4_COMPRESSBOUND(LEGACY_BLOCK);
}

struct stream {
	LZ4F_dctx *context;
	size_t wanted; /* up to the end of the next block: what comes before an error is lost */
};

static void *frame_open(void)
{
	struct stream *stream = memory_new(sizeof *stream);

	if (!stream)
		return NULL;
	stream->wanted = LZ4F_HEADER_SIZE_MIN;
	if (!LZ4F_isError(LZ4F_createDecompressionContext(&stream->context, LZ4F_VERSION)))
		return stream;
	free(stream);
	return NULL;
}

static void frame_close(void *self)
{
	struct stream *stream = self;

	LZ4F_freeDecompressionContext(stream->context);
	free(stream);
}

static struct codec_step frame_step(void *self, struct bytes in, uint8_t *to, size_t room)
{
	struct stream *stream = self;
	size_t taken = in.size < stream->wanted ? in.size : stream->wanted, given = room;
	size_t result = LZ4F_decompress(stream->context, to, &given, in.data, &taken, NULL);
	struct codec_step step = { .taken = taken, .given = given };

	if (LZ4F_isError(result)) {
		bool memory = strcmp(LZ4F_getErrorName(result), "ERROR_allocation_failed") == 0;

		return (struct codec_step){ .state = memory ? CODEC_NO_MEMORY : CODEC_BROKEN };
	}
	stream->wanted = result ? result : LZ4F_HEADER_SIZE_MIN;
	if (result == 0 && !lz4_begins(bytes_from(in, taken)))
		step.state = CODEC_DONE;
	return step;
}

static struct codec_step legacy_step(void *unused, struct bytes in, uint8_t *to, size_t room)
{
	struct cursor cursor = cursor_over(in);

	(void)unused;
	if (bytes_start_with(in, LEGACY))
		cursor_skip(&cursor, LEGACY.size);
	uint32_t size = cursor_le32(&cursor);
	struct bytes block = cursor_take(&cursor, size);

	if (!cursor_ok(&cursor))
		return (struct codec_step){ .state = CODEC_GOING };
	int most = room < LEGACY_BLOCK ? (int)room : LEGACY_BLOCK;
	int given = LZ4_decompress_safe_partial((const char *)block.data, (char *)to, (int)size, most, most);

	if (given < 0)
		return (struct codec_step){ .state = CODEC_BROKEN };
	bool all = most == LEGACY_BLOCK || given < most;

	return (struct codec_step){
		.taken = in.size - cursor_left(&cursor),
		.given = (size_t)given,
		.state = all && cursor_left(&cursor) == 0 ? CODEC_DONE : CODEC_GOING,
	};
}

/* All of `in` is the block: what is taken is never a part of it. */
static struct codec_step block_step(void *unused, struct bytes in, uint8_t *to, size_t room)
{
	(void)unused;
	if (in.size == 0 || in.size > INT32_MAX)
		return (struct codec_step){ .state = in.size ? CODEC_BROKEN : CODEC_GOING };
	int most = room < INT32_MAX ? (int)room : INT32_MAX;
	int given = LZ4_decompress_safe((const char *)in.data, (char *)to, (int)in.size, most);

	return given < 0 ? (struct codec_step){ .state = CODEC_BROKEN }
			 : (struct codec_step){ in.size, (size_t)given, CODEC_DONE, NULL };
}

const struct codec codec_lz4 = {
	.name = "lz4",
	.specification = "LZ4 Frame Format 1.6.4",
	.open = frame_open,
	.step = frame_step,
	.close = frame_close,
};

const struct codec codec_lz4_legacy = {
	.name = "lz4",
	.specification = "LZ4 Frame Format 1.6.4, legacy frame",
	.room = LEGACY_BLOCK,
	.step = legacy_step,
};

const struct codec codec_lz4_block = {
	.name = "lz4",
	.specification = "LZ4 Block Format",
	.step = block_step,
};
