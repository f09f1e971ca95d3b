/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/names.h"

#include "base/hash.h"
#include "base/text.h"

/* A listed name, with a chain of what it is for. Chains of equal slots are linked, not probed: the
 * table is small and read-only once loaded. */
struct entry {
	struct entry *next;
	uint64_t hash;
	struct bytes name;
	struct name_use *uses;
	bool inner; /* some use may be met by words in the middle */
};

enum { SLOTS = 4096 };

struct name_index {
	struct arena *arena;
	struct entry *slots[SLOTS];
	uint64_t powers[NAME_SIZE + 1]; /* of the hash's base */
	uint8_t ends[65536 / 8];        /* which two bytes some name ends in */
	bool inner;
};

/* A sum over the bytes, each by a power of the base: the hash of any part of a name is the difference
 * of two sums. Names that meet are compared, so its quality decides speed only. */
static const uint64_t HASH_BASE = 0x9e3779b97f4a7c15u;

static bool upper(uint8_t byte)
{
	return byte >= 'A' && byte <= 'Z';
}

static bool small(uint8_t byte)
{
	return byte >= 'a' && byte <= 'z';
}

static bool digit(uint8_t byte)
{
	return byte >= '0' && byte <= '9';
}

/* Whether the letter at `at` begins a word of a name in camel case. */
static bool hump(struct bytes field, size_t at)
{
	uint8_t before = at ? field.data[at - 1] : ' ', here = field.data[at];
	uint8_t after = at + 1 < field.size ? field.data[at + 1] : ' ';

	if (!upper(here))
		return small(here) && before >= 0x80;
	return small(before) || digit(before) || before >= 0x80 || (upper(before) && small(after));
}

static void begin_word(struct name *name)
{
	if (name->word_count && name->starts[name->word_count - 1] == name->size)
		return;
	if (name->word_count < NAME_WORDS) {
		name->starts[name->word_count++] = (uint8_t)name->size;
		return;
	}
	/* Too many words: keep the last ones, which say what it is. */
	memmove(name->starts + 1, name->starts + 2, NAME_WORDS - 2);
	name->starts[NAME_WORDS - 1] = (uint8_t)name->size;
}

bool name_fold(struct bytes field, struct name *ret_name)
{
	struct name name;
	bool begins = true;

	name.size = 0;
	name.word_count = 0;
	if (field.size > 4 * NAME_SIZE)
		return false;
	for (size_t i = 0; i < field.size; i++) {
		uint8_t byte = field.data[i];
		bool starts_character = byte >= 0xc0;

		if (!upper(byte) && !small(byte) && !digit(byte) && byte < 0x80) {
			begins = true;
			continue;
		}
		if (name.size == NAME_SIZE)
			return false;
		if (begins || starts_character || (byte < 0x80 && hump(field, i)))
			begin_word(&name);
		begins = false;
		name.text[name.size++] = upper(byte) ? (uint8_t)(byte + 32) : byte;
	}
	if (name.size == 0)
		return false;
	name.bare_size = name.size;
	while (name.bare_size > 1 && digit(name.text[name.bare_size - 1]))
		name.bare_size--;
	*ret_name = name;
	return true;
}

struct name_index *name_index_new(struct arena *arena)
{
	struct name_index *index = arena_take(arena, sizeof *index);

	if (!index)
		return NULL;
	index->arena = arena;
	index->powers[0] = 1;
	for (size_t i = 1; i <= NAME_SIZE; i++)
		index->powers[i] = index->powers[i - 1] * HASH_BASE;
	return index;
}

static uint64_t hash_name(struct bytes name)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < name.size; i++)
		hash = hash * HASH_BASE + name.data[i] + 1;
	return hash;
}

static size_t slot_of(uint64_t hash)
{
	return (size_t)(hash_mix(hash, 1) % SLOTS);
}

static struct entry *entry_of(struct name_index *index, struct bytes folded)
{
	uint64_t hash = hash_name(folded);
	struct entry **slot = &index->slots[slot_of(hash)];

