/* SPDX-License-Identifier: Apache-2.0 */
#include "command/judging.h"

#include "base/limits.h"
#include "command/command.h"
#include "command/files.h"
#include "command/output.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdlib.h>

/* What libxml2 said first, without its line feed. */
struct complaint {
	int line;
	char text[300];
};

static void complain(void *to, xmlErrorPtr said)
{
	struct complaint *complaint = to;

	if (complaint->text[0] || !said->message)
		return;
	size_t size = strcspn(said->message, "\n");

	if (size >= sizeof complaint->text)
		size = sizeof complaint->text - 1;
	memcpy(complaint->text, said->message, size);
	complaint->line = said->line;
}

static enum status parse(struct bytes document, const char *name, xmlDocPtr *ret_document, struct error *error)
{
	xmlParserCtxtPtr context = xmlNewParserCtxt();

	if (!context)
		return error_no_memory(error);

	enum status status = STATUS_OK;
	xmlDocPtr parsed = xmlCtxtReadMemory(context, (const char *)document.data, (int)document.size, NULL, NULL,
					     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
						     XML_PARSE_BIG_LINES);
	xmlErrorPtr said = xmlCtxtGetLastError(context);

	if (!parsed) {
		struct complaint complaint = { 0, "" };

		if (said)
			complain(&complaint, said);
		status = error_set(error, STATUS_FORMAT, "%s:%d: %s; expected an evidence document", name,
				   complaint.line, complaint.text);
	} else if (parsed->intSubset || parsed->extSubset) {
		status = error_set(error, STATUS_FORMAT, "%s: has a document type declaration; an evidence document has none",
				   name);
		xmlFreeDoc(parsed);
	} else {
		*ret_document = parsed;
	}
	xmlFreeParserCtxt(context);
	return status;
}

static enum status validate(xmlDocPtr document, const char *name, const char *schema_path, struct error *error)
{
	struct complaint complaint = { 0, "" };
	xmlRelaxNGParserCtxtPtr parser = xmlRelaxNGNewParserCtxt(schema_path);

	if (parser)
		xmlRelaxNGSetParserStructuredErrors(parser, (xmlStructuredErrorFunc)complain, &complaint);

	xmlRelaxNGPtr schema = parser ? xmlRelaxNGParse(parser) : NULL;
	xmlRelaxNGValidCtxtPtr context = schema ? xmlRelaxNGNewValidCtxt(schema) : NULL;
	enum status status = STATUS_OK;

	if (!context) {
		status = error_set(error, STATUS_FORMAT, "%s: cannot use this schema: %s", schema_path,
				   complaint.text);
	} else {
		xmlRelaxNGSetValidStructuredErrors(context, (xmlStructuredErrorFunc)complain, &complaint);
		if (xmlRelaxNGValidateDoc(context, document) != 0)
			status = error_set(error, STATUS_FORMAT,
					   "%s:%d: %s; expected an evidence document (probity-evidence(5))", name,
					   complaint.line, complaint.text);
	}
	xmlRelaxNGFreeValidCtxt(context);
	xmlRelaxNGFree(schema);
	xmlRelaxNGFreeParserCtxt(parser);
	return status;
}

enum status judging_go(const struct options *options, const struct setting *setting, struct bytes document,
		       const char *name, bool foreign, struct findings **ret_findings, struct error *error)
{
	xmlDocPtr evidence = NULL;
	char *schema = path_join(setting->data_dir, "schemas/evidence.rng");
	enum status status = schema ? parse(document, name, &evidence, error) : error_no_memory(error);

	if (status == STATUS_OK && foreign)
		status = validate(evidence, name, schema, error);
	if (status == STATUS_OK)
		status = rules_judge(&(struct judge_options){ .rules = setting->rules,
							      .data_dir = setting->data_dir,
							      .assumed_consent = options->assume_consent != NULL },
				     evidence, setting->case_file ? case_document(setting->case_file) : NULL,
				     ret_findings, error);
	xmlFreeDoc(evidence);
	free(schema);
	return status;
}

enum status judging_report(const struct options *options, const struct findings *findings, struct error *error)
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
