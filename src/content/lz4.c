/* SPDX-License-Identifier: Apache-2.0 */
/* LZ4 in its two containers: frames, and the legacy one of kernels and old tools. Left out: blocks without a
 * container, which nothing tells from noise. */
#include "content/unpack.h"

static unsigned bid(const struct content *content)
{
	if (lz4_begins(content->data))
		return 32 + 3 + 5;
	return lz4_legacy_begins(content->data) ? 32 + 8 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	const struct unpacker unpacker = {
		.codec = lz4_begins(content->data) ? &codec_lz4 : &codec_lz4_legacy,
		.certain = true,
	};

	return unpack_content(&unpacker, content, examination);
}

const struct content_decoder content_decoder_lz4 = {
	.name = "lz4",
	.specification = "LZ4 Frame Format 1.6.4",
	.first = (const bool[256]){ [0x02] = true, [0x04] = true },
	.bid = bid,
	.decode = decode,
};
