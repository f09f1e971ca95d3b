/* SPDX-License-Identifier: Apache-2.0 */
/* Files of the project that are made from the program's tables. `make generated` writes them,
 * tests/lint/generated tells when one is stale. */
#ifndef PROBITY_COMMAND_DESCRIBE_H
#define PROBITY_COMMAND_DESCRIBE_H

#include "base/buffer.h"
#include "evidence/declarations.h"

/* Each appends one file; false without memory. */
bool describe_schema(struct buffer *to);    /* schemas/evidence.rng */
bool describe_manual(struct buffer *to);    /* man/probity-evidence.5 */
bool describe_protocols(struct buffer *to); /* man/probity-protocols.7 */
bool describe_bash(struct buffer *to);	    /* completion/bash/probity */
bool describe_zsh(struct buffer *to);	    /* completion/zsh/_probity */
bool describe_options(struct buffer *to);   /* `command --option` a line, for tests/lint/manuals */

/* Appends text that may stand at the start of a line and hold what mdoc would obey. */
bool describe_text(struct buffer *to, const char *text);

/* Attributes of an `origin`, ended by one without a name. */
struct origin_attribute {
	const char *name;
	enum attribute_type type;
	bool required;
	const char *meaning;
};
extern const struct origin_attribute origin_attributes[];

#endif
