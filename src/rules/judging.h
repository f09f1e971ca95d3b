/* SPDX-License-Identifier: Apache-2.0 */
/* One judging, between judge.c (verdicts), attach.c (the documents), reasons.c (what is missing) and
 * facts.c. */
#ifndef PROBITY_RULES_JUDGING_H
#define PROBITY_RULES_JUDGING_H

#include "rules/findings_made.h"
#include "rules/functions.h"
#include "rules/rule.h"

/* What is done to the evidence for the time of judging, to be undone after it. */
struct hidden {
	xmlNodePtr node, parent, next; /* `next`: what stood behind it */
};

struct stamped {
	xmlNodePtr node;
	const char *name;
	xmlChar *old; /* NULL: it was absent */
};

struct attached {
	xmlNodePtr case_root; /* the copy below the evidence's root; NULL without a case */
	struct hidden *hidden;
	size_t hidden_count;
	struct stamped *stamped;
	size_t stamped_count, stamped_room;
};

/* Attaches the case, hides what is no traffic of the audited terminal, puts in unknown phases. */
enum status attach(xmlDocPtr evidence, xmlDocPtr case_document, const struct timeline *timeline,
		   struct attached *ret_attached, struct error *error);
void detach(struct attached *attached);

/* Puts in phases, activities and consents that are unknown; false without memory. And takes them out. */
bool restamp(struct attached *attached, xmlNodePtr root, const struct timeline *timeline);
void restamp_undo(struct attached *attached);

struct judging {
	const struct rules *rules;
	xmlNodePtr root; /* of the evidence */
	xmlXPathContextPtr xpath;
	struct joins *joins;
	struct findings *findings;
	const struct rule *rule; /* being judged */
	xmlXPathObjectPtr *sets; /* what each set of the rules selects; NULL: it could not be evaluated */
	unsigned sections;	 /* that the case has: bits */
	bool incomplete;	 /* a limit was met or an input is cut: absence proves nothing */
};

/* What an expression came to. */
enum answer { ANSWER_NO, ANSWER_YES, ANSWER_STOPPED, ANSWER_FAILED };

/* Whether the evidence itself says that something is missing in it. */
bool evidence_is_incomplete(const xmlNode *root);

/* Why a rule could not be decided, in both languages; false without memory. `stopped`: of its
 * evaluation. */
bool reason_undetermined(const struct judging *judging, const struct rule *rule, unsigned missing,
			 enum answer stopped, struct bilingual *ret_reason);

/* Adds the facts of the run. */
bool facts_add(const struct judging *judging, bool assumed_consent);

#endif
