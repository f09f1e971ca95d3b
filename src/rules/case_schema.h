/* SPDX-License-Identifier: Apache-2.0 */
/* The names of a case document, read from its RELAX NG schema, so that they stand in one place. */
#ifndef PROBITY_RULES_CASE_SCHEMA_H
#define PROBITY_RULES_CASE_SCHEMA_H

#include "rules/vocabulary.h"

/* Adds the elements that the schema declares; `*ret_root` is the number of the document's root. */
enum status case_schema_add(struct vocabulary *vocabulary, const char *path, size_t *ret_root,
			    struct error *error);

#endif
