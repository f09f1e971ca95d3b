/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/memory.h"
#include "evidence/declarations.h"
#include "rules/joins.h"
#include "rules/judging.h"

static bool hide(struct attached *attached, xmlNodePtr node, size_t *room)
{
	if (attached->hidden_count == *room) {
		size_t larger = *room ? 2 * *room : 64;
		struct hidden *more = memory_resize(attached->hidden, larger, sizeof *more);

		if (!more)
			return false;
		attached->hidden = more;
		*room = larger;
	}
	attached->hidden[attached->hidden_count++] = (struct hidden){ node, node->parent, node->next };
	xmlUnlinkNode(node);
	return true;
}

/* Takes the traffic of hosts that are not audited out of the document. */
static bool hide_others(struct attached *attached, xmlNodePtr root)
{
	size_t room = 0;

	for (enum kind kind = 0; kind < KIND_TOTAL; kind++) {
		const xmlNode *group = child_named(root, kind_declarations[kind].group);

		if (!group || !kind_declarations[kind].traffic)
			continue;
		for (xmlNodePtr node = group->children, next; node; node = next) {
			next = node->next;
			if (bytes_equal(element_text(node, "audited"), BYTES("no")) &&
			    !hide(attached, node, &room))
				return false;
		}
	}
	return true;
}

enum status attach(xmlDocPtr evidence, xmlDocPtr case_document, const struct timeline *timeline,
		   struct attached *ret_attached, struct error *error)
{
	struct attached attached = { .case_root = NULL };
	xmlNodePtr root = xmlDocGetRootElement(evidence);
	xmlNodePtr case_root = case_document ? xmlDocGetRootElement(case_document) : NULL;

	if (!root || !xmlStrEqual(root->name, (const xmlChar *)"evidence"))
		return error_set(error, STATUS_FORMAT,
				 "%s: the root element is <%s>: expected an <evidence> document",
				 evidence->URL ? (const char *)evidence->URL : "evidence",
				 root ? (const char *)root->name : "");
	if (case_root) {
		attached.case_root = xmlDocCopyNode(case_root, evidence, 1);
		if (!attached.case_root)
			return error_no_memory(error);
		xmlAddChild(root, attached.case_root);
	}
	if (!hide_others(&attached, root) || (timeline && !restamp(&attached, root, timeline))) {
		detach(&attached);
		return error_no_memory(error);
	}
	*ret_attached = attached;
	return STATUS_OK;
}

void detach(struct attached *attached)
{
	restamp_undo(attached);
	/* Last hidden first: what stood behind a node is then back in its place. */
	while (attached->hidden_count) {
		const struct hidden *hidden = &attached->hidden[--attached->hidden_count];

		if (hidden->next)
			xmlAddPrevSibling(hidden->next, hidden->node);
		else
			xmlAddChild(hidden->parent, hidden->node);
	}
	free(attached->hidden);
	attached->hidden = NULL;
	if (attached->case_root) {
		xmlUnlinkNode(attached->case_root);
		xmlFreeNode(attached->case_root);
	}
	attached->case_root = NULL;
}

static bool has_number(const xmlNode *element, const char *attribute)
{
	uint64_t number = 0;

	return bytes_to_number(element_text(element, attribute), &number) && number > 0;
}

bool evidence_is_incomplete(const xmlNode *root)
{
	if (child_named(child_named(root, "limits"), "limit"))
		return true;
	for (const xmlNode *at = child_named(child_named(root, "inputs"), "input"); at; at = next_named(at))
		if (bytes_equal(element_text(at, "truncated"), BYTES("yes")) || has_number(at, "snapped"))
			return true;
	return false;
}

unsigned sections_of(const xmlNode *case_root)
{
	unsigned sections = 0;
	bool unsaid = false; /* what an enabled function needs */
	const xmlNode *policy = child_named(case_root, "policy");
	const xmlNode *declared = child_named(case_root, "declared");
	const xmlNode *timeline = child_named(case_root, "timeline");

	if (!case_root)
		return 0;
	sections |= 1u << SECTION_CASE;
	for (const xmlNode *device = child_named(case_root, "device"); device; device = next_named(device)) {
		for (const xmlNode *at = child_named(device, "function"); at; at = next_named(at)) {
			sections |= 1u << SECTION_FUNCTIONS;
			if (element_text(at, "needs").size)
				sections |= 1u << SECTION_NEEDED_DATA;
			else if (!bytes_equal(element_text(at, "enabled"), BYTES("no")))
				unsaid = true;
		}
		if (child_named(device, "sensor"))
			sections |= 1u << SECTION_SENSORS;
	}
	if (child_named(timeline, "event") ||
	    (timeline && bytes_equal(element_text(timeline, "complete"), BYTES("yes"))))
		sections |= 1u << SECTION_TIMELINE;
	if (policy && !bytes_equal(element_text(policy, "status"), BYTES("not-searched")))
		sections |= 1u << SECTION_POLICY;
	if (child_named(declared, "data"))
		sections |= 1u << SECTION_DECLARED_DATA;
	if (child_named(declared, "endpoint"))
		sections |= 1u << SECTION_DECLARED_ENDPOINTS;
	if (child_named(child_named(case_root, "permissions"), "control"))
		sections |= 1u << SECTION_PERMISSIONS;
	if (child_named(child_named(case_root, "trials"), "trial"))
		sections |= 1u << SECTION_TRIALS;
	return unsaid ? sections & ~(1u << SECTION_NEEDED_DATA) : sections;
}
