/* SPDX-License-Identifier: Apache-2.0 */
/* The findings: one verdict per requirement, with its evidence and its legal basis. Made by judging,
 * or read back from a findings document; what reports are written from. */
#ifndef PROBITY_RULES_FINDINGS_H
#define PROBITY_RULES_FINDINGS_H

#include "base/buffer.h"
#include "base/error.h"

enum verdict {
	VERDICT_VIOLATION,
	VERDICT_INDICATION,
	VERDICT_UNDETERMINED,
	VERDICT_CONFORMS,
	VERDICT_NOT_APPLICABLE,
	VERDICT_TOTAL,
};
enum severity {
	SEVERITY_INFO,
	SEVERITY_LOW,
	SEVERITY_MEDIUM,
	SEVERITY_HIGH,
	SEVERITY_CRITICAL,
	SEVERITY_TOTAL
};

const char *verdict_name(enum verdict verdict); /* as in documents: `violation`, … */
const char *severity_name(enum severity severity);
bool severity_parse(struct bytes text, enum severity *ret_severity);

/* Text in both languages. Chinese falls back to English where a rule lacks it. */
struct bilingual {
	const char *en, *zh;
};

struct basis {
	const char *law, *article;	 /* `PIPL`, `29` */
	const char *title_en, *title_zh; /* name of the instrument */
};

struct evidence_attribute {
	const char *name, *value;
};

struct evidence_origin {
	const char *file; /* name of the input */
	uint64_t frame, last_frame;
	const struct evidence_attribute *attributes; /* all of the origin's attributes, in document order */
	size_t attribute_count;
};

/* One observation (or one element of the case) that a verdict rests on, as it stands in the evidence. */
struct evidence_item {
	const char *kind; /* element name */
	const struct evidence_attribute *attributes;
	size_t attribute_count;
	const struct evidence_origin *origins;
	size_t origin_count;
};

struct finding {
	const char *rule, *family; /* `FACE-01`, `FACE` */
	enum severity severity;
	enum verdict verdict;
	struct bilingual title, reason, settle,
		remedy; /* reason: why this verdict; settle: what would decide */
	const struct basis *bases;
	size_t basis_count;
	const struct evidence_item *items; /* at most a few; `item_total` says how many there were */
	size_t item_count;
	uint64_t item_total;
};

struct findings; /* owns all of the above in one arena */

/* In the order of the document: by rule id. */
size_t findings_count(const struct findings *findings);
const struct finding *findings_at(const struct findings *findings, size_t index);
void findings_free(struct findings *findings);

/* Facts about the run that a report shows: `device`, `case`, `profile`, `input`, … in document order. */
size_t findings_facts(const struct findings *findings, const struct evidence_item **ret_facts);

/* The findings document (schemas/findings.rng), and back. `name` is used in messages. */
enum status findings_write_xml(const struct findings *findings, struct buffer *to, struct error *error);
enum status findings_read(struct bytes document, const char *name, const char *data_dir,
			  struct findings **ret_findings, struct error *error);

/* Whether any violation is of at least this severity (exit status 1). */
bool findings_fail(const struct findings *findings, enum severity least);

#endif
