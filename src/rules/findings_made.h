/* SPDX-License-Identifier: Apache-2.0 */
/* How findings are made, between judging and reading a document. */
#ifndef PROBITY_RULES_FINDINGS_MADE_H
#define PROBITY_RULES_FINDINGS_MADE_H

#include <libxml/tree.h>

#include "base/arena.h"
#include "rules/findings.h"

struct findings {
	struct arena arena;
	struct finding *list;
	size_t count, room;
	struct evidence_item *facts;
	size_t fact_count, fact_room;
};

struct findings *findings_new(void);

/* A new, empty finding or fact at the end; NULL without memory. Valid until the next is added. */
struct finding *findings_add(struct findings *findings);
struct evidence_item *findings_add_fact(struct findings *findings, const char *kind);

/* A copy of text that lives as long as the findings; NULL without memory. */
const char *findings_keep(struct findings *findings, struct bytes text);

/* Copies an element, its attributes and its origins. False without memory. */
bool findings_copy_item(struct findings *findings, const xmlNode *element, struct evidence_item *ret_item);

/* Adds an attribute to a fact; not more than FACT_ATTRIBUTES of them. */
enum { FACT_ATTRIBUTES = 6 };
bool findings_add_attribute(struct findings *findings, struct evidence_item *fact, const char *name,
			    const char *value);

#endif
