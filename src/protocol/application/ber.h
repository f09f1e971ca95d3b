/* SPDX-License-Identifier: Apache-2.0 */
/* Elements of BER (X.690) as the protocols of the Internet use it: one octet of tag, sizes definite. */
#ifndef PROBITY_PROTOCOL_APPLICATION_BER_H
#define PROBITY_PROTOCOL_APPLICATION_BER_H

#include "base/cursor.h"

enum {
	BER_BOOLEAN = 0x01,
	BER_INTEGER = 0x02,
	BER_STRING = 0x04,
	BER_ENUMERATED = 0x0a,
	BER_SEQUENCE = 0x30,
	BER_SET = 0x31
};

struct ber {
	unsigned tag;
	struct bytes value;
};

/* Reads the head of an element: its tag and how many bytes follow (sizes of up to four octets). */
static inline size_t ber_take_head(struct cursor *cursor, unsigned *ret_tag)
{
	*ret_tag = cursor_u8(cursor);
	size_t size = cursor_u8(cursor);

	if (size > 0x84 || size == 0x80 || (*ret_tag & 0x1f) == 0x1f)
		cursor->failed = true;
	else if (size > 0x80)
		size = (size_t)cursor_be(cursor, size - 0x80);
	return cursor_ok(cursor) ? size : 0;
}

static inline struct ber ber_take(struct cursor *cursor)
{
	struct ber element;
	size_t size = ber_take_head(cursor, &element.tag);

	element.value = cursor_take(cursor, size);
	return element;
}

/* An element that must have this tag; fails the cursor where it has another. */
static inline struct bytes ber_take_tagged(struct cursor *cursor, unsigned tag)
{
	struct ber element = ber_take(cursor);

	if (element.tag != tag)
		cursor->failed = true;
	return cursor_ok(cursor) ? element.value : BYTES_EMPTY;
}

/* A number that is not negative, of up to four octets; larger ones fail the cursor. */
static inline uint32_t ber_take_number(struct cursor *cursor, unsigned tag)
{
	struct bytes value = ber_take_tagged(cursor, tag);
	struct cursor number = cursor_over(value);

	if (!value.size || value.size > 5 || (value.size == 5 && value.data[0]))
		cursor->failed = true;
	return cursor_ok(cursor) ? (uint32_t)cursor_be(&number, value.size) : 0;
}

#endif
