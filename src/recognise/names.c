/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/names.h"

#include "base/hash.h"
#include "base/text.h"

/* A listed name, with a chain of what it is for. */
struct entry {
	uint64_t hash;
	struct bytes name;
	struct name_use *uses;
};

/* Few enough names are allowed that most slots stay empty: a name that is not listed costs one look at
 * a small table of tags. */
enum { SLOTS = 16384, MOST_NAMES = SLOTS / 2 };

struct name_index {
	struct arena *arena;
	size_t count;
	uint16_t tags[SLOTS]; /* of the hash; 0: empty */
	struct entry *entries[SLOTS];
	uint64_t powers[NAME_SIZE + 1]; /* of the hash's base */
	uint8_t ends[65536 / 8];	/* which two bytes some name ends in */
	bool inner;
};

/* A sum over the bytes, each by a power of the base: the hash of any part of a name is the difference
 * of two sums. Names that meet are compared, so its quality decides speed only. */
static const uint64_t HASH_BASE = 0x9e3779b97f4a7c15u;

/* What a byte becomes, and its sort in the bits above: no part of a name gives 0. */
enum sort { SORT_SMALL = 1, SORT_UPPER = 2, SORT_DIGIT = 4, SORT_LEAD = 8, SORT_TRAIL = 16 };

static const uint8_t SORTS[256] = {
	['a' ... 'z'] = SORT_SMALL,   ['A' ... 'Z'] = SORT_UPPER,  ['0' ... '9'] = SORT_DIGIT,
	[0x80 ... 0xbf] = SORT_TRAIL, [0xc0 ... 0xff] = SORT_LEAD,
};

/* Whether a word of a name in camel case begins at a byte of the sort `here`. */
static bool hump(unsigned before, unsigned here, unsigned after)
{
	if (here == SORT_UPPER)
		return before != SORT_UPPER || after == SORT_SMALL;
	return here == SORT_LEAD || (before == SORT_TRAIL && here == SORT_SMALL);
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
	unsigned before = 0, here, after = field.size ? SORTS[field.data[0]] : 0;

	ret_name->size = ret_name->word_count = 0;
	if (field.size > 4 * NAME_SIZE)
		return false;
	for (size_t i = 0; i < field.size; i++, before = here) {
		here = after;
		after = i + 1 < field.size ? SORTS[field.data[i + 1]] : 0;
		if (here == 0)
			continue;
		if (ret_name->size == NAME_SIZE)
			return false;
		if (before == 0 || hump(before, here, after))
			begin_word(ret_name);
		ret_name->text[ret_name->size++] = here == SORT_UPPER ? field.data[i] | 32 : field.data[i];
	}
	ret_name->bare_size = ret_name->size;
	while (ret_name->bare_size > 1 && SORTS[ret_name->text[ret_name->bare_size - 1]] == SORT_DIGIT)
		ret_name->bare_size--;
	return ret_name->size != 0;
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

/* The hash spread over all its bits. */
static uint64_t spread(uint64_t hash)
{
	return hash_mix(hash, 1);
}

static uint16_t tag_of(uint64_t spread_hash)
{
	return (uint16_t)(spread_hash >> 48 | 1);
}

static struct entry *entry_of(struct name_index *index, struct bytes folded)
{
	uint64_t hash = hash_name(folded), mixed = spread(hash);
	size_t slot = mixed % SLOTS;

	for (; index->tags[slot]; slot = (slot + 1) % SLOTS)
		if (index->entries[slot]->hash == hash && bytes_equal(index->entries[slot]->name, folded))
			return index->entries[slot];
	struct entry *entry = index->count < MOST_NAMES ? arena_take(index->arena, sizeof *entry) : NULL;

	if (!entry)
		return NULL;
	entry->hash = hash;
	entry->name = arena_copy(index->arena, folded);
	if (!entry->name.data)
		return NULL;
	index->count++;
	index->tags[slot] = tag_of(mixed);
	index->entries[slot] = entry;
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
		index->inner = true;
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
	uint64_t mixed = spread(hash);
	uint16_t tag = tag_of(mixed);

	for (size_t slot = mixed % SLOTS; index->tags[slot]; slot = (slot + 1) % SLOTS) {
		if (index->tags[slot] != tag)
			continue;
		const struct entry *entry = index->entries[slot];
		struct bytes part = { search->name->text + start, end - start };

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
