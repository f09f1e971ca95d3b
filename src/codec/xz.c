/* SPDX-License-Identifier: Apache-2.0 */
/* LZMA in its containers: .xz (The .xz File Format 1.1.0), one or several streams with padding of zeros
 * between; and LZMA-alone (.lzma), as boot loaders and old kernels have it.
 *
 *     xz         = fd 37 7a 58 5a 00  flags(2)  crc(4)  …
 *     LZMA-alone = lc + 9 * (lp + 5 * pb) (1)  dictionary(4)  unpacked size(8), all ones: not known  …
 *
 * Left out: chains of filters beyond those of liblzma. */
#include "base/limits.h"
#include "base/memory.h"
#include "codec/codec.h"
#include "codec/lzma.h"

#include <lzma.h>
#include <stdlib.h>

static void *lzma_memory(lzma_ret (*start)(lzma_stream *stream))
{
	lzma_stream *stream = memory_new(sizeof *stream);

	if (!stream)
		return NULL;
	*stream = (lzma_stream)LZMA_STREAM_INIT;
	if (start(stream) == LZMA_OK)
		return stream;
	free(stream);
	return NULL;
}

static lzma_ret xz_start(lzma_stream *stream)
{
	return lzma_stream_decoder(stream, LIMIT_LZMA_MEMORY, 0);
}

static lzma_ret alone_start(lzma_stream *stream)
{
	return lzma_alone_decoder(stream, LIMIT_LZMA_MEMORY);
}

static void *xz_open(void)
{
	return lzma_memory(xz_start);
}

static void *alone_open(void)
{
	return lzma_memory(alone_start);
}

static void stream_close(void *stream)
{
	lzma_end(stream);
	free(stream);
}

/* Of what a stream that breaks had already given nothing is lost: the library writes it first. */
static struct codec_step stream_step(void *self, struct bytes in, uint8_t *to, size_t room)
{
	lzma_stream *stream = self;

	stream->next_in = in.data;
	stream->avail_in = in.size;
	stream->next_out = to;
	stream->avail_out = room;
	lzma_ret result = lzma_code(stream, LZMA_RUN);
	struct codec_step step = { .taken = in.size - stream->avail_in, .given = room - stream->avail_out };

	switch (result) {
	case LZMA_OK:
	case LZMA_BUF_ERROR:
	case LZMA_NO_CHECK:
	case LZMA_GET_CHECK:
		break;
	case LZMA_STREAM_END:
		step.state = CODEC_DONE;
		break;
	case LZMA_MEM_ERROR:
		step.state = CODEC_NO_MEMORY;
		break;
	case LZMA_MEMLIMIT_ERROR:
		step.state = CODEC_BROKEN;
		step.reason = "limit";
		break;
	default:
		step.state = CODEC_BROKEN;
	}
	return step;
}

/* Streams are padded with zeros, four at a time. */
static struct codec_step xz_step(void *self, struct bytes in, uint8_t *to, size_t room)
{
	struct codec_step step = stream_step(self, in, to, room);
	struct bytes rest = bytes_from(in, step.taken);
	size_t zeros = 0;

	if (step.state != CODEC_DONE)
		return step;
	while (zeros < rest.size && rest.data[zeros] == 0)
		zeros++;
	if (zeros % 4 == 0 &&
	    bytes_start_with(bytes_from(rest, zeros), BYTES("\xfd"
							    "7zXZ\0")) &&
	    xz_start(self) == LZMA_OK) {
		step.taken += zeros;
		step.state = CODEC_GOING;
	}
	return step;
}

const struct codec codec_xz = {
	.name = "xz",
	.specification = "The .xz File Format 1.1.0",
	.open = xz_open,
	.step = xz_step,
	.close = stream_close,
};

const struct codec codec_lzma = {
	.name = "lzma",
	.specification = "The .lzma File Format",
	.open = alone_open,
	.step = stream_step,
	.close = stream_close,
};

size_t lzma_unpack(uint8_t properties, struct bytes in, uint8_t *to, size_t room)
{
	lzma_options_lzma options = { .dict_size = LZMA_DICT_SIZE_MIN };
	lzma_filter filters[2] = { { LZMA_FILTER_LZMA1, &options }, { LZMA_VLI_UNKNOWN, NULL } };
	lzma_stream stream = LZMA_STREAM_INIT;
	size_t given = 0;

	if (properties >= 9 * 5 * 5)
		return 0;
	options.lc = properties % 9;
	options.lp = properties / 9 % 5;
	options.pb = properties / 9 / 5;
	if (room > options.dict_size)
		options.dict_size = room < LIMIT_LZMA_MEMORY / 2 ? (uint32_t)room : LIMIT_LZMA_MEMORY / 2;
	if (lzma_raw_decoder(&stream, filters) != LZMA_OK)
		return 0;
	stream.next_in = in.data;
	stream.avail_in = in.size;
	stream.next_out = to;
	stream.avail_out = room;
	lzma_ret result = lzma_code(&stream, LZMA_RUN);

	if (result == LZMA_OK || result == LZMA_STREAM_END || result == LZMA_BUF_ERROR)
		given = room - stream.avail_out;
	lzma_end(&stream);
	return given;
}
