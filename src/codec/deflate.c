/* SPDX-License-Identifier: Apache-2.0 */
/* Deflated data (RFC 1951) in its three wrappings: none, zlib (RFC 1950), gzip (RFC 1952). */
#include "base/memory.h"
#include "codec/codec.h"

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

/* `window`: as inflateInit2() takes it, with the wrapping. */
static void *inflate_open(int window)
{
	z_stream *stream = memory_new(sizeof *stream);

	if (!stream)
		return NULL;
	stream->zalloc = allocate;
	stream->zfree = release;
	if (inflateInit2(stream, window) == Z_OK)
		return stream;
	free(stream);
	return NULL;
}

static void *deflate_open(void)
{
	return inflate_open(-MAX_WBITS);
}

static void *zlib_open(void)
{
	return inflate_open(MAX_WBITS);
}

static void *gzip_open(void)
{
	return inflate_open(MAX_WBITS + 16);
}

static void inflate_close(void *stream)
{
	inflateEnd(stream);
	free(stream);
}

static struct codec_step inflate_step(void *self, struct bytes in, uint8_t *to, size_t room)
{
	z_stream *stream = self;

	stream->next_in = (z_const Bytef *)(uintptr_t)in.data;
	stream->avail_in = in.size < UINT32_MAX ? (uInt)in.size : UINT32_MAX;
	stream->next_out = to;
	stream->avail_out = room < UINT32_MAX ? (uInt)room : UINT32_MAX;
	int result = inflate(stream, Z_NO_FLUSH);
	struct codec_step step = {
		.taken = (size_t)(stream->next_in - in.data),
		.given = (size_t)(stream->next_out - to),
	};

	if (result == Z_STREAM_END)
		step.state = CODEC_DONE;
	else if (result == Z_MEM_ERROR)
		step.state = CODEC_NO_MEMORY;
	else if (result != Z_OK && result != Z_BUF_ERROR)
		step.state = CODEC_BROKEN;
	return step;
}

/* Another member of a gzip stream follows. */
static bool starts_member(const z_stream *stream)
{
	return stream->avail_in > 2 && stream->next_in[0] == 0x1f && stream->next_in[1] == 0x8b;
}

static struct codec_step member_step(void *stream, struct bytes in, uint8_t *to, size_t room)
{
	struct codec_step step = inflate_step(stream, in, to, room);

	if (step.state == CODEC_DONE && starts_member(stream) && inflateReset(stream) == Z_OK)
		step.state = CODEC_GOING;
	return step;
}

const struct codec codec_deflate = {
	.name = "deflate",
	.specification = "RFC 1951",
	.open = deflate_open,
	.step = inflate_step,
	.close = inflate_close,
};

const struct codec codec_zlib = {
	.name = "zlib",
	.specification = "RFC 1950",
	.open = zlib_open,
	.step = inflate_step,
	.close = inflate_close,
};

const struct codec codec_gzip = {
	.name = "gzip",
	.specification = "RFC 1952",
	.open = gzip_open,
	.step = member_step,
	.close = inflate_close,
};
