/* SPDX-License-Identifier: Apache-2.0 */
/* The timeline of a case: phases, activities and consents, made ready to be asked often. */
#ifndef PROBITY_CASE_EVENTS_H
#define PROBITY_CASE_EVENTS_H

#include "base/error.h"
#include "base/instant.h"

#include <libxml/tree.h>

struct case_events;

/* Reads a `timeline` element that the schema allows. `path` is for messages. Writes the default
 * `kind` of consents into the element, so that rules need not know it. The caller frees. */
enum status events_read(xmlNodePtr timeline, const char *path, struct case_events **ret_events,
			struct error *error);
void events_free(struct case_events *events);

/* Static words, for moments of capture time. NULL is a case without timeline: all unknown. */
const char *events_phase(const struct case_events *events, instant when);
const char *events_activity(const struct case_events *events, instant when);
const char *events_consent(const struct case_events *events, instant when, struct bytes data);

#endif
