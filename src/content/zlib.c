/* SPDX-License-Identifier: Apache-2.0 */
/* zlib (RFC 1950), and raw deflate (RFC 1951) where Content-Encoding says `deflate`: servers mean
 * either by it.
 *
 *     method(1): 8 with window ≤ 7    flags(1): makes both bytes a multiple of 31, no dictionary */
#include "content/coding.h"
#include "content/unpack.h"

static bool is_zlib(struct bytes data)
{
	return data.size > 6 && (data.data[0] & 0x0f) == 8 && data.data[0] >> 4 <= 7 &&
	       (data.data[0] << 8 | data.data[1]) % 31 == 0 && !(data.data[1] & 0x20);
}

static bool is_declared(const struct content *content)
{
	return coding_is(content, BYTES("deflate"));
}

static unsigned bid(const struct content *content)
{
	if (is_zlib(content->data))
		/* Anything but the usual 32 KB window is rare, and `H` and `X` begin words. */
		return content->data.data[0] == 0x78 || is_declared(content) ? 15 : 3;
	return is_declared(content) && content->data.size > 2 && (content->data.data[0] & 6) != 6 ? 3 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	static const struct unpacker wrapped = { .codec = &codec_zlib, .chance = true };
	static const struct unpacker raw = { .codec = &codec_deflate, .format = "zlib", .chance = true };

	if (is_zlib(content->data)) {
		enum decoded decoded = unpack_content(&wrapped, content, examination);

		if (decoded != DECODED_NOT_MINE || !is_declared(content))
			return decoded;
	}
	return unpack_content(&raw, content, examination);
}

const struct content_decoder content_decoder_zlib = {
	.name = "zlib",
	.specification = "RFC 1950, RFC 1951",
	.yields_to = 15,
	.bid = bid,
	.decode = decode,
};
