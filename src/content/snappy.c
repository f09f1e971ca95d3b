/* SPDX-License-Identifier: Apache-2.0 */
/* Snappy: the framing format, and the bare block where it is declared (`Content-Encoding: snappy`, as
 * monitoring systems send it), which has no magic number. */
#include "base/limits.h"
#include "content/coding.h"
#include "content/unpack.h"

static bool is_block(const struct content *content, uint64_t *ret_size)
{
	return coding_is(content, BYTES("snappy")) && snappy_size(content->data, ret_size);
}

static unsigned bid(const struct content *content)
{
	uint64_t size;

	if (snappy_begins(content->data))
		return 80;
	return is_block(content, &size) ? 20 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct codec block = codec_snappy_block;
	uint64_t size = 0;

	if (snappy_begins(content->data))
		return unpack_content(&(struct unpacker){ .codec = &codec_snappy, .certain = true }, content,
				      examination);
	(void)is_block(content, &size);
	block.room = size < LIMIT_EXPANDED_SIZE ? (size_t)size : LIMIT_EXPANDED_SIZE;
	return unpack_content(&(struct unpacker){ .codec = &block, .chance = true }, content, examination);
}

const struct content_decoder content_decoder_snappy = {
	.name = "snappy",
	.specification = "Snappy compressed format, framing format",
	.bid = bid,
	.decode = decode,
};