	for (struct entry *entry = *slot; entry; entry = entry->next)
		if (entry->hash == hash && bytes_equal(entry->name, folded))
			return entry;
	struct entry *entry = arena_take(index->arena, sizeof *entry);

	if (!entry)
		return NULL;
	entry->hash = hash;
	entry->name = arena_copy(index->arena, folded);
	if (!entry->name.data)
		return NULL;
	entry->next = *slot;
	*slot = entry;
	return entry;
}

static void mark_end(struct name_index *index, struct bytes folded)
{
	unsigned last = folded.data[folded.size - 1];
	unsigned before = folded.size > 1 ? folded.data[folded.size - 2] : 0;
	unsigned pair = before << 8 | last;

	index->ends[pair / 8] |= (uint8_t)(1 << pair % 8);
}

bool name_index_add(struct name_index *index, struct bytes name, struct name_use use)
{
	struct name folded;

	if (!name_fold(name, &folded))
		return true;
	struct bytes text = { folded.text, folded.size };
	struct entry *entry = entry_of(index, text);
	struct name_use *kept = entry ? arena_take(index->arena, sizeof *kept) : NULL;

	if (!kept)
		return false;
	*kept = use;
	kept->next = entry->uses;
	entry->uses = kept;
	if (use.match & MATCH_WORD)
		entry->inner = index->inner = true;
	if (use.kind == USE_KEY)
		mark_end(index, text);
	return true;
}

bool name_index_ends(const struct name_index *index, uint8_t before_last, uint8_t last)
{
	unsigned pair = (unsigned)before_last << 8 | last;

	return index->ends[pair / 8] >> pair % 8 & 1;
}

/* A name being looked up. */
struct search {
	const struct name_index *index;
	const struct name *name;
	uint64_t sums[NAME_SIZE + 1];
	name_found *found;
	void *self;
};

/* Tells of the uses that the part from `start` to `end` meets; `how`: what sort of part it is. */
static void meet(const struct search *search, unsigned start, unsigned end, unsigned how)
{
	const struct name_index *index = search->index;
	uint64_t hash = search->sums[end] - search->sums[start] * index->powers[end - start];
	struct bytes part = { search->name->text + start, end - start };

	for (const struct entry *entry = index->slots[slot_of(hash)]; entry; entry = entry->next) {
		if (entry->hash != hash || !bytes_equal(entry->name, part))
			continue;
		for (const struct name_use *use = entry->uses; use; use = use->next)
			if (use->match & how)
				search->found(search->self, use, entry->name);
	}
}

/* Every run of words that ends at `end`, which is the name's end or, for the same name without its
 * number, a little before. */
static void meet_ends(const struct search *search, unsigned end)
{
	const struct name *name = search->name;

	meet(search, 0, end, MATCH_WHOLE | MATCH_START | MATCH_END | MATCH_WORD);
	for (unsigned i = 1; i < name->word_count; i++)
		if (name->starts[i] < end)
			meet(search, name->starts[i], end, MATCH_END | MATCH_WORD);
}

void name_index_find(const struct name_index *index, const struct name *name, name_found *found, void *self)
{
	struct search search = { .index = index, .name = name, .found = found, .self = self };
	uint64_t sum = 0;

	search.sums[0] = 0;
	for (unsigned i = 0; i < name->size; i++)
		search.sums[i + 1] = sum = sum * HASH_BASE + name->text[i] + 1;
	meet_ends(&search, name->size);
	if (name->bare_size != name->size)
		meet_ends(&search, name->bare_size);
	/* Parts that end before the end: the beginning, and the middles where such names are listed. */
	for (unsigned last = 1; last < name->word_count; last++) {
		meet(&search, 0, name->starts[last], MATCH_START | MATCH_WORD);
		for (unsigned first = 1; index->inner && first < last; first++)
			meet(&search, name->starts[first], name->starts[last], MATCH_WORD);
	}
}
