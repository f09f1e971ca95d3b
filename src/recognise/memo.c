/* SPDX-License-Identifier: Apache-2.0 */
/* A name is remembered once and for good, so that readers need no lock: a place goes from empty to
 * taken and never changes again. A flood of names fills all places; further ones are then looked up
 * each time, as without a memo. */
#include "recognise/memo.h"

#include "base/memory.h"
#include "recognise/loaded.h"

#include <stdlib.h>

/* A name that says different things inside different parents has a note that says so, and one more for
 * each parent, under another hash. */
struct note {
	struct known_name known; /* first: it is what a place points to */
	struct key_hits hits;
	struct name_words parent;
	uint8_t text[MEMO_LONGEST], parent_text[MEMO_LONGEST];
};

struct key_memo *key_memo_new(void)
{
	return memory_new(sizeof(struct key_memo));
}

void key_memo_free(struct key_memo *memo)
{
	if (!memo)
		return;
	for (size_t i = 0; i < MEMO_PLACES; i++)
		free((void *)(uintptr_t)atomic_load_explicit(&memo->places[i], memory_order_relaxed));
	free(memo);
}

static const struct note *note_of(const struct known_name *known)
{
	return (const struct note *)(const void *)known;
}

const struct known_name *known_name_inside(const struct key_memo *memo, const struct known_name *known,
					   struct bytes parent)
{
	const struct name_words around = name_words_of(parent);
	const uint64_t hash = name_words_hash(&around, known->hash);
	const struct known_name *inside;

	for (size_t i = 0; i < MEMO_TRIED && (inside = key_memo_at(memo, hash + i)); i++) {
		const struct note *note = note_of(inside);

		if (inside->hash == hash && inside->inside &&
		    name_words_same(&inside->words, &known->words) &&
		    name_words_same(&note->parent, &around) &&
		    (known->words.size <= 16 || memcmp(inside->text, known->text, known->words.size) == 0) &&
		    (parent.size <= 16 || memcmp(note->parent_text, parent.data, parent.size) == 0))
			return inside;
	}
	return NULL;
}

const struct key_hits *key_memo_find(const struct key_memo *memo, struct bytes field, struct bytes parent)
{
	const struct known_name *known = known_name_of(memo, field);

	if (known && known->depends)
		known = known_name_inside(memo, known, parent);
	return known ? known->hits : NULL;
}

/* Keeps a copy of `copied`, unless the places for it are taken. */
static void keep(struct key_memo *memo, const struct note *copied)
{
	struct note *note = NULL;

	for (size_t i = 0; i < MEMO_TRIED; i++) {
		_Atomic(const struct known_name *) *place =
			&memo->places[(copied->known.hash + i) % MEMO_PLACES];
		const struct known_name *taken = atomic_load_explicit(place, memory_order_acquire);

		if (taken)
			continue;
		note = note ? note : memory_new(sizeof *note);
		if (!note)
			return;
		*note = *copied;
		note->known.text = note->text;
		note->known.hits = &note->hits;
		/* Another thread may take the place, even for the same name: then it is there twice. */
		if (atomic_compare_exchange_strong(place, &taken, &note->known))
			return;
	}
	free(note);
}

static void copy_text(uint8_t to[MEMO_LONGEST], struct bytes text)
{
	if (text.size)
		memcpy(to, text.data, text.size);
}

void key_memo_keep(struct key_memo *memo, struct bytes field, bool depends, struct bytes parent,
		   const struct key_hits *hits)
{
	if (field.size > MEMO_LONGEST || parent.size > MEMO_LONGEST)
		return;
	struct note note = {
		.known = { .words = name_words_of(field),
			   .uses = (uint8_t)hits->uses,
			   .speaks = hits->count,
			   .depends = depends },
		.hits = *hits,
	};

	note.known.hash = name_words_hash(&note.known.words, 0);
	note.known.text = field.data;
	copy_text(note.text, field);
	if (!known_name_of(memo, field))
		keep(memo, &note);
	if (!depends || known_name_inside(memo, &note.known, parent))
		return;
	note.parent = name_words_of(parent);
	note.known.hash = name_words_hash(&note.parent, note.known.hash);
	note.known.depends = false;
	note.known.inside = true;
	copy_text(note.parent_text, parent);
	keep(memo, &note);
}
