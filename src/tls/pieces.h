/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes that come in pieces, in any order, some of them more than once. */
#ifndef PROBITY_TLS_PIECES_H
#define PROBITY_TLS_PIECES_H

#include "evidence/observer.h"

enum { PIECES_MOST = 32 };

struct pieces {
	struct buffer bytes;
	struct {
		size_t start, end;
	} ranges[PIECES_MOST]; /* what is there, in rising order, with gaps between */
	unsigned count;
};

/* Takes a piece in; one too many, which makes a gap more than can be remembered, is passed over. False:
 * it lies beyond LIMIT_HEAD_SIZE (which is observed), or there was no memory. */
bool pieces_take(struct pieces *pieces, uint64_t offset, struct bytes piece, struct observer *observer);

/* What is there from the start on without a gap. */
struct bytes pieces_ready(const struct pieces *pieces);

void pieces_free(struct pieces *pieces);

#endif
