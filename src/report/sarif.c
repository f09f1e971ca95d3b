/* SPDX-License-Identifier: Apache-2.0 */
/* SARIF 2.1.0 (OASIS Standard, 2020): one result for each requirement, of the kind that its verdict
 * is. Frames stand in logical locations: a SARIF region counts bytes of the file, and what is
 * found was put together from many places of it. */
#include "base/memory.h"
#include "config.h"
#include "report/evidence_text.h"
#include "report/json.h"
#include "report/messages.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { TEXT_SIZE = 64 << 10 };

static const char *const kinds[VERDICT_TOTAL] = {
	[VERDICT_VIOLATION] = "fail",
	[VERDICT_INDICATION] = "review",
	[VERDICT_UNDETERMINED] = "open",
	[VERDICT_CONFORMS] = "pass",
	[VERDICT_NOT_APPLICABLE] = "notApplicable",
};

static const char *const levels[SEVERITY_TOTAL] = {
	[SEVERITY_INFO] = "note",  [SEVERITY_LOW] = "note",	  [SEVERITY_MEDIUM] = "warning",
	[SEVERITY_HIGH] = "error", [SEVERITY_CRITICAL] = "error",
};

struct run {
	struct json json;
	const struct findings *findings;
	enum language language;
	const char **files; /* inputs that evidence lies in, each once */
	size_t file_count;
};

static void put_message(struct json *json, const char *key, const char *text)
{
	json_open(json, key, '{');
	json_text(json, "text", text);
	json_close(json, '}');
}

/* Puts text together and writes it as a message; `parts` ends with NULL, empty ones are left out. */
static void put_joined(struct run *run, const char *key, const char *separator, const char *const *parts)
{
	struct buffer text = buffer_of(TEXT_SIZE);

	for (; *parts; parts++) {
		if (!**parts)
			continue;
		buffer_append_text(&text, text.size ? separator : "");
		buffer_append_text(&text, *parts);
	}
	text.maximum++;
	buffer_append_byte(&text, '\0');
	if (text.failed)
		run->json.to->failed = true;
	else
		put_message(&run->json, key, (const char *)text.data);
	buffer_free(&text);
}

static void put_rule(struct run *run, const struct finding *finding)
{
	struct json *json = &run->json;
	enum language language = run->language;
	const char *const help[] = { bilingual_in(language, &finding->title),
				     bilingual_in(language, &finding->remedy),
				     bilingual_in(language, &finding->settle), NULL };

	json_open(json, NULL, '{');
	json_text(json, "id", finding->rule);
	put_message(json, "shortDescription", bilingual_in(language, &finding->title));
	put_joined(run, "help", " — ", help);
	json_open(json, "defaultConfiguration", '{');
	json_text(json, "level", levels[finding->severity]);
	json_close(json, '}');
	json_open(json, "properties", '{');
	json_text_if(json, "family", finding->family);
	json_text(json, "severity", severity_name(finding->severity));
	json_open(json, "basis", '[');
	for (size_t i = 0; i < finding->basis_count; i++) {
		const char *article = finding->bases[i].article;

		json_open(json, NULL, '{');
		json_text(json, "law", finding->bases[i].law);
		json_text_if(json, "article", article);
		json_text_if(json, "title",
			     bilingual_in(language, &(struct bilingual){ finding->bases[i].title_en,
									 finding->bases[i].title_zh }));
		json_close(json, '}');
	}
	json_close(json, ']');
	json_close(json, '}');
	json_close(json, '}');
}

/* A file name as a relative URI reference (RFC 3986). */
static void put_uri(struct json *json, const char *file)
{
	struct buffer uri = buffer_of(TEXT_SIZE);

	for (; *file; file++) {
		bool plain = (*file >= 'a' && *file <= 'z') || (*file >= 'A' && *file <= 'Z') ||
			     (*file >= '0' && *file <= '9') || strchr("-._~/", *file);

		if (plain)
			buffer_append_byte(&uri, (uint8_t)*file);
		else
			buffer_append_format(&uri, "%%%02X", (unsigned)(uint8_t)*file);
	}
	buffer_append_byte(&uri, '\0');
	if (uri.failed)
		json->to->failed = true;
	else
		json_text(json, "uri", (const char *)uri.data);
	buffer_free(&uri);
}

/* The number of a file among the artifacts; files are remembered in the order they are met. */
static size_t file_index(struct run *run, const char *file)
{
	size_t i = 0;

	while (i < run->file_count && strcmp(run->files[i], file) != 0)
		i++;
	if (i < run->file_count)
		return i;

	const char **files = memory_resize(run->files, i + 1, sizeof *files);

	if (!files) {
		run->json.to->failed = true;
		return 0;
	}
	files[i] = file;
	run->files = files;
	run->file_count = i + 1;
	return i;
}

