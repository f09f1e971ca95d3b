/* SPDX-License-Identifier: Apache-2.0 */
/* The joins that are made only when a rule asks: how often a value of the same sort went the same
 * way, and what was carried by one message. */
#include "base/buffer.h"
#include "base/limits.h"
#include "rules/joins.h"

enum { MOST_KEY = 8 * LIMIT_ATTRIBUTE_SIZE, MOST_FRAMES = 64 };

static bool key_add(struct buffer *key, struct bytes part)
{
	return buffer_append(key, part) && buffer_append_byte(key, 0);
}

static bool repetition_key(const xmlNode *element, struct buffer *key)
{
	static const char *const names[] = { "data",  "host",  "direction", "method",
					     "topic", "field", "activity" };
	bool done = true;

	buffer_clear(key);
	for (size_t i = 0; i < sizeof names / sizeof *names && done; i++)
		done = key_add(key, element_text(element, names[i]));
	return done;
}

static void count_in(struct repetition *repetition, const xmlNode *element)
{
	uint64_t count = 1, counted = 0;
	instant when = INSTANT_NONE;

	(void)bytes_to_number(element_text(element, "count"), &count);
	/* Documents are in the order of time, so the values of one message follow each other. */
	if (instant_parse(element_text(element, "first"), &when) && when == repetition->latest)
		counted = repetition->latest_count;
	if (count > counted) {
		repetition->count += count - counted;
		repetition->latest_count = count;
	}
	repetition->latest = when;
	if (when != INSTANT_NONE && (repetition->first == INSTANT_NONE || when < repetition->first))
		repetition->first = when;
	if (instant_parse(element_text(element, "last"), &when) && when > repetition->last)
		repetition->last = when;
}

static struct repetition *repetition_new(struct joins *joins, struct bytes key)
{
	struct bytes kept = arena_copy(&joins->arena, key);
	struct repetition *repetition = arena_take(&joins->arena, sizeof *repetition);

	if (!kept.data || !repetition || !map_add(&joins->repetitions, kept, repetition)) {
		joins->failed = true;
		return NULL;
	}
	*repetition =
		(struct repetition){ .first = INSTANT_NONE, .last = INSTANT_NONE, .latest = INSTANT_NONE };
	return repetition;
}

static void make_repetitions(struct joins *joins)
{
	struct buffer key = buffer_of(MOST_KEY);
	const xmlNode *group = child_named(joins->root, "transmissions");

	for (const xmlNode *at = child_named(group, "transmission"); at; at = next_named(at)) {
		if (!repetition_key(at, &key))
			continue;
		const struct repetition *known = map_find(&joins->repetitions, buffer_bytes(&key));
		struct repetition *repetition = (struct repetition *)(uintptr_t)known;

		if (!repetition)
			repetition = repetition_new(joins, buffer_bytes(&key));
		if (!repetition)
			break;
		count_in(repetition, at);
	}
	if (key.failed)
		joins->failed = true;
	buffer_free(&key);
	joins->repetitions_made = true;
}

const struct repetition *joins_repetition(struct joins *joins, const xmlNode *element)
{
	struct buffer key = buffer_of(MOST_KEY);
	const struct repetition *found = NULL;

	if (!joins->repetitions_made)
		make_repetitions(joins);
	if (repetition_key(element, &key))
		found = map_find(&joins->repetitions, buffer_bytes(&key));
	buffer_free(&key);
	return found;
}

static bool message_key(const xmlNode *element, const xmlNode *origin, uint64_t frame, struct buffer *key)
{
	buffer_clear(key);
	return key_add(key, element_text(origin, "input")) && key_add(key, element_text(origin, "flow")) &&
	       key_add(key, element_text(element, "topic")) &&
	       buffer_append(key, (struct bytes){ (const uint8_t *)&frame, sizeof frame });
}

