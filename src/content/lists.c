/* SPDX-License-Identifier: Apache-2.0 */
/* What the records of one list are together, though each says little: an address book (names with telephone
 * numbers), a call log, a track (positions whose time rises), the access points around. A list is an array
 * of a JSON or another document, or elements of one name beside each other. The parts were recognised
 * when they were met; here they are only counted. */
#include "content/examination.h"

#include "base/hash.h"

#include <stdio.h>

/* How many make a list, what it is then, and how that is told. */
static const struct {
	unsigned least;
	const char *data, *what, *why;
} lists[LIST_KINDS] = {
	[LIST_CONTACTS] = { 3, "contact.list", "3 names with numbers or more",
			    "names with telephone numbers in one list" },
	[LIST_CALLS] = { 2, "contact.call-log", "2 calls or more",
			 "numbers with times of calls in one list" },
	[LIST_TRACK] = { 3, "location.track", "3 positions or more",
			 "positions whose time rises in one list" },
	[LIST_NETWORKS] = { 2, "location.nearby-networks", "2 access points or more",
			    "hardware addresses with signal strengths in one list" },
};

void list_note(struct examination *examination, const struct recognition *found)
{
	static const struct {
		const char *data;
		unsigned has;
	} parts[] = {
		{ "contact.mobile", HAS_NUMBER },
		{ "contact.telephone", HAS_NUMBER },
		{ "person.name", HAS_PERSON },
		{ "location.precise", HAS_POSITION },
		{ "device.mac", HAS_ADDRESS },
		{ "network.bssid", HAS_ADDRESS },
		{ "location.nearby-networks", HAS_ADDRESS },
	};
	unsigned records = examination->records;
	struct record *record = examination->closing;

	if (!record && records && records <= RECORDS)
		record = &examination->record[records - 1];
	if (!record || found->confidence <= CONFIDENCE_POSSIBLE)
		return;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (strcmp(found->type->id, parts[i].data) == 0) {
			record->has |= parts[i].has;
			if (parts[i].has & (HAS_NUMBER | HAS_ADDRESS))
				record->value = hash_bytes(found->value, 1);
		}
}

static void say_list(struct examination *examination, const struct content *content, const struct step *step,
		     struct bytes name, enum list_kind kind)
{
	struct recognition found = {
		.type = taxonomy_type(examination->taxonomy, lists[kind].data),
		.confidence = CONFIDENCE_LIKELY,
		.value = bytes_of(lists[kind].what),
		.described = true,
	};

	if (!found.type)
		return;
	/* Numbers that a watch may call, a network's own access points: the function itself. */
	if (recognise_excludes(examination->taxonomy, name, found.type))
		found.confidence = CONFIDENCE_POSSIBLE;
	snprintf(found.why, sizeof found.why, "%s", lists[kind].why);
	say_found(examination, content->depth, step, name, &found, content->data, BYTES_EMPTY);
}

/* Whether the time rises; it is kept. Times of one list are written in one way, so that they rise as numbers
 * of one size or as text do. */
static bool time_rises(struct list *list, struct bytes time)
{
	bool first = list->time_size == 0;
	bool rises = first || (time.size == list->time_size && memcmp(time.data, list->time, time.size) > 0);

	if (time.size == 0 || time.size > LIST_TIME)
		return false;
	memcpy(list->time, time.data, time.size);
	list->time_size = (uint8_t)time.size;
	return rises;
}

static void count_entry(struct examination *examination, const struct content *content,
			const struct step *step, struct bytes name, struct list *list, enum list_kind kind)
{
	if (list->counts[kind] < lists[kind].least && ++list->counts[kind] == lists[kind].least)
		say_list(examination, content, step, name, kind);
}

void list_take(struct examination *examination, const struct content *content, const struct step *step,
	       const struct record *record, const struct field_value *values, size_t count)
{
	/* Records nest deeper than they are kept: the innermost kept one is around. */
	struct list *list = examination->records ? &examination->record[examination->records - 1].list
						 : &examination->list;
	const struct step *array = step;

	while (array && array->name.size == 0)
		array = array->outer;
	struct bytes name = array && array->outer ? array->name : content->label;
	uint64_t hash = hash_bytes(name, 1);
	struct entry_parts parts = recognise_entry(examination->taxonomy, values, count);

	if (list->name != hash)
		*list = (struct list){ .name = hash };
	bool another = list->value != record->value;
	bool named = (record->has & HAS_PERSON) || parts.name || record->pair_name.size;

	list->value = record->value;
	if ((record->has & HAS_NUMBER) && another && named)
		count_entry(examination, content, array, name, list, LIST_CONTACTS);
	if ((record->has & HAS_NUMBER) && parts.call)
		count_entry(examination, content, array, name, list, LIST_CALLS);
	if ((record->has & HAS_ADDRESS) && another && parts.signal)
		count_entry(examination, content, array, name, list, LIST_NETWORKS);
	if (record->has & HAS_POSITION) {
		if (!time_rises(list, parts.time))
			list->counts[LIST_TRACK] = parts.time.size != 0;
		else
			count_entry(examination, content, array, name, list, LIST_TRACK);
	}
}
