/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in, weakly, for parts that are not there yet; goes when they are. */
#include "content/examine.h"
#include "rules/rules.h"

#define WEAK __attribute__((weak))

static void no_content(void *self, struct observer *observer, const struct message *message,
		       struct bytes content, struct bytes where)
{
	(void)self, (void)observer, (void)message, (void)content, (void)where;
}

static void no_value(void *self, struct observer *observer, const struct message *message, struct bytes field,
		     struct bytes value)
{
	(void)self, (void)observer, (void)message, (void)field, (void)value;
}

static bool no_scrub(void *self, struct bytes text, struct buffer *to)
{
	(void)self;
	return buffer_append(to, text);
}

WEAK struct examiner examiner_of(const struct taxonomy *taxonomy)
{
	(void)taxonomy;
	return (struct examiner){ NULL, no_content, no_value, no_scrub };
}

static enum status missing(struct error *error)
{
	return error_set(error, STATUS_UNABLE, "not built in");
}

WEAK size_t findings_count(const struct findings *findings)
{
	(void)findings;
	return 0;
}

WEAK const struct finding *findings_at(const struct findings *findings, size_t index)
{
	(void)findings, (void)index;
	return NULL;
}

WEAK size_t findings_facts(const struct findings *findings, const struct evidence_item **ret_facts)
{
	(void)findings, (void)ret_facts;
	return 0;
}

WEAK bool findings_fail(const struct findings *findings, enum severity least)
{
	(void)findings, (void)least;
	return false;
}

WEAK void findings_free(struct findings *findings)
{
	(void)findings;
}

WEAK enum status findings_read(struct bytes document, const char *name, const char *data_dir,
			       struct findings **ret_findings, struct error *error)
{
	(void)document, (void)name, (void)data_dir, (void)ret_findings;
	return missing(error);
}

WEAK enum status findings_write_xml(const struct findings *findings, struct buffer *to, struct error *error)
{
	(void)findings, (void)to;
	return missing(error);
}

WEAK size_t rules_count(const struct rules *rules)
{
	(void)rules;
	return 0;
}

WEAK void rules_free(struct rules *rules)
{
	(void)rules;
}

WEAK enum status rules_judge(const struct judge_options *options, xmlDocPtr evidence, xmlDocPtr case_document,
			     struct findings **ret_findings, struct error *error)
{
	(void)options, (void)evidence, (void)case_document, (void)ret_findings;
	return missing(error);
}

WEAK enum status rules_load(const char *const *paths, size_t count, const char *data_dir,
			    const struct taxonomy *taxonomy, struct rules **ret_rules, struct error *error)
{
	(void)paths, (void)count, (void)data_dir, (void)taxonomy, (void)ret_rules;
	return missing(error);
}

WEAK enum status rules_select(struct rules *rules, const char *const *profiles, size_t count,
			      struct error *error)
{
	(void)rules, (void)profiles, (void)count;
	return missing(error);
}

WEAK void rules_summary(const struct rules *rules, size_t index, struct rule_summary *ret_summary)
{
	(void)rules, (void)index, (void)ret_summary;
}

WEAK const char *severity_name(enum severity severity)
{
	(void)severity;
	return "";
}

WEAK bool severity_parse(struct bytes text, enum severity *ret_severity)
{
	(void)text, (void)ret_severity;
	return false;
}

WEAK const char *verdict_name(enum verdict verdict)
{
	(void)verdict;
	return "";
}

WEAK size_t taxonomy_count(const struct taxonomy *taxonomy)
{
	(void)taxonomy;
	return 0;
}

WEAK void taxonomy_free(struct taxonomy *taxonomy)
{
	(void)taxonomy;
}

WEAK enum status taxonomy_load(const char *const *paths, size_t count, struct taxonomy **ret_taxonomy,
			       struct error *error)
{
	(void)paths, (void)count, (void)ret_taxonomy, (void)error;
	return STATUS_OK;
}

WEAK enum status taxonomy_plant(struct taxonomy *taxonomy, const struct canary *canaries, size_t count,
				struct error *error)
{
	(void)taxonomy, (void)canaries, (void)count, (void)error;
	return STATUS_OK;
}