/* The frames of an origin, at most MOST_FRAMES of them. */
static void frames_of(const xmlNode *origin, uint64_t *ret_first, uint64_t *ret_last)
{
	uint64_t first = 0, last = 0;

	(void)bytes_to_number(element_text(origin, "frame"), &first);
	if (!bytes_to_number(element_text(origin, "last-frame"), &last) || last < first)
		last = first;
	if (last - first >= MOST_FRAMES)
		last = first + MOST_FRAMES - 1;
	*ret_first = first;
	*ret_last = last;
}

static void add_message(struct joins *joins, struct messages *messages, const xmlNode *element,
			struct buffer *key)
{
	for (const xmlNode *origin = child_named(element, "origin"); origin; origin = next_named(origin)) {
		uint64_t first, last;

		for (frames_of(origin, &first, &last); first <= last; first++) {
			if (!message_key(element, origin, first, key) ||
			    map_find(&messages->map, buffer_bytes(key)))
				continue;
			struct bytes kept = arena_copy(&joins->arena, buffer_bytes(key));

			if (!kept.data || !map_add(&messages->map, kept, element)) {
				joins->failed = true;
				return;
			}
		}
	}
}

static bool recipient_key(const struct joins *joins, const xmlNode *element, struct buffer *key)
{
	struct bytes host = element_text(element, "host");
	const struct bytes *domain = map_find(&joins->domains, host);

	buffer_clear(key);
	return key_add(key, element_text(element, "device")) &&
	       key_add(key, element_text(element, "direction")) && key_add(key, domain ? *domain : host);
}

static void add_recipient(struct joins *joins, struct messages *recipients, const xmlNode *element,
			  struct buffer *key)
{
	if (!recipient_key(joins, element, key) || map_find(&recipients->map, buffer_bytes(key)))
		return;
	struct bytes kept = arena_copy(&joins->arena, buffer_bytes(key));

	if (!kept.data || !map_add(&recipients->map, kept, element))
		joins->failed = true;
}

/* The messages or recipients of a type: made by `add` when it is first asked for. */
static struct messages *messages_of(struct joins *joins, struct messages **list, const char *type,
				    void (*add)(struct joins *joins, struct messages *messages,
						const xmlNode *element, struct buffer *key))
{
	for (struct messages *known = *list; known; known = known->next)
		if (bytes_equal(bytes_of(known->type), bytes_of(type)))
			return known;
	struct buffer key = buffer_of(MOST_KEY);
	const xmlNode *group = child_named(joins->root, "transmissions");
	struct messages *messages = arena_take(&joins->arena, sizeof *messages);
	struct bytes kept = arena_copy(&joins->arena, bytes_of(type));

	if (!messages || !kept.data) {
		joins->failed = true;
		return NULL;
	}
	messages->type = (const char *)kept.data;
	messages->next = *list;
	*list = messages;
	for (const xmlNode *at = child_named(group, "transmission"); at; at = next_named(at))
		if (data_type_is_a(element_text(at, "data"), kept))
			add(joins, messages, at, &key);
	joins->failed = joins->failed || key.failed;
	buffer_free(&key);
	return messages;
}

bool joins_together(struct joins *joins, const xmlNode *element, const char *type)
{
	const struct messages *messages = messages_of(joins, &joins->messages, type, add_message);
	struct buffer key = buffer_of(MOST_KEY);
	bool found = false;
	const xmlNode *origin = messages ? child_named(element, "origin") : NULL;

	for (; origin && !found; origin = next_named(origin)) {
		uint64_t first, last;

		for (frames_of(origin, &first, &last); first <= last && !found; first++)
			found = message_key(element, origin, first, &key) &&
				map_find(&messages->map, buffer_bytes(&key));
	}
	joins->failed = joins->failed || key.failed;
	buffer_free(&key);
	return found;
}

bool joins_linked(struct joins *joins, const xmlNode *element, const char *type)
{
	const struct messages *recipients = messages_of(joins, &joins->recipients, type, add_recipient);
	struct buffer key = buffer_of(MOST_KEY);
	bool found = recipients && recipient_key(joins, element, &key) &&
		     map_find(&recipients->map, buffer_bytes(&key));

	joins->failed = joins->failed || key.failed;
	buffer_free(&key);
	return found;
}
