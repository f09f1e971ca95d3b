/* SPDX-License-Identifier: Apache-2.0 */
/* A name is remembered once and for good, so that readers need no lock: a place goes from empty to
 * taken and never changes again. A flood of names fills all places; further ones are then looked up
 * each time, as without a memo. */
#include "recognise/memo.h"

#include "base/hash.h"
#include "base/memory.h"
#include "recognise/loaded.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { PLACES = 4096, TRIED = 4, LONGEST = 64 };

/* The first and the last eight bytes of a name and its size: all of it where it has at most 16, as
 * nearly all have. */
struct words {
	uint64_t first, last;
	size_t size;
};

/* A name that says different things inside different parents has a note that says so, and one more for
 * each parent, under another hash. What a look-up compares stands first. */
struct note {
	uint64_t hash;
	struct words field;
	bool depends; /* on the parent */
	bool inside;  /* what it says inside `parent` */
	struct key_hits hits;
	struct words parent;
	uint8_t field_text[LONGEST], parent_text[LONGEST];
};

struct key_memo {
	_Atomic(struct note *) places[PLACES];
};

struct key_memo *key_memo_new(void)
{
	return memory_new(sizeof(struct key_memo));
}

void key_memo_free(struct key_memo *memo)
{
	if (!memo)
		return;
	for (size_t i = 0; i < PLACES; i++)
		free(atomic_load_explicit(&memo->places[i], memory_order_relaxed));
	free(memo);
}

static inline struct words words_of(struct bytes name)
{
	if (name.size < 8)
		return (struct words){ hash_word(name.data, name.size), 0, name.size };
	return (struct words){ hash_word(name.data, 8), hash_word(name.data + name.size - 8, 8), name.size };
}

static inline uint64_t hash_name(const struct words *words, struct bytes name, uint64_t seed)
{
	if (name.size > 16)
		return hash_bytes(name, seed);
	return hash_mix(words->first ^ seed, words->last + words->size);
}

/* Whether the name with these words and this text is `name`. */
static inline bool is_name(const struct words *known, const uint8_t *text, const struct words *words,
			   struct bytes name)
{
	return known->first == words->first && known->last == words->last && known->size == words->size &&
	       (name.size <= 16 || memcmp(text, name.data, name.size) == 0);
}

static const struct note *note_at(const struct key_memo *memo, uint64_t place)
{
	return atomic_load_explicit(&memo->places[place % PLACES], memory_order_acquire);
}

/* `hash`: of the field and the parent. */
static const struct note *find_inside(const struct key_memo *memo, uint64_t hash, struct bytes field,
				      struct bytes parent)
{
	const struct words name = words_of(field), around = words_of(parent);
	const struct note *note;

	for (size_t i = 0; i < TRIED && (note = note_at(memo, hash + i)); i++)
		if (note->hash == hash && note->inside &&
		    is_name(&note->field, note->field_text, &name, field) &&
		    is_name(&note->parent, note->parent_text, &around, parent))
			return note;
	return NULL;
}

static uint64_t hash_inside(struct bytes parent, uint64_t hash)
{
	const struct words around = words_of(parent);

	return hash_name(&around, parent, hash);
}

/* `hash`: of the field alone. */
static inline const struct note *find_name(const struct key_memo *memo, uint64_t hash,
					   const struct words *name, struct bytes field)
{
	const struct note *note;

	for (size_t i = 0; i < TRIED && (note = note_at(memo, hash + i)); i++)
		if (note->hash == hash && !note->inside &&
		    is_name(&note->field, note->field_text, name, field))
			return note;
	return NULL;
}

const struct key_hits *key_memo_find_anywhere(const struct key_memo *memo, struct bytes field)
{
	if (field.size > LONGEST)
		return NULL;
	const struct words name = words_of(field);
	const struct note *note = find_name(memo, hash_name(&name, field, 0), &name, field);

	return note && !note->depends ? &note->hits : NULL;
}

const struct key_hits *key_memo_find(const struct key_memo *memo, struct bytes field, struct bytes parent)
{
	if (field.size > LONGEST)
		return NULL;
	const struct words name = words_of(field);
	uint64_t hash = hash_name(&name, field, 0);
	const struct note *note = find_name(memo, hash, &name, field);

	if (note && note->depends)
		note = parent.size <= LONGEST ? find_inside(memo, hash_inside(parent, hash), field, parent)
					      : NULL;
	return note ? &note->hits : NULL;
}

/* Keeps a copy of `copied` under `hash`, unless there is one or the places are taken. */
static void keep(struct key_memo *memo, uint64_t hash, const struct note *copied)
{
	struct note *note = NULL;

	for (size_t i = 0; i < TRIED; i++) {
		_Atomic(struct note *) *place = &memo->places[(hash + i) % PLACES];
		struct note *taken = atomic_load_explicit(place, memory_order_acquire);

		if (taken)
			continue;
		note = note ? note : memory_new(sizeof *note);
		if (!note)
			return;
		*note = *copied;
		note->hash = hash;
		/* Another thread may take the place, even for the same name: then it is there twice. */
		if (atomic_compare_exchange_strong(place, &taken, note))
			return;
	}
	free(note);
}

void key_memo_keep(struct key_memo *memo, struct bytes field, bool depends, struct bytes parent,
		   const struct key_hits *hits)
{
	if (field.size > LONGEST || parent.size > LONGEST)
		return;
	struct note note = { .field = words_of(field), .depends = depends, .hits = *hits };
	uint64_t hash = hash_name(&note.field, field, 0);

	if (field.size)
		memcpy(note.field_text, field.data, field.size);
	if (!find_name(memo, hash, &note.field, field))
		keep(memo, hash, &note);
	hash = hash_inside(parent, hash);
	if (!depends || find_inside(memo, hash, field, parent))
		return;
	note.depends = false;
	note.inside = true;
	note.parent = words_of(parent);
	if (parent.size)
		memcpy(note.parent_text, parent.data, parent.size);
	keep(memo, hash, &note);
}
