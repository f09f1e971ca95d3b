/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence that was observed without the case knows no phase, activity or consent: they are put in
 * from the case's timeline for the time of judging, where the first and the last time of an
 * observation agree on them. Where they do not, it stays unknown. */
#include <stdlib.h>

#include "base/memory.h"
#include "rules/joins.h"
#include "rules/judging.h"

static bool stamp(struct attached *attached, xmlNodePtr node, const char *name, const char *value)
{
	struct bytes old = element_text(node, name);
	struct stamped stamped = { .node = node, .name = name };

	if (bytes_equal(old, bytes_of(value)))
		return true;
	if (attached->stamped_count == attached->stamped_room) {
		size_t room = attached->stamped_room ? 2 * attached->stamped_room : 64;
		struct stamped *more = memory_resize(attached->stamped, room, sizeof *more);

		if (!more)
			return false;
		attached->stamped = more;
		attached->stamped_room = room;
	}
	if (old.data) {
		stamped.old = xmlStrndup(old.data, (int)old.size);
		if (!stamped.old)
			return false;
	}
	attached->stamped[attached->stamped_count++] = stamped;
	return xmlSetProp(node, (const xmlChar *)name, (const xmlChar *)value) != NULL;
}

static bool restamp_element(struct attached *attached, xmlNodePtr node, const struct timeline *timeline)
{
	struct bytes phase = element_text(node, "phase"), data = element_text(node, "data");
	instant first, last;

	if ((phase.size && !bytes_equal(phase, BYTES("unknown"))) ||
	    !instant_parse(element_text(node, "first"), &first) ||
	    !instant_parse(element_text(node, "last"), &last))
		return true;
	struct moment start = timeline->moment(timeline->self, first);
	struct moment end = timeline->moment(timeline->self, last);

	if (strcmp(start.phase, end.phase) == 0 && !stamp(attached, node, "phase", start.phase))
		return false;
	if (strcmp(start.activity, end.activity) == 0 && !stamp(attached, node, "activity", start.activity))
		return false;
	if (data.size == 0 || !xmlHasProp(node, (const xmlChar *)"consent"))
		return true;
	const char *before = timeline->consent(timeline->self, first, data);
	const char *after = timeline->consent(timeline->self, last, data);

	return stamp(attached, node, "consent", strcmp(before, after) == 0 ? before : "unknown");
}

bool restamp(struct attached *attached, xmlNodePtr root, const struct timeline *timeline)
{
	for (enum kind kind = 0; kind < KIND_TOTAL; kind++) {
		const xmlNode *group = child_named(root, kind_declarations[kind].group);

		if (!group || !kind_declarations[kind].traffic)
			continue;
		for (xmlNodePtr node = group->children; node; node = node->next)
			if (node->type == XML_ELEMENT_NODE && !restamp_element(attached, node, timeline))
				return false;
	}
	return true;
}

void restamp_undo(struct attached *attached)
{
	while (attached->stamped_count) {
		struct stamped *stamped = &attached->stamped[--attached->stamped_count];

		if (stamped->old)
			(void)xmlSetProp(stamped->node, (const xmlChar *)stamped->name, stamped->old);
		else
			(void)xmlUnsetProp(stamped->node, (const xmlChar *)stamped->name);
		xmlFree(stamped->old);
	}
	free(attached->stamped);
	attached->stamped = NULL;
	attached->stamped_room = 0;
}
