/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "base/memory.h"
#include "evidence/table.h"

#include <stdio.h>
#include <stdlib.h>

static int word_compare(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int number_compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int context_compare(const struct context *a, const struct context *b)
{
	int order = memcmp(&a->source, &b->source, sizeof a->source);

	order = order ? order : memcmp(&a->destination, &b->destination, sizeof a->destination);
	order = order ? order : number_compare(a->port, b->port);
	order = order ? order : number_compare(a->from_client, b->from_client);
	order = order ? order : number_compare(a->cleartext, b->cleartext);
	order = order ? order : word_compare(a->transport, b->transport);
	order = order ? order : word_compare(a->protocol, b->protocol);
	order = order ? order : word_compare(a->phase, b->phase);
	order = order ? order : word_compare(a->activity, b->activity);
	return order ? order : bytes_compare(a->host, b->host);
}

static int slot_compare(const struct record *a, const struct record *b, unsigned index)
{
	enum attribute attribute = kind_declarations[a->kind].attributes[index].attribute;
	bool in_a = a->present >> index & 1, in_b = b->present >> index & 1;

	if (!in_a || !in_b)
		return number_compare(in_a, in_b);
	if (!attribute_is_text(attribute))
		return number_compare(a->slots[index].number, b->slots[index].number);
	return bytes_compare(shared_bytes(a->slots[index].text), shared_bytes(b->slots[index].text));
}

/* The order of a document: by time, by place in the input, then by what is said. */
static int record_compare(const void *left, const void *right)
{
	const struct record *a = *(const struct record *const *)left;
	const struct record *b = *(const struct record *const *)right;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	const struct origin none = { .frame = 0 };
	const struct origin *x = a->origin_count ? &a->origin : &none;
	const struct origin *y = b->origin_count ? &b->origin : &none;
	int order = number_compare(x->input, y->input);

	order = order ? order : number_compare(x->frame, y->frame);
	order = order ? order : number_compare(x->offset, y->offset);
	for (unsigned i = 0; !order && (a->present | b->present) >> i; i++)
		order = slot_compare(a, b, i);
	return order || !a->context ? order : context_compare(a->context, b->context);
}

static void say_dropped(struct evidence *evidence, enum kind kind, uint64_t dropped, uint64_t most)
{
	struct observation limit = observation_of(KIND_LIMIT);

	observation_word(&limit, ATTRIBUTE_LIMIT_NAME, "observations");
	observation_number(&limit, ATTRIBUTE_MOST, most);
	observation_word(&limit, ATTRIBUTE_TEXT, kind_declarations[kind].element);
	limit.times = dropped;
	observer_say(&evidence->observer, &limit, BYTES_EMPTY);
}

/* Where one kind takes the room of all others, its latest go; which is said. */
static void trim(struct evidence *evidence, bool ret_trimmed[KIND_TOTAL])
{
	size_t total = 0;

	for (enum kind kind = 0; kind < KIND_TOTAL; kind++)
		total += evidence->kind_count[kind];
	while (total > LIMIT_OBSERVATIONS) {
		enum kind largest = 0;

		for (enum kind kind = 0; kind < KIND_TOTAL; kind++)
			if (evidence->kind_count[kind] > evidence->kind_count[largest])
				largest = kind;
		size_t surplus = total - LIMIT_OBSERVATIONS, half = evidence->kind_count[largest] / 2;
		size_t cut = surplus < half ? surplus : half;

		ret_trimmed[largest] = true;
		evidence->dropped[largest] += cut;
		evidence->kind_count[largest] -= cut;
		total -= cut;
	}
}

enum status evidence_finish(struct evidence *evidence, struct error *error)
{
	bool trimmed[KIND_TOTAL] = { false };

	evidence_carry(evidence, NULL, NULL);
	finish_devices(evidence);
	finish_digests(evidence);
	finish_orientation(evidence);
	finish_tracks(evidence);

	enum status status = finish_countries(evidence, error);

	if (status != STATUS_OK)
		return status;
	for (enum kind kind = 0; kind < KIND_TOTAL && !evidence->out_of_memory; kind++)
		if (evidence->kind_count[kind] > 1)
			qsort(evidence->records[kind], evidence->kind_count[kind], sizeof(struct record *),
			      record_compare);
	trim(evidence, trimmed);
	for (enum kind kind = 0; kind < KIND_TOTAL; kind++)
		if (evidence->dropped[kind] && kind != KIND_LIMIT)
			say_dropped(evidence, kind, evidence->dropped[kind],
				    trimmed[kind] ? LIMIT_OBSERVATIONS : LIMIT_SHARD_OBSERVATIONS);
	finish_labels(evidence);
	finish_known(evidence);
	evidence->finished = true;
	return evidence->out_of_memory ? error_no_memory(error) : STATUS_OK;
}

/* Labels: the n-th different value of a data type, in the order of the document. */
struct label {
	struct bytes data, value;
	uint32_t number; /* 0: this entry is free */
};

struct labels {
	uint64_t seed;
	struct label *entries; /* open addressing */
	size_t mask;
	struct {
		struct bytes data;
		uint32_t count;
	} types[128];
	size_t type_count;
};

/* 1 and the number that is shown; of types beyond those that are counted that is 0. */
static uint32_t next_number(struct labels *labels, struct bytes data)
{
	for (size_t i = 0; i < labels->type_count; i++)
		if (bytes_equal(labels->types[i].data, data))
			return ++labels->types[i].count;
	if (labels->type_count == sizeof labels->types / sizeof *labels->types)
		return 1;
	labels->types[labels->type_count].data = data;
	labels->types[labels->type_count].count = 2;
	return labels->types[labels->type_count++].count;
}

static void set_label(struct labels *labels, struct record *record, struct bytes data, struct bytes value)
{
	size_t at = hash_seeded(value, hash_seeded(data, labels->seed)) & labels->mask;
	struct label *entry = &labels->entries[at];

	while (entry->number && !(bytes_equal(entry->data, data) && bytes_equal(entry->value, value))) {
		at = (at + 1) & labels->mask;
		entry = &labels->entries[at];
	}
	if (!entry->number)
		*entry = (struct label){ data, value, next_number(labels, data) };
	record->label = entry->number;
}

void finish_labels(struct evidence *evidence)
{
	size_t count = evidence->kind_count[KIND_TRANSMISSION] + evidence->kind_count[KIND_CREDENTIAL],
	       room = 64;

	while (room < count * 2)
		room *= 2;
	struct labels labels = { .seed = evidence->seed,
				 .entries = memory_new_array(room, sizeof *labels.entries),
				 .mask = room - 1 };

	if (!labels.entries) {
		evidence->out_of_memory = true;
		return;
	}
	for (size_t i = 0; i < evidence->kind_count[KIND_TRANSMISSION]; i++) {
		struct record *record = evidence->records[KIND_TRANSMISSION][i];
		struct bytes data = record_text(evidence, record, ATTRIBUTE_DATA);
		const union slot *value = record_slot(evidence, record, ATTRIBUTE_VALUE);

		if (data.size && value)
			set_label(&labels, record, data, shared_bytes(value->text));
	}
	for (size_t i = 0; i < evidence->kind_count[KIND_CREDENTIAL]; i++) {
		struct record *record = evidence->records[KIND_CREDENTIAL][i];
		const union slot *secret = record_slot(evidence, record, ATTRIBUTE_SECRET);

		if (secret)
			set_label(&labels, record, BYTES("secret"), shared_bytes(secret->text));
	}
	free(labels.entries);
}
