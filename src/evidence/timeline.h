/* SPDX-License-Identifier: Apache-2.0 */
/* What the evidence needs to know of a case: which phase a moment lies in and what consent was on
 * record. All words are static. */
#ifndef PROBITY_EVIDENCE_TIMELINE_H
#define PROBITY_EVIDENCE_TIMELINE_H

#include "base/bytes.h"
#include "base/instant.h"

struct moment {
	const char *phase;    /* see the attribute `phase` */
	const char *activity; /* see the attribute `activity` */
};

struct timeline {
	const void *self;
	struct moment (*moment)(const void *self, instant when);
	/* Consent on record at `when` for a data type; see the attribute `consent`. */
	const char *(*consent)(const void *self, instant when, struct bytes data);
};

#endif
