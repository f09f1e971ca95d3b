/* SPDX-License-Identifier: Apache-2.0 */
/* What names of fields speak of, remembered: devices send the same few names again and again, and to
 * look one up costs more than all else that is done for a value. */
#ifndef PROBITY_RECOGNISE_MEMO_H
#define PROBITY_RECOGNISE_MEMO_H

#include "base/hash.h"

#include <stdatomic.h>

enum { MEMO_PLACES = 4096, MEMO_TRIED = 4, MEMO_LONGEST = 64 };

struct key_hits;

/* The first and the last eight bytes of a name and its size: all of it where it has at most 16, as
 * nearly all have. Of longer ones a hash of what is next to them. */
struct name_words {
	uint64_t first, last, middle;
	size_t size;
};

/* A name that is remembered. */
struct known_name {
	uint64_t hash;
	struct name_words words;
	const uint8_t *text;
	const struct key_hits *hits;
	uint8_t uses; /* what it is good for, whatever the value: bits of enum field_use */
	bool speaks;  /* for a type: values under it are looked at */
	bool depends; /* it says different things inside different parents: see known_name_inside() */
	bool inside;  /* what it says inside one of them */
};

struct key_memo {
	_Atomic(const struct known_name *) places[MEMO_PLACES];
};

/* An empty memo; NULL without memory. Threads may share it. */
struct key_memo *key_memo_new(void);
void key_memo_free(struct key_memo *memo);

static inline struct name_words name_words_of(struct bytes name)
{
	struct name_words words = { .size = name.size };

	words.first = hash_word(name.data, name.size);
	if (name.size < 8)
		return words;
	words.last = hash_word(name.data + name.size - 8, 8);
	if (name.size > 16)
		words.middle = hash_mix(hash_word(name.data + 8, 8),
					hash_word(name.data + name.size - 16, 8));
	return words;
}

static inline uint64_t name_words_hash(const struct name_words *words, uint64_t seed)
{
	return hash_mix(words->first ^ seed, words->last ^ words->middle ^ words->size);
}

static inline bool name_words_same(const struct name_words *a, const struct name_words *b)
{
	return a->first == b->first && a->last == b->last && a->middle == b->middle && a->size == b->size;
}

static inline const struct known_name *key_memo_at(const struct key_memo *memo, uint64_t hash)
{
	return atomic_load_explicit(&memo->places[hash % MEMO_PLACES], memory_order_acquire);
}

/* What is remembered of a name, valid as long as the memo is; NULL: nothing. */
static inline const struct known_name *known_name_of(const struct key_memo *memo, struct bytes field)
{
	const struct name_words words = name_words_of(field);
	const uint64_t hash = name_words_hash(&words, 0);
	const struct known_name *known;

	for (size_t i = 0; i < MEMO_TRIED && (known = key_memo_at(memo, hash + i)); i++)
		if (known->hash == hash && name_words_same(&known->words, &words) && !known->inside &&
		    (field.size <= 16 || memcmp(known->text, field.data, field.size) == 0))
			return known;
	return NULL;
}

/* What is remembered of a name that depends on its parent inside this one. */
const struct known_name *known_name_inside(const struct key_memo *memo, const struct known_name *known,
					   struct bytes parent);

/* Both: what is remembered of `field` inside `parent`. */
const struct key_hits *key_memo_find(const struct key_memo *memo, struct bytes field, struct bytes parent);

/* Remembers a copy, unless the places for it are taken. `depends`: on the parent. */
void key_memo_keep(struct key_memo *memo, struct bytes field, bool depends, struct bytes parent,
		   const struct key_hits *hits);

#endif
