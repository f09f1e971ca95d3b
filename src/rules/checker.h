/* SPDX-License-Identifier: Apache-2.0 */
/* Between the files of the expression checker: expression.c (operators), expression_path.c (steps),
 * expression_call.c (functions), expression_compare.c (words). */
#ifndef PROBITY_RULES_CHECKER_H
#define PROBITY_RULES_CHECKER_H

#include "rules/expression.h"

enum known_sort {
	KNOWN_ELEMENTS,
	KNOWN_ATTRIBUTE, /* of some elements */
	KNOWN_TEXT,	 /* text() of elements */
	KNOWN_STRING,
	KNOWN_NUMBER,
	KNOWN_BOOLEAN,
};

/* What is known of a part of an expression without evaluating it. */
struct known {
	enum known_sort sort;
	struct element_set elements; /* which they are, or which carry the attribute */
	bool mixed;		     /* found by a wildcard: not each of them need carry an attribute */
	struct bytes attribute;
	bool literal;
	struct bytes text; /* of a literal */
	bool consented;	   /* the answer of p:consented() */
	const char *words; /* the only texts that a function answers, blanks between; NULL: any */
};

struct checker {
	const struct expression_context *context;
	struct bytes text;
	size_t at;
	unsigned depth;
	struct expression_uses *uses;
	enum status status;
	struct error *error;
};

/* Sets the error, once; returns false so that it can stand behind `return`. */
bool checker_fail(struct checker *checker, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The lexer: what comes next, blanks skipped. */
uint8_t checker_peek(struct checker *checker);
bool checker_accept(struct checker *checker, const char *symbol);
bool checker_expect(struct checker *checker, const char *symbol);
/* A name, with its prefix, at the front without consuming it; empty if there is none. */
struct bytes checker_name(struct checker *checker);
void checker_skip(struct checker *checker, struct bytes name);

/* Each reads one construct at the front. `self`: what `.` is. */
bool check_expression(struct checker *checker, const struct known *self, struct known *ret);
bool check_path(struct checker *checker, const struct known *self, struct known *ret);
bool check_predicates(struct checker *checker, struct known *elements);
bool check_call(struct checker *checker, struct bytes name, const struct known *self, struct known *ret);

/* Whether a text is a data type, or a group of them. */
bool is_data_type(const struct checker *checker, struct bytes text);

/* Whether two operands of = or != (`order`: of < and the like) can be compared at all. */
bool check_comparison(struct checker *checker, const struct known *left, const struct known *right,
		      bool order);

#endif
