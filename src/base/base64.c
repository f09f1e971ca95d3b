/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base64.h"

/* Which alphabet a digit belongs to, where it is not in both. */
enum { STANDARD = 1 << 8, URL = 1 << 9 };

/* Value of a digit plus 1; 0: no digit. */
#define ROW(base, value) \
	[base] = (value) + 1, [(base) + 1] = (value) + 2, [(base) + 2] = (value) + 3, \
	[(base) + 3] = (value) + 4, [(base) + 4] = (value) + 5
static const uint16_t digits[256] = {
	ROW('A', 0),	       ROW('F', 5),	 ROW('K', 10),		ROW('P', 15),
	ROW('U', 20),	       ['Z'] = 26,	 ROW('a', 26),		ROW('f', 31),
	ROW('k', 36),	       ROW('p', 41),	 ROW('u', 46),		['z'] = 52,
	ROW('0', 52),	       ROW('5', 57),	 ['+'] = 63 | STANDARD, ['-'] = 63 | URL,
	['/'] = 64 | STANDARD, ['_'] = 64 | URL,
};

bool base64_is_digit(uint8_t byte)
{
	return digits[byte] != 0;
}

/* `text` without its padding; false where that is wrong. */
static bool cut_padding(struct bytes *text)
{
	size_t padding = 0;

	while (padding < 2 && padding < text->size && text->data[text->size - 1 - padding] == '=')
		padding++;
	bool right = padding == 0 || text->size % 4 == 0;

	text->size -= padding;
	return right && text->size % 4 != 1;
}

static uint32_t value_of(unsigned digit)
{
	return (digit & 0x7f) - 1;
}

bool base64_decode(struct bytes text, struct buffer *to)
{
	bool right = cut_padding(&text);
	unsigned seen = 0;
	const uint8_t *in = text.data;
	size_t left = text.size;

	if (left == 0)
		return right;
	if (!buffer_reserve(to, text.size / 4 * 3 + (left % 4 ? left % 4 - 1 : 0)))
		return false;
	size_t end = to->size;

	for (; left >= 4; left -= 4, in += 4) {
		unsigned a = digits[in[0]], b = digits[in[1]], c = digits[in[2]], d = digits[in[3]];

		if (!a || !b || !c || !d)
			break;
		uint32_t bits = value_of(a) << 18 | value_of(b) << 12 | value_of(c) << 6 | value_of(d);

		seen |= a | b | c | d;
		to->data[end++] = (uint8_t)(bits >> 16);
		to->data[end++] = (uint8_t)(bits >> 8);
		to->data[end++] = (uint8_t)bits;
	}
	/* The last group, or the one with a wrong character. */
	size_t size = left < 4 ? left : 4, have = 0;
	uint32_t bits = 0;

	for (; have < size && digits[in[have]]; have++) {
		seen |= digits[in[have]];
		bits |= value_of(digits[in[have]]) << (18 - 6 * have);
	}
	for (size_t i = 0; i + 1 < have; i++)
		to->data[end++] = (uint8_t)(bits >> (16 - 8 * i));
	to->size = end;
	return right && have == size && !((seen & STANDARD) && (seen & URL));
}

void base64_decode_pieces(struct bytes text, struct buffer *to)
{
	bool right = true;

	text = bytes_trim(text);
	while (text.size && right) {
		size_t end = 0;

		while (end < text.size && base64_is_digit(text.data[end]))
			end++;
		while (end < text.size && text.data[end] == '=')
			end++;
		right = end && base64_decode(bytes_slice(text, 0, end), to);
		text = bytes_trim(bytes_from(text, end));
	}
}
