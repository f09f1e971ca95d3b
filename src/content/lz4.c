/* SPDX-License-Identifier: Apache-2.0 */
/* LZ4 in its two containers: frames after each other (LZ4 Frame Format 1.6), and the legacy one of
 * kernels and old tools. Of a cut one whole blocks are read. Left out: dictionaries; blocks without a
 * container, which nothing tells from noise.
 *
 *     frame  = 04 22 4d 18  flags(1): version 01……, bit 1 is 0  size(1): .xxx0000, 4 to 7  …
 *     legacy = 02 21 4c 18  1*( size(4, little-endian) block: 8 MB at most when unpacked ) */
#include "base/cursor.h"
#include "content/unpack.h"

#include <lz4.h>
#include <lz4frame.h>

enum { LEGACY_BLOCK = 8 << 20 };

#define LEGACY BYTES("\x02\x21\x4c\x18")

static bool is_frame(struct bytes data)
{
	return data.size > 7 && bytes_start_with(data, BYTES("\x04\x22\x4d\x18")) &&
	       (data.data[4] & 0xc2) == 0x40 && (data.data[5] & 0x8f) == 0 && data.data[5] >= 0x40;
}

static bool is_legacy(struct bytes data)
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

static struct unpack_step frame_step(void *self, struct bytes in, uint8_t *to, size_t room)
{
	struct stream *stream = self;
	size_t taken = in.size < stream->wanted ? in.size : stream->wanted, given = room;
	size_t result = LZ4F_decompress(stream->context, to, &given, in.data, &taken, NULL);
	struct unpack_step step = { .taken = taken, .given = given };

	if (LZ4F_isError(result)) {
		bool memory = strcmp(LZ4F_getErrorName(result), "ERROR_allocation_failed") == 0;

		return (struct unpack_step){ .state = memory ? UNPACK_NO_MEMORY : UNPACK_BROKEN };
	}
	stream->wanted = result ? result : LZ4F_HEADER_SIZE_MIN;
	if (result == 0 && !is_frame(bytes_from(in, taken)))
		step.state = UNPACK_DONE;
	return step;
}

static struct unpack_step legacy_step(void *unused, struct bytes in, uint8_t *to, size_t room)
{
	struct cursor cursor = cursor_over(in);

	(void)unused;
	if (bytes_start_with(in, LEGACY))
		cursor_skip(&cursor, LEGACY.size);
	uint32_t size = cursor_le32(&cursor);
	struct bytes block = cursor_take(&cursor, size);

	if (!cursor_ok(&cursor))
		return (struct unpack_step){ .state = UNPACK_GOING };
	int most = room < LEGACY_BLOCK ? (int)room : LEGACY_BLOCK;
	int given = LZ4_decompress_safe_partial((const char *)block.data, (char *)to, (int)size, most, most);

	if (given < 0)
		return (struct unpack_step){ .state = UNPACK_BROKEN };
	bool all = most == LEGACY_BLOCK || given < most;

	return (struct unpack_step){
		.taken = in.size - cursor_left(&cursor),
		.given = (size_t)given,
		.state = all && cursor_left(&cursor) == 0 ? UNPACK_DONE : UNPACK_GOING,
	};
}

static unsigned bid(const struct content *content)
{
	if (is_frame(content->data))
		return 32 + 3 + 5;
	return is_legacy(content->data) ? 32 + 8 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	static const struct unpacker frames = { .format = "lz4", .certain = true, .step = frame_step };
	static const struct unpacker legacy = {
		.format = "lz4", .certain = true, .room = LEGACY_BLOCK, .step = legacy_step
	};
	struct stream stream = { .wanted = LZ4F_HEADER_SIZE_MIN };

	if (is_legacy(content->data))
		return unpack_content(&legacy, NULL, content, examination);
	if (LZ4F_isError(LZ4F_createDecompressionContext(&stream.context, LZ4F_VERSION))) {
		observer_out_of_memory(examination_observer(examination));
		return DECODED_IN_PART;
	}
	enum decoded decoded = unpack_content(&frames, &stream, content, examination);

	LZ4F_freeDecompressionContext(stream.context);
	return decoded;
}

const struct content_decoder content_decoder_lz4 = {
	.name = "lz4",
	.specification = "LZ4 Frame Format 1.6.4",
	.first = (const bool[256]){ [0x02] = true, [0x04] = true },
	.bid = bid,
	.decode = decode,
};
