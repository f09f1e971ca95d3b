/* SPDX-License-Identifier: Apache-2.0 */
/* Zstandard (RFC 8878): frames after each other, also skippable ones. */
#include "content/unpack.h"

static unsigned bid(const struct content *content)
{
	if (!zstd_begins(content->data))
		return 0;
	return content->data.data[0] == 0x28 ? 33 : 28;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	return unpack_content(&(struct unpacker){ .codec = &codec_zstd, .certain = true }, content,
			      examination);
}

const struct content_decoder content_decoder_zstd = {
	.name = "zstd",
	.specification = "RFC 8878",
	.first = (const bool[256]){ [0x28] = true, [0x50 ... 0x5f] = true },
	.bid = bid,
	.decode = decode,
};
