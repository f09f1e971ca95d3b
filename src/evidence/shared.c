/* SPDX-License-Identifier: Apache-2.0 */
/* What records share: a capture repeats its names, words and pairs of hosts. */
#include "base/hash.h"
#include "base/memory.h"
#include "evidence/table.h"

#include <stdalign.h>
#include <stdlib.h>

static uint64_t hash_address(const struct address *address, uint64_t seed)
{
	return hash_mix(hash_word(address->octets, 8) ^ seed,
			(hash_word(address->octets + 8, 8) + address->family) ^ (seed >> 32 | seed << 32));
}

/* Transport and activity hardly ever tell two contexts apart: comparing is enough. */
uint64_t context_hash(const struct evidence *evidence, const struct context *context)
{
	uint64_t hash = hash_address(&context->source, evidence->seed);

	hash = hash_address(&context->destination, hash);
	hash = hash_mix(hash, (uint64_t)context->port << 2 | (uint64_t)context->from_client << 1 |
				      (uint64_t)context->cleartext);
	hash = hash_seeded(bytes_of(context->protocol), hash);
	hash = hash_seeded(bytes_of(context->phase), hash);
	return hash_seeded(context->host, hash);
}

/* Room for one more in a set that is never more than half full. */
static bool make_room(struct evidence *evidence, struct shared_set *set)
{
	size_t room = set->room ? set->room * 2 : 64;

	if (set->count * 2 < set->room)
		return true;
	const struct shared **entries = memory_new_array(room, sizeof *entries);

	if (!entries) {
		evidence->out_of_memory = true;
		return false;
	}
	for (size_t i = 0; i < set->room; i++) {
		const struct shared *entry = set->entries[i];

		if (!entry)
			continue;
		size_t at = entry->hash & (room - 1);

		while (entries[at])
			at = (at + 1) & (room - 1);
		entries[at] = entry;
	}
	free(set->entries);
	set->entries = entries;
	set->room = room;
	return true;
}

/* The entry that equals `wanted`, or the free one where it belongs. */
static const struct shared **find(const struct shared_set *set, uint64_t hash,
				  bool (*equals)(const struct shared *entry, const void *wanted),
				  const void *wanted)
{
	size_t at = hash & (set->room - 1);

	while (set->entries[at] && !(set->entries[at]->hash == hash && equals(set->entries[at], wanted)))
		at = (at + 1) & (set->room - 1);
	return &set->entries[at];
}

static void *add(struct evidence *evidence, struct shared_set *set, const struct shared **entry, size_t size)
{
	struct shared *made = arena_take_aligned(&evidence->arena, size, alignof(uint64_t));

	if (!made) {
		evidence->out_of_memory = true;
		return NULL;
	}
	*entry = made;
	set->count++;
	return made;
}

static bool text_equals(const struct shared *entry, const void *wanted)
{
	return bytes_equal(shared_bytes((const struct shared_text *)entry), *(const struct bytes *)wanted);
}

const struct shared_text *share_text(struct evidence *evidence, struct bytes text)
{
	uint64_t hash = hash_seeded(text, evidence->seed);

	if (!make_room(evidence, &evidence->texts))
		return NULL;
	const struct shared **entry = find(&evidence->texts, hash, text_equals, &text);

	if (*entry)
		return (const struct shared_text *)*entry;
	struct shared_text *made = add(evidence, &evidence->texts, entry,
				       offsetof(struct shared_text, data) + text.size);

	if (!made)
		return NULL;
	made->shared.hash = hash;
	made->size = (uint32_t)text.size;
	if (text.size)
		memcpy(made->data, text.data, text.size);
	return made;
}

static bool same_word(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool context_equal(const struct context *a, const struct context *b)
{
	if (a == b || !a || !b || a->shared.hash != b->shared.hash)
		return a == b;
	return address_equal(&a->source, &b->source) && address_equal(&a->destination, &b->destination) &&
	       a->port == b->port && a->from_client == b->from_client && a->cleartext == b->cleartext &&
	       same_word(a->transport, b->transport) && same_word(a->protocol, b->protocol) &&
	       same_word(a->phase, b->phase) && same_word(a->activity, b->activity) &&
	       bytes_equal(a->host, b->host);
}

static bool context_equals(const struct shared *entry, const void *wanted)
{
	return context_equal((const struct context *)entry, wanted);
}

const struct context *share_context(struct evidence *evidence, const struct context *context)
{
	if (!make_room(evidence, &evidence->contexts))
		return NULL;
	const struct shared **entry = find(&evidence->contexts, context->shared.hash, context_equals,
					   context);

	if (*entry)
		return (const struct context *)*entry;
	const struct shared_text *host = context->host.size ? share_text(evidence, context->host) : NULL;
	struct context *made = add(evidence, &evidence->contexts, entry, sizeof *made);

	if (!made)
		return NULL;
	*made = *context;
	made->host = shared_bytes(host);
	return made;
}
