/* SPDX-License-Identifier: Apache-2.0 */
/* The findings document: written, and read back (schemas/findings.rng). */
#include <inttypes.h>

#include "base/text.h"
#include "rules/document.h"
#include "rules/findings_made.h"
#include "rules/joins.h"

struct writer {
	struct buffer *to;
	bool done;
};

static void put(struct writer *writer, const char *text)
{
	writer->done = writer->done && buffer_append_text(writer->to, text);
}

static void put_attribute(struct writer *writer, const char *name, const char *value)
{
	put(writer, " ");
	put(writer, name);
	put(writer, "=\"");
	writer->done = writer->done && text_append_xml(writer->to, bytes_of(value));
	put(writer, "\"");
}

static void put_text(struct writer *writer, const char *indent, const char *element, const char *language,
		     const char *text)
{
	if (!text || !*text)
		return;
	put(writer, indent);
	put(writer, "<");
	put(writer, element);
	put_attribute(writer, "xml:lang", language);
	put(writer, ">");
	writer->done = writer->done && text_append_xml(writer->to, bytes_of(text));
	put(writer, "</");
	put(writer, element);
	put(writer, ">\n");
}

static void put_bilingual(struct writer *writer, const char *indent, const char *element,
			  const struct bilingual *text)
{
	put_text(writer, indent, element, "en", text->en);
	put_text(writer, indent, element, "zh", text->zh);
}

static void put_attributes(struct writer *writer, const struct evidence_attribute *attributes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_attribute(writer, attributes[i].name, attributes[i].value);
}

static void put_item(struct writer *writer, const char *indent, const struct evidence_item *item)
{
	put(writer, indent);
	put(writer, "<");
	put(writer, item->kind);
	put_attributes(writer, item->attributes, item->attribute_count);
	put(writer, item->origin_count ? ">\n" : "/>\n");
	for (size_t i = 0; i < item->origin_count; i++) {
		put(writer, indent);
		put(writer, "  <origin");
		put_attributes(writer, item->origins[i].attributes, item->origins[i].attribute_count);
		put(writer, "/>\n");
	}
	if (!item->origin_count)
		return;
	put(writer, indent);
	put(writer, "</");
	put(writer, item->kind);
	put(writer, ">\n");
}

static void put_basis(struct writer *writer, const struct basis *basis)
{
	struct bilingual title = { basis->title_en, basis->title_zh };

	put(writer, "    <basis");
	put_attribute(writer, "law", basis->law);
	if (basis->article && *basis->article)
		put_attribute(writer, "article", basis->article);
	put(writer, ">\n");
	put_bilingual(writer, "      ", "title", &title);
	put(writer, "    </basis>\n");
}

static void put_finding(struct writer *writer, const struct finding *finding)
{
	put(writer, "  <finding");
	put_attribute(writer, "rule", finding->rule);
	put_attribute(writer, "family", finding->family);
	put_attribute(writer, "severity", severity_name(finding->severity));
	put_attribute(writer, "verdict", verdict_name(finding->verdict));
	put(writer, ">\n");
	put_bilingual(writer, "    ", "title", &finding->title);
	put_bilingual(writer, "    ", "reason", &finding->reason);
	for (size_t i = 0; i < finding->basis_count; i++)
		put_basis(writer, &finding->bases[i]);
	put_bilingual(writer, "    ", "settle", &finding->settle);
	put_bilingual(writer, "    ", "remedy", &finding->remedy);
	if (finding->item_total) {
		writer->done = writer->done &&
			       buffer_append_format(writer->to, "    <evidence total=\"%" PRIu64 "\">\n",
						    finding->item_total);
		for (size_t i = 0; i < finding->item_count; i++)
			put_item(writer, "      ", &finding->items[i]);
		put(writer, "    </evidence>\n");
	}
	put(writer, "  </finding>\n");
}

enum status findings_write_xml(const struct findings *findings, struct buffer *to, struct error *error)
{
	struct writer writer = { to, true };

	put(&writer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<findings version=\"1\">\n");
	put(&writer, findings->fact_count ? "  <facts>\n" : "  <facts/>\n");
	for (size_t i = 0; i < findings->fact_count; i++)
		put_item(&writer, "    ", &findings->facts[i]);
	put(&writer, findings->fact_count ? "  </facts>\n" : "");
	for (size_t i = 0; i < findings->count; i++)
		put_finding(&writer, &findings->list[i]);
	put(&writer, "</findings>\n");
	if (writer.done)
		return STATUS_OK;
	return to->failed ? error_no_memory(error)
			  : error_set(error, STATUS_FORMAT, "the findings document would exceed %zu bytes",
				      to->maximum);
}

/* Reading: the schema has said that everything is there. */

