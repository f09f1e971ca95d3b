/* SPDX-License-Identifier: Apache-2.0 */
#include "content/json_string.h"

#include "base/text.h"

const uint8_t *json_long_string_end(const uint8_t *at, const uint8_t *end, bool *ret_escaped)
{
	while (at < end) {
#ifdef __SSE2__
		for (; end - at >= 16; at += 16) {
			__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
			__m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
			__m128i escapes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
			int hits = _mm_movemask_epi8(_mm_or_si128(quotes, escapes));

			if (hits) {
				at += __builtin_ctz((unsigned)hits);
				break;
			}
		}
#endif
		while (at < end && *at != '"' && *at != '\\')
			at++;
		if (at == end || *at == '"')
			return at;
		*ret_escaped = true;
		if (end - at < 2)
			return end;
		at += 2;
	}
	return end;
}

/* Four hexadecimal digits at `at`, or -1. */
static int32_t read_unit(struct bytes raw, size_t at)
{
	int32_t unit = 0;

	for (size_t i = 0; i < 4; i++) {
		int digit = at + i < raw.size ? text_hex_digit(raw.data[at + i]) : -1;

		if (digit < 0)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

static size_t put_utf8(uint32_t point, uint8_t *to)
{
	if (point < 0x80) {
		to[0] = (uint8_t)point;
		return 1;
	}
	if (point < 0x800) {
		to[0] = (uint8_t)(0xc0 | point >> 6);
		to[1] = (uint8_t)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		to[0] = (uint8_t)(0xe0 | point >> 12);
		to[1] = (uint8_t)(0x80 | (point >> 6 & 0x3f));
		to[2] = (uint8_t)(0x80 | (point & 0x3f));
		return 3;
	}
	to[0] = (uint8_t)(0xf0 | (point >> 18 & 7));
	to[1] = (uint8_t)(0x80 | (point >> 12 & 0x3f));
	to[2] = (uint8_t)(0x80 | (point >> 6 & 0x3f));
	to[3] = (uint8_t)(0x80 | (point & 0x3f));
	return 4;
}

/* Reads `\uXXXX`, with its other half if it is a surrogate. Returns its size, 0 if it is wrong. */
static size_t read_escape(struct bytes raw, size_t at, uint32_t *ret_point)
{
	int32_t unit = read_unit(raw, at + 2);

	if (unit < 0 || (unit >= 0xdc00 && unit < 0xe000))
		return 0;
	if (unit < 0xd800 || unit >= 0xe000) {
		*ret_point = (uint32_t)unit;
		return 6;
	}
	bool pair = at + 7 < raw.size && raw.data[at + 6] == '\\' && raw.data[at + 7] == 'u';
	int32_t low = pair ? read_unit(raw, at + 8) : -1;

	if (low < 0xdc00 || low >= 0xe000)
		return 0;
	*ret_point = 0x10000 + ((uint32_t)(unit - 0xd800) << 10) + (uint32_t)(low - 0xdc00);
	return 12;
}

size_t json_string_unescape(struct bytes raw, uint8_t *to)
{
	static const uint8_t plain[256] = {
		['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
		['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t',
	};
	size_t at = 0, size = 0;

	while (at < raw.size) {
		uint8_t next = at + 1 < raw.size ? raw.data[at + 1] : 0;
		uint32_t point;

		if (raw.data[at] != '\\') {
			to[size++] = raw.data[at++];
		} else if (plain[next]) {
			to[size++] = plain[next];
			at += 2;
		} else {
			size_t escape = next == 'u' ? read_escape(raw, at, &point) : 0;

			if (escape) {
				size += put_utf8(point, to + size);
				at += escape;
			} else {
				to[size++] = raw.data[at++];
			}
		}
	}
	return size;
}
