/* SPDX-License-Identifier: Apache-2.0 */
/* gzip (RFC 1952): one or several members. What could be inflated of a cut or broken one is read.
 *
 *     member = 1f 8b  method(1)=8  flags(1)  time(4)  extra flags(1)  system(1)  … deflate … crc size */
#include "content/unpack.h"

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data;

	/* The three upper flags are reserved. */
	return bytes_start_with(data, BYTES("\x1f\x8b\x08")) && data.size > 10 && data.data[3] < 0x20 ? 27
												      : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	return unpack_content(&(struct unpacker){ .codec = &codec_gzip }, content, examination);
}

const struct content_decoder content_decoder_gzip = {
	.name = "gzip",
	.specification = "RFC 1952",
	.first = (const bool[256]){ [0x1f] = true },
	.bid = bid,
	.decode = decode,
};
