/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base64.h"

/* Value of a digit plus 1; 0: no digit. */
#define ROW(base, value) \
	[base] = (value) + 1, [(base) + 1] = (value) + 2, [(base) + 2] = (value) + 3, \
	[(base) + 3] = (value) + 4, [(base) + 4] = (value) + 5
static const uint8_t digits[256] = {
	ROW('A', 0),  ROW('F', 5),  ROW('K', 10), ROW('P', 15), ROW('U', 20), ['Z'] = 26,
	ROW('a', 26), ROW('f', 31), ROW('k', 36), ROW('p', 41), ROW('u', 46), ['z'] = 52,
	ROW('0', 52), ROW('5', 57), ['+'] = 63,	  ['-'] = 63,	['/'] = 64,   ['_'] = 64,
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

bool base64_decode(struct bytes text, struct buffer *to)
{
	bool right = cut_padding(&text), standard = false, url = false;
	const uint8_t *in = text.data;
	size_t left = text.size;

	if (left == 0)
		return right;
	if (!buffer_reserve(to, text.size / 4 * 3 + (left % 4 ? left % 4 - 1 : 0)))
		return false;
	size_t end = to->size;

	while (left) {
		size_t size = left < 4 ? left : 4, have = 0;
		uint32_t bits = 0;

		while (have < size && digits[in[have]]) {
			standard |= in[have] == '+' || in[have] == '/';
			url |= in[have] == '-' || in[have] == '_';
			bits |= (uint32_t)(digits[in[have]] - 1) << (18 - 6 * have);
			have++;
		}
		for (size_t i = 0; i + 1 < have; i++)
			to->data[end++] = (uint8_t)(bits >> (16 - 8 * i));
		if (have < size) {
			right = false;
			break;
		}
		in += size;
		left -= size;
	}
	to->size = end;
	return right && !(standard && url);
}
