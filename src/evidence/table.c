/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence/table.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>

const struct slot *record_slot(const struct evidence *evidence, const struct record *record,
			       enum attribute attribute)
{
	unsigned index = evidence->slot_of[record->kind][attribute];

	return index && record->slots[index - 1].present ? &record->slots[index - 1] : NULL;
}

static bool is_key(enum role role)
{
	return role == ROLE_KEY || role == ROLE_VALUE;
}

static uint64_t hash_address(const struct address *address, uint64_t seed)
{
	return hash_mix(hash_word(address->octets, 8) ^ seed,
			hash_word(address->octets + 8, 8) + address->family);
}

/* Transport and activity hardly ever tell two contexts apart: comparing is enough. */
uint64_t context_hash(const struct context *context)
{
	uint64_t hash = hash_address(&context->destination, hash_address(&context->source, 1));

	hash = hash_mix(hash, (uint64_t)context->port << 2 | (uint64_t)context->from_client << 1 |
				      (uint64_t)context->cleartext);
	hash = hash_bytes(bytes_of(context->protocol), hash);
	hash = hash_bytes(bytes_of(context->phase), hash);
	return hash_bytes(context->host, hash);
}

static void set_hashes(struct record *record)
{
	const struct attribute_role *roles = kind_declarations[record->kind].attributes;
	uint64_t group = hash_mix(record->context_hash, record->kind), value = 0;

	for (size_t i = 0; roles[i].role; i++) {
		const struct slot *slot = &record->slots[i];

		if (!slot->present)
			continue;
		if (roles[i].role == ROLE_KEY)
			group = hash_mix(hash_bytes(slot->text, group + i), slot->number);
		else if (roles[i].role == ROLE_VALUE)
			value = hash_bytes(slot->text, value + i);
	}
	record->group = group;
	record->hash = hash_mix(group, value);
}

