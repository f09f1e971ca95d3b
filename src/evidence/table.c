/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/table.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdalign.h>
#include <stdlib.h>

const union slot *record_slot(const struct evidence *evidence, const struct record *record,
			      enum attribute attribute)
{
	unsigned index = evidence->slot_of[record->kind][attribute];

	return index && record->present >> (index - 1) & 1 ? &record->slots[index - 1] : NULL;
}

struct bytes record_text(const struct evidence *evidence, const struct record *record,
			 enum attribute attribute)
{
	const union slot *slot = record_slot(evidence, record, attribute);

	return slot ? shared_bytes(slot->text) : BYTES_EMPTY;
}

/* The place of the lowest bit, which is taken from `*bits`. */
static unsigned take_bit(uint32_t *bits)
{
	unsigned place = (unsigned)__builtin_ctz(*bits);

	*bits &= *bits - 1;
	return place;
}

static void set_hashes(const struct evidence *evidence, struct fact *fact)
{
	const struct layout *layout = &evidence->layouts[fact->kind];
	uint64_t value = evidence->seed;
	uint64_t group = hash_mix(fact->context ? fact->context->shared.hash : evidence->seed, fact->kind);

	for (uint32_t bits = fact->present & layout->keys & ~layout->values; bits;) {
		unsigned i = take_bit(&bits);

		group = hash_mix(hash_seeded(fact->values[i].text, group + i), fact->values[i].number);
	}
	for (uint32_t bits = fact->present & layout->values; bits;) {
		unsigned i = take_bit(&bits);

		value = hash_seeded(fact->values[i].text, value + i);
	}
	fact->group = group;
	fact->hash = hash_mix(group, value);
}

static bool same_key(const struct evidence *evidence, const struct record *record, const struct fact *fact)
{
	const struct layout *layout = &evidence->layouts[fact->kind];

	if (record->hash != fact->hash || record->kind != fact->kind ||
	    (record->present ^ fact->present) & layout->keys)
		return false;
	for (uint32_t bits = fact->present & layout->keys; bits;) {
		unsigned i = take_bit(&bits);
		bool same = layout->texts >> i & 1
				    ? bytes_equal(shared_bytes(record->slots[i].text), fact->values[i].text)
				    : record->slots[i].number == fact->values[i].number;

		if (!same)
			return false;
	}
	return context_equal(record->context, fact->context);
}

/* The bucket that holds the fact's equal, or the free one where it belongs. */
static struct record **find(struct evidence *evidence, const struct fact *fact)
{
	size_t mask = evidence->bucket_count - 1, at = fact->hash & mask;

	while (evidence->buckets[at] && !same_key(evidence, evidence->buckets[at], fact))
		at = (at + 1) & mask;
	return &evidence->buckets[at];
}

static bool grow_buckets(struct evidence *evidence)
{
	size_t count = evidence->bucket_count ? evidence->bucket_count * 2 : 256;

	if (evidence->record_count * 2 < evidence->bucket_count)
		return true;
	struct record **buckets = memory_new_array(count, sizeof *buckets), **old = evidence->buckets;

	if (!buckets)
		return false;
	for (size_t i = 0; i < evidence->bucket_count; i++) {
		if (!old[i])
			continue;
		size_t at = old[i]->hash & (count - 1);

		while (buckets[at])
			at = (at + 1) & (count - 1);
		buckets[at] = old[i];
	}
	free(old);
	evidence->buckets = buckets;
	evidence->bucket_count = count;
	return true;
}

/* Counts a new value of the fact's group; false when the group has enough of them. */
static bool group_admits(struct evidence *evidence, uint64_t hash)
{
	if (evidence->group_count * 2 >= evidence->group_room) {
		size_t room = evidence->group_room ? evidence->group_room * 2 : 256;
		struct group *groups = memory_new_array(room, sizeof *groups);

		if (!groups) {
			evidence->out_of_memory = true;
			return true;
		}
		for (size_t i = 0; i < evidence->group_room; i++) {
			size_t at = evidence->groups[i].hash & (room - 1);

			if (!evidence->groups[i].values)
				continue;
			while (groups[at].values)
				at = (at + 1) & (room - 1);
			groups[at] = evidence->groups[i];
		}
		free(evidence->groups);
		evidence->groups = groups;
		evidence->group_room = room;
	}
	size_t mask = evidence->group_room - 1, at = hash & mask;

	while (evidence->groups[at].values && evidence->groups[at].hash != hash)
		at = (at + 1) & mask;
	struct group *group = &evidence->groups[at];

	if (group->values >= LIMIT_VALUES)
		return false;
	evidence->group_count += group->values == 0;
	group->hash = hash;
	group->values++;
	return true;
}

