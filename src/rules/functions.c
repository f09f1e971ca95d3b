/* SPDX-License-Identifier: Apache-2.0 */
/* The functions of rules, as libxml2 calls them: arguments on its stack, last one on top. Number and
 * sort of arguments were checked when the rule was loaded; a call that is wrong all the same (from a
 * test) is an error of the evaluation, which makes the verdict undetermined. */
#include "rules/functions.h"

#include <math.h>

#include <libxml/xpathInternals.h>

#include "rules/joins.h"
#include "rules/rule.h"

#define FUNCTION_ROW(identifier, name, result, first, second) \
	[FUNCTION_##identifier] = { name, result, { first, second } },
const struct function_declaration function_declarations[FUNCTION_TOTAL] = { FUNCTIONS(FUNCTION_ROW) };

enum function function_by_name(const char *name, size_t size)
{
	enum function function = 0;

	while (function < FUNCTION_TOTAL && !bytes_equal(bytes_of(function_declarations[function].name),
							 (struct bytes){ (const uint8_t *)name, size }))
		function++;
	return function;
}

/* One call: its arguments, and what its answer is. */
struct call {
	xmlXPathParserContextPtr parser;
	struct joins *joins;
	xmlXPathObjectPtr first, second; /* NULL where absent */
};

static const char *call_word(const struct call *call)
{
	const xmlXPathObject *argument = call->second ? call->second : call->first;

	return argument->type == XPATH_STRING ? (const char *)argument->stringval : "";
}

static int node_total(const struct call *call)
{
	bool set = call->first->type == XPATH_NODESET && call->first->nodesetval;

	return set ? call->first->nodesetval->nodeNr : 0;
}

static const xmlNode *node_at(const struct call *call, int index)
{
	return call->first->nodesetval->nodeTab[index];
}

/* Whether any of the values (attributes, or one text) is `wanted`. */
static bool any_value(const struct call *call, bool (*wanted)(const struct call *call, struct bytes value))
{
	if (call->first->type == XPATH_STRING)
		return wanted(call, bytes_of((const char *)call->first->stringval));
	for (int i = 0; i < node_total(call); i++)
		if (wanted(call, node_text(node_at(call, i))))
			return true;
	return false;
}

static struct bytes first_value(const struct call *call)
{
	if (call->first->type == XPATH_STRING)
		return bytes_of((const char *)call->first->stringval);
	return node_total(call) ? node_text(node_at(call, 0)) : BYTES_EMPTY;
}

static bool value_is_a(const struct call *call, struct bytes value)
{
	return data_type_is_a(value, bytes_of(call_word(call)));
}

static double call_is_a(const struct call *call)
{
	return any_value(call, value_is_a);
}

static const struct data_type *type_of(const struct call *call, struct bytes value)
{
	char id[128];

	if (value.size >= sizeof id)
		return NULL;
	memcpy(id, value.size ? (const void *)value.data : "", value.size);
	id[value.size] = '\0';
	return taxonomy_type(call->joins->taxonomy, id);
}

static bool value_sensitive(const struct call *call, struct bytes value)
{
	const struct data_type *type = type_of(call, value);

	return type && data_type_is_a(bytes_of(type->category), BYTES("sensitive"));
}

static double call_sensitive(const struct call *call)
{
	return any_value(call, value_sensitive);
}

/* Named as sensitive by the regime, or treated as such by those who apply it. */
static bool value_sensitive_under(const struct call *call, struct bytes value)
{
	const struct data_type *type = type_of(call, value);
	const char *classed = type ? data_type_sensitivity(type, call_word(call)) : NULL;

	return classed && bytes_start_with(bytes_of(classed), BYTES("sensitive"));
}

static double call_sensitive_under(const struct call *call)
{
	return any_value(call, value_sensitive_under);
}

/* Consent, the weaker first; each includes those before it. */
static int consent_rank(struct bytes consent)
{
	static const char *const ranks[] = { "none", "general", "separate", "guardian" };

	if (bytes_equal(consent, BYTES("refused")) || bytes_equal(consent, BYTES("withdrawn")))
		return 0;
	for (int i = 0; i < 4; i++)
		if (bytes_equal(consent, bytes_of(ranks[i])))
			return i;
	return -1; /* unknown */
}

static double call_consented(const struct call *call)
{
	int wanted = consent_rank(bytes_of(call_word(call)));

	for (int i = 0; i < node_total(call); i++)
		if (consent_rank(element_text(node_at(call, i), "consent")) < wanted)
			return false;
	return node_total(call) > 0;
}

static double call_unconsented(const struct call *call)
{
	int wanted = consent_rank(bytes_of(call_word(call)));

	for (int i = 0; i < node_total(call); i++) {
		int rank = consent_rank(element_text(node_at(call, i), "consent"));

		if (rank >= 0 && rank < wanted)
			return true;
	}
	return false;
}

static bool value_declared(const struct call *call, struct bytes value)
{
	return joins_type(&call->joins->declared, value) != NULL;
}

static double call_declared_data(const struct call *call)
{
	return any_value(call, value_declared);
}

static double declared_number(const struct call *call, const char *attribute)
{
	const xmlNode *declared = joins_type(&call->joins->declared, first_value(call));

	return declared ? joins_seconds(element_text(declared, attribute)) : NAN;
}

static double call_declared_interval(const struct call *call)
{
	return declared_number(call, "interval");
}

static double call_declared_decimals(const struct call *call)
{
	return declared_number(call, "decimals");
}

static double call_declared_pixels(const struct call *call)
{
	return declared_number(call, "pixels");
}

static bool value_needed(const struct call *call, struct bytes value)
{
	return joins_type(&call->joins->needed, value) != NULL;
}

static double call_needed(const struct call *call)
{
	return any_value(call, value_needed);
}

/* The declared endpoint of the first element: by its host's name, else by its address. */
static const xmlNode *endpoint_of(const struct call *call)
{
	if (!node_total(call))
		return NULL;
	const xmlNode *endpoint = joins_endpoint(call->joins, element_text(node_at(call, 0), "host"));

	return endpoint ? endpoint : joins_endpoint(call->joins, element_text(node_at(call, 0), "peer"));
}

static double call_declared_host(const struct call *call)
{
	return endpoint_of(call) != NULL;
}

static struct bytes call_host_role(const struct call *call)
{
	const xmlNode *endpoint = endpoint_of(call);

	return endpoint ? element_text(endpoint, "role") : BYTES_EMPTY;
}

static struct bytes call_host_country(const struct call *call)
{
	const xmlNode *endpoint = endpoint_of(call);

	return endpoint ? element_text(endpoint, "country") : BYTES_EMPTY;
}

static double call_named_host(const struct call *call)
{
	struct address address;

	for (int i = 0; i < node_total(call); i++) {
		struct bytes host = element_text(node_at(call, i), "host");

		if (host.size == 0 || address_parse(host, &address))
			return false;
	}
	return node_total(call) > 0;
}

static double call_function(const struct call *call)
{
	return map_find(&call->joins->functions, bytes_of(call_word(call))) != NULL;
}

static double call_sensor(const struct call *call)
{
	return map_find(&call->joins->sensors, bytes_of(call_word(call))) != NULL;
}

static double call_stated(const struct call *call)
{
	for (unsigned i = 0; i < SECTION_TOTAL; i++)
		if (bytes_equal(bytes_of(section_names[i]), bytes_of(call_word(call))))
			return call->joins->sections >> i & 1;
	return false;
}

static double call_captured(const struct call *call)
{
	return map_find(&call->joins->phases, bytes_of(call_word(call))) != NULL;
}

static double call_phase_start(const struct call *call)
{
	for (unsigned i = 0; expression_phases[i]; i++)
		if (bytes_equal(bytes_of(expression_phases[i]), bytes_of(call_word(call))))
			return call->joins->phase_starts[i];
	return NAN;
}

static double call_exercised(const struct call *call)
{
	return map_find(&call->joins->activities, bytes_of(call_word(call))) != NULL;
}

static double element_number(const xmlNode *element, const char *attribute)
{
	uint64_t number = 0;

	(void)bytes_to_number(element_text(element, attribute), &number);
	return (double)number;
}

/* The share of bytes that could be read; with `opaque`, of those that were read or are encrypted. */
static double share(const struct call *call, bool opaque)
{
	double good = 0, all = 0;

	for (int i = 0; i < node_total(call); i++) {
		const xmlNode *coverage = node_at(call, i);
		double readable = element_number(coverage, "readable");
		double hidden = element_number(coverage, "opaque");

		good += readable + (opaque ? hidden : 0);
		all += readable + hidden + element_number(coverage, "unread") +
		       element_number(coverage, "lost");
	}
	return all > 0 ? good / all : 1;
}

static double call_readable_share(const struct call *call)
{
	return share(call, false);
}

static double call_seen_share(const struct call *call)
{
	return share(call, true);
}

static double call_together_with(const struct call *call)
{
	for (int i = 0; i < node_total(call); i++)
		if (joins_together(call->joins, node_at(call, i), call_word(call)))
			return true;
	return false;
}

static double call_linked_with(const struct call *call)
{
	for (int i = 0; i < node_total(call); i++)
		if (joins_linked(call->joins, node_at(call, i), call_word(call)))
			return true;
	return false;
}

static bool value_has_word(const struct call *call, struct bytes value)
{
	while (value.size)
		if (bytes_equal(bytes_split(&value, ' '), bytes_of(call_word(call))))
			return true;
	return false;
}

static double call_word_of(const struct call *call)
{
	return any_value(call, value_has_word);
}

static double call_seconds(const struct call *call)
{
	return joins_seconds(first_value(call));
}

static double call_repeated(const struct call *call)
{
	const struct repetition *repetition = node_total(call)
						      ? joins_repetition(call->joins, node_at(call, 0))
						      : NULL;

	return repetition ? (double)repetition->count : 0;
}

static double call_mean_interval(const struct call *call)
{
	const struct repetition *repetition = node_total(call)
						      ? joins_repetition(call->joins, node_at(call, 0))
						      : NULL;

	if (!repetition || repetition->count < 2 || repetition->first == INSTANT_NONE)
		return NAN;
	return (double)(repetition->last - repetition->first) / (double)INSTANT_SECOND /
	       (double)(repetition->count - 1);
}

/* Bytes a minute over the time that lies between the first and the last of the elements; of less than a
 * minute, as if it had been one: a handshake is no stream. */
static double call_opaque_rate(const struct call *call)
{
	double bytes = 0, first = NAN, last = NAN;

	for (int i = 0; i < node_total(call); i++) {
		double from = joins_seconds(element_text(node_at(call, i), "first"));
		double to = joins_seconds(element_text(node_at(call, i), "last"));

		bytes += element_number(node_at(call, i), "opaque");
		first = isnan(first) || from < first ? from : first;
		last = isnan(last) || to > last ? to : last;
	}
	return bytes * 60 / (last - first > 60 ? last - first : 60);
}

static double call_sum(const struct call *call)
{
	double sum = 0;

	for (int i = 0; i < node_total(call); i++) {
		double number = joins_seconds(node_text(node_at(call, i)));

		sum += isnan(number) ? 0 : number;
	}
	return sum;
}

static double extreme(const struct call *call, bool largest)
{
	double best = NAN;

	for (int i = 0; i < node_total(call); i++) {
		double number = joins_seconds(node_text(node_at(call, i)));

		if (!isnan(number) && (isnan(best) || (largest ? number > best : number < best)))
			best = number;
	}
	return best;
}

static double call_min(const struct call *call)
{
	return extreme(call, false);
}

static double call_max(const struct call *call)
{
	return extreme(call, true);
}

/* Takes the arguments off the stack; frees them again. False where they are not as declared. */
static bool call_open(struct call *call, xmlXPathParserContextPtr parser, enum function function, int count)
{
	const struct function_declaration *declaration = &function_declarations[function];
	int wanted = declaration->arguments[1] != ARGUMENT_NONE ? 2 : 1;

	*call = (struct call){ .parser = parser, .joins = parser->context->funcLookupData };
	if (count != wanted || !call->joins) {
		xmlXPathSetArityError(parser);
		return false;
	}
	call->second = wanted == 2 ? valuePop(parser) : NULL;
	call->first = valuePop(parser);
	bool nodes = declaration->arguments[0] == ARGUMENT_ELEMENTS ||
		     declaration->arguments[0] == ARGUMENT_NUMBERS;

	if (!call->first || (wanted == 2 && (!call->second || call->second->type != XPATH_STRING)) ||
	    (nodes && call->first->type != XPATH_NODESET) ||
	    (!nodes && call->first->type != XPATH_NODESET && call->first->type != XPATH_STRING)) {
		xmlXPathFreeObject(call->first);
		xmlXPathFreeObject(call->second);
		xmlXPathSetTypeError(parser);
		return false;
	}
	return true;
}

static void call_close(struct call *call, xmlXPathObjectPtr answer)
{
	xmlXPathFreeObject(call->first);
	xmlXPathFreeObject(call->second);
	if (call->joins->failed || !answer) {
		xmlXPathFreeObject(answer);
		xmlXPathErr(call->parser, XPATH_MEMORY_ERROR);
		return;
	}
	valuePush(call->parser, answer);
}

#define DEFINE_RESULT_BOOLEAN(identifier, call) xmlXPathNewBoolean(call_##identifier(&(call)) != 0)
#define DEFINE_RESULT_NUMBER(identifier, call)	xmlXPathNewFloat(call_##identifier(&(call)))
#define DEFINE_RESULT_STRING(identifier, call)	new_text(call_##identifier(&(call)))

static xmlXPathObjectPtr new_text(struct bytes text)
{
	xmlChar *copy = xmlStrndup(text.size ? text.data : (const xmlChar *)"", (int)text.size);

	return copy ? xmlXPathWrapString(copy) : NULL;
}

#define DEFINE(identifier, name, result, first, second) \
	static void run_##identifier(xmlXPathParserContextPtr parser, int count) \
	{ \
		struct call call; \
\
		if (call_open(&call, parser, FUNCTION_##identifier, count)) \
			call_close(&call, DEFINE_##result(identifier, call)); \
	}
FUNCTIONS(DEFINE)

#define RUN_ROW(identifier, name, result, first, second) [FUNCTION_##identifier] = run_##identifier,
static const xmlXPathFunction runs[FUNCTION_TOTAL] = { FUNCTIONS(RUN_ROW) };

static xmlXPathFunction look_up(void *self, const xmlChar *name, const xmlChar *space)
{
	enum function function = function_by_name((const char *)name, strlen((const char *)name));

	(void)self;
	if (!space || !xmlStrEqual(space, (const xmlChar *)FUNCTIONS_NAMESPACE) || function == FUNCTION_TOTAL)
		return NULL;
	return runs[function];
}

bool functions_register(xmlXPathContextPtr context, struct joins *joins)
{
	xmlXPathRegisterFuncLookup(context, look_up, joins);
	return xmlXPathRegisterNs(context, (const xmlChar *)"p", (const xmlChar *)FUNCTIONS_NAMESPACE) == 0;
}
