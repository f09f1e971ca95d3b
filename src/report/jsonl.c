/* SPDX-License-Identifier: Apache-2.0 */
/* JSON lines: an object a line (jsonlines.org), in the order of the document: first each fact about
 * the run, then each finding with `kind` "finding". Names are those of the findings document; text
 * in Chinese has `-zh` behind its name. Both languages are written, whatever --lang says. */
#include "evidence/declarations.h"
#include "report/json.h"
#include "report/report.h"

static void put_attribute(struct json *json, const struct evidence_attribute *attribute)
{
	enum attribute declared = attribute_by_name(attribute->name);
	enum attribute_type type = declared < ATTRIBUTE_TOTAL ? attribute_declarations[declared].type
							      : TYPE_TEXT;
	struct bytes rest = bytes_of(attribute->value);
	uint64_t number;

	if (type == TYPE_NUMBER && bytes_to_number(rest, &number)) {
		json_number(json, attribute->name, number);
	} else if (type == TYPE_NUMBERS) {
		json_open(json, attribute->name, '[');
		while (rest.size)
			if (bytes_to_number(bytes_split(&rest, ' '), &number))
				json_number(json, NULL, number);
		json_close(json, ']');
	} else {
		json_text(json, attribute->name, attribute->value);
	}
}

/* The numbers among an origin's attributes; others are text. */
static void put_origin(struct json *json, const struct evidence_origin *origin)
{
	json_open(json, NULL, '{');
	for (size_t i = 0; i < origin->attribute_count; i++) {
		const struct evidence_attribute *attribute = &origin->attributes[i];
		uint64_t number;
		bool text = strcmp(attribute->name, "file") == 0;

		if (!text && bytes_to_number(bytes_of(attribute->value), &number))
			json_number(json, attribute->name, number);
		else
			json_text(json, attribute->name, attribute->value);
	}
	json_close(json, '}');
}

static void put_item(struct json *json, const struct evidence_item *item)
{
	json_open(json, NULL, '{');
	json_text(json, "kind", item->kind);
	for (size_t i = 0; i < item->attribute_count; i++)
		put_attribute(json, &item->attributes[i]);
	if (item->origin_count) {
		json_open(json, "origins", '[');
		for (size_t i = 0; i < item->origin_count; i++)
			put_origin(json, &item->origins[i]);
		json_close(json, ']');
	}
	json_close(json, '}');
}

static void put_bases(struct json *json, const struct finding *finding)
{
	json_open(json, "basis", '[');
	for (size_t i = 0; i < finding->basis_count; i++) {
		const struct basis *basis = &finding->bases[i];

		json_open(json, NULL, '{');
		json_text(json, "law", basis->law);
		json_text_if(json, "article", basis->article);
		json_text_if(json, "title", basis->title_en);
		json_text_if(json, "title-zh", basis->title_zh);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_finding(struct json *json, const struct finding *finding)
{
	json_open(json, NULL, '{');
	json_text(json, "kind", "finding");
	json_text(json, "rule", finding->rule);
	json_text_if(json, "family", finding->family);
	json_text(json, "severity", severity_name(finding->severity));
	json_text(json, "verdict", verdict_name(finding->verdict));
	json_text_if(json, "title", finding->title.en);
	json_text_if(json, "title-zh", finding->title.zh);
	json_text_if(json, "reason", finding->reason.en);
	json_text_if(json, "reason-zh", finding->reason.zh);
	json_text_if(json, "settle", finding->settle.en);
	json_text_if(json, "settle-zh", finding->settle.zh);
	json_text_if(json, "remedy", finding->remedy.en);
	json_text_if(json, "remedy-zh", finding->remedy.zh);
	put_bases(json, finding);
	json_number(json, "evidence-total", finding->item_total);
	json_open(json, "evidence", '[');
	for (size_t i = 0; i < finding->item_count; i++)
		put_item(json, &finding->items[i]);
	json_close(json, ']');
	json_close(json, '}');
}

static enum status write_jsonl(const struct findings *findings, const struct report_options *options,
			       struct buffer *to, struct error *error)
{
	const struct evidence_item *facts = NULL;
	size_t count = findings_facts(findings, &facts);

	(void)options;
	for (size_t i = 0; i < count; i++) {
		struct json line = { .to = to };

		put_item(&line, &facts[i]);
		buffer_append_byte(to, '\n');
	}
	for (size_t i = 0; i < findings_count(findings); i++) {
		struct json line = { .to = to };

		put_finding(&line, findings_at(findings, i));
		buffer_append_byte(to, '\n');
	}
	return report_status(to, error);
}

const struct report_writer report_writer_jsonl = {
	.name = "jsonl",
	.media_type = "application/jsonl",
	.summary = "a finding a line",
	.write = write_jsonl,
};
