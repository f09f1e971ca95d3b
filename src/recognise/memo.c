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

/* A name as it is compared: short ones, which nearly all are, by their first and last eight bytes. */
struct known_name {
	uint64_t first, last;
	size_t size;
	uint8_t text[LONGEST];
};

/* A name that says different things inside different parents has a note that says so, and one more for
 * each parent, under another hash. */
struct note {
	uint64_t hash;
	struct known_name name, parent;
	bool depends;
	struct key_hits hits;
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

static uint64_t last_word(struct bytes name)
{
	return name.size > 8 ? hash_word(name.data + name.size - 8, 8) : 0;
}

/* Of names of at most 16 bytes, the two words and the size are all there is. */
static uint64_t hash_name(struct bytes name, uint64_t seed)
{
	if (name.size > 16)
		return hash_bytes(name, seed);
	return hash_mix(hash_word(name.data, name.size) ^ seed, last_word(name) + name.size);
}

static inline bool is_name(const struct known_name *known, struct bytes name)
{
	return known->size == name.size && known->first == hash_word(name.data, name.size) &&
	       known->last == last_word(name) &&
	       (name.size <= 16 || memcmp(known->text, name.data, name.size) == 0);
}

static struct known_name know(struct bytes name)
{
	struct known_name known = { hash_word(name.data, name.size), last_word(name), name.size, { 0 } };

	if (name.size)
		memcpy(known.text, name.data, name.size);
	return known;
}

static inline bool is_about(const struct note *note, uint64_t hash, struct bytes field, struct bytes parent)
{
	return note->hash == hash && is_name(&note->name, field) && is_name(&note->parent, parent);
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
	uint64_t hash = hash_name(field, 0);
	const struct note *note = find(memo, hash, field, BYTES_EMPTY);

	if (note && note->depends)
		note = parent.size <= LONGEST ? find(memo, hash_name(parent, hash), field, parent) : NULL;
	return note && !note->depends ? &note->hits : NULL;
}

static void keep(struct key_memo *memo, uint64_t hash, const struct note *copied, struct bytes field,
		 struct bytes parent)
{
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
	if (field.size > LONGEST || parent.size > LONGEST)
		return;
	struct note note = { .name = know(field), .depends = depends, .hits = *hits };
	uint64_t hash = hash_name(field, 0);

	keep(memo, hash, &note, field, BYTES_EMPTY);
	if (!depends)
		return;
	note.depends = false;
	note.parent = know(parent);
	keep(memo, hash_name(parent, hash), &note, field, parent);
}
