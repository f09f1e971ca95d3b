/* SPDX-License-Identifier: Apache-2.0 */
/* Strings with escapes as JSON, JavaScript and many logs write them. */
#ifndef PROBITY_CONTENT_JSON_STRING_H
#define PROBITY_CONTENT_JSON_STRING_H

#include "base/bytes.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Offset of the quote that ends the string whose first character is at `from`; the size of `data`
 * where it does not end. *ret_escaped: whether it has escapes; set to true only. */
size_t json_long_string_end(struct bytes data, size_t from, bool *ret_escaped);
static inline size_t json_string_end(struct bytes data, size_t from, bool *ret_escaped)
{
#ifdef __SSE2__
	/* Most strings are short. */
	if (data.size - from >= 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(data.data + from));
		__m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
		__m128i escapes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
		unsigned ends = (unsigned)_mm_movemask_epi8(quotes);
		unsigned hits = ends | (unsigned)_mm_movemask_epi8(escapes);

		/* The lowest of both is a quote. */
		if (hits & (0 - hits) & ends)
			return from + (size_t)__builtin_ctz(hits);
	}
#endif
	return json_long_string_end(data, from, ret_escaped);
}

/* Writes `raw` without its escapes (`\n`, `\u59d3`, surrogate pairs) to `to`, which has room for
 * raw.size bytes; wrong escapes stay as they are. Returns how many bytes were written. */
size_t json_string_unescape(struct bytes raw, uint8_t *to);

#endif
