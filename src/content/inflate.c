/* SPDX-License-Identifier: Apache-2.0 */
#include "content/inflate.h"

#include "base/memory.h"
#include "content/unpack.h"

#include <stdlib.h>
#include <zlib.h>

static void *allocate(void *opaque, uInt count, uInt size)
{
	(void)opaque;
	return memory_new_array(count, size);
}

static void release(void *opaque, void *memory)
{
	(void)opaque;
	free(memory);
}

/* Another member of a gzip stream follows. */
static bool starts_member(const z_stream *stream)
{
	return stream->avail_in > 2 && stream->next_in[0] == 0x1f && stream->next_in[1] == 0x8b;
}

static struct unpack_step inflate_step(void *self, struct bytes in, uint8_t *to, size_t room, bool members)
{
	z_stream *stream = self;

	stream->next_in = (z_const Bytef *)(uintptr_t)in.data;
	stream->avail_in = in.size < UINT32_MAX ? (uInt)in.size : UINT32_MAX;
	stream->next_out = to;
	stream->avail_out = room < UINT32_MAX ? (uInt)room : UINT32_MAX;
	int result = inflate(stream, Z_NO_FLUSH);
	struct unpack_step step = {
		.taken = (size_t)(stream->next_in - in.data),
		.given = (size_t)(stream->next_out - to),
	};

	if (result == Z_STREAM_END && members && starts_member(stream) && inflateReset(stream) == Z_OK)
		return step;
	if (result == Z_STREAM_END)
		step.state = UNPACK_DONE;
	else if (result == Z_MEM_ERROR)
		step.state = UNPACK_NO_MEMORY;
	else if (result != Z_OK && result != Z_BUF_ERROR)
		step.state = UNPACK_BROKEN;
	return step;
}

static struct unpack_step single_step(void *stream, struct bytes in, uint8_t *to, size_t room)
{
	return inflate_step(stream, in, to, room, false);
}

static struct unpack_step member_step(void *stream, struct bytes in, uint8_t *to, size_t room)
{
	return inflate_step(stream, in, to, room, true);
}

enum decoded inflate_content(const struct content *content, struct examination *examination,
			     const char *format, enum inflate_wrapping wrapping)
{
	static const int window[] = { [INFLATE_RAW] = -15, [INFLATE_ZLIB] = 15, [INFLATE_GZIP] = 15 + 16 };
	const struct unpacker unpacker = {
		.format = format,
		.chance = wrapping != INFLATE_GZIP,
		.step = wrapping == INFLATE_GZIP ? member_step : single_step,
	};
	z_stream stream = { .zalloc = allocate, .zfree = release };

	if (inflateInit2(&stream, window[wrapping]) != Z_OK) {
		observer_out_of_memory(examination_observer(examination));
		return DECODED_IN_PART;
	}
	enum decoded decoded = unpack_content(&unpacker, &stream, content, examination);

	inflateEnd(&stream);
	return decoded;
}

enum decoded inflate_part(const struct content *parent, struct examination *examination,
			  const struct content *child, struct bytes part, bool incomplete)
{
	const struct unpacker unpacker = { .format = child->format, .certain = true, .step = single_step };
	z_stream stream = { .zalloc = allocate, .zfree = release };

	if (inflateInit2(&stream, -15) != Z_OK) {
		observer_out_of_memory(examination_observer(examination));
		return DECODED_IN_PART;
	}
	enum decoded decoded = unpack_part(&unpacker, &stream, parent, examination, child, part, incomplete);

	inflateEnd(&stream);
	return decoded;
}
