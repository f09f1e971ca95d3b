/* SPDX-License-Identifier: Apache-2.0 */
/* Leaves of binary formats, handed over as the text that JSON would hold: numbers in decimal, points in
 * time as dates, addresses as they are written. */
#ifndef PROBITY_CONTENT_LEAF_H
#define PROBITY_CONTENT_LEAF_H

#include "base/buffer.h"
#include "content/content.h"

struct leaf {
	struct examination *examination;
	const struct content *content;
	const struct step *step;
	struct bytes field;
	struct bytes where;
};

enum { LEAF_TEXT_SIZE = 48 };

/* Numbers as text: `size` is 4 for a float, which has fewer digits, 8 for a double. Nothing for what is
 * not finite. Returns what was written to `to`. */
struct bytes leaf_real_text(double number, size_t size, char to[LEAF_TEXT_SIZE]);
/* -1 - number: as CBOR has negative numbers. */
struct bytes leaf_integer_text(uint64_t number, bool negative, char to[LEAF_TEXT_SIZE]);

void leaf_integer(const struct leaf *leaf, uint64_t number, bool negative);
void leaf_signed(const struct leaf *leaf, int64_t number);
void leaf_real(const struct leaf *leaf, double number, size_t size);
void leaf_time(const struct leaf *leaf, int64_t seconds, uint32_t nanoseconds);

/* Text, or bytes of any kind: addresses and identifiers by their size and name, content of its own
 * where they look like any. */
void leaf_text(const struct leaf *leaf, struct bytes text);
void leaf_bytes(const struct leaf *leaf, struct bytes bytes);
void leaf_mac(const struct leaf *leaf, struct bytes bytes);
void leaf_ip(const struct leaf *leaf, struct bytes bytes);
void leaf_uuid(const struct leaf *leaf, struct bytes bytes);

/* A float or double of IEEE 754 from its bits. */
double leaf_real_of(uint64_t bits, size_t size);

/* An array of at least so many numbers is one value, a vector. */
enum { LEAF_VECTOR = 16 };

#endif
