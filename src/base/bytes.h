/* SPDX-License-Identifier: Apache-2.0 */
/* A borrowed run of bytes. `struct bytes` never owns what it points to: it is valid for the duration
 * of the call it is passed to, unless the callee says otherwise. */
#ifndef PROBITY_BASE_BYTES_H
#define PROBITY_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
	const uint8_t *data;
	size_t size;
};

#define BYTES_EMPTY ((struct bytes){ NULL, 0 })
/* The bytes of a string literal, without its NUL. */
#define BYTES(literal) ((struct bytes){ (const uint8_t *)("" literal), sizeof(literal) - 1 })

/* The bytes of a NUL-terminated string; NULL gives no bytes. */
static inline struct bytes bytes_of(const char *text)
{
	return (struct bytes){ (const uint8_t *)text, text ? strlen(text) : 0 };
}

static inline bool bytes_equal(struct bytes a, struct bytes b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Whether `whole` starts with `start`. */
static inline bool bytes_start_with(struct bytes whole, struct bytes start)
{
	return whole.size >= start.size &&
	       (start.size == 0 || memcmp(whole.data, start.data, start.size) == 0);
}

/* The part of `whole` from `offset` on, `size` bytes at most; clipped, never out of bounds. */
static inline struct bytes bytes_slice(struct bytes whole, size_t offset, size_t size)
{
	if (offset > whole.size)
		offset = whole.size;
	if (size > whole.size - offset)
		size = whole.size - offset;
	return (struct bytes){ whole.data ? whole.data + offset : NULL, size };
}

/* Everything from `offset` on. */
static inline struct bytes bytes_from(struct bytes whole, size_t offset)
{
	return bytes_slice(whole, offset, SIZE_MAX);
}

/* ASCII letters compare equal whatever their case; other bytes must be the same. */
bool bytes_same_nocase(const uint8_t *a, const uint8_t *b, size_t size);
static inline bool bytes_equal_nocase(struct bytes a, struct bytes b)
{
	return a.size == b.size && bytes_same_nocase(a.data, b.data, a.size);
}
static inline bool bytes_start_with_nocase(struct bytes whole, struct bytes start)
{
	return whole.size >= start.size && bytes_same_nocase(whole.data, start.data, start.size);
}
bool bytes_end_with(struct bytes whole, struct bytes end);

/* Offset of the first `needle` in `whole`, or SIZE_MAX. */
size_t bytes_find(struct bytes whole, struct bytes needle);
size_t bytes_find_nocase(struct bytes whole, struct bytes needle);
static inline size_t bytes_find_byte(struct bytes whole, uint8_t byte)
{
	const uint8_t *hit = whole.size ? memchr(whole.data, byte, whole.size) : NULL;

	return hit ? (size_t)(hit - whole.data) : SIZE_MAX;
}

/* Without the spaces, tabs, CR and LF at both ends. Most bytes have none. */
struct bytes bytes_trim_blanks(struct bytes whole);
static inline struct bytes bytes_trim(struct bytes whole)
{
	bool bare = whole.size && whole.data[0] > ' ' && whole.data[whole.size - 1] > ' ';

	return bare ? whole : bytes_trim_blanks(whole);
}

/* Splits `*rest` at the first `separator`: returns what stands before it and moves `*rest` behind it.
 * Without a separator returns everything and leaves `*rest` empty. */
struct bytes bytes_split(struct bytes *rest, uint8_t separator);

/* Order of two runs: as memcmp, then the shorter first. */
int bytes_compare(struct bytes a, struct bytes b);

/* Reads a whole decimal number: digits only, no sign, no blanks, that fits. False leaves
 * `*ret_number` as it was. */
bool bytes_to_number(struct bytes text, uint64_t *ret_number);

#endif
