/* SPDX-License-Identifier: Apache-2.0 */
/* FLAC (RFC 9639): "fLaC"  last(1 bit) 0(7 bits)  34(3 bytes) stream information. */
#include "content/content.h"

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data;

	return bytes_start_with(data, BYTES("fLaC")) && data.size >= 8 && (data.data[4] & 0x7f) == 0 &&
			       bytes_equal(bytes_slice(data, 5, 3), BYTES("\0\0\x22"))
		       ? 63
		       : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct media media = { .medium = "voice", .format = "flac" };

	examination_media(examination, content, &media);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_flac = {
	.name = "flac",
	.specification = "RFC 9639",
	.first = (const bool[256]){ ['f'] = true },
	.bid = bid,
	.decode = decode,
};
