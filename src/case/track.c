/* SPDX-License-Identifier: Apache-2.0 */
#include "case/track.h"

#include "base/memory.h"

#include <stdlib.h>

static const char UNKNOWN[] = "unknown";

static bool same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* Everything nearer than `uncertainty` becomes unknown, from there on `word` holds. Where that
 * begins before the last step does, the last step never was certain. */
static void add(struct track *track, instant at, const char *word, int64_t uncertainty)
{
	if (uncertainty > 0) {
		instant doubtful = at - uncertainty + 1;

		if (track->count > 1 && track->steps[track->count - 1].at >= doubtful)
			track->count--;
		else
			track->steps[track->count++] = (struct change){ doubtful, UNKNOWN };
	}
	track->steps[track->count++] = (struct change){ at + uncertainty, word };
}

bool track_build(struct track *track, const char *before, const struct change *changes, size_t count,
		 int64_t uncertainty)
{
	struct change *steps = memory_new_array(count + 1, 2 * sizeof *steps);
	const char *word = before;

	if (!steps)
		return false;
	*track = (struct track){ .steps = steps, .count = 1 };
	steps[0] = (struct change){ INT64_MIN, before };
	for (size_t i = 0; i < count; i++) {
		if (i + 1 < count && changes[i + 1].at == changes[i].at)
			continue;
		if (same(changes[i].word, word))
			continue;
		word = changes[i].word;
		add(track, changes[i].at, word, uncertainty);
	}
	struct change *fitted = memory_resize(steps, track->count, sizeof *steps);

	track->steps = fitted ? fitted : steps;
	return true;
}

void track_free(struct track *track)
{
	free(track->steps);
	*track = (struct track){ 0 };
}

const char *track_at(const struct track *track, instant when)
{
	if (track->count == 0)
		return UNKNOWN;
	size_t low = 0, high = track->count; /* steps[low].at <= when < steps[high].at */

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (track->steps[middle].at <= when)
			low = middle;
		else
			high = middle;
	}
	return track->steps[low].word;
}
