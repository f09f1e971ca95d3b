/* SPDX-License-Identifier: Apache-2.0 */
/* What a value looks like, and the validators that say whether it can be of some kind. Data types
 * name validators in their files (rules/data/); a validator knows nothing of keys or types. */
#ifndef PROBITY_RECOGNISE_SHAPE_H
#define PROBITY_RECOGNISE_SHAPE_H

#include "base/characters.h"

/* What a value is made of; several at once. Decides which validators are asked at all. */
enum kind {
	KIND_DIGITS = 1 << 0,	/* digits only */
	KIND_NUMERIC = 1 << 1,	/* digits with the signs that people write between them: blank + - ( ) . */
	KIND_HEX = 1 << 2,	/* hexadecimal digits only */
	KIND_OCTETS = 1 << 3,	/* hexadecimal digits with : - or . between them */
	KIND_AT = 1 << 4,	/* has an at sign */
	KIND_HAN = 1 << 5,	/* has bytes above 7F */
	KIND_WORD = 1 << 6,	/* printable ASCII without blanks */
	KIND_TEXT = 1 << 7,	/* anything printable */
	KIND_PAIR = 1 << 8,	/* has decimals and what stands between two of them */
	KIND_MARKED = 1 << 9,	/* starts as something that tells itself: $G, geo:, sip:, eyJ, -----BEGIN */
	KIND_CHECKED = 1 << 10, /* digits and then an X: a check character */
	KIND_ANY = (1 << 11) - 1,
};

struct shape {
	struct bytes text; /* the value without blanks around it */
	unsigned kinds;
	unsigned digits, letters, high, blanks, colons, dots, dashes,
		others; /* counted in the first 255 bytes */
	bool number;	/* stood as a bare number */
	bool bare;	/* from text without structure: nothing is known of what stands around it */
};

/* How well a value passes a validator. */
enum fit {
	FIT_NO,
	FIT_WEAK,   /* many other things look like it */
	FIT_GOOD,   /* checked as far as it can be; still met by chance */
	FIT_STRONG, /* nothing else looks like it */
};

/* What a validator may add to its answer; set beforehand to the whole text and zero. */
struct fitting {
	struct bytes part;
	unsigned decimals; /* of a position */
	const char *says;  /* static: instead of the validator's own words, or NULL */
	bool doubtful;	   /* whatever its name, no more than possible */
};

struct validator {
	const char *name, *specification;
	const char *says;   /* what a value that fits is, in words, for `why` */
	unsigned kinds;	    /* values with none of these are never asked */
	size_t least, most; /* bytes */
	bool confusable;    /* digits that counters and times look like: not alone under plain names */
	bool generic;	    /* gives way to any other answer */
	/* Whether FIT_STRONG is possible at all, so that values that no name speaks for are not looked at in
	 * vain; cheap. NULL: perhaps. */
	bool (*may_be_strong)(struct bytes text, unsigned kinds, bool number);
	unsigned strong_kinds; /* those of `kinds` that can be FIT_STRONG; 0: any */
	size_t strong_least;   /* bytes of the shortest that can; 0: `least` */
	bool never_bare;       /* a bare number is never FIT_STRONG */
	/* NULL: the value must be one of the words that the data type lists. */
	enum fit (*fits)(const struct shape *shape, struct fitting *fitting);
};

/* Looks once at `value`. */
struct shape shape_of(struct bytes value, bool number);

/* The same in two steps, for `text` without blanks around it and the sorts of characters in its first
 * VALUE_SAMPLE bytes: the kinds it can be at most, cheap, and then all of it. */
unsigned shape_kinds(struct bytes text, uint32_t characters);
/* One of these characters, or a marked beginning, is in every value of one of the kinds. */
uint32_t shape_characters(unsigned kinds);
bool shape_is_marked(struct bytes text);
struct shape shape_counted(struct bytes text, uint32_t characters, bool number);

/* Whether the value says nothing: empty, masked (`138****5678`), a placeholder (`null`, `string`,
 * `xxx`, `<phone>`, `${phone}`, `%s`) or a boolean. */
bool shape_is_nothing(const struct shape *shape);

/* Whether all of `text` is the same byte. */
bool shape_is_monotone(struct bytes text);

/* The digits of `text` without what stands between them, at most `room`; their number, or 0 when
 * there are more. */
size_t shape_digits(struct bytes text, uint8_t *to, size_t room);

/* The Luhn check (ISO/IEC 7812-1 annex B) over digits, the last of which is the check digit. */
bool luhn_ok(struct bytes digits);

/* Whether three numbers are a day of the Gregorian calendar. */
bool date_ok(unsigned year, unsigned month, unsigned day);

/* Reads `size` decimal digits; false when one is none. At most nine. */
bool digits_read(struct bytes digits, size_t offset, size_t size, unsigned *ret_number);

/* All validators, ended by NULL, in the order of recognise/validators.h. */
extern const struct validator *const validators[];

const struct validator *validator_named(const char *name);

#endif
