/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

static uint8_t lower(uint8_t byte)
{
	return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32) : byte;
}

static bool same_nocase(const uint8_t *a, const uint8_t *b, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (lower(a[i]) != lower(b[i]))
			return false;
	return true;
}

bool bytes_equal_nocase(struct bytes a, struct bytes b)
{
	return a.size == b.size && same_nocase(a.data, b.data, a.size);
}

bool bytes_start_with_nocase(struct bytes whole, struct bytes start)
{
	return whole.size >= start.size && same_nocase(whole.data, start.data, start.size);
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

size_t bytes_find_nocase(struct bytes whole, struct bytes needle)
{
	for (size_t at = 0; whole.size >= needle.size && at <= whole.size - needle.size; at++)
		if (same_nocase(whole.data + at, needle.data, needle.size))
			return at;
	return SIZE_MAX;
}

size_t bytes_find_byte(struct bytes whole, uint8_t byte)
{
	const uint8_t *hit = whole.size ? memchr(whole.data, byte, whole.size) : NULL;

	return hit ? (size_t)(hit - whole.data) : SIZE_MAX;
}

static bool blank(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct bytes bytes_trim(struct bytes whole)
{
	while (whole.size && blank(whole.data[0]))
		whole = bytes_from(whole, 1);
	while (whole.size && blank(whole.data[whole.size - 1]))
		whole.size--;
	return whole;
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
