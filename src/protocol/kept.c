/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/kept.h"

#include "base/memory.h"

#include <stdlib.h>

static bool span_room(struct kept *kept)
{
	if (kept->span_count < kept->span_room)
		return true;
	size_t room = kept->span_room ? kept->span_room * 2 : 4;
	struct span *spans = memory_resize(kept->spans, room, sizeof *spans);

	if (spans)
		kept->spans = spans;
	struct outer_place *places = spans ? memory_resize(kept->places, room, sizeof *places) : NULL;

	if (!places)
		return false;
	kept->places = places;
	kept->span_room = room;
	return true;
}

/* Runs of one frame that do not follow straight upon each other are joined into one that covers both: there
 * are never more spans than frames. */
static bool keep_span(struct kept *kept, struct span span, struct outer_place place)
{
	struct span *last = kept->span_count ? &kept->spans[kept->span_count - 1] : NULL;
	struct outer_place *old = last ? &kept->places[kept->span_count - 1] : NULL;

	if (last && last->frame == span.frame) {
		old->straight &= place.straight && old->offset + old->size == place.offset;
		if (place.offset + place.size > old->offset)
			old->size = place.offset + place.size - old->offset;
		return true;
	}
	if (!span_room(kept))
		return false;
	kept->spans[kept->span_count] = span;
	kept->places[kept->span_count++] = place;
	return true;
}

bool kept_note(struct kept *kept, size_t size, struct bytes where, struct observer *observer)
{
	uint64_t offset = kept->offset;
	bool alike = where.size == size, noted = true;
	struct span span;
	struct outer_place place;

	do {
		size_t run = observer_run(observer, where, &span, &place);

		place.straight &= alike;
		if (!alike) {
			/* All of it stands for all of it; its first frame for its time. */
			place.size = where.size > place.size ? where.size : place.size;
			run = where.size;
		}
		span.offset = offset;
		noted = keep_span(kept, span, place);
		offset += run;
		where = bytes_from(where, run);
	} while (noted && where.size);
	if (!noted)
		observer_out_of_memory(observer);
	return noted;
}

void kept_trim(struct kept *kept)
{
	uint64_t start = kept->offset - kept->bytes.size;
	size_t gone = 0;

	while (gone + 1 < kept->span_count && kept->spans[gone + 1].offset <= start)
		gone++;
	if (kept->bytes.size == 0)
		gone = kept->span_count;
	kept->span_count -= gone;
	if (kept->span_count && gone) {
		memmove(kept->spans, kept->spans + gone, kept->span_count * sizeof *kept->spans);
		memmove(kept->places, kept->places + gone, kept->span_count * sizeof *kept->places);
	}
}

void kept_drop(struct kept *kept, size_t size, struct observer *observer)
{
	/* An idle buffer larger than this is not worth its memory. */
	static const size_t IDLE_ROOM = 4096;

	buffer_drop_front(&kept->bytes, size);
	if (kept->bytes.size == 0 && kept->bytes.room > IDLE_ROOM)
		buffer_free(&kept->bytes);
	if (kept->held > kept->bytes.size) {
		observer_give_back(observer, kept->held - kept->bytes.size);
		kept->held = kept->bytes.size;
	}
	kept_trim(kept);
}

void kept_drop_all(struct kept *kept, struct observer *observer)
{
	kept_drop(kept, kept->bytes.size, observer);
}

bool kept_append(struct kept *kept, struct bytes bytes, struct observer *observer)
{
	if (!bytes.size)
		return true;
	if (kept->bytes.size + bytes.size > kept->bytes.maximum) {
		observer_limit(observer, "message-size", kept->bytes.maximum);
		return false;
	}
	if (!observer_hold(observer, bytes.size))
		return false;
	kept->held += bytes.size;
	if (!buffer_append(&kept->bytes, bytes)) {
		observer_out_of_memory(observer);
		return false;
	}
	return true;
}

bool kept_add(struct kept *kept, struct bytes bytes, struct bytes where, struct observer *observer)
{
	if (!kept_note(kept, bytes.size, where, observer))
		return false;
	kept->offset += bytes.size;
	if (kept_append(kept, bytes, observer))
		return true;
	kept->offset -= bytes.size;
	return false;
}

void kept_turn(struct carrier *carrier, enum direction direction)
{
	struct address address = carrier->source;
	uint16_t port = carrier->source_port;

	if (carrier->from_client == (direction == FROM_CLIENT))
		return;
	carrier->source = carrier->destination;
	carrier->source_port = carrier->destination_port;
	carrier->destination = address;
	carrier->destination_port = port;
	carrier->from_client = !carrier->from_client;
}

struct outer_context kept_enter(const struct kept *kept, enum direction direction, struct carrier *carrier,
				struct observer *observer)
{
	const struct carrier *outer = observer_carrier(observer);

	*carrier = *outer;
	kept_turn(carrier, direction);
	carrier->window = kept_window(kept);
	carrier->places = kept->places;
	return observer_enter(observer, carrier, NULL);
}

void kept_free(struct kept *kept, struct observer *observer)
{
	kept_drop_all(kept, observer);
	buffer_free(&kept->bytes);
	free(kept->spans);
	free(kept->places);
	kept->spans = NULL;
	kept->places = NULL;
	kept->span_count = kept->span_room = 0;
}
