/* SPDX-License-Identifier: Apache-2.0 */
/* Zstandard (RFC 8878): frames after each other, also skippable ones. Of a cut one whole blocks are
 * read. Left out: dictionaries, and windows larger than LIMIT_ZSTD_WINDOW.
 *
 *     frame = 28 b5 2f fd  descriptor(1): bit 3 is 0  …        skippable = 5x 2a 4d 18  size(4)  … */
#include "base/limits.h"
#include "codec/codec.h"

#include <zstd.h>
#include <zstd_errors.h>

enum { WINDOW_LOG = 24 };
_Static_assert(LIMIT_ZSTD_WINDOW == 1 << WINDOW_LOG, "the limit as the library takes it");

static bool is_skippable(struct bytes data)
{
	return data.size >= 8 && (data.data[0] & 0xf0) == 0x50 &&
	       bytes_start_with(bytes_from(data, 1), BYTES("\x2a\x4d\x18"));
}

static bool is_frame(struct bytes data)
{
	return data.size > 5 && bytes_start_with(data, BYTES("\x28\xb5\x2f\xfd")) && !(data.data[4] & 8);
}

bool zstd_begins(struct bytes data)
{
	return is_frame(data) || is_skippable(data);
}

static void zstd_close(void *stream)
{
	ZSTD_freeDStream(stream);
}

static void *zstd_open(void)
{
	ZSTD_DStream *stream = ZSTD_createDStream();

	if (stream && !ZSTD_isError(ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, WINDOW_LOG)))
		return stream;
	zstd_close(stream);
	return NULL;
}

static struct codec_step zstd_step(void *stream, struct bytes in, uint8_t *to, size_t room)
{
	ZSTD_inBuffer from = { in.data, in.size, 0 };
	ZSTD_outBuffer out = { to, room, 0 };
	size_t result = ZSTD_decompressStream(stream, &out, &from);
	struct codec_step step = { .taken = from.pos, .given = out.pos };
	ZSTD_ErrorCode code = ZSTD_getErrorCode(result);

	if (ZSTD_isError(result)) {
		step.state = code == ZSTD_error_memory_allocation ? CODEC_NO_MEMORY : CODEC_BROKEN;
		if (code == ZSTD_error_frameParameter_windowTooLarge)
			step.reason = "limit";
		else if (code == ZSTD_error_dictionary_wrong)
			step.reason = "unknown-dictionary";
	} else if (result == 0 && !zstd_begins(bytes_from(in, from.pos))) {
		step.state = CODEC_DONE;
	}
	return step;
}

const struct codec codec_zstd = {
	.name = "zstd",
	.specification = "RFC 8878",
	.open = zstd_open,
	.step = zstd_step,
	.close = zstd_close,
};
