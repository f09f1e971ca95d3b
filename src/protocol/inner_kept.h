/* SPDX-License-Identifier: Apache-2.0 */
/* The unread bytes of one direction of an inner stream, and where they come from. Only for inner.c. */
#ifndef PROBITY_PROTOCOL_INNER_KEPT_H
#define PROBITY_PROTOCOL_INNER_KEPT_H

#include "base/buffer.h"
#include "protocol/application.h"

struct inner_half {
	struct buffer kept; /* unread; its last byte is at `offset` - 1 */
	uint64_t offset;
	struct span *spans; /* what `kept` was made from, with `places` beside */
	struct outer_place *places;
	size_t span_count, span_room, held;
	size_t wanted;
	uint64_t skip;
	enum readability skip_as;
	bool given_up, ended;
	unsigned bids;
};

/* Notes where `size` bytes at `offset` come from: what `where` covers, run by run. False: no memory. */
bool kept_note(struct inner_half *half, uint64_t offset, size_t size, struct bytes where,
	       struct observer *observer);

/* Keeps bytes that are noted already; false when a limit is met (said), or without memory. */
bool kept_append(struct inner_half *half, struct bytes bytes, struct observer *observer);

/* What is kept, as a window over the inner stream. */
static inline struct window kept_window(const struct inner_half *half)
{
	return (struct window){ buffer_bytes(&half->kept), half->offset - half->kept.size, half->spans,
				half->span_count };
}

/* Forgets the first `size` kept bytes; all of them. */
void kept_drop(struct inner_half *half, size_t size, struct observer *observer);
void kept_drop_all(struct inner_half *half, struct observer *observer);

/* Forgets where bytes came from that are not kept. */
void kept_trim(struct inner_half *half);

#endif
