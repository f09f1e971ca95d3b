/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal digits (RFC 4648 section 8, either case) of something that can be read. Digests,
 * identifiers and numbers are hexadecimal too: only what decodes to text or a known format is taken.
 * Left out: separators between the bytes. */
#include "base/text.h"
#include "content/content.h"
#include "content/readable.h"
#include "content/structured.h"

/* Eleven bytes: a telephone number. Shorter ones are text by chance too often. */
enum { LEAST = 22, SAMPLE = 64 };

/* Decodes pairs of digits up to the first that is none; returns how many bytes. */
static size_t decode_pairs(struct bytes digits, uint8_t *to)
{
	size_t size = 0;

	for (; digits.size - size * 2 >= 2; size++) {
		int high = text_hex_digit(digits.data[size * 2]),
		    low = text_hex_digit(digits.data[size * 2 + 1]);

		if (high < 0 || low < 0)
			break;
		to[size] = (uint8_t)(high << 4 | low);
	}
	return size;
}

static unsigned bid(const struct content *content)
{
	uint8_t decoded[SAMPLE / 2];

	if (content->data.size < LEAST || text_hex_digit(content->data.data[2]) < 0)
		return 0;
	struct bytes data = bytes_trim(content->data), sample = bytes_slice(data, 0, SAMPLE);

	if (data.size < LEAST || (data.size % 2 && !content->incomplete) || text_hex_digit(data.data[0]) < 0)
		return 0;
	size_t size = decode_pairs(sample, decoded);

	if (size < sample.size / 2)
		return 0;
	struct bytes bytes = { decoded, size };
	bool cut = content->incomplete || data.size > SAMPLE;

	return readable_plausible(bytes) || structured_plausible(bytes, cut) ? 22 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct bytes digits = bytes_trim(content->data);
	struct buffer bytes = examination_buffer(examination);
	enum decoded decoded = DECODED_NOT_MINE;

	if (buffer_reserve(&bytes, digits.size / 2))
		bytes.size = decode_pairs(digits, bytes.data);
	if (bytes.size && (bytes.size == digits.size / 2 || content->incomplete)) {
		struct content child = {
			.data = buffer_bytes(&bytes),
			.format = "hex",
			.encoding = true,
			.incomplete = content->incomplete,
		};

		examination_content(examination, content, &child, content->data);
		decoded = content->incomplete ? DECODED_IN_PART : DECODED;
	}
	examination_buffer_end(examination, &bytes);
	return decoded;
}

static const bool may_begin[256] = {
	['0' ... '9'] = true, ['A' ... 'F'] = true, ['a' ... 'f'] = true, [' '] = true,
	['\t'] = true,	      ['\r'] = true,	    ['\n'] = true,
};

const struct content_decoder content_decoder_hex = {
	.name = "hex",
	.specification = "RFC 4648, section 8",
	.first = may_begin,
	.bid = bid,
	.decode = decode,
};
