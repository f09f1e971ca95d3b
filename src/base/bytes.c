/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

#include "base/hash.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Eight bytes with their capital letters made small: of each byte's lower seven bits, a sum that sets
 * the eighth from `A` on and one that sets it behind `Z`. */
static uint64_t lower(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), low = word & (ones * 0x7f);
	uint64_t capitals = (low + ones * (0x80 - 'A')) & ~(low + ones * (0x7f - 'Z')) & ~word &
			    (ones * 0x80);

	return word | capitals >> 2;
}

bool bytes_same_nocase(const uint8_t *a, const uint8_t *b, size_t size)
{
	size_t at = 0;

	if (size <= 8)
		return lower(hash_word(a, size)) == lower(hash_word(b, size));
	for (; size - at > 8; at += 8)
		if (lower(hash_word(a + at, 8)) != lower(hash_word(b + at, 8)))
			return false;
	return lower(hash_word(a + size - 8, 8)) == lower(hash_word(b + size - 8, 8));
}

bool bytes_end_with(struct bytes whole, struct bytes end)
{
	return whole.size >= end.size &&
	       (end.size == 0 || memcmp(whole.data + whole.size - end.size, end.data, end.size) == 0);
}

size_t bytes_find(struct bytes whole, struct bytes needle)
{
	if (needle.size == 0)
		return 0;
	size_t at = 0;

	while (whole.size - at >= needle.size) {
		const uint8_t *hit = memchr(whole.data + at, needle.data[0],
					    whole.size - at - needle.size + 1);

		if (!hit)
			break;
		at = (size_t)(hit - whole.data);
		if (memcmp(hit, needle.data, needle.size) == 0)
			return at;
		at++;
	}
	return SIZE_MAX;
}

/* Which of 16 places begin with the two characters, letters of either case being one; what else differs in
 * that bit is told apart by whoever compares. */
static unsigned places_of(const uint8_t *at, uint8_t first, uint8_t second)
{
#ifdef __SSE2__
	const __m128i small = _mm_set1_epi8(0x20);
	__m128i one = _mm_or_si128(_mm_loadu_si128((const __m128i *)(const void *)at), small);
	__m128i two = _mm_or_si128(_mm_loadu_si128((const __m128i *)(const void *)(at + 1)), small);

	one = _mm_cmpeq_epi8(one, _mm_set1_epi8((char)(first | 0x20)));
	two = _mm_cmpeq_epi8(two, _mm_set1_epi8((char)(second | 0x20)));
	return (unsigned)_mm_movemask_epi8(_mm_and_si128(one, two));
#else
	unsigned places = 0;

	for (unsigned i = 0; i < 16; i++)
		places |=
			(unsigned)((at[i] | 0x20) == (first | 0x20) && (at[i + 1] | 0x20) == (second | 0x20))
			<< i;
	return places;
#endif
}

size_t bytes_find_nocase(struct bytes whole, struct bytes needle)
{
	if (needle.size == 0 || needle.size > whole.size)
		return needle.size ? SIZE_MAX : 0;
	size_t at = 0, count = whole.size - needle.size + 1; /* places */

	/* The last 16 may overlap with those before. */
	for (; needle.size > 1 && count >= 16 && at < count; at += 16) {
		size_t start = at < count - 16 ? at : count - 16;
		unsigned places = places_of(whole.data + start, needle.data[0], needle.data[1]);

		for (; places; places &= places - 1) {
			size_t place = start + (size_t)__builtin_ctz(places);

			if (bytes_same_nocase(whole.data + place, needle.data, needle.size))
				return place;
		}
	}
	for (; at < count; at++)
		if ((whole.data[at] | 0x20) == (needle.data[0] | 0x20) &&
		    bytes_same_nocase(whole.data + at, needle.data, needle.size))
			return at;
	return SIZE_MAX;
}

static bool blank(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct bytes bytes_trim_blanks(struct bytes whole)
{
	const uint8_t *start = whole.data, *end = start;

	if (whole.size)
		end += whole.size;
	while (start < end && blank(*start))
		start++;
	while (start < end && blank(end[-1]))
		end--;
	return (struct bytes){ start, (size_t)(end - start) };
}

struct bytes bytes_split(struct bytes *rest, uint8_t separator)
{
	size_t at = bytes_find_byte(*rest, separator);
	struct bytes before = bytes_slice(*rest, 0, at);

	*rest = at == SIZE_MAX ? bytes_from(*rest, rest->size) : bytes_from(*rest, at + 1);
	return before;
}

int bytes_compare(struct bytes a, struct bytes b)
{
	size_t shared = a.size < b.size ? a.size : b.size;
	int order = shared ? memcmp(a.data, b.data, shared) : 0;

	return order ? order : (a.size > b.size) - (a.size < b.size);
}

bool bytes_to_number(struct bytes text, uint64_t *ret_number)
{
	uint64_t number = 0;

	if (text.size == 0)
		return false;
	for (size_t i = 0; i < text.size; i++) {
		unsigned digit = (unsigned)text.data[i] - '0';

		if (digit > 9 || number > (UINT64_MAX - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	*ret_number = number;
	return true;
}