static const char *read_attribute(struct findings *findings, const xmlNode *node, const char *name)
{
	return findings_keep(findings, element_text(node, name));
}

static struct bilingual read_bilingual(struct findings *findings, const xmlNode *parent, const char *name)
{
	struct bilingual text = { NULL, NULL };

	for (const xmlNode *at = child_named(parent, name); at; at = next_named(at)) {
		const char *kept = findings_keep(findings, node_text(at));

		if (bytes_equal(element_text(at, "lang"), BYTES("zh")))
			text.zh = kept;
		else
			text.en = kept;
	}
	return text;
}

static bool read_verdict(struct bytes text, enum verdict *ret_verdict)
{
	for (enum verdict i = 0; i < VERDICT_TOTAL; i++)
		if (bytes_equal(text, bytes_of(verdict_name(i)))) {
			*ret_verdict = i;
			return true;
		}
	return false;
}

static bool read_bases(struct findings *findings, const xmlNode *node, struct finding *finding)
{
	size_t count = 0;

	for (const xmlNode *at = child_named(node, "basis"); at; at = next_named(at))
		count++;
	struct basis *bases = arena_take(&findings->arena, (count + 1) * sizeof *bases);

	if (!bases)
		return false;
	for (const xmlNode *at = child_named(node, "basis"); at; at = next_named(at)) {
		struct bilingual title = read_bilingual(findings, at, "title");

		bases[finding->basis_count++] = (struct basis){
			.law = read_attribute(findings, at, "law"),
			.article = read_attribute(findings, at, "article"),
			.title_en = title.en,
			.title_zh = title.zh,
		};
	}
	finding->bases = bases;
	return true;
}

static const xmlNode *next_element(const xmlNode *node)
{
	while (node && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

static bool read_items(struct findings *findings, const xmlNode *evidence, struct finding *finding)
{
	size_t count = 0;

	if (!evidence)
		return true;
	for (const xmlNode *at = next_element(evidence->children); at; at = next_element(at->next))
		count++;
	struct evidence_item *items = arena_take(&findings->arena, (count + 1) * sizeof *items);

	if (!items)
		return false;
	for (const xmlNode *at = next_element(evidence->children); at; at = next_element(at->next))
		if (!findings_copy_item(findings, at, &items[finding->item_count++]))
			return false;
	finding->items = items;
	(void)bytes_to_number(element_text(evidence, "total"), &finding->item_total);
	return true;
}

static bool read_finding(struct findings *findings, const xmlNode *node)
{
	struct finding *finding = findings_add(findings);

	if (!finding)
		return false;
	finding->rule = read_attribute(findings, node, "rule");
	finding->family = read_attribute(findings, node, "family");
	(void)severity_parse(element_text(node, "severity"), &finding->severity);
	(void)read_verdict(element_text(node, "verdict"), &finding->verdict);
	finding->title = read_bilingual(findings, node, "title");
	finding->reason = read_bilingual(findings, node, "reason");
	finding->settle = read_bilingual(findings, node, "settle");
	finding->remedy = read_bilingual(findings, node, "remedy");
	return finding->rule && finding->family && read_bases(findings, node, finding) &&
	       read_items(findings, child_named(node, "evidence"), finding);
}

static bool read_fact(struct findings *findings, const xmlNode *node)
{
	struct evidence_item *fact = findings_add_fact(findings, (const char *)node->name);

	return fact && findings_copy_item(findings, node, fact);
}

static bool read_all(struct findings *findings, xmlDocPtr document)
{
	const xmlNode *root = xmlDocGetRootElement(document);
	const xmlNode *facts = child_named(root, "facts");

	for (const xmlNode *at = facts ? next_element(facts->children) : NULL; at;
	     at = next_element(at->next))
		if (!read_fact(findings, at))
			return false;
	for (const xmlNode *at = child_named(root, "finding"); at; at = next_named(at))
		if (!read_finding(findings, at))
			return false;
	return true;
}

enum status findings_read(struct bytes text, const char *name, const char *data_dir,
			  struct findings **ret_findings, struct error *error)
{
	xmlDocPtr document = NULL;
	struct document_schema *schema = NULL;
	struct findings *findings = NULL;
	enum status status = document_parse(text, name, &document, error);

	if (status == STATUS_OK)
		status = document_schema_load(data_dir, "findings.rng", &schema, error);
	if (status == STATUS_OK)
		status = document_validate(schema, document, name, error);
	if (status == STATUS_OK) {
		findings = findings_new();
		if (!findings || !read_all(findings, document))
			status = error_no_memory(error);
	}
	document_schema_free(schema);
	xmlFreeDoc(document);
	if (status == STATUS_OK)
		*ret_findings = findings;
	else
		findings_free(findings);
	return status;
}
