/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of one direction of a flow while a unit is incomplete. */
#include "flow/shard.h"

#include "base/memory.h"

#include <stdlib.h>

static bool keep_span(struct half *half, struct span span)
{
	if (half->span_count == half->span_room) {
		uint32_t room = half->span_room ? half->span_room * 2 : 4;
		struct span *spans = memory_resize(half->spans, room, sizeof *spans);

		if (!spans)
			return false;
		half->spans = spans;
		half->span_room = room;
	}
	half->spans[half->span_count++] = span;
	return true;
}

/* An idle flow keeps no memory for bytes: there may be a hundred thousand of them. */
void half_give_room(struct shard *shard, struct half *half)
{
	/* Larger ones are not worth their memory. */
	static const size_t SPARE_ROOM = 256 << 10;

	if (shard->borrower == half)
		shard->borrower = NULL;
	if (half->kept.room > shard->spare.room && half->kept.room <= SPARE_ROOM) {
		struct buffer spare = shard->spare;

		shard->spare = half->kept;
		half->kept = spare;
	}
	buffer_free(&half->kept);
	half->kept.maximum = LIMIT_MESSAGE_SIZE;
	if (half->span_room > shard->spare_span_room) {
		free(shard->spare_spans);
		shard->spare_spans = half->spans;
		shard->spare_span_room = half->span_room;
	} else {
		free(half->spans);
	}
	half->spans = NULL;
	half->span_count = half->span_room = 0;
}

void half_settle(struct shard *shard, struct half *half)
{
	struct buffer kept = buffer_of(LIMIT_MESSAGE_SIZE);
	uint32_t count = half->span_count;
	struct span *spans;

	if (!half->kept.size || (half->kept.room - half->kept.size < 64 && half->span_room == count))
		return;
	kept.data = memory_resize(NULL, half->kept.size, 1);
	spans = memory_resize(NULL, count, sizeof *spans);
	if (!kept.data || !spans) {
		/* It goes on with too much. */
		free(kept.data);
		free(spans);
		return;
	}
	kept.size = kept.room = half->kept.size;
	memcpy(kept.data, half->kept.data, kept.size);
	memcpy(spans, half->spans, count * sizeof *spans);
	half_give_room(shard, half);
	half->kept = kept;
	half->spans = spans;
	half->span_count = half->span_room = count;
}

static void take_room(struct shard *shard, struct half *half)
{
	if (half->kept.room || half->span_room || !shard->spare.room)
		return;
	if (shard->borrower)
		half_settle(shard, shard->borrower);
	half->kept = shard->spare;
	half->kept.maximum = LIMIT_MESSAGE_SIZE;
	buffer_clear(&half->kept);
	shard->spare = buffer_of(LIMIT_MESSAGE_SIZE);
	half->spans = shard->spare_spans;
	half->span_room = shard->spare_span_room;
	shard->spare_spans = NULL;
	shard->spare_span_room = 0;
	shard->borrower = half;
}

/* Keeps bytes that came from one frame and start at stream offset `offset`. */
bool half_keep(struct shard *shard, struct half *half, struct bytes bytes, uint64_t offset, uint64_t frame,
	       instant time)
{
	if (!bytes.size)
		return true;
	take_room(shard, half);
	if (!buffer_append(&half->kept, bytes) || !keep_span(half, (struct span){ offset, frame, time })) {
		if (!half->kept.full)
			observer_out_of_memory(evidence_observer(shard->evidence));
		return false;
	}
	shard->buffered += bytes.size + sizeof *half->spans;
	return true;
}

/* Forgets the first `size` kept bytes. */
void half_drop(struct shard *shard, struct half *half, size_t size)
{
	uint64_t start = half->offset - half->kept.size + size;
	uint32_t gone = 0;

	if (!size)
		return;
	buffer_drop_front(&half->kept, size);
	if (half->kept.size == 0) {
		shard->buffered -= size + half->span_count * sizeof *half->spans;
		half_give_room(shard, half);
		return;
	}
	while (gone + 1 < half->span_count && half->spans[gone + 1].offset <= start)
		gone++;
	half->span_count -= gone;
	shard->buffered -= size + gone * sizeof *half->spans;
	if (gone)
		memmove(half->spans, half->spans + gone, half->span_count * sizeof *half->spans);
	if (half->kept.room > 4096 && half->kept.room / 8 > half->kept.size && shard->borrower != half)
		half_settle(shard, half);
}

void half_drop_all(struct shard *shard, struct half *half)
{
	half_drop(shard, half, half->kept.size);
}
