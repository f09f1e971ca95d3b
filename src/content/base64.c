/* SPDX-License-Identifier: Apache-2.0 */
/* Base64 (RFC 4648, either alphabet; lines as in RFC 2045) of something that can be read: a text, an
 * image, JSON. Nearly every long identifier is made of base64 digits: only what decodes to text or to
 * a known format is taken. */
#include "base/base64.h"

#include "content/content.h"
#include "content/readable.h"
#include "content/structured.h"

enum { LEAST = 16, SAMPLE = 64 };

static bool is_blank(uint8_t byte)
{
	return byte == '\r' || byte == '\n' || byte == ' ' || byte == '\t';
}

/* Copies base64 digits without line ends. A blank inside a line is a `+` that a form has decoded.
 * False at a byte that is neither. */
static bool compact(struct bytes data, uint8_t *to, size_t *ret_size)
{
	size_t size = 0;

	for (size_t i = 0; i < data.size; i++) {
		uint8_t byte = data.data[i];

		if (byte == '\r' || byte == '\n' || byte == '\t')
			continue;
		if (!base64_is_digit(byte) && byte != '=' && byte != ' ')
			return false;
		to[size++] = byte == ' ' ? '+' : byte;
	}
	*ret_size = size;
	return true;
}

static bool has_either(const uint8_t *text, size_t size, uint8_t one, uint8_t other)
{
	return memchr(text, one, size) || memchr(text, other, size);
}

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data, start = bytes_slice(data, 0, SAMPLE);
	unsigned seen = readable_sorts(start);
	uint8_t digits[SAMPLE];
	size_t size = 0;

	/* Only hexadecimal digits: a digest, an identifier, or hex. */
	if (data.size < LEAST || !(seen & ~(unsigned)(SORT_DIGIT | SORT_HEX)))
		return 0;
	if ((seen & ~(unsigned)SORT_BASE64_TEXT) || !base64_is_digit(data.data[0]) ||
	    !compact(start, digits, &size))
		return 0;
	if (!(readable_sorts((struct bytes){ digits, size }) & ~(unsigned)(SORT_DIGIT | SORT_HEX)))
		return 0;
	if (size == 0 || (start.size == data.size && !content->incomplete && size % 4 == 1))
		return 0;
	/* As paths have them. Told before it costs decoding. */
	if ((data.size <= SAMPLE || size % 4 == 0) && has_either(digits, size, '+', '/') &&
	    has_either(digits, size, '-', '_'))
		return 0;
	uint8_t decoded[SAMPLE];
	/* The sample ends anywhere: only whole groups of it are decoded. */
	struct buffer buffer = { .data = decoded, .room = sizeof decoded, .maximum = sizeof decoded };
	struct bytes groups = { digits, data.size > SAMPLE ? size / 4 * 4 : size };

	if (!base64_decode(groups, &buffer) || buffer.size < 8)
		return 0;
	if (content->media_type.size && bytes_find_nocase(content->media_type, BYTES(";base64")) != SIZE_MAX)
		return 24;
	struct bytes bytes = buffer_bytes(&buffer);
	bool cut = content->incomplete || data.size > SAMPLE;

	return readable_plausible(bytes_slice(bytes, 0, 24)) || structured_plausible(bytes, cut) ? 20 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct buffer text = examination_buffer(examination);
	struct bytes digits = content->data;
	enum decoded decoded = DECODED_NOT_MINE;

	for (size_t i = 0; i < digits.size && text.size == 0; i++)
		if (is_blank(digits.data[i])) {
			if (!buffer_reserve(&text, digits.size) || !compact(digits, text.data, &text.size))
				goto done;
			digits = buffer_bytes(&text);
		}
	/* What is cut off ends inside a group. */
	if (content->incomplete)
		digits.size -= digits.size % 4;
	struct buffer bytes = examination_buffer(examination);
	bool right = base64_decode(digits, &bytes);

	if (bytes.size && (right || content->incomplete)) {
		struct content child = {
			.data = buffer_bytes(&bytes),
			.format = "base64",
			.encoding = true,
			.incomplete = content->incomplete,
		};

		examination_content(examination, content, &child, content->data);
		decoded = content->incomplete ? DECODED_IN_PART : DECODED;
	}
	examination_buffer_end(examination, &bytes);
done:
	examination_buffer_end(examination, &text);
	return decoded;
}

static const bool may_begin[256] = {
	['+'] = true,	      ['/'] = true,	    ['-'] = true,	  ['_'] = true,
	['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true,
};

const struct content_decoder content_decoder_base64 = {
	.name = "base64",
	.specification = "RFC 4648",
	.first = may_begin,
	.bid = bid,
	.decode = decode,
};
