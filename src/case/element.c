/* SPDX-License-Identifier: Apache-2.0 */
#include "case/element.h"

static xmlNodePtr element_from(xmlNodePtr node)
{
	while (node && node->type != XML_ELEMENT_NODE)
		node = node->next;
	return node;
}

xmlNodePtr element_first(xmlNodePtr parent)
{
	return element_from(parent->children);
}

xmlNodePtr element_next(xmlNodePtr element)
{
	return element_from(element->next);
}

xmlNodePtr element_walk(xmlNodePtr element, xmlNodePtr root)
{
	xmlNodePtr next = element_first(element);

	while (!next && element != root) {
		next = element_next(element);
		element = element->parent;
	}
	return next;
}

xmlNodePtr element_child(xmlNodePtr parent, const char *name)
{
	xmlNodePtr child = element_first(parent);

	while (child && !element_is(child, name))
		child = element_next(child);
	return child;
}

bool element_is(xmlNodePtr element, const char *name)
{
	return xmlStrEqual(element->name, (const xmlChar *)name);
}

const char *element_attribute(xmlNodePtr element, const char *name)
{
	for (xmlAttrPtr at = element->properties; at; at = at->next)
		if (xmlStrEqual(at->name, (const xmlChar *)name))
			return at->children && at->children->content ? (const char *)at->children->content
								     : "";
	return NULL;
}

long element_line(xmlNodePtr element)
{
	return xmlGetLineNo(element);
}

static bool blank(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

struct bytes element_word(struct bytes *rest)
{
	size_t size = 0;

	*rest = bytes_trim(*rest);
	while (size < rest->size && !blank(rest->data[size]))
		size++;
	struct bytes word = bytes_slice(*rest, 0, size);

	*rest = bytes_from(*rest, size);
	return word;
}
