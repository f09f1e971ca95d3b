/* SPDX-License-Identifier: Apache-2.0 */
/* Percent-encoded text (RFC 3986 section 2.1) that is not a form: a JSON value that was encoded
 * again, a parameter encoded twice. `%uXXXX` of old browsers is left out. */
#include "content/percent.h"

#include "base/text.h"
#include "content/content.h"

bool percent_is_coded(struct bytes text, bool plus)
{
	return bytes_find_byte(text, '%') != SIZE_MAX || (plus && bytes_find_byte(text, '+') != SIZE_MAX);
}

/* The byte that `%XX` at `at` stands for, or -1. */
static int read_code(struct bytes text, size_t at)
{
	if (text.size - at < 3 || text.data[at] != '%')
		return -1;
	int high = text_hex_digit(text.data[at + 1]), low = text_hex_digit(text.data[at + 2]);

	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

size_t percent_decode(struct bytes text, bool plus, uint8_t *to)
{
	size_t at = 0, size = 0;

	while (at < text.size) {
		int byte = read_code(text, at);

		if (byte >= 0) {
			to[size++] = (uint8_t)byte;
			at += 3;
		} else {
			to[size++] = plus && text.data[at] == '+' ? ' ' : text.data[at];
			at++;
		}
	}
	return size;
}

/* Of the characters that are percent signs all must begin a code, and no character may be one that
 * an encoder would have encoded: a text that speaks of 50% is not encoded. */
static unsigned bid(const struct content *content)
{
	struct bytes start = bytes_slice(content->data, 0, 256);
	unsigned codes = 0;

	if (bytes_find_byte(start, '%') == SIZE_MAX)
		return 0;
	for (size_t at = 0; at < start.size; at++) {
		uint8_t byte = start.data[at];

		if (byte <= ' ' || byte >= 0x7f || byte == '"' || byte == '<' || byte == '>')
			return 0;
		if (byte != '%')
			continue;
		if (start.size - at < 3)
			return codes ? 12 : 0;
		if (read_code(start, at) < 0)
			return 0;
		codes++;
	}
	return codes ? 12 + (codes > 2 ? 4 : 0) : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct buffer buffer = examination_buffer(examination);

	if (buffer_reserve(&buffer, content->data.size)) {
		buffer.size = percent_decode(content->data, false, buffer.data);
		struct content child = {
			.data = buffer_bytes(&buffer),
			.format = "url",
			.encoding = true,
			.incomplete = content->incomplete,
		};

		examination_content(examination, content, &child, content->data);
	}
	examination_buffer_end(examination, &buffer);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_url = {
	.name = "url",
	.specification = "RFC 3986, section 2.1",
	.needs = CHARACTER_PERCENT,
	.yields_to = 16,
	.bid = bid,
	.decode = decode,
};