static void put_location(struct run *run, const struct evidence_item *item,
			 const struct evidence_origin *origin)
{
	struct json *json = &run->json;
	char frame[64];

	snprintf(frame, sizeof frame, "frame %" PRIu64, origin->frame);
	json_open(json, NULL, '{');
	if (origin->file && *origin->file) {
		json_open(json, "physicalLocation", '{');
		json_open(json, "artifactLocation", '{');
		put_uri(json, origin->file);
		json_number(json, "index", file_index(run, origin->file));
		json_close(json, '}');
		json_close(json, '}');
	}
	json_open(json, "logicalLocations", '[');
	json_open(json, NULL, '{');
	json_text(json, "name", frame);
	json_text_if(json, "fullyQualifiedName", evidence_value(item, "path"));
	json_text(json, "kind", "frame");
	json_close(json, '}');
	json_close(json, ']');
	json_close(json, '}');
}

static void put_locations(struct run *run, const struct finding *finding)
{
	json_open(&run->json, "locations", '[');
	for (size_t i = 0; i < finding->item_count; i++)
		for (size_t j = 0; j < finding->items[i].origin_count; j++)
			if (finding->items[i].origins[j].frame)
				put_location(run, &finding->items[i], &finding->items[i].origins[j]);
	json_close(&run->json, ']');
}

/* FNV-1a: the same on every machine, over what stays the same when a capture is made again. */
static uint64_t fingerprint(const struct finding *finding)
{
	static const char *const stable[] = { "data",  "host", "protocol", "method",
					      "topic", "path", "scheme",   "class" };
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < finding->item_count; i++)
		for (size_t j = 0; j < sizeof stable / sizeof *stable; j++) {
			const char *text = evidence_value(&finding->items[i], stable[j]);

			for (text = text ? text : ""; *text; text++)
				hash = (hash ^ (uint8_t)*text) * 0x100000001b3u;
			hash = (hash ^ 0xff) * 0x100000001b3u;
		}
	return hash;
}

static void put_result(struct run *run, const struct finding *finding, size_t index)
{
	struct json *json = &run->json;
	const char *const message[] = { bilingual_in(run->language, &finding->title),
					bilingual_in(run->language, &finding->reason), NULL };
	char print[32];

	snprintf(print, sizeof print, "%016" PRIx64, fingerprint(finding));
	json_open(json, NULL, '{');
	json_text(json, "ruleId", finding->rule);
	json_number(json, "ruleIndex", index);
	json_text(json, "kind", kinds[finding->verdict]);
	json_text(json, "level", finding->verdict == VERDICT_VIOLATION ? levels[finding->severity] : "none");
	put_joined(run, "message", ": ", message);
	put_locations(run, finding);
	json_open(json, "partialFingerprints", '{');
	json_text(json, "probityRule/v1", finding->rule);
	json_text(json, "probityEvidence/v1", print);
	json_close(json, '}');
	json_open(json, "properties", '{');
	json_text(json, "verdict", verdict_name(finding->verdict));
	json_text(json, "severity", severity_name(finding->severity));
	json_open(json, "evidence", '[');
	for (size_t i = 0; i < finding->item_count; i++) {
		struct buffer what = buffer_of(TEXT_SIZE);

		evidence_what(&what, &finding->items[i]);
		what.maximum++;
		buffer_append_byte(&what, '\0');
		if (what.failed)
			json->to->failed = true;
		else
			json_text(json, NULL, (const char *)what.data);
		buffer_free(&what);
	}
	json_close(json, ']');
	json_close(json, '}');
	json_close(json, '}');
}

static void put_tool(struct run *run)
{
	struct json *json = &run->json;

	json_open(json, "tool", '{');
	json_open(json, "driver", '{');
	json_text(json, "name", PACKAGE_NAME);
	json_text(json, "version", PACKAGE_VERSION);
	json_open(json, "rules", '[');
	for (size_t i = 0; i < findings_count(run->findings); i++)
		put_rule(run, findings_at(run->findings, i));
	json_close(json, ']');
	json_close(json, '}');
	json_close(json, '}');
}

static void put_artifacts(struct run *run)
{
	struct json *json = &run->json;

	json_open(json, "artifacts", '[');
	for (size_t i = 0; i < run->file_count; i++) {
		json_open(json, NULL, '{');
		json_open(json, "location", '{');
		put_uri(json, run->files[i]);
		json_close(json, '}');
		json_close(json, '}');
	}
	json_close(json, ']');
}

static enum status write_sarif(const struct findings *findings, const struct report_options *options,
			       struct buffer *to, struct error *error)
{
	struct run run = { .json = { .to = to }, .findings = findings, .language = options->language };
	struct json *json = &run.json;

	json_open(json, NULL, '{');
	json_text(json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_text(json, "version", "2.1.0");
	json_open(json, "runs", '[');
	json_open(json, NULL, '{');
	put_tool(&run);
	json_text(json, "language", run.language == LANGUAGE_ZH ? "zh-CN" : "en");
	json_open(json, "results", '[');
	for (size_t i = 0; i < findings_count(findings); i++)
		put_result(&run, findings_at(findings, i), i);
	json_close(json, ']');
	put_artifacts(&run);
	json_close(json, '}');
	json_close(json, ']');
	json_close(json, '}');
	buffer_append_byte(to, '\n');
	free(run.files);
	return report_status(to, error);
}

const struct report_writer report_writer_sarif = {
	.name = "sarif",
	.media_type = "application/sarif+json",
	.summary = "SARIF 2.1.0, for code-scanning tools",
	.write = write_sarif,
};