static bool same_word(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_context(const struct context *a, const struct context *b)
{
	return address_equal(&a->source, &b->source) && address_equal(&a->destination, &b->destination) &&
	       a->port == b->port && a->from_client == b->from_client && a->cleartext == b->cleartext &&
	       same_word(a->transport, b->transport) && same_word(a->protocol, b->protocol) &&
	       same_word(a->phase, b->phase) && same_word(a->activity, b->activity) &&
	       bytes_equal(a->host, b->host);
}

static bool same_key(const struct record *a, const struct record *b)
{
	if (a->hash != b->hash || a->kind != b->kind)
		return false;
	const struct kind_declaration *kind = &kind_declarations[a->kind];

	for (size_t i = 0; kind->attributes[i].role; i++)
		if (is_key(kind->attributes[i].role) &&
		    (a->slots[i].present != b->slots[i].present || a->slots[i].number != b->slots[i].number ||
		     !bytes_equal(a->slots[i].text, b->slots[i].text)))
			return false;
	return !kind->traffic || same_context(&a->context, &b->context);
}

/* The bucket that holds the record's equal, or the free one where it belongs. */
static struct record **find(struct evidence *evidence, const struct record *record)
{
	size_t mask = evidence->bucket_count - 1, at = record->hash & mask;

	while (evidence->buckets[at] && !same_key(evidence->buckets[at], record))
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

/* Counts a new value of the record's group; false when the group has enough of them. */
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

/* Makes room for more than one place: most records have one. */
static bool make_further(struct evidence *evidence, struct record *record)
{
	if (!record->further)
		record->further = arena_take(&evidence->arena, (LIMIT_ORIGINS - 1) * sizeof *record->further);
	if (!record->further)
		evidence->out_of_memory = true;
	return record->further != NULL;
}

/* Keeps the earliest few places, in order. True if `origin` is now the earliest of all. */
static bool keep_origin(struct evidence *evidence, struct record *record, const struct origin *origin)
{
	unsigned at = record->origin_count;

	while (at > 0 && origin_compare(origin, record_origin(record, at - 1)) < 0)
		at--;
	if (at == LIMIT_ORIGINS || (at > 0 && origin_compare(origin, record_origin(record, at - 1)) == 0))
		return false;
	if (record->origin_count && !make_further(evidence, record))
		return false;
	if (record->origin_count < LIMIT_ORIGINS)
		record->origin_count++;
	for (unsigned i = record->origin_count - 1; i > at; i--)
		record->further[i - 1] = *record_origin(record, i - 1);
	*(at ? &record->further[at - 1] : &record->origin) = *origin;
	return at == 0;
}

static void copy_text(struct evidence *evidence, struct bytes *text)
{
	if (!text->size)
		return;
	struct bytes copy = arena_copy(&evidence->arena, *text);

	if (!copy.data)
		evidence->out_of_memory = true;
	*text = copy;
}

static void join_times(struct record *into, const struct record *from)
{
	into->count += from->count;
	if (into->first == INSTANT_NONE || (from->first != INSTANT_NONE && from->first < into->first))
		into->first = from->first;
	if (into->last == INSTANT_NONE || (from->last != INSTANT_NONE && from->last > into->last))
		into->last = from->last;
}

static void join(struct evidence *evidence, struct record *into, const struct record *from)
{
	const struct kind_declaration *kind = &kind_declarations[into->kind];
	bool earlier = false;

	for (unsigned i = 0; i < from->origin_count; i++)
		earlier |= keep_origin(evidence, into, record_origin(from, i));
	for (size_t i = 0; kind->attributes[i].role; i++) {
		struct slot *slot = &into->slots[i];
		const struct slot *other = &from->slots[i];

		if (!other->present || is_key(kind->attributes[i].role))
			continue;
		if (kind->attributes[i].role == ROLE_SUM) {
			slot->number += other->number;
		} else if (kind->attributes[i].role == ROLE_MOST) {
			slot->number = slot->number > other->number ? slot->number : other->number;
		} else if (earlier || !slot->present) {
			*slot = *other;
			copy_text(evidence, &slot->text);
		}
		slot->present = true;
	}
	join_times(into, from);
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

static struct record *add(struct evidence *evidence, const struct record *record, struct record **bucket)
{
	size_t slots = evidence->slot_count[record->kind];
	size_t size = offsetof(struct record, slots) + slots * sizeof record->slots[0];
	struct record *copy = arena_take(&evidence->arena, size);

	if (copy)
		memcpy(copy, record, size);
	if (!copy || !list_record(evidence, copy)) {
		evidence->out_of_memory = true;
		return NULL;
	}
	for (size_t i = 0; i < slots; i++)
		copy_text(evidence, &copy->slots[i].text);
	copy_text(evidence, &copy->context.host);
	copy->further = NULL;
	if (record->further && make_further(evidence, copy))
		memcpy(copy->further, record->further, (LIMIT_ORIGINS - 1) * sizeof *copy->further);
	else
		copy->origin_count = record->origin_count < 1 ? record->origin_count : 1;
	*bucket = copy;
	evidence->record_count++;
	if (!grow_buckets(evidence))
		evidence->out_of_memory = true;
	return copy;
}

static bool has_value(const struct record *record)
{
	const struct attribute_role *roles = kind_declarations[record->kind].attributes;

	for (size_t i = 0; roles[i].role; i++)
		if (roles[i].role == ROLE_VALUE && record->slots[i].present)
			return true;
	return false;
}

/* Makes the record stand for "further values", which are counted together. */
static void drop_value(struct evidence *evidence, struct record *record)
{
	const struct attribute_role *roles = kind_declarations[record->kind].attributes;
	struct slot *more = &record->slots[evidence->slot_of[record->kind][ATTRIBUTE_MORE] - 1];

	for (size_t i = 0; roles[i].role; i++)
		if (roles[i].role == ROLE_VALUE)
			record->slots[i] = (struct slot){ .present = false };
	*more = (struct slot){ .number = 1, .present = true };
	set_hashes(record);
}

struct record *table_put(struct evidence *evidence, struct record *record)
{
	bool whole = true;

	if (!evidence->bucket_count && !grow_buckets(evidence)) {
		evidence->out_of_memory = true;
		return NULL;
	}
	set_hashes(record);
	struct record **bucket = find(evidence, record);

	if (!*bucket && has_value(record) && !group_admits(evidence, record->group)) {
		drop_value(evidence, record);
		bucket = find(evidence, record);
		whole = false;
	}
	struct record *equal = *bucket;

	if (equal)
		join(evidence, equal, record);
	else if (evidence->kind_count[record->kind] >= evidence->kind_most ||
		 evidence->record_count * 2 >= evidence->bucket_count)
		evidence->dropped[record->kind] += record->count;
	else
		equal = add(evidence, record, bucket);
	return whole ? equal : NULL;
}

bool table_repeat(struct evidence *evidence, struct record *into, const struct record *from)
{
	if (!from->origin_count || !into->origin_count || origin_compare(&from->origin, &into->origin) < 0)
		return false;
	(void)keep_origin(evidence, into, &from->origin);
	join_times(into, from);
	return true;
}
