/* SPDX-License-Identifier: Apache-2.0 */
/* The check of a rule's expression before anything is judged: every element, attribute, function,
 * data type and word that it names must be one that exists, since XPath lets a misspelt name pass as
 * an empty answer. */
#ifndef PROBITY_RULES_EXPRESSION_H
#define PROBITY_RULES_EXPRESSION_H

#include "recognise/taxonomy.h"
#include "rules/vocabulary.h"

/* What an expression must give. */
enum expression_kind { EXPRESSION_TEST, EXPRESSION_ELEMENTS };

/* Where it stands, for messages. */
struct expression_place {
	const char *file;
	int line;
	const char *rule, *part; /* `rule FACE-01`, `violation` */
};

/* What an expression may name as $name: a number, or a set of elements. */
struct expression_variable {
	const char *name;
	bool is_set, mixed; /* mixed: of elements that need not have the same attributes */
	struct element_set elements;
};

struct expression_context {
	const struct vocabulary *vocabulary;
	const struct taxonomy *taxonomy;
	const struct expression_variable *variables;
	size_t variable_count;
	bool finds_faults; /* what it selects is held against the device: nothing unknown may be */
	struct expression_place place;
};

/* What the expression asks for, for saying what is missing where it cannot be answered. */
struct expression_uses {
	uint32_t phases, activities; /* bits: index in expression_phases, expression_activities */
	bool readable, seen;	     /* shares of what could be read, and of that or encrypted */
};

extern const char *const expression_phases[];	  /* ends with NULL */
extern const char *const expression_activities[]; /* ends with NULL */

/* Checks `text`; adds to `*uses`. The error says file, line, rule and what was expected. `ret_set`,
 * if not NULL, is told which elements are selected (not their name). */
enum status expression_check(const struct expression_context *context, const char *text,
			     enum expression_kind kind, struct expression_uses *uses,
			     struct expression_variable *ret_set, struct error *error);

#endif
