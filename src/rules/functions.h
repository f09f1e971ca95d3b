/* SPDX-License-Identifier: Apache-2.0 */
/* The functions that rules have beyond XPath's own: p:name(…). Declared once; the checker of names,
 * the engine and probity-rules(5) go by this list. */
#ifndef PROBITY_RULES_FUNCTIONS_H
#define PROBITY_RULES_FUNCTIONS_H

#include <libxml/xpath.h>

#include "recognise/taxonomy.h"

#define FUNCTIONS_NAMESPACE "urn:probity:functions"

enum function_result { RESULT_BOOLEAN, RESULT_NUMBER, RESULT_STRING };

/* What may stand as an argument. The words are checked when the rule is loaded. */
enum function_argument {
	ARGUMENT_NONE,
	ARGUMENT_ELEMENTS, /* elements */
	ARGUMENT_VALUE,	   /* an attribute, or text */
	ARGUMENT_NUMBERS,  /* elements or attributes whose text are numbers */
	ARGUMENT_TYPE,	   /* a data type, quoted */
	ARGUMENT_REGIME,   /* a legal regime that data types are classed by, quoted */
	ARGUMENT_LEVEL,	   /* 'general', 'separate' or 'guardian' */
	ARGUMENT_PHASE,	   /* a phase, quoted */
	ARGUMENT_ACTIVITY, /* an activity, quoted */
	ARGUMENT_SENSOR,   /* a sensor type, quoted */
	ARGUMENT_SECTION,  /* a part of a case, quoted, as in `needs` */
	ARGUMENT_NAME,	   /* a quoted name: any, since the case's author chooses it */
};

/* F(identifier, name, result, first argument, second argument) */
#define FUNCTIONS(F) \
	F(is_a, "is-a", RESULT_BOOLEAN, ARGUMENT_VALUE, ARGUMENT_TYPE) \
	F(sensitive, "sensitive", RESULT_BOOLEAN, ARGUMENT_VALUE, ARGUMENT_NONE) \
	F(sensitive_under, "sensitive-under", RESULT_BOOLEAN, ARGUMENT_VALUE, ARGUMENT_REGIME) \
	F(consented, "consented", RESULT_BOOLEAN, ARGUMENT_ELEMENTS, ARGUMENT_LEVEL) \
	F(unconsented, "unconsented", RESULT_BOOLEAN, ARGUMENT_ELEMENTS, ARGUMENT_LEVEL) \
	F(declared_data, "declared-data", RESULT_BOOLEAN, ARGUMENT_VALUE, ARGUMENT_NONE) \
	F(declared_interval, "declared-interval", RESULT_NUMBER, ARGUMENT_VALUE, ARGUMENT_NONE) \
	F(declared_decimals, "declared-decimals", RESULT_NUMBER, ARGUMENT_VALUE, ARGUMENT_NONE) \
	F(declared_pixels, "declared-pixels", RESULT_NUMBER, ARGUMENT_VALUE, ARGUMENT_NONE) \
	F(needed, "needed", RESULT_BOOLEAN, ARGUMENT_VALUE, ARGUMENT_NONE) \
	F(declared_host, "declared-host", RESULT_BOOLEAN, ARGUMENT_ELEMENTS, ARGUMENT_NONE) \
	F(host_role, "host-role", RESULT_STRING, ARGUMENT_ELEMENTS, ARGUMENT_NONE) \
	F(host_country, "host-country", RESULT_STRING, ARGUMENT_ELEMENTS, ARGUMENT_NONE) \
	F(named_host, "named-host", RESULT_BOOLEAN, ARGUMENT_ELEMENTS, ARGUMENT_NONE) \
	F(function, "function", RESULT_BOOLEAN, ARGUMENT_NAME, ARGUMENT_NONE) \
	F(sensor, "sensor", RESULT_BOOLEAN, ARGUMENT_SENSOR, ARGUMENT_NONE) \
	F(stated, "stated", RESULT_BOOLEAN, ARGUMENT_SECTION, ARGUMENT_NONE) \
	F(captured, "captured", RESULT_BOOLEAN, ARGUMENT_PHASE, ARGUMENT_NONE) \
	F(phase_start, "phase-start", RESULT_NUMBER, ARGUMENT_PHASE, ARGUMENT_NONE) \
	F(exercised, "exercised", RESULT_BOOLEAN, ARGUMENT_ACTIVITY, ARGUMENT_NONE) \
	F(readable_share, "readable-share", RESULT_NUMBER, ARGUMENT_ELEMENTS, ARGUMENT_NONE) \
	F(seen_share, "seen-share", RESULT_NUMBER, ARGUMENT_ELEMENTS, ARGUMENT_NONE) \
	F(together_with, "together-with", RESULT_BOOLEAN, ARGUMENT_ELEMENTS, ARGUMENT_TYPE) \
	F(linked_with, "linked-with", RESULT_BOOLEAN, ARGUMENT_ELEMENTS, ARGUMENT_TYPE) \
	F(word_of, "word", RESULT_BOOLEAN, ARGUMENT_VALUE, ARGUMENT_NAME) \
	F(seconds, "seconds", RESULT_NUMBER, ARGUMENT_VALUE, ARGUMENT_NONE) \
	F(repeated, "repeated", RESULT_NUMBER, ARGUMENT_ELEMENTS, ARGUMENT_NONE) \
	F(mean_interval, "mean-interval", RESULT_NUMBER, ARGUMENT_ELEMENTS, ARGUMENT_NONE) \
	F(opaque_rate, "opaque-rate", RESULT_NUMBER, ARGUMENT_ELEMENTS, ARGUMENT_NONE) \
	F(sum, "sum", RESULT_NUMBER, ARGUMENT_NUMBERS, ARGUMENT_NONE) \
	F(min, "min", RESULT_NUMBER, ARGUMENT_NUMBERS, ARGUMENT_NONE) \
	F(max, "max", RESULT_NUMBER, ARGUMENT_NUMBERS, ARGUMENT_NONE)

#define FUNCTION_ENUM(identifier, name, result, first, second) FUNCTION_##identifier,
enum function { FUNCTIONS(FUNCTION_ENUM) FUNCTION_TOTAL };
#undef FUNCTION_ENUM

struct function_declaration {
	const char *name; /* without the prefix */
	enum function_result result;
	enum function_argument arguments[2];
};

/* Indexed by enum function. */
extern const struct function_declaration function_declarations[FUNCTION_TOTAL];

/* The function of this name, or FUNCTION_TOTAL. */
enum function function_by_name(const char *name, size_t size);

/* What the functions know of the documents being judged; made once for all rules. */
struct joins;

/* `evidence`: the document, the case's root attached below its own. Borrowed by the joins. */
enum status joins_new(xmlDocPtr evidence, const struct taxonomy *taxonomy, struct joins **ret_joins,
		      struct error *error);
void joins_free(struct joins *joins);

/* Makes the functions, under the prefix `p`, known to a context; `joins` may be NULL for compiling. */
bool functions_register(xmlXPathContextPtr context, struct joins *joins);

#endif
