/* SPDX-License-Identifier: Apache-2.0 */
/* Says in words, with the line, why a document is not what its RELAX NG schema asks for. The
 * library's own messages name the element and leave the rest to guessing. */
#ifndef PROBITY_CASE_EXPLAIN_H
#define PROBITY_CASE_EXPLAIN_H

#include "base/error.h"

#include <stdbool.h>

#include <libxml/tree.h>

/* Compares `document` with `schema` (one pattern an element, no name classes; what is not understood
 * is passed over) and sets `error` to the first difference: `PATH:LINE: …`. False if none is found. */
bool explain_difference(xmlDocPtr document, xmlDocPtr schema, const char *path, struct error *error);

#endif
