/* SPDX-License-Identifier: Apache-2.0 */
/* Rules: XML data that turn evidence and case into verdicts (probity-rules(5)). */
#ifndef PROBITY_RULES_RULES_H
#define PROBITY_RULES_RULES_H

#include "evidence/timeline.h"
#include "recognise/taxonomy.h"
#include "rules/findings.h"

#include <libxml/tree.h>

struct rules;

/* Loads every *.xml of the given files and folders (not below `data/`), validates them against
 * schemas/rules.rng (under `data_dir`), compiles every expression and checks every element,
 * attribute, data type and function name in it against the declarations. The first trouble is the
 * error: file, line, what was expected. `taxonomy` must outlive the rules. The caller frees. */
enum status rules_load(const char *const *paths, size_t count, const char *data_dir,
		       const struct taxonomy *taxonomy, struct rules **ret_rules, struct error *error);
void rules_free(struct rules *rules);

/* Restricts to the named profiles (an empty list: `all`). Unknown names are an error that lists the known. */
enum status rules_select(struct rules *rules, const char *const *profiles, size_t count, struct error *error);

/* One rule for people: `rules list` and `rules explain`. */
struct rule_summary {
	const char *id, *family, *severity, *profiles; /* profiles: blanks between */
	struct bilingual title, requirement, settle, remedy;
	const struct basis *bases;
	size_t basis_count;
	const char *applies, *violation, *indication, *conforms; /* the expressions, or NULL */
	const char *file;
	int line;
};
size_t rules_count(const struct rules *rules);
void rules_summary(const struct rules *rules, size_t index, struct rule_summary *ret_summary);

/* Judges an evidence document (parsed; left unchanged) with a case (may be NULL). The case's root element is
 * put below the evidence's root for the time of judging, so that rules say /evidence/case/…. */
struct judge_options {
	const struct rules *rules;
	const char *data_dir;
	/* The case's timeline, for evidence that was observed without it; NULL: phases stay as they are. */
	const struct timeline *timeline;
	bool assumed_consent; /* the user said --assume-consent: said in the facts */
};
enum status rules_judge(const struct judge_options *options, xmlDocPtr evidence, xmlDocPtr case_document,
			struct findings **ret_findings, struct error *error);

#endif
