/* SPDX-License-Identifier: Apache-2.0 */
/* What the tester was doing: of overlapping spans the one that matters most. */
#ifndef PROBITY_CASE_ACTIVITY_H
#define PROBITY_CASE_ACTIVITY_H

#include "case/track.h"

/* In order of precedence, least first. Doubt stands for the edges of what accuses (idle, privacy
 * mode, muted); it gives way to a face event, which only makes traffic interesting. */
enum activity {
	ACTIVITY_IDLE,
	ACTIVITY_DOUBT,
	ACTIVITY_FACE_UNLOCK,
	ACTIVITY_FACE_ENROLMENT,
	ACTIVITY_MUTED,
	ACTIVITY_PRIVACY_MODE,
	ACTIVITY_TOTAL,
};

/* Its word in documents. */
const char *activity_name(enum activity activity);

struct activity_span {
	instant from, to; /* capture time, `to` excluded */
	enum activity activity;
};

/* One track of words out of spans in any order; `none` between them. False without memory. */
bool activity_build(struct track *track, const struct activity_span *spans, size_t count);

#endif
