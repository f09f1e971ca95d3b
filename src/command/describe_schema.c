/* SPDX-License-Identifier: Apache-2.0 */
/* The RELAX NG schema of the evidence document, from the declarations. */
#include "command/describe.h"

static const char *const patterns[] = {
	[TYPE_WORD] = "<text/>",
	[TYPE_TEXT] = "<text/>",
	[TYPE_PERSONAL] = "<text/>",
	[TYPE_SECRET] = "<text/>",
	[TYPE_NUMBER] = "<data type=\"unsignedLong\"/>",
	[TYPE_YESNO] = "<choice><value>yes</value><value>no</value></choice>",
	[TYPE_TIME] = "<data type=\"dateTime\"/>",
	[TYPE_NUMBERS] = "<list><oneOrMore><data type=\"unsignedLong\"/></oneOrMore></list>",
};

static bool attribute(struct buffer *to, const char *name, enum attribute_type type, bool required)
{
	return buffer_append_format(to, "          %s<attribute name=\"%s\">%s</attribute>%s\n",
				    required ? "" : "<optional>", name, patterns[type],
				    required ? "" : "</optional>");
}

static bool is_text(enum attribute_type type)
{
	return type == TYPE_WORD || type == TYPE_TEXT || type == TYPE_PERSONAL || type == TYPE_SECRET;
}

/* All optional attributes whose values are text, or all others, as one pattern: libxml2's time doubles
 * with every `optional` attribute that is present. What each value must be is checked by judging. */
static bool attributes(struct buffer *to, const enum attribute *list, size_t count, bool text)
{
	bool fine = buffer_append_text(to, "          <zeroOrMore><attribute><choice>");
	size_t names = 0;

	for (size_t i = 0; fine && i < count; i++)
		if (list[i] != ATTRIBUTE_COUNT && is_text(attribute_declarations[list[i]].type) == text) {
			fine = buffer_append_format(to, "\n            <name>%s</name>",
						    attribute_declarations[list[i]].name);
			names++;
		}
	fine = fine && buffer_append_text(to, "</choice>") &&
	       buffer_append_text(to, text ? "<text/>" : "<ref name=\"value\"/>");
	return fine && buffer_append_text(to, "</attribute></zeroOrMore>\n") && (names || !text);
}

static bool kind(struct buffer *to, enum kind kind)
{
	const struct kind_declaration *declared = &kind_declarations[kind];
	enum attribute list[ATTRIBUTE_TOTAL];
	size_t count = kind_attributes(kind, list);

	return buffer_append_format(to,
				    "    <element name=\"%s\">\n      <zeroOrMore>\n"
				    "        <element name=\"%s\">\n",
				    declared->group, declared->element) &&
	       attribute(to, "count", TYPE_NUMBER, true) && attributes(to, list, count, true) &&
	       attributes(to, list, count, false) &&
	       buffer_append_text(to, "          <zeroOrMore><ref name=\"origin\"/></zeroOrMore>\n"
				      "        </element>\n      </zeroOrMore>\n    </element>\n");
}

bool describe_schema(struct buffer *to)
{
	bool fine = buffer_append_text(
		to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		    "<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
		    "<!-- Made from src/evidence/declarations.h: run `make generated`, do not edit. -->\n"
		    "<grammar xmlns=\"http://relaxng.org/ns/structure/1.0\"\n"
		    "  datatypeLibrary=\"http://www.w3.org/2001/XMLSchema-datatypes\">\n"
		    "<start>\n  <element name=\"evidence\">\n    <attribute "
		    "name=\"version\"><value>1</value></attribute>\n");

	for (enum kind at = 0; fine && at < KIND_TOTAL; at++)
		fine = kind(to, at);
	fine = fine && buffer_append_text(to, "  </element>\n</start>\n<define name=\"origin\">\n"
					      "        <element name=\"origin\">\n");
	for (const struct origin_attribute *at = origin_attributes; fine && at->name; at++)
		fine = attribute(to, at->name, at->type, at->required);
	return fine &&
	       buffer_append_text(to, "        </element>\n</define>\n"
				      "<define name=\"value\">\n  <choice>\n    ") &&
	       buffer_append_text(to, patterns[TYPE_NUMBER]) &&
	       buffer_append_text(to, patterns[TYPE_YESNO]) && buffer_append_text(to, patterns[TYPE_TIME]) &&
	       buffer_append_text(to, patterns[TYPE_NUMBERS]) &&
	       buffer_append_text(to, "\n  </choice>\n</define>\n</grammar>\n");
}
