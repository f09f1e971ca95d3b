/* SPDX-License-Identifier: Apache-2.0 */
/* A word that changes over time, looked up often. */
#ifndef PROBITY_CASE_TRACK_H
#define PROBITY_CASE_TRACK_H

#include "base/instant.h"

/* From an instant on, this word; all words are static. */
struct change {
	instant at;
	const char *word;
};

struct track {
	struct change *steps; /* owned; the first one is at INT64_MIN */
	size_t count;
};

/* `before`, then the words of `changes`, which are in order of time; of several at one instant the
 * last one counts. Nearer to a change than `uncertainty` the word is `unknown`, unless the word
 * stays the same. False without memory. */
bool track_build(struct track *track, const char *before, const struct change *changes, size_t count,
		 int64_t uncertainty);
void track_free(struct track *track);

/* The word at an instant; `unknown` for a track that was never built. */
const char *track_at(const struct track *track, instant when);

#endif
