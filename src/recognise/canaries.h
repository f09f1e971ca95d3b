/* SPDX-License-Identifier: Apache-2.0 */
/* Planted values in every form in which they may come back. */
#ifndef PROBITY_RECOGNISE_CANARIES_H
#define PROBITY_RECOGNISE_CANARIES_H

#include "recognise/loaded.h"

/* How a form is compared with what is read. */
enum form_match {
	FORM_EXACT,
	FORM_ANY_CASE,
	FORM_FOLDED, /* any case, and blanks and signs between its characters do not matter */
};

/* What may not stand beside a form, which would then be part of something longer. */
enum form_bound {
	BOUND_NONE,
	BOUND_DIGITS,
	BOUND_WORDS,
	BOUND_DIGITS_WIDE,
	BOUND_DIGITS_HEX,
	BOUND_DIGIT_BYTES, /* bytes 1 to 9, but for one before it that counts the digits */
};

/* One way to write one canary. */
struct form {
	struct bytes pattern;
	enum form_match match;
	enum form_bound bound;
	const char *encoding; /* static */
	size_t canary;
	uint8_t lead; /* of a form in `changes`: the first byte of the value */
};

/* The first four bytes of a form, as a place to begin looking. */
struct anchor {
	uint32_t first; /* with bit 5 of each byte set: without case */
	uint32_t form;
	uint32_t next; /* in the same slot, plus one; 0: none */
};

enum { ANCHOR_BITS = 16, ANCHOR_SLOTS = 1 << 12 };

struct planted_canary {
	const char *name;
	const struct data_type *type;
};

struct planted {
	struct arena arena;
	struct planted_canary *canaries;
	size_t canary_count, canary_room;
	struct form *forms;
	size_t form_count, form_room;
	struct anchor *anchors;
	size_t anchor_count, anchor_room;
	uint32_t slots[ANCHOR_SLOTS];		/* first anchor plus one; 0: none */
	uint8_t filter[(1 << ANCHOR_BITS) / 8]; /* a bit for every hash of an anchor */
	/* The exclusive or of every two neighbouring bytes of the values, which is the same whatever one
	 * byte all were combined with; NULL: none is long enough. */
	struct planted *changes;
};

/* What is being planted: all forms of one value. */
struct planting {
	struct planted *planted;
	size_t canary;
	struct bytes value;
	bool digits; /* nothing but digits is left when folded */
	bool failed;
};

enum {
	LEAST_CANARY = 4,  /* bytes: shorter ones are met by chance */
	LEAST_ENCODED = 6, /* characters that a form must keep to tell anything */
	LONGEST_CANARY = 1024,
};

void planting_add(struct planting *planting, struct bytes pattern, enum form_match match,
		  enum form_bound bound, const char *encoding);

/* The forms that programs for small processors and for the eyes of few give a value; `folded`: the
 * value without case and signs. */
void planting_add_rare(struct planting *planting, struct bytes folded);

struct planted *planted_new(void);
void planted_free(struct planted *planted);

/* Adds a form, with its anchors. A form of less than four bytes is left out. False without memory. */
bool planted_add(struct planted *planted, const struct form *form);

/* What FORM_FOLDED does not see between characters. */
bool canary_separator(uint8_t byte);

#endif
