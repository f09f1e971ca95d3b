/* SPDX-License-Identifier: Apache-2.0 */
/* The only way to read input. A read that does not fit gives zeros (or no bytes), consumes nothing
 * and fails the cursor for good; so a decoder reads a whole header in straight lines and asks
 * cursor_ok() once. */
#ifndef PROBITY_BASE_CURSOR_H
#define PROBITY_BASE_CURSOR_H

#include "base/bytes.h"

struct cursor {
	struct bytes rest; /* what has not been read */
	bool failed;	   /* a read did not fit */
};

static inline struct cursor cursor_over(struct bytes bytes)
{
	return (struct cursor){ bytes, false };
}

/* Whether every read so far did fit. */
static inline bool cursor_ok(const struct cursor *cursor)
{
	return !cursor->failed;
}

/* How many bytes are left to read. */
static inline size_t cursor_left(const struct cursor *cursor)
{
	return cursor->rest.size;
}

/* The next `size` bytes, borrowed from the input. */
static inline struct bytes cursor_take(struct cursor *cursor, size_t size)
{
	if (cursor->failed || size > cursor->rest.size) {
		cursor->failed = true;
		return BYTES_EMPTY;
	}
	struct bytes taken = { cursor->rest.data, size };

	if (size)
		cursor->rest = (struct bytes){ cursor->rest.data + size, cursor->rest.size - size };
	return taken;
}

static inline void cursor_skip(struct cursor *cursor, size_t size)
{
	(void)cursor_take(cursor, size);
}

/* An unsigned number of `size` (1 to 8) bytes, most significant byte first. */
static inline uint64_t cursor_be(struct cursor *cursor, size_t size)
{
	struct bytes taken = cursor_take(cursor, size);
	uint64_t number = 0;

	for (size_t i = 0; i < taken.size; i++)
		number = number << 8 | taken.data[i];
	return number;
}

/* The same, least significant byte first. */
static inline uint64_t cursor_le(struct cursor *cursor, size_t size)
{
	struct bytes taken = cursor_take(cursor, size);
	uint64_t number = 0;

	for (size_t i = taken.size; i > 0; i--)
		number = number << 8 | taken.data[i - 1];
	return number;
}

/* The same for the usual sizes, written out so that each becomes one load. */
static inline uint32_t cursor_word_be(const uint8_t *data)
{
	return (uint32_t)data[0] << 24 | (uint32_t)data[1] << 16 | (uint32_t)data[2] << 8 | data[3];
}

static inline uint32_t cursor_word_le(const uint8_t *data)
{
	return (uint32_t)data[3] << 24 | (uint32_t)data[2] << 16 | (uint32_t)data[1] << 8 | data[0];
}

static inline uint8_t cursor_u8(struct cursor *cursor)
{
	struct bytes taken = cursor_take(cursor, 1);

	return taken.size ? taken.data[0] : 0;
}

static inline uint16_t cursor_be16(struct cursor *cursor)
{
	struct bytes taken = cursor_take(cursor, 2);

	return taken.size ? (uint16_t)(taken.data[0] * 256u + taken.data[1]) : 0;
}

static inline uint32_t cursor_be24(struct cursor *cursor)
{
	struct bytes taken = cursor_take(cursor, 3);

	return taken.size ? (uint32_t)(taken.data[0] << 16 | taken.data[1] << 8 | taken.data[2]) : 0;
}

static inline uint32_t cursor_be32(struct cursor *cursor)
{
	struct bytes taken = cursor_take(cursor, 4);

	return taken.size ? cursor_word_be(taken.data) : 0;
}

static inline uint64_t cursor_be64(struct cursor *cursor)
{
	struct bytes taken = cursor_take(cursor, 8);

	return taken.size ? (uint64_t)cursor_word_be(taken.data) << 32 | cursor_word_be(taken.data + 4) : 0;
}

static inline uint16_t cursor_le16(struct cursor *cursor)
{
	struct bytes taken = cursor_take(cursor, 2);

	return taken.size ? (uint16_t)(taken.data[1] * 256u + taken.data[0]) : 0;
}

static inline uint32_t cursor_le32(struct cursor *cursor)
{
	struct bytes taken = cursor_take(cursor, 4);

	return taken.size ? cursor_word_le(taken.data) : 0;
}

static inline uint64_t cursor_le64(struct cursor *cursor)
{
	struct bytes taken = cursor_take(cursor, 8);

	return taken.size ? (uint64_t)cursor_word_le(taken.data + 4) << 32 | cursor_word_le(taken.data) : 0;
}

/* The byte `ahead` of the next one without consuming it; 0 behind the end, which does not fail. */
static inline uint8_t cursor_peek(const struct cursor *cursor, size_t ahead)
{
	return ahead < cursor->rest.size ? cursor->rest.data[ahead] : 0;
}

/* The next line without its LF or CRLF, consuming both. Fails, consuming nothing, where there is no
 * LF within the next `longest` bytes. */
struct bytes cursor_line(struct cursor *cursor, size_t longest);

/* Copies the next `size` bytes to `to`; zeros there when they do not fit. */
void cursor_copy(struct cursor *cursor, void *to, size_t size);

#endif
