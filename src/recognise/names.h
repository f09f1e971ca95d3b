/* SPDX-License-Identifier: Apache-2.0 */
/* Names of fields, folded so that `phone_number`, `PhoneNumber` and `PHONE-NUMBER` are one, and the
 * index that finds which data types a name speaks of. */
#ifndef PROBITY_RECOGNISE_NAMES_H
#define PROBITY_RECOGNISE_NAMES_H

#include "base/arena.h"
#include "base/bytes.h"

enum {
	NAME_SIZE = 64,	 /* bytes of a folded name; longer ones are texts, not names */
	NAME_WORDS = 12, /* words that are told apart */
};

/* A folded name: small letters and digits run together, with where its words begin. */
struct name {
	uint8_t text[NAME_SIZE];
	unsigned size;
	unsigned bare_size; /* without the digits at its end */
	unsigned word_count;
	uint8_t starts[NAME_WORDS];
};

/* Folds `field`. False when nothing is left of it, or it is too long. */
bool name_fold(struct bytes field, struct name *ret_name);

/* How a listed name may meet a field. */
enum match { MATCH_WHOLE = 1, MATCH_START = 2, MATCH_END = 4, MATCH_WORD = 8 };

/* What a listed name is for. */
enum name_use_kind {
	USE_KEY,     /* `what`: a type */
	USE_NOT_KEY, /* `what`: a type */
	USE_PLAIN,   /* digits under it never count alone */
	USE_ROLE,    /* `what`: a role */
	USE_WITHIN,  /* `what`: a set of parents */
	USE_MEDIA,   /* `what`: a medium's type */
	USE_NOT_MEDIA,
	USE_VALUE, /* not of a field, but a listed value: `what`: a type */
	USE_NOT_VALUE,
};

struct name_use {
	uint8_t kind, match;
	bool strong;
	uint8_t within; /* 0, or a set of parents that is demanded, from 1 */
	uint16_t what;
	struct name_use *next; /* of the same name */
};

struct name_index;

/* An empty index; NULL without memory. Everything it keeps is in `arena`, which must outlive it. */
struct name_index *name_index_new(struct arena *arena);

/* Lists `name`. False without memory; a name that folds to nothing is ignored. */
bool name_index_add(struct name_index *index, struct bytes name, struct name_use use);

/* Calls `found` for each use of each listed name that `name` meets; `listed` is the folded name. */
typedef void name_found(void *self, const struct name_use *use, struct bytes listed);
void name_index_find(const struct name_index *index, const struct name *name, name_found *found, void *self);

/* Whether some listed name ends in these two bytes (the last of them small): a cheap no. */
bool name_index_ends(const struct name_index *index, uint8_t before_last, uint8_t last);

#endif
