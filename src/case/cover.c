/* SPDX-License-Identifier: Apache-2.0 */
#include "case/cover.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "case/element.h"

#include <stdlib.h>

/* A type that some event names. "" stands for all types. */
struct cover {
	uint8_t *name; /* owned */
	size_t size;
	struct track track;
	bool used;
};

/* Open addressing, never more than half full. */
enum { SLOTS = 1024 };
_Static_assert(SLOTS >= 2 * (LIMIT_CASE_COVERS + 2), "the table must have free slots");

struct covers {
	size_t count;
	struct cover slots[SLOTS];
};

static struct cover *slot_of(const struct covers *covers, struct bytes name)
{
	size_t at = hash_bytes(name, 0) % SLOTS;

	while (covers->slots[at].used &&
	       !bytes_equal((struct bytes){ covers->slots[at].name, covers->slots[at].size }, name))
		at = (at + 1) % SLOTS;
	return (struct cover *)&covers->slots[at];
}

/* `contact.*` says the same as `contact`; `*` is the root. */
static struct bytes pattern_name(struct bytes pattern)
{
	if (bytes_equal(pattern, BYTES("*")))
		return BYTES_EMPTY;
	return bytes_end_with(pattern, BYTES(".*")) ? bytes_slice(pattern, 0, pattern.size - 2) : pattern;
}

static bool is_a(struct bytes type, struct bytes ancestor)
{
	return ancestor.size == 0 || (bytes_start_with(type, ancestor) &&
				      (type.size == ancestor.size || type.data[ancestor.size] == '.'));
}

static enum covers_built name_type(struct covers *covers, struct bytes name)
{
	struct cover *slot = slot_of(covers, name);

	if (slot->used)
		return COVERS_BUILT;
	if (covers->count >= LIMIT_CASE_COVERS + 2)
		return COVERS_TOO_MANY;
	slot->name = memory_new(name.size + 1);
	if (!slot->name)
		return COVERS_NO_MEMORY;
	if (name.size)
		memcpy(slot->name, name.data, name.size);
	slot->size = name.size;
	slot->used = true;
	covers->count++;
	return COVERS_BUILT;
}

static bool event_covers(const struct decisive *event, struct bytes type)
{
	struct bytes rest = event->covers, pattern;

	if (bytes_trim(rest).size == 0)
		return event->decision != DECISION_CONSENT || strcmp(event->kind, "general") != 0 ||
		       !is_a(type, BYTES("biometric"));
	while ((pattern = element_word(&rest)).size)
		if (is_a(type, pattern_name(pattern)))
			return true;
	return false;
}

static int strength(const char *word)
{
	return strcmp(word, "guardian") == 0   ? 3
	       : strcmp(word, "separate") == 0 ? 2
					       : strcmp(word, "general") == 0;
}

/* What is on record after an event: a general consent does not take back a separate one. */
static const char *word_after(const struct decisive *event, const char *word)
{
	switch (event->decision) {
	case DECISION_CONSENT:
		return strength(event->kind) > strength(word) ? event->kind : word;
	case DECISION_REFUSE:
		return "refused";
	case DECISION_WITHDRAW:
		return "withdrawn";
	case DECISION_DELETE:
		break;
	}
	return "none";
}

/* What can be withdrawn or deleted was there before, on no record of ours. */
static const char *word_before(const struct decisive *first, bool recorded)
{
	if (first && (first->decision == DECISION_WITHDRAW || first->decision == DECISION_DELETE))
		return "unknown";
	return recorded ? "none" : "unknown";
}

static bool build_track(struct cover *cover, const struct decisive *events, size_t count, bool recorded,
			int64_t uncertainty, struct change *changes)
{
	struct bytes name = { cover->name, cover->size };
	const struct decisive *first = NULL;
	const char *before = NULL, *word = NULL;
	size_t total = 0;

	for (size_t i = 0; i < count; i++) {
		if (!event_covers(&events[i], name))
			continue;
		if (!first) {
			first = &events[i];
			before = word = word_before(first, recorded);
		}
		word = word_after(&events[i], word);
		changes[total++] = (struct change){ events[i].at, word };
	}
	return track_build(&cover->track, before ? before : word_before(NULL, recorded), changes, total,
			   uncertainty);
}

enum covers_built covers_new(const struct decisive *events, size_t count, bool recorded, int64_t uncertainty,
			     struct covers **ret_covers)
{
	struct covers *covers = memory_new(sizeof *covers);
	struct change *changes = memory_new_array(count + 1, sizeof *changes);
	enum covers_built built = covers && changes ? COVERS_BUILT : COVERS_NO_MEMORY;

	if (built == COVERS_BUILT)
		built = name_type(covers, BYTES_EMPTY);
	if (built == COVERS_BUILT)
		built = name_type(covers, BYTES("biometric"));
	size_t words = 0;

	for (size_t i = 0; i < count && built == COVERS_BUILT; i++) {
		struct bytes rest = events[i].covers, pattern;

		while (built == COVERS_BUILT && (pattern = element_word(&rest)).size)
			built = ++words > LIMIT_CASE_EVENTS ? COVERS_TOO_MANY
							    : name_type(covers, pattern_name(pattern));
	}
	for (size_t i = 0; i < SLOTS && built == COVERS_BUILT; i++)
		if (covers->slots[i].used &&
		    !build_track(&covers->slots[i], events, count, recorded, uncertainty, changes))
			built = COVERS_NO_MEMORY;
	free(changes);
	if (built == COVERS_BUILT)
		*ret_covers = covers;
	else
		covers_free(covers);
	return built;
}

void covers_free(struct covers *covers)
{
	for (size_t i = 0; covers && i < SLOTS; i++) {
		free(covers->slots[i].name);
		track_free(&covers->slots[i].track);
	}
	free(covers);
}

const char *covers_consent(const struct covers *covers, instant when, struct bytes data)
{
	const struct cover *cover = slot_of(covers, data);

	/* From the type itself up to the root, which is always there. */
	while (!cover->used) {
		size_t size = data.size;

		while (size > 0 && data.data[size - 1] != '.')
			size--;
		data.size = size ? size - 1 : 0;
		cover = slot_of(covers, data);
	}
	return track_at(&cover->track, when);
}
