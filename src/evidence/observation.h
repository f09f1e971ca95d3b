/* SPDX-License-Identifier: Apache-2.0 */
/* One fact that a decoder or recogniser is about to say. Lives on the caller's stack; text in it is
 * borrowed until observer_say() returns. */
#ifndef PROBITY_EVIDENCE_OBSERVATION_H
#define PROBITY_EVIDENCE_OBSERVATION_H

#include "base/bytes.h"
#include "base/instant.h"
#include "evidence/carrier.h"
#include "evidence/declarations.h"

struct observed {
	enum attribute attribute;
	struct bytes text; /* data is NULL for a number */
	uint64_t number;   /* TYPE_NUMBER, TYPE_TIME (an instant), TYPE_YESNO (0 or 1) */
};

/* Who sent the bytes that an observation is about. */
enum sender {
	SENDER_CARRIER, /* as the carrier says: who sent what is being decoded */
	SENDER_CLIENT,	/* whoever is being decoded now, or nobody (a flow's end) */
	SENDER_SERVER,
};

enum { SHOWN_WHOLE = 0x7fff };

struct observation {
	enum kind kind;
	unsigned count; /* of attributes */
	struct observed attributes[KIND_ATTRIBUTES];
	/* How a value (TYPE_PERSONAL) is masked: this many characters stay at either end;
	 * SHOWN_WHOLE at the start: the text only describes the value and is not masked. */
	unsigned shown_at_start, shown_at_end;
	/* When it happened; INSTANT_NONE (as observation_of() sets it): when its bytes were captured. */
	instant first, last;
	/* Where its bytes were captured, for a decoder that speaks later than it sees (a password when
	 * the answer has come): what observer_span() said then. Frame 0: where the bytes given to
	 * observer_say() lie. Its time stands in for an absent `first` and `last`. */
	struct span origin;
	enum sender sender;
	/* How often; 1 as observation_of() sets it. */
	uint64_t times;
};

static inline struct observation observation_of(enum kind kind)
{
	struct observation observation;

	observation.kind = kind;
	observation.count = 0;
	observation.shown_at_start = observation.shown_at_end = 0;
	observation.first = observation.last = INSTANT_NONE;
	observation.origin = (struct span){ 0, 0, 0 };
	observation.sender = SENDER_CARRIER;
	observation.times = 1;
	return observation;
}

/* Adds an attribute. Empty text is not kept: an absent attribute and an empty one are the same.
 * An attribute that the kind does not declare is our bug (asserted when it is said). */
void observation_text(struct observation *observation, enum attribute attribute, struct bytes text);
void observation_word(struct observation *observation, enum attribute attribute, const char *word);
void observation_number(struct observation *observation, enum attribute attribute, uint64_t number);
void observation_yes(struct observation *observation, enum attribute attribute, bool yes);
void observation_time(struct observation *observation, enum attribute attribute, instant when);

/* The text of an attribute that was added, or no bytes. */
struct bytes observation_get(const struct observation *observation, enum attribute attribute);

#endif
