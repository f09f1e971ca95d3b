/* SPDX-License-Identifier: Apache-2.0 */
/* XML documents of ours: read without network, without entities, with a maximum; validated. */
#ifndef PROBITY_RULES_DOCUMENT_H
#define PROBITY_RULES_DOCUMENT_H

#include <libxml/tree.h>

#include "base/bytes.h"
#include "base/error.h"

/* The document in a file or in memory. Errors name it (`path`, `name`) and the line. The caller frees
 * with xmlFreeDoc(). */
enum status document_load(const char *path, xmlDocPtr *ret_document, struct error *error);
enum status document_parse(struct bytes text, const char *name, xmlDocPtr *ret_document, struct error *error);

/* A RELAX NG schema, `data_dir`/schemas/`name`. Freed by document_schema_free(). */
struct document_schema;
enum status document_schema_load(const char *data_dir, const char *name, struct document_schema **ret_schema,
				 struct error *error);
void document_schema_free(struct document_schema *schema);

/* Whether `document` is as the schema says; the error names `name` and the line. */
enum status document_validate(const struct document_schema *schema, xmlDocPtr document, const char *name,
			      struct error *error);

#endif
