/* SPDX-License-Identifier: Apache-2.0 */
/* Brotli (RFC 7932). It has no magic number: only what is declared as `br` is tried, and given back
 * where it is text or breaks at once. Left out: shared dictionaries (`dcb`), large windows. */
#include "content/coding.h"
#include "content/readable.h"
#include "content/unpack.h"

static unsigned bid(const struct content *content)
{
	if (!coding_is(content, BYTES("br")) || content->data.size < 2)
		return 0;
	return readable_text(content->data) ? 1 : 24;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	const struct unpacker unpacker = {
		.codec = &codec_brotli,
		.certain = !readable_text(content->data),
		.chance = true,
	};

	return unpack_content(&unpacker, content, examination);
}

const struct content_decoder content_decoder_brotli = {
	.name = "brotli",
	.specification = "RFC 7932",
	.yields_to = 24,
	.bid = bid,
	.decode = decode,
};
