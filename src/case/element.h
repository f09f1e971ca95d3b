/* SPDX-License-Identifier: Apache-2.0 */
/* The few things that reading a case needs of an XML tree. */
#ifndef PROBITY_CASE_ELEMENT_H
#define PROBITY_CASE_ELEMENT_H

#include "base/bytes.h"

#include <libxml/tree.h>

/* The first child element, and the next element beside one; NULL behind the last. */
xmlNodePtr element_first(xmlNodePtr parent);
xmlNodePtr element_next(xmlNodePtr element);

/* The element that follows in the document inside `root`, deeper ones first; NULL behind the last. */
xmlNodePtr element_walk(xmlNodePtr element, xmlNodePtr root);

/* The first child element of this name, or NULL. */
xmlNodePtr element_child(xmlNodePtr parent, const char *name);

bool element_is(xmlNodePtr element, const char *name);

/* Text of an attribute, or NULL without it. Borrowed from the tree. */
const char *element_attribute(xmlNodePtr element, const char *name);

/* Line of the document. */
long element_line(xmlNodePtr element);

/* The next word of a list with blanks between, moving `*rest` behind it; empty at the end. */
struct bytes element_word(struct bytes *rest);

#endif
