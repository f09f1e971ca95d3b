/* SPDX-License-Identifier: Apache-2.0 */
#include "case/activity.h"

#include "base/memory.h"

#include <stdlib.h>

static const char *const names[ACTIVITY_TOTAL] = {
	[ACTIVITY_IDLE] = "idle",
	[ACTIVITY_DOUBT] = "unknown",
	[ACTIVITY_FACE_UNLOCK] = "face-unlock",
	[ACTIVITY_FACE_ENROLMENT] = "face-enrolment",
	[ACTIVITY_MUTED] = "muted",
	[ACTIVITY_PRIVACY_MODE] = "privacy-mode",
};

const char *activity_name(enum activity activity)
{
	return names[activity];
}

/* An end of a span. */
struct edge {
	instant at;
	enum activity activity;
	bool opens;
};

static int compare_edges(const void *left, const void *right)
{
	const struct edge *a = left, *b = right;

	return a->at < b->at ? -1 : a->at > b->at;
}

bool activity_build(struct track *track, const struct activity_span *spans, size_t count)
{
	struct edge *edges = memory_new_array(2 * count + 1, sizeof *edges);
	struct change *changes = memory_new_array(2 * count + 1, sizeof *changes);
	size_t open[ACTIVITY_TOTAL] = { 0 }, total = 0;
	bool done = edges && changes;

	for (size_t i = 0; done && i < count; i++) {
		if (spans[i].from >= spans[i].to)
			continue;
		edges[total++] = (struct edge){ spans[i].from, spans[i].activity, true };
		edges[total++] = (struct edge){ spans[i].to, spans[i].activity, false };
	}
	if (done)
		qsort(edges, total, sizeof *edges, compare_edges);
	/* Of several changes at one instant the track takes the last, when all edges there are counted. */
	for (size_t i = 0; i < total; i++) {
		const char *word = "none";

		open[edges[i].activity] += edges[i].opens ? 1u : SIZE_MAX;
		for (size_t each = 0; each < ACTIVITY_TOTAL; each++)
			if (open[each])
				word = names[each];
		changes[i] = (struct change){ edges[i].at, word };
	}
	done = done && track_build(track, "none", changes, total, 0);
	free(edges);
	free(changes);
	return done;
}
