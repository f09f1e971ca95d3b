/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/findings_made.h"

#include <stdlib.h>

#include "base/memory.h"
#include "rules/joins.h"

static const char *const verdict_names[VERDICT_TOTAL] = {
	[VERDICT_VIOLATION] = "violation",	     [VERDICT_INDICATION] = "indication",
	[VERDICT_UNDETERMINED] = "undetermined",     [VERDICT_CONFORMS] = "conforms",
	[VERDICT_NOT_APPLICABLE] = "not-applicable",
};

static const char *const severity_names[SEVERITY_TOTAL] = {
	[SEVERITY_INFO] = "info", [SEVERITY_LOW] = "low",	    [SEVERITY_MEDIUM] = "medium",
	[SEVERITY_HIGH] = "high", [SEVERITY_CRITICAL] = "critical",
};

const char *verdict_name(enum verdict verdict)
{
	return verdict_names[verdict];
}

const char *severity_name(enum severity severity)
{
	return severity_names[severity];
}

bool severity_parse(struct bytes text, enum severity *ret_severity)
{
	for (enum severity i = 0; i < SEVERITY_TOTAL; i++)
		if (bytes_equal(text, bytes_of(severity_names[i]))) {
			*ret_severity = i;
			return true;
		}
	return false;
}

struct findings *findings_new(void)
{
	return memory_new(sizeof(struct findings));
}

void findings_free(struct findings *findings)
{
	if (!findings)
		return;
	arena_free(&findings->arena);
	free(findings->list);
	free(findings->facts);
	free(findings);
}

/* Makes room for one more of `*items`. */
static bool make_room(void **items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return true;
	size_t larger = *room ? 2 * *room : 64;
	void *more = memory_resize(*items, larger, size);

	if (!more)
		return false;
	*items = more;
	*room = larger;
	return true;
}

struct finding *findings_add(struct findings *findings)
{
	void *list = findings->list;
	bool fits = make_room(&list, findings->count, &findings->room, sizeof *findings->list);

	findings->list = list;
	if (!fits)
		return NULL;
	struct finding *finding = &findings->list[findings->count++];

	*finding = (struct finding){ .verdict = VERDICT_UNDETERMINED };
	return finding;
}

struct evidence_item *findings_add_fact(struct findings *findings, const char *kind)
{
	void *facts = findings->facts;
	bool fits = make_room(&facts, findings->fact_count, &findings->fact_room, sizeof *findings->facts);

	findings->facts = facts;
	const char *kept = fits ? findings_keep(findings, bytes_of(kind)) : NULL;

	if (!kept)
		return NULL;
	struct evidence_item *fact = &findings->facts[findings->fact_count++];

	*fact = (struct evidence_item){ .kind = kept };
	return fact;
}

const char *findings_keep(struct findings *findings, struct bytes text)
{
	return (const char *)arena_copy(&findings->arena, text).data;
}

bool findings_add_attribute(struct findings *findings, struct evidence_item *fact, const char *name,
			    const char *value)
{
	struct evidence_attribute *list = (struct evidence_attribute *)(uintptr_t)fact->attributes;
	const char *kept_name = findings_keep(findings, bytes_of(name));
	const char *kept_value = findings_keep(findings, bytes_of(value));

	if (!list)
		list = arena_take(&findings->arena, FACT_ATTRIBUTES * sizeof *list);
	if (!list || !kept_name || !kept_value || fact->attribute_count == FACT_ATTRIBUTES)
		return false;
	list[fact->attribute_count++] = (struct evidence_attribute){ kept_name, kept_value };
	fact->attributes = list;
	return true;
}

/* The text of what quotes the maker. Not that of other elements: a canary's is personal. */
static struct bytes quotation_of(const xmlNode *element)
{
	bool quotes = xmlStrEqual(element->name, (const xmlChar *)"statement") ||
		      xmlStrEqual(element->name, (const xmlChar *)"claim");

	return quotes ? bytes_trim(node_text(element)) : BYTES_EMPTY;
}

static bool copy_attributes(struct findings *findings, const xmlNode *element,
			    const struct evidence_attribute **ret_list, size_t *ret_count)
{
	size_t count = 0, at = 0;

	for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next)
		count++;
	struct evidence_attribute *list = arena_take(&findings->arena, (count + 2) * sizeof *list);

	if (!list)
		return false;
	for (const xmlAttr *attribute = element->properties; attribute; attribute = attribute->next, at++) {
		list[at].name = findings_keep(findings, bytes_of((const char *)attribute->name));
		list[at].value = findings_keep(findings, node_text((const xmlNode *)attribute));
		if (!list[at].name || !list[at].value)
			return false;
	}
	struct bytes quotation = quotation_of(element);

	if (quotation.size) {
		list[count].name = findings_keep(findings, BYTES("text"));
		list[count].value = findings_keep(findings, quotation);
		if (!list[count].name || !list[count].value)
			return false;
		count++;
	}
	*ret_list = list;
	*ret_count = count;
	return true;
}

static bool copy_origin(struct findings *findings, const xmlNode *element, struct evidence_origin *ret_origin)
{
	struct evidence_origin origin = { .file = findings_keep(findings, element_text(element, "file")) };

	(void)bytes_to_number(element_text(element, "frame"), &origin.frame);
	origin.last_frame = origin.frame;
	(void)bytes_to_number(element_text(element, "last-frame"), &origin.last_frame);
	if (!origin.file || !copy_attributes(findings, element, &origin.attributes, &origin.attribute_count))
		return false;
	*ret_origin = origin;
	return true;
}

bool findings_copy_item(struct findings *findings, const xmlNode *element, struct evidence_item *ret_item)
{
	struct evidence_item item = { .kind = findings_keep(findings,
							    bytes_of((const char *)element->name)) };
	size_t count = 0;

	if (!item.kind || !copy_attributes(findings, element, &item.attributes, &item.attribute_count))
		return false;
	for (const xmlNode *at = child_named(element, "origin"); at; at = next_named(at))
		count++;
	struct evidence_origin *origins = arena_take(&findings->arena, (count + 1) * sizeof *origins);

	if (!origins)
		return false;
	for (const xmlNode *at = child_named(element, "origin"); at; at = next_named(at))
		if (!copy_origin(findings, at, &origins[item.origin_count++]))
			return false;
	item.origins = origins;
	*ret_item = item;
	return true;
}

size_t findings_count(const struct findings *findings)
{
	return findings->count;
}

const struct finding *findings_at(const struct findings *findings, size_t index)
{
	return &findings->list[index];
}

size_t findings_facts(const struct findings *findings, const struct evidence_item **ret_facts)
{
	*ret_facts = findings->facts;
	return findings->fact_count;
}

bool findings_fail(const struct findings *findings, enum severity least)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->list[i].verdict == VERDICT_VIOLATION && findings->list[i].severity >= least)
			return true;
	return false;
}
