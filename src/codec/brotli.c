/* SPDX-License-Identifier: Apache-2.0 */
/* Brotli (RFC 7932). Left out: shared dictionaries, large windows. */
#include "base/memory.h"
#include "codec/codec.h"

#include <brotli/decode.h>
#include <stdlib.h>

static void *allocate(void *opaque, size_t size)
{
	(void)opaque;
	return memory_new(size);
}

static void release(void *opaque, void *memory)
{
	(void)opaque;
	free(memory);
}

static void *brotli_open(void)
{
	return BrotliDecoderCreateInstance(allocate, release, NULL);
}

static void brotli_close(void *stream)
{
	BrotliDecoderDestroyInstance(stream);
}

static struct codec_step brotli_step(void *stream, struct bytes in, uint8_t *to, size_t room)
{
	size_t left = in.size, free_room = room;
	const uint8_t *next = in.data;
	BrotliDecoderResult result = BrotliDecoderDecompressStream(stream, &left, &next, &free_room, &to,
								   NULL);
	struct codec_step step = { .taken = in.size - left, .given = room - free_room };

	if (result == BROTLI_DECODER_RESULT_SUCCESS) {
		step.state = CODEC_DONE;
	} else if (result == BROTLI_DECODER_RESULT_ERROR) {
		BrotliDecoderErrorCode code = BrotliDecoderGetErrorCode(stream);
		bool memory = code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES &&
			      code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES;

		step.state = memory ? CODEC_NO_MEMORY : CODEC_BROKEN;
	}
	return step;
}

const struct codec codec_brotli = {
	.name = "brotli",
	.specification = "RFC 7932",
	.open = brotli_open,
	.step = brotli_step,
	.close = brotli_close,
};
