/* SPDX-License-Identifier: Apache-2.0 */
/* A quick no: nearly all values are nothing, and are told so by their name, their size and the sorts of their
 * characters. For whoever looks at values by the million; recognise_value() says the same of them. */
#ifndef PROBITY_RECOGNISE_PLAIN_H
#define PROBITY_RECOGNISE_PLAIN_H

#include "base/characters.h"
#include "recognise/memo.h"

struct taxonomy;

/* Texts of so many bytes and more are looked at in any case. */
enum { PLAIN_SIZE = 16 };

struct plain_values {
	const struct key_memo *names;
	size_t bare; /* a bare number of fewer bytes is nothing by itself */
	/* By size: what some text that is something has one of, and what it may begin with instead. */
	uint32_t characters[PLAIN_SIZE], openings[PLAIN_SIZE];
};

/* Valid as long as the taxonomy. */
const struct plain_values *recognise_plain_values(const struct taxonomy *taxonomy);

/* Whether a bare number is nothing alone, under a name that speaks for no type. */
static inline bool plain_number(const struct plain_values *plain, struct bytes value)
{
	return value.size && value.size < plain->bare && value.data[0] > ' ' && value.data[0] <= '9' &&
	       value.data[value.size - 1] > ' ';
}

/* The same of a text without blanks around it; `characters`: the sorts of all in it. */
static inline bool plain_text(const struct plain_values *plain, struct bytes value, uint32_t characters)
{
	return value.size && value.size < PLAIN_SIZE && !(characters & plain->characters[value.size]) &&
	       !(characters_table[value.data[0]] & plain->openings[value.size]);
}

#endif
