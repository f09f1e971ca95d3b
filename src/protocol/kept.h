/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes that a decoder keeps from one call to the next, and where they come from: what is said of them later
 * still has the frames and the place in the stream of the packets that they were captured at. */
#ifndef PROBITY_PROTOCOL_KEPT_H
#define PROBITY_PROTOCOL_KEPT_H

#include "base/buffer.h"
#include "protocol/application.h"

struct kept {
	struct buffer bytes; /* the last one is at `offset` - 1 */
	uint64_t offset;     /* in a stream of one's own, which these bytes are a part of */
	struct span *spans;  /* what `bytes` was made from, with `places` beside */
	struct outer_place *places;
	size_t span_count, span_room, held;
};

/* Nothing kept yet, and never more than `maximum` bytes. */
static inline struct kept kept_of(size_t maximum)
{
	return (struct kept){ .bytes = buffer_of(maximum) };
}

/* Notes where the next `size` bytes, behind `offset`, come from: what `where` covers of the window, run by
 * run; byte by byte where it is as large. False: no memory (observed). */
bool kept_note(struct kept *kept, size_t size, struct bytes where, struct observer *observer);

/* Keeps bytes that are noted and counted in `offset` already; false when a limit is met (said), or without
 * memory (observed): then nothing of them. */
bool kept_append(struct kept *kept, struct bytes bytes, struct observer *observer);

/* All of it in one: notes and keeps bytes made from `where`. */
bool kept_add(struct kept *kept, struct bytes bytes, struct bytes where, struct observer *observer);

/* What is kept, as a window over the own stream. */
static inline struct window kept_window(const struct kept *kept)
{
	return (struct window){ buffer_bytes(&kept->bytes), kept->offset - kept->bytes.size, kept->spans,
				kept->span_count };
}

/* Sets `carrier` (a copy of the present one) as the context, with what is kept as its window, until
 * observer_leave(). `direction`: of what is kept. */
struct outer_context kept_enter(const struct kept *kept, enum direction direction, struct carrier *carrier,
				struct observer *observer);

/* Turns a context to the other direction, if it is not this one. */
void kept_turn(struct carrier *carrier, enum direction direction);

/* Forgets the first `size` kept bytes; all of them. */
void kept_drop(struct kept *kept, size_t size, struct observer *observer);
void kept_drop_all(struct kept *kept, struct observer *observer);

/* Forgets where bytes came from that are not kept. */
void kept_trim(struct kept *kept);

/* Forgets everything and gives its memory back. */
void kept_free(struct kept *kept, struct observer *observer);

#endif
