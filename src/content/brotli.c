/* SPDX-License-Identifier: Apache-2.0 */
/* Brotli (RFC 7932). It has no magic number: only what is declared as `br` is tried, and given back
 * where it is text or breaks at once. Left out: shared dictionaries (`dcb`), large windows. */
#include "content/coding.h"
#include "content/readable.h"
#include "content/unpack.h"

#include "base/memory.h"

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

static struct unpack_step brotli_step(void *self, struct bytes in, uint8_t *to, size_t room)
{
	BrotliDecoderState *state = self;
	size_t left = in.size, free_room = room;
	const uint8_t *next = in.data;
	BrotliDecoderResult result = BrotliDecoderDecompressStream(state, &left, &next, &free_room, &to,
								   NULL);
	struct unpack_step step = { .taken = in.size - left, .given = room - free_room };

	if (result == BROTLI_DECODER_RESULT_SUCCESS) {
		step.state = UNPACK_DONE;
	} else if (result == BROTLI_DECODER_RESULT_ERROR) {
		BrotliDecoderErrorCode code = BrotliDecoderGetErrorCode(state);
		bool memory = code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES &&
			      code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES;

		step.state = memory ? UNPACK_NO_MEMORY : UNPACK_BROKEN;
	}
	return step;
}

static unsigned bid(const struct content *content)
{
	if (!coding_is(content, BYTES("br")) || content->data.size < 2)
		return 0;
	return readable_text(content->data) ? 1 : 24;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	const struct unpacker unpacker = {
		.format = "brotli",
		.certain = !readable_text(content->data),
		.chance = true,
		.step = brotli_step,
	};
	BrotliDecoderState *state = BrotliDecoderCreateInstance(allocate, release, NULL);

	if (!state) {
		observer_out_of_memory(examination_observer(examination));
		return DECODED_IN_PART;
	}
	enum decoded decoded = unpack_content(&unpacker, state, content, examination);

	BrotliDecoderDestroyInstance(state);
	return decoded;
}

const struct content_decoder content_decoder_brotli = {
	.name = "brotli",
	.specification = "RFC 7932",
	.yields_to = 24,
	.bid = bid,
	.decode = decode,
};
