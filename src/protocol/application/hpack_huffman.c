/* SPDX-License-Identifier: Apache-2.0 */
/* The static Huffman code of RFC 7541, appendix B. It is canonical: codes of one length follow each other in
 * the order of their symbols, so the symbols in that order and a count for each length are all of it. */
#include "protocol/application/hpack.h"

/* Symbols by length, then value; the end of a string (256) is the last, and never stands in one. */
static const uint8_t symbols[256] = {
	48,  49,  50,  97,  99,	 101, 105, 111, 115, 116, 32,  37,  45,	 46,  47,  51,	52,  53,  54,  55,
	56,  57,  61,  65,  95,	 98,  100, 102, 103, 104, 108, 109, 110, 112, 114, 117, 58,  66,  67,  68,
	69,  70,  71,  72,  73,	 74,  75,  76,	77,  78,  79,  80,  81,	 82,  83,  84,	85,  86,  87,  89,
	106, 107, 113, 118, 119, 120, 121, 122, 38,  42,  44,  59,  88,	 90,  33,  34,	40,  41,  63,  39,
	43,  124, 35,  62,  0,	 36,  64,  91,	93,  126, 94,  125, 60,	 96,  123, 92,	195, 208, 128, 130,
	131, 162, 184, 194, 224, 226, 153, 161, 167, 172, 176, 177, 179, 209, 216, 217, 227, 229, 230, 129,
	132, 133, 134, 136, 146, 154, 156, 160, 163, 164, 169, 170, 173, 178, 181, 185, 186, 187, 189, 190,
	196, 198, 228, 232, 233, 1,   135, 137, 138, 139, 140, 141, 143, 147, 149, 150, 151, 152, 155, 157,
	158, 165, 166, 168, 174, 175, 180, 182, 183, 188, 191, 197, 231, 239, 9,   142, 144, 145, 148, 159,
	171, 206, 215, 225, 236, 237, 199, 207, 234, 235, 192, 193, 200, 201, 202, 205, 210, 213, 218, 219,
	238, 240, 242, 243, 255, 203, 204, 211, 212, 214, 221, 222, 223, 241, 244, 245, 246, 247, 248, 250,
	251, 252, 253, 254, 2,	 3,   4,   5,	6,   7,	  8,   11,  12,	 14,  15,  16,	17,  18,  19,  20,
	21,  23,  24,  25,  26,	 27,  28,  29,	30,  31,  127, 220, 249, 10,  13,  22,
};

enum { SHORTEST = 5, LONGEST = 30 };

static const uint8_t counts[LONGEST + 1] = {
	[5] = 10,  [6] = 26,  [7] = 32, [8] = 6,   [10] = 5,  [11] = 3,	 [12] = 2,
	[13] = 6,  [14] = 2,  [15] = 3, [19] = 3,  [20] = 8,  [21] = 13, [22] = 26,
	[23] = 29, [24] = 12, [25] = 4, [26] = 15, [27] = 19, [28] = 29, [30] = 4,
};

/* The symbol that `bits` (the next ones, first at the top) start with, and its length; 0: none. */
static unsigned take_symbol(uint32_t bits, unsigned *ret_symbol)
{
	uint32_t code = 0, before = 0;

	for (unsigned length = SHORTEST; length <= LONGEST; length++) {
		uint32_t start = bits >> (32 - length);

		code <<= 1;
		if (start - code < counts[length]) {
			*ret_symbol = before + (start - code);
			return length;
		}
		code += counts[length];
		before += counts[length];
	}
	return 0;
}

bool hpack_huffman(struct bytes text, struct buffer *to)
{
	uint64_t bits = 0;
	unsigned there = 0, symbol;
	size_t at = 0;

	/* No code is shorter than five bits. */
	if (!buffer_reserve(to, text.size * 8 / SHORTEST + 1))
		return false;
	for (;;) {
		while (there <= 56 && at < text.size) {
			bits |= (uint64_t)text.data[at++] << (56 - there);
			there += 8;
		}
		/* What is left over is up to seven ones, the start of the longest code. */
		if (at == text.size && there < 8 && bits >> (64 - there - (there == 0)) == (1u << there) - 1)
			return true;
		unsigned length = take_symbol((uint32_t)(bits >> 32), &symbol);

		if (!length || length > there || symbol > 255)
			return false;
		buffer_append_byte(to, symbols[symbol]);
		bits <<= length;
		there -= length;
	}
}