static int origin_compare(const struct origin *a, const struct origin *b)
{
	if (a->input != b->input)
		return a->input < b->input ? -1 : 1;
	if (a->frame != b->frame)
		return a->frame < b->frame ? -1 : 1;
	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	if (a->size != b->size)
		return a->size < b->size ? -1 : 1;
	return a->source_port != b->source_port ? (a->source_port < b->source_port ? -1 : 1) : 0;
}

unsigned record_origins(const struct record *record, const struct origin *ret_list[LIMIT_ORIGINS])
{
	unsigned at = record->origin_count;

	for (const struct further *further = record->further; further; further = further->before)
		ret_list[--at] = &further->origin;
	if (at)
		ret_list[0] = &record->origin;
	return record->origin_count;
}

/* A place for one more in the list; the latest one's where there are enough. */
static struct further *take_place(struct evidence *evidence, struct record *record)
{
	struct further *place = record->further;

	if (record->origin_count == LIMIT_ORIGINS) {
		record->further = place->before;
		return place;
	}
	place = arena_take_aligned(&evidence->arena, sizeof *place, alignof(struct further));
	if (place)
		record->origin_count++;
	else
		evidence->out_of_memory = true;
	return place;
}

/* Keeps the earliest few places, in order: most come later than those that are known. True if `origin` is now
 * the earliest of all. */
static bool keep_origin(struct evidence *evidence, struct record *record, const struct origin *origin)
{
	struct further **at = &record->further, *place;
	bool full = record->origin_count == LIMIT_ORIGINS;

	if (!record->origin_count) {
		record->origin = *origin;
		record->origin_count = 1;
		return true;
	}
	if (full && origin_compare(origin, &(*at)->origin) >= 0)
		return false;
	while (*at && origin_compare(origin, &(*at)->origin) < 0)
		at = &(*at)->before;
	int order = origin_compare(origin, *at ? &(*at)->origin : &record->origin);

	if (order == 0)
		return false;
	bool behind_latest = full && at == &record->further->before;

	place = take_place(evidence, record);
	if (!place)
		return false;
	/* The latest one is the one that goes. */
	if (behind_latest)
		at = &record->further;
	place->origin = order < 0 ? record->origin : *origin;
	place->before = *at;
	*at = place;
	if (order < 0)
		record->origin = *origin;
	return order < 0;
}

static bool keep_origins(struct evidence *evidence, struct record *record, const struct fact *fact)
{
	bool earliest = fact->placed && keep_origin(evidence, record, &fact->origin);

	for (const struct further *further = fact->further; further; further = further->before)
		keep_origin(evidence, record, &further->origin);
	return earliest;
}

static void set_slot(struct evidence *evidence, struct record *record, const struct fact *fact,
		     unsigned index)
{
	union slot *slot = &record->slots[index];

	if (evidence->layouts[record->kind].texts >> index & 1)
		slot->text = share_text(evidence, fact->values[index].text);
	else
		slot->number = fact->values[index].number;
	record->present |= UINT32_C(1) << index;
}

static void join_times(struct record *into, const struct fact *fact)
{
	into->count += fact->count;
	if (into->first == INSTANT_NONE || (fact->first != INSTANT_NONE && fact->first < into->first))
		into->first = fact->first;
	if (into->last == INSTANT_NONE || (fact->last != INSTANT_NONE && fact->last > into->last))
		into->last = fact->last;
}

static void join(struct evidence *evidence, struct record *into, const struct fact *fact)
{
	const struct attribute_role *roles = kind_declarations[into->kind].attributes;
	bool earlier = keep_origins(evidence, into, fact);

	for (uint32_t bits = fact->present & ~evidence->layouts[into->kind].keys; bits;) {
		unsigned i = take_bit(&bits);
		uint64_t *number = &into->slots[i].number, other = fact->values[i].number;
		bool present = into->present >> i & 1;

		if (present && roles[i].role == ROLE_SUM)
			*number += other;
		else if (present && roles[i].role == ROLE_MOST)
			*number = *number > other ? *number : other;
		else if (!present || earlier)
			set_slot(evidence, into, fact, i);
	}
	join_times(into, fact);
}

static bool list_record(struct evidence *evidence, struct record *record)
{
	enum kind kind = record->kind;

	if (evidence->kind_count[kind] == evidence->kind_room[kind]) {
		size_t room = evidence->kind_room[kind] ? evidence->kind_room[kind] * 2 : 16;
		struct record **records = memory_resize(evidence->records[kind], room,
							sizeof *evidence->records[kind]);

		if (!records)
			return false;
		evidence->records[kind] = records;
		evidence->kind_room[kind] = room;
	}
	evidence->records[kind][evidence->kind_count[kind]++] = record;
	return true;
}

static struct record *add(struct evidence *evidence, const struct fact *fact, struct record **bucket)
{
	size_t slots = evidence->layouts[fact->kind].count;
	size_t size = offsetof(struct record, slots) + slots * sizeof(union slot);
	struct record *record = arena_take_aligned(&evidence->arena, size, alignof(struct record));

