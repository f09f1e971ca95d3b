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

/* A name that says different things inside different parents has a note that says so, and one more for
 * each parent, under another hash. */
struct note {
	uint64_t hash;
	bool depends;
	struct key_hits hits;
	size_t size, parent_size;
	uint8_t name[LONGEST], parent[LONGEST];
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

static bool is_about(const struct note *note, uint64_t hash, struct bytes field, struct bytes parent)
{
	return note->hash == hash && bytes_equal((struct bytes){ note->name, note->size }, field) &&
	       bytes_equal((struct bytes){ note->parent, note->parent_size }, parent);
}

static const struct note *find(const struct key_memo *memo, uint64_t hash, struct bytes field,
			       struct bytes parent)
{
	for (size_t i = 0; i < TRIED; i++) {
		const struct note *note = atomic_load_explicit(&memo->places[(hash + i) % PLACES],
							       memory_order_acquire);

		if (!note)
			return NULL;
		if (is_about(note, hash, field, parent))
			return note;
	}
	return NULL;
}

const struct key_hits *key_memo_find(const struct key_memo *memo, struct bytes field, struct bytes parent)
{
	if (field.size > LONGEST)
		return NULL;
	uint64_t hash = hash_bytes(field, 0);
	const struct note *note = find(memo, hash, field, BYTES_EMPTY);

	if (note && note->depends)
		note = parent.size <= LONGEST ? find(memo, hash_bytes(parent, hash), field, parent) : NULL;
	return note && !note->depends ? &note->hits : NULL;
}

static void keep(struct key_memo *memo, uint64_t hash, const struct note *copied)
{
	struct bytes field = { copied->name, copied->size }, parent = { copied->parent, copied->parent_size };
	struct note *note = NULL;

	for (size_t i = 0; i < TRIED; i++) {
		_Atomic(struct note *) *place = &memo->places[(hash + i) % PLACES];
		struct note *taken = atomic_load_explicit(place, memory_order_acquire);

		if (taken && is_about(taken, hash, field, parent))
			break;
		if (taken)
			continue;
		note = note ? note : memory_new(sizeof *note);
		if (!note)
			return;
		*note = *copied;
		note->hash = hash;
		if (atomic_compare_exchange_strong(place, &taken, note))
			return;
		if (is_about(taken, hash, field, parent))
			break;
	}
	free(note);
}

void key_memo_keep(struct key_memo *memo, struct bytes field, bool depends, struct bytes parent,
		   const struct key_hits *hits)
{
	struct note note = { .depends = depends, .hits = *hits, .size = field.size };
	uint64_t hash = hash_bytes(field, 0);

	if (field.size > LONGEST || parent.size > LONGEST)
		return;
	if (field.size)
		memcpy(note.name, field.data, field.size);
	keep(memo, hash, &note);
	if (!depends)
		return;
	note.depends = false;
	note.parent_size = parent.size;
	if (parent.size)
		memcpy(note.parent, parent.data, parent.size);
	keep(memo, hash_bytes(parent, hash), &note);
}
