/* SPDX-License-Identifier: Apache-2.0 */
/* Elements of DER (ITU-T X.690): tag(1) size body; a size from 128 on is 80 + width(1) and `width` bytes. */
#ifndef PROBITY_BASE_DER_H
#define PROBITY_BASE_DER_H

#include "base/cursor.h"

enum der_tag {
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_IDENTIFIER = 0x06,
	DER_SEQUENCE = 0x30,
	DER_CONTEXT_0 = 0xa0,
	DER_CONTEXT_1 = 0xa1,
};

/* The body of the next element, which must have this tag; else the cursor fails. */
static inline struct bytes der_take(struct cursor *cursor, uint8_t tag)
{
	uint8_t found = cursor_u8(cursor);
	size_t size = cursor_u8(cursor);

	if (size & 0x80) {
		size_t width = size & 0x7f;

		/* Nothing of ours has 16 MB. */
		size = width >= 1 && width <= 3 ? (size_t)cursor_be(cursor, width) : SIZE_MAX;
	}
	struct bytes body = cursor_take(cursor, size);

	if (found != tag)
		cursor->failed = true;
	return body;
}

/* How many bits a number has: the body of an INTEGER. */
static inline unsigned der_bits(struct bytes number)
{
	while (number.size && number.data[0] == 0)
		number = (struct bytes){ number.data + 1, number.size - 1 };
	if (!number.size)
		return 0;
	unsigned bits = (unsigned)number.size * 8;

	for (unsigned top = number.data[0]; top < 0x80; top <<= 1)
		bits--;
	return bits;
}

#endif
