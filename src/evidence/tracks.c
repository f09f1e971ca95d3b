/* SPDX-License-Identifier: Apache-2.0 */
/* Tracks told in pieces: a terminal that sends where it is again and again gives away a track of movement
 * (PIPL article 28, GB/T 45574-2025 annex A), though each message holds one position only. Three different
 * positions or cells that one host sends to one recipient, each later than the one before, are one. Two
 * places in the same message (a start and an end, the corners of a box) are not. Lists inside a message are
 * judged where they are read (content/lists.c). */
#include "evidence/table.h"

#include "base/memory.h"

#include <stdlib.h>

enum { LEAST_PLACES = 3 };

static bool is_place(const struct evidence *evidence, const struct record *record)
{
	struct bytes data = record_text(evidence, record, ATTRIBUTE_DATA);

	return record_was_sent(record) && record->first != INSTANT_NONE && record->origin_count &&
	       record_text(evidence, record, ATTRIBUTE_VALUE).size &&
	       !bytes_equal(record_text(evidence, record, ATTRIBUTE_CONFIDENCE), BYTES("possible")) &&
	       (bytes_equal(data, BYTES("location.precise")) || bytes_equal(data, BYTES("location.cell")) ||
		bytes_equal(data, BYTES("location.geohash")));
}

struct place {
	const struct record *record;
	struct bytes data, value;
};

static int recipient_compare(const struct place *a, const struct place *b)
{
	const struct context *x = a->record->context, *y = b->record->context;
	int order = memcmp(&x->source, &y->source, sizeof x->source);

	order = order ? order : memcmp(&x->destination, &y->destination, sizeof x->destination);
	order = order ? order : (x->port > y->port) - (x->port < y->port);
	return order ? order : bytes_compare(a->data, b->data);
}

static int place_compare(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int order = recipient_compare(a, b);

	if (order)
		return order;
	if (a->record->first != b->record->first)
		return a->record->first < b->record->first ? -1 : 1;
	order = (a->record->origin.frame > b->record->origin.frame) -
		(a->record->origin.frame < b->record->origin.frame);
	return order ? order : bytes_compare(a->value, b->value);
}

/* Keeps of the places of one recipient those that are later than, and elsewhere than, the one before. */
static size_t keep_rising(struct place *places, size_t count)
{
	size_t kept = 1;

	for (size_t i = 1; i < count; i++)
		if (places[i].record->first > places[kept - 1].record->first &&
		    !bytes_equal(places[i].value, places[kept - 1].value))
			places[kept++] = places[i];
	return kept;
}

/* One record stands for all of them: the context and the names are those of the place that made it a track.
 */
static void say_track(struct evidence *evidence, const struct place *places, size_t count)
{
	static const enum attribute none[] = { ATTRIBUTE_EXCERPT, ATTRIBUTE_CANARY, ATTRIBUTE_DECIMALS,
					       ATTRIBUTE_MORE, ATTRIBUTE_BYTES };
	const struct record *model = places[LEAST_PLACES - 1].record;

	for (size_t i = 0; i < count; i++) {
		struct fact track;

		fact_of(evidence, model, &track);
		for (size_t n = 0; n < sizeof none / sizeof *none; n++)
			track.present &= ~(UINT32_C(1) << (evidence->slot_of[track.kind][none[n]] - 1));
		fact_set_text(evidence, &track, ATTRIBUTE_DATA, BYTES("location.track"));
		fact_set_text(evidence, &track, ATTRIBUTE_CATEGORY, BYTES("sensitive.location"));
		fact_set_text(evidence, &track, ATTRIBUTE_VALUE, BYTES("3 positions or more"));
		fact_set_text(evidence, &track, ATTRIBUTE_CONFIDENCE, BYTES("likely"));
		fact_set_text(evidence, &track, ATTRIBUTE_WHY,
			      BYTES("positions in separate messages, one after another"));
		fact_set_consent(evidence, &track, model->first);
		track.shown_at_start = SHOWN_WHOLE;
		track.shown_at_end = 0;
		track.count = 1;
		track.first = track.last = places[i].record->first;
		track.origin = places[i].record->origin;
		track.further = NULL;
		track.like = model;
		(void)table_put(evidence, &track);
	}
}

/* Whether a message told a track of the same host to the same recipient already. */
static bool is_told(const struct evidence *evidence, size_t records, const struct place *place)
{
	for (size_t i = 0; i < records; i++) {
		const struct record *record = evidence->records[KIND_TRANSMISSION][i];

		if (address_equal(&record->context->source, &place->record->context->source) &&
		    address_equal(&record->context->destination, &place->record->context->destination) &&
		    bytes_equal(record_text(evidence, record, ATTRIBUTE_DATA), BYTES("location.track")))
			return true;
	}
	return false;
}

void finish_tracks(struct evidence *evidence)
{
	size_t records = evidence->kind_count[KIND_TRANSMISSION], count = 0, end;
	struct place *places;

	for (size_t i = 0; i < records; i++)
		count += is_place(evidence, evidence->records[KIND_TRANSMISSION][i]);
	if (count < LEAST_PLACES)
		return;
	places = memory_new_array(count, sizeof *places);
	if (!places) {
		evidence->out_of_memory = true;
		return;
	}
	count = 0;
	for (size_t i = 0; i < records; i++) {
		const struct record *record = evidence->records[KIND_TRANSMISSION][i];

		if (is_place(evidence, record))
			places[count++] = (struct place){ record,
							  record_text(evidence, record, ATTRIBUTE_DATA),
							  record_text(evidence, record, ATTRIBUTE_VALUE) };
	}
	qsort(places, count, sizeof *places, place_compare);
	for (size_t start = 0; start < count; start = end) {
		for (end = start + 1; end < count && recipient_compare(&places[start], &places[end]) == 0;)
			end++;
		size_t rising = keep_rising(places + start, end - start);

		if (rising >= LEAST_PLACES && !is_told(evidence, records, &places[start]))
			say_track(evidence, places + start, rising);
	}
	free(places);
}
