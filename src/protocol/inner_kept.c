/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/inner_kept.h"

#include "base/limits.h"
#include "base/memory.h"

static bool span_room(struct inner_half *half)
{
	if (half->span_count < half->span_room)
		return true;
	size_t room = half->span_room ? half->span_room * 2 : 4;
	struct span *spans = memory_resize(half->spans, room, sizeof *spans);

	if (spans)
		half->spans = spans;
	struct outer_place *places = spans ? memory_resize(half->places, room, sizeof *places) : NULL;

	if (!places)
		return false;
	half->places = places;
	half->span_room = room;
	return true;
}

/* Runs of one frame that do not follow straight upon each other are joined into one that covers both: there
 * are never more spans than frames. */
static bool keep_span(struct inner_half *half, struct span span, struct outer_place place)
{
	struct span *last = half->span_count ? &half->spans[half->span_count - 1] : NULL;
	struct outer_place *old = last ? &half->places[half->span_count - 1] : NULL;

	if (last && last->frame == span.frame) {
		old->straight &= place.straight && old->offset + old->size == place.offset;
		if (place.offset + place.size > old->offset)
			old->size = place.offset + place.size - old->offset;
		return true;
	}
	if (!span_room(half))
		return false;
	half->spans[half->span_count] = span;
	half->places[half->span_count++] = place;
	return true;
}

bool kept_note(struct inner_half *half, uint64_t offset, size_t size, struct bytes where,
	       struct observer *observer)
{
	bool alike = where.size == size, kept = true;
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
		kept = keep_span(half, span, place);
		offset += run;
		where = bytes_from(where, run);
	} while (kept && where.size);
	return kept;
}

void kept_trim(struct inner_half *half)
{
	uint64_t start = half->offset - half->kept.size;
	size_t gone = 0;

	while (gone + 1 < half->span_count && half->spans[gone + 1].offset <= start)
		gone++;
	if (half->kept.size == 0)
		gone = half->span_count;
	half->span_count -= gone;
	if (half->span_count && gone) {
		memmove(half->spans, half->spans + gone, half->span_count * sizeof *half->spans);
		memmove(half->places, half->places + gone, half->span_count * sizeof *half->places);
	}
}

void kept_drop(struct inner_half *half, size_t size, struct observer *observer)
{
	/* An idle buffer larger than this is not worth its memory. */
	static const size_t IDLE_ROOM = 4096;

	buffer_drop_front(&half->kept, size);
	if (half->kept.size == 0 && half->kept.room > IDLE_ROOM)
		buffer_free(&half->kept);
	if (half->held > half->kept.size) {
		observer_give_back(observer, half->held - half->kept.size);
		half->held = half->kept.size;
	}
	kept_trim(half);
}

void kept_drop_all(struct inner_half *half, struct observer *observer)
{
	kept_drop(half, half->kept.size, observer);
}

bool kept_append(struct inner_half *half, struct bytes bytes, struct observer *observer)
{
	if (!bytes.size)
		return true;
	if (half->kept.size + bytes.size > LIMIT_MESSAGE_SIZE) {
		observer_limit(observer, "message-size", LIMIT_MESSAGE_SIZE);
		return false;
	}
	if (!observer_hold(observer, bytes.size))
		return false;
	half->held += bytes.size;
	if (!buffer_append(&half->kept, bytes)) {
		observer_out_of_memory(observer);
		return false;
	}
	return true;
}
