/* SPDX-License-Identifier: Apache-2.0 */
/* Sixteen bytes looked at at once. Questions about them are answered by sixteen bits, the lowest for the
 * first byte: in a few steps on machines with SSE2, else byte by byte. */
#ifndef PROBITY_BASE_BLOCK_H
#define PROBITY_BASE_BLOCK_H

#include "base/bytes.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { BLOCK_SIZE = 16, BLOCK_ALL = 0xffff };

#ifdef __SSE2__

struct block {
	__m128i bytes;
};

/* The sixteen bytes from `data` on. */
static inline struct block block_of(const uint8_t *data)
{
	return (struct block){ _mm_loadu_si128((const __m128i *)(const void *)data) };
}

/* Which are `byte`. */
static inline unsigned block_equal(struct block block, uint8_t byte)
{
	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(block.bytes, _mm_set1_epi8((char)byte)));
}

/* Which are `low`, `high` or between them. */
static inline unsigned block_between(struct block block, uint8_t low, uint8_t high)
{
	__m128i above = _mm_sub_epi8(block.bytes, _mm_set1_epi8((char)low));
	__m128i most = _mm_min_epu8(above, _mm_set1_epi8((char)(high - low)));

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(above, most));
}

/* Which are above 7f. */
static inline unsigned block_high(struct block block)
{
	return (unsigned)_mm_movemask_epi8(block.bytes);
}

#else

struct block {
	const uint8_t *bytes;
};

static inline struct block block_of(const uint8_t *data)
{
	return (struct block){ data };
}

static inline unsigned block_between(struct block block, uint8_t low, uint8_t high)
{
	unsigned places = 0;

	for (unsigned i = 0; i < BLOCK_SIZE; i++)
		places |= (unsigned)(block.bytes[i] >= low && block.bytes[i] <= high) << i;
	return places;
}

static inline unsigned block_equal(struct block block, uint8_t byte)
{
	return block_between(block, byte, byte);
}

static inline unsigned block_high(struct block block)
{
	return block_between(block, 0x80, 0xff);
}

#endif

/* The lowest place, of some. */
static inline unsigned block_first(unsigned places)
{
	return (unsigned)__builtin_ctz(places);
}

static inline unsigned block_count(unsigned places)
{
	return (unsigned)__builtin_popcount(places);
}

#endif
