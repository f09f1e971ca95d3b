/* SPDX-License-Identifier: Apache-2.0 */
/* Consents by data type. Types are hierarchical (`biometric.face.image`), a consent that names one
 * covers all below it. So all types that have the same closest named ancestor share one track. */
#ifndef PROBITY_CASE_COVER_H
#define PROBITY_CASE_COVER_H

#include "case/track.h"

enum decision { DECISION_CONSENT, DECISION_REFUSE, DECISION_WITHDRAW, DECISION_DELETE };

/* One event that decides about consent. */
struct decisive {
	instant at; /* capture time */
	enum decision decision;
	const char *kind;    /* of a consent: static word general, separate or guardian */
	struct bytes covers; /* borrowed list; empty: all, for general consent all but biometrics */
};

struct covers;

enum covers_built { COVERS_BUILT, COVERS_TOO_MANY, COVERS_NO_MEMORY };

/* `events` in order of time. `recorded`: where no event says otherwise there was no consent, rather
 * than an unknown one. Keeps nothing of its arguments. The caller frees. */
enum covers_built covers_new(const struct decisive *events, size_t count, bool recorded, int64_t uncertainty,
			     struct covers **ret_covers);
void covers_free(struct covers *covers);

/* The word for a data type. */
const char *covers_consent(const struct covers *covers, instant when, struct bytes data);

#endif
