/* SPDX-License-Identifier: Apache-2.0 */
/* bzip2 1.0.8: streams after each other. Of a cut one whole blocks are read.
 *
 *     stream = "BZh" level("1" to "9")  *( 31 41 59 26 53 59 … )  17 72 45 38 50 90  crc(4), by bits */
#include "base/memory.h"
#include "codec/codec.h"

#include <bzlib.h>
#include <stdlib.h>

static void *bzip2_open(void)
{
	bz_stream *stream = memory_new(sizeof *stream);

	if (stream && BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK)
		return stream;
	free(stream);
	return NULL;
}

static void bzip2_close(void *stream)
{
	BZ2_bzDecompressEnd(stream);
	free(stream);
}

/* Another stream follows. */
static bool restart(bz_stream *stream)
{
	struct bytes rest = { (const uint8_t *)stream->next_in, stream->avail_in };

	return bytes_start_with(rest, BYTES("BZh")) && BZ2_bzDecompressEnd(stream) == BZ_OK &&
	       BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK;
}

static struct codec_step bzip2_step(void *self, struct bytes in, uint8_t *to, size_t room)
{
	bz_stream *stream = self;

	stream->next_in = (char *)(uintptr_t)in.data;
	stream->avail_in = in.size < UINT32_MAX ? (unsigned)in.size : UINT32_MAX;
	stream->next_out = (char *)to;
	stream->avail_out = room < UINT32_MAX ? (unsigned)room : UINT32_MAX;
	int result = BZ2_bzDecompress(stream);
	struct codec_step step = {
		.taken = (size_t)((const uint8_t *)stream->next_in - in.data),
		.given = (size_t)((uint8_t *)stream->next_out - to),
	};

	if (result == BZ_STREAM_END)
		step.state = restart(stream) ? CODEC_GOING : CODEC_DONE;
	else if (result == BZ_MEM_ERROR)
		step.state = CODEC_NO_MEMORY;
	else if (result != BZ_OK)
		step.state = CODEC_BROKEN;
	return step;
}

const struct codec codec_bzip2 = {
	.name = "bzip2",
	.specification = "bzip2 1.0.8",
	.open = bzip2_open,
	.step = bzip2_step,
	.close = bzip2_close,
};
