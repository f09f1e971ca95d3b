/* SPDX-License-Identifier: Apache-2.0 */
#include "command/judging.h"

#include "base/limits.h"
#include "command/command.h"
#include "command/files.h"
#include "command/output.h"
#include "command/road.h"

#include "evidence/declarations.h"
#include "rules/document.h"

#include <libxml/tree.h>

static bool is_numbers(struct bytes text)
{
	uint64_t number;

	while (text.size)
		if (!bytes_to_number(bytes_split(&text, ' '), &number))
			return false;
	return true;
}

static bool is_of_type(enum attribute_type type, struct bytes text)
{
	uint64_t number;
	instant when;

	switch (type) {
	case TYPE_NUMBER:
		return bytes_to_number(text, &number);
	case TYPE_NUMBERS:
		return is_numbers(text);
	case TYPE_YESNO:
		return bytes_equal(text, BYTES("yes")) || bytes_equal(text, BYTES("no"));
	case TYPE_TIME:
		return instant_parse(text, &when);
	case TYPE_WORD:
	case TYPE_TEXT:
	case TYPE_PERSONAL:
	case TYPE_SECRET:
	default:
		return true;
	}
}

/* The schema leaves open which of the attributes that are no text is a number, a time, …. */
static enum status check_types(const xmlNode *element, const char *name, struct error *error)
{
	for (const xmlAttr *at = element->properties; at; at = at->next) {
		enum attribute attribute = attribute_by_name((const char *)at->name);
		xmlChar *value = xmlNodeListGetString(element->doc, at->children, 1);
		bool right = attribute == ATTRIBUTE_TOTAL ||
			     is_of_type(attribute_declarations[attribute].type,
					bytes_of((const char *)value));

		xmlFree(value);
		if (!right)
			return error_set(error, STATUS_FORMAT,
					 "%s:%ld: %s of %s is not as probity-evidence(5) says", name,
					 xmlGetLineNo(element), (const char *)at->name,
					 (const char *)element->name);
	}
	return STATUS_OK;
}

static enum status check_evidence(xmlDocPtr evidence, const char *data_dir, const char *name,
				  struct error *error)
{
	struct document_schema *schema = NULL;
	enum status status = document_schema_load(data_dir, "evidence.rng", &schema, error);

	if (status == STATUS_OK)
		status = document_validate(schema, evidence, name, error);
	document_schema_free(schema);
	if (status != STATUS_OK)
		return status;

	const xmlNode *root = xmlDocGetRootElement(evidence);

	for (const xmlNode *group = root->children; group && status == STATUS_OK; group = group->next)
		for (const xmlNode *at = group->children; at && status == STATUS_OK; at = at->next)
			if (at->type == XML_ELEMENT_NODE)
				status = check_types(at, name, error);
	return status;
}

enum status judging_go(const struct options *options, const struct setting *setting, struct bytes document,
		       const char *name, bool foreign, struct findings **ret_findings, struct error *error)
{
	xmlDocPtr evidence = NULL;
	enum status status = document_parse(document, name, &evidence, error);

	if (status == STATUS_OK && foreign)
		status = check_evidence(evidence, setting->data_dir, name, error);
	struct timeline timeline = road_timeline(setting->case_file);
	bool timed = setting->case_file && case_has_timeline(setting->case_file);

	if (status == STATUS_OK)
		status = rules_judge(
			&(struct judge_options){ .rules = setting->rules,
						 .data_dir = setting->data_dir,
						 .timeline = timed ? &timeline : NULL,
						 .assumed_consent = options->assume_consent != NULL },
			evidence, setting->case_file ? case_document(setting->case_file) : NULL, ret_findings,
			error);
	xmlFreeDoc(evidence);
	return status;
}

enum status judging_report(const struct options *options, const struct findings *findings,
			   struct error *error)
{
	struct report_options look = output_look(options);
	struct buffer report = buffer_of(LIMIT_DOCUMENT_SIZE);
	enum status status = report_writer_named(options->format)->write(findings, &look, &report, error);

	if (status == STATUS_OK)
		status = output_write(options->output, buffer_bytes(&report), options->reveal, error);
	buffer_free(&report);
	return status;
}

int judging_exit(const struct options *options, const struct findings *findings)
{
	enum severity least = SEVERITY_MEDIUM;

	if (options->fail_on && !severity_parse(bytes_of(options->fail_on), &least))
		return EXIT_FINE; /* never */
	return findings_fail(findings, least) ? EXIT_FOUND : EXIT_FINE;
}
