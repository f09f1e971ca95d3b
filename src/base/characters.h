/* SPDX-License-Identifier: Apache-2.0 */
/* What sorts of characters bytes are made of, by one pass over a table: nearly every value is told
 * apart by that alone, before anybody looks closer. */
#ifndef PROBITY_BASE_CHARACTERS_H
#define PROBITY_BASE_CHARACTERS_H

#include "base/bytes.h"

/* Every byte has one of the first thirteen; the others overlap with them. */
enum characters {
	CHARACTER_DIGIT = 1 << 0,
	CHARACTER_HEX = 1 << 1,	   /* letters a to f */
	CHARACTER_LETTER = 1 << 2, /* other letters */
	CHARACTER_BASE64 = 1 << 3, /* + / - _ */
	CHARACTER_EQUALS = 1 << 4,
	CHARACTER_BLANK = 1 << 5, /* space, tab, CR, LF */
	CHARACTER_PERCENT = 1 << 6,
	CHARACTER_ESCAPE = 1 << 7, /* backslash */
	CHARACTER_QUERY = 1 << 8,  /* ? & */
	CHARACTER_DOT = 1 << 9,
	CHARACTER_OTHER = 1 << 10, /* the rest of printable ASCII */
	CHARACTER_HIGH = 1 << 11,
	CHARACTER_CONTROL = 1 << 12,

	CHARACTER_SPACE = 1 << 13,
	CHARACTER_AT = 1 << 14,
	CHARACTER_PAIR = 1 << 15,	   /* , ; | as between two numbers */
	CHARACTER_SEPARATOR = 1 << 16,	   /* : - . as between octets */
	CHARACTER_UNPRINTED = 1 << 17,	   /* all below 20, and 7F */
	CHARACTER_NOT_NUMERIC = 1 << 18,   /* neither digit nor a sign that people write between digits */
	CHARACTER_NOT_OCTETS = 1 << 19,	   /* neither hexadecimal digit nor what stands between octets */
	CHARACTER_MARK = 1 << 20,	   /* $ e g s, as in $GPRMC, eyJ, geo:, sip: */
	CHARACTER_OPENING = 1 << 21,	   /* { [ < -, as text with a structure begins */
	CHARACTERS_OF_ONE = (1 << 13) - 1, /* the first thirteen */
};

/* Bytes of a value that tell what it looks like; what is longer is known by its beginning. */
enum { VALUE_SAMPLE = 255 };

/* By byte: the bits above. */
extern const uint32_t characters_table[256];

/* The bits of all bytes; 0 only for no bytes. */
static inline uint32_t characters_seen(struct bytes bytes)
{
	const uint8_t *at = bytes.data;
	uint32_t seen = 0;
	size_t left = bytes.size;

	for (; left >= 4; left -= 4, at += 4)
		seen |= characters_table[at[0]] | characters_table[at[1]] | characters_table[at[2]] |
			characters_table[at[3]];
	for (; left; left--)
		seen |= characters_table[*at++];
	return seen;
}

#endif
