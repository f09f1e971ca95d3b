/* SPDX-License-Identifier: Apache-2.0 */
/* Strings with escapes as JSON, JavaScript and many logs write them. */
#ifndef PROBITY_CONTENT_JSON_STRING_H
#define PROBITY_CONTENT_JSON_STRING_H

#include "base/bytes.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Where the quote stands that ends the string whose first character is at `at`; `end` where it does not
 * end. *ret_escaped: whether it has escapes; set to true only. */
const uint8_t *json_long_string_end(const uint8_t *at, const uint8_t *end, bool *ret_escaped);
static inline const uint8_t *json_string_end(const uint8_t *at, const uint8_t *end, bool *ret_escaped)
{
#ifdef __SSE2__
	/* Most strings are short. */
	if (end - at >= 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
		__m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
		__m128i escapes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
		unsigned ends = (unsigned)_mm_movemask_epi8(quotes);
		unsigned hits = ends | (unsigned)_mm_movemask_epi8(escapes);

		/* The lowest of both is a quote. */
		if (hits & (0 - hits) & ends)
			return at + __builtin_ctz(hits);
	}
#endif
	return json_long_string_end(at, end, ret_escaped);
}

/* Writes `raw` without its escapes (`\n`, `\u59d3`, surrogate pairs) to `to`, which has room for
 * raw.size bytes; wrong escapes stay as they are. Returns how many bytes were written. */
size_t json_string_unescape(struct bytes raw, uint8_t *to);

#endif