	if (record) {
		record->hash = fact->hash;
		record->kind = (uint8_t)fact->kind;
		record->shown_at_start = fact->shown_at_start;
		record->shown_at_end = fact->shown_at_end;
		record->count = fact->count;
		record->first = fact->first;
		record->last = fact->last;
		record->context = fact->context ? share_context(evidence, fact->context) : NULL;
	}
	if (!record || (fact->context && !record->context) || !list_record(evidence, record)) {
		evidence->out_of_memory = true;
		return NULL;
	}
	for (uint32_t bits = fact->present; bits;)
		set_slot(evidence, record, fact, take_bit(&bits));
	keep_origins(evidence, record, fact);
	if (fact->like) {
		record->by_device = fact->like->by_device;
		record->audited = fact->like->audited;
		record->peer_name = fact->like->peer_name;
	}
	*bucket = record;
	evidence->record_count++;
	if (!grow_buckets(evidence))
		evidence->out_of_memory = true;
	return record;
}

/* Makes the fact stand for "further values", which are counted together. */
static void drop_value(const struct evidence *evidence, struct fact *fact)
{
	unsigned more = evidence->slot_of[fact->kind][ATTRIBUTE_MORE] - 1u;

	fact->present &= ~evidence->layouts[fact->kind].values;
	fact->present |= UINT32_C(1) << more;
	fact->values[more].text = BYTES_EMPTY;
	fact->values[more].number = 1;
	set_hashes(evidence, fact);
}

struct record *table_put(struct evidence *evidence, struct fact *fact)
{
	bool whole = true;

	if (!evidence->bucket_count && !grow_buckets(evidence)) {
		evidence->out_of_memory = true;
		return NULL;
	}
	set_hashes(evidence, fact);
	struct record **bucket = find(evidence, fact);

	if (!*bucket && fact->present & evidence->layouts[fact->kind].values &&
	    !group_admits(evidence, fact->group)) {
		drop_value(evidence, fact);
		bucket = find(evidence, fact);
		whole = false;
	}
	struct record *equal = *bucket;

	if (equal)
		join(evidence, equal, fact);
	else if (evidence->kind_count[fact->kind] >= evidence->kind_most ||
		 evidence->record_count * 2 >= evidence->bucket_count)
		evidence->dropped[fact->kind] += fact->count;
	else
		equal = add(evidence, fact, bucket);
	return whole ? equal : NULL;
}

bool table_repeat(struct evidence *evidence, struct record *into, const struct fact *fact)
{
	if (!fact->placed || !into->origin_count || origin_compare(&fact->origin, &into->origin) < 0)
		return false;
	(void)keep_origin(evidence, into, &fact->origin);
	join_times(into, fact);
	return true;
}

void fact_of(const struct evidence *evidence, const struct record *record, struct fact *ret_fact)
{
	uint32_t texts = evidence->layouts[record->kind].texts;

	*ret_fact = (struct fact){
		.kind = record->kind,
		.shown_at_start = record->shown_at_start,
		.shown_at_end = record->shown_at_end,
		.context = record->context,
		.count = record->count,
		.first = record->first,
		.last = record->last,
		.placed = record->origin_count > 0,
		.origin = record->origin,
		.further = record->further,
		.present = record->present,
	};
	for (uint32_t bits = record->present; bits;) {
		unsigned i = take_bit(&bits);

		if (texts >> i & 1)
			ret_fact->values[i].text = shared_bytes(record->slots[i].text);
		else
			ret_fact->values[i].number = record->slots[i].number;
	}
}

void table_merge(struct evidence *into, const struct evidence *from)
{
	struct context context;
	struct fact fact;

	for (enum kind kind = 0; kind < KIND_TOTAL; kind++) {
		for (size_t i = 0; i < from->kind_count[kind]; i++) {
			fact_of(from, from->records[kind][i], &fact);
			if (fact.context) {
				context = *fact.context;
				context.shared.hash = context_hash(into, &context);
				fact.context = &context;
			}
			table_put(into, &fact);
		}
		into->dropped[kind] += from->dropped[kind];
	}
}

static void clear_set(struct shared_set *set)
{
	free(set->entries);
	*set = (struct shared_set){ .count = 0 };
}

void table_clear(struct evidence *evidence)
{
	for (enum kind kind = 0; kind < KIND_TOTAL; kind++) {
		free(evidence->records[kind]);
		evidence->records[kind] = NULL;
		evidence->kind_count[kind] = evidence->kind_room[kind] = 0;
		evidence->dropped[kind] = 0;
	}
	free(evidence->buckets);
	free(evidence->groups);
	evidence->buckets = NULL;
	evidence->groups = NULL;
	evidence->bucket_count = evidence->record_count = 0;
	evidence->group_count = evidence->group_room = 0;
	evidence->last_said = NULL;
	clear_set(&evidence->texts);
	clear_set(&evidence->contexts);
	arena_free(&evidence->arena);
}
