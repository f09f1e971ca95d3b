/* SPDX-License-Identifier: Apache-2.0 */
/* XPath 1.0, section 4, and our own functions: number and sort of arguments, and the words in them. */
#include "rules/checker.h"
#include "rules/functions.h"
#include "rules/rule.h"

enum { MOST_ARGUMENTS = 8 };

/* XPath's own functions. `elements`: each argument must be elements (or attributes). */
static const struct {
	const char *name;
	unsigned least, most;
	enum known_sort result;
	bool nodes;
} core_functions[] = {
	{ "boolean", 1, 1, KNOWN_BOOLEAN, false },
	{ "ceiling", 1, 1, KNOWN_NUMBER, false },
	{ "concat", 2, MOST_ARGUMENTS, KNOWN_STRING, false },
	{ "contains", 2, 2, KNOWN_BOOLEAN, false },
	{ "count", 1, 1, KNOWN_NUMBER, true },
	{ "false", 0, 0, KNOWN_BOOLEAN, false },
	{ "floor", 1, 1, KNOWN_NUMBER, false },
	{ "last", 0, 0, KNOWN_NUMBER, false },
	{ "local-name", 0, 1, KNOWN_STRING, true },
	{ "name", 0, 1, KNOWN_STRING, true },
	{ "normalize-space", 0, 1, KNOWN_STRING, false },
	{ "not", 1, 1, KNOWN_BOOLEAN, false },
	{ "number", 0, 1, KNOWN_NUMBER, false },
	{ "position", 0, 0, KNOWN_NUMBER, false },
	{ "round", 1, 1, KNOWN_NUMBER, false },
	{ "starts-with", 2, 2, KNOWN_BOOLEAN, false },
	{ "string", 0, 1, KNOWN_STRING, false },
	{ "string-length", 0, 1, KNOWN_NUMBER, false },
	{ "substring", 2, 3, KNOWN_STRING, false },
	{ "substring-after", 2, 2, KNOWN_STRING, false },
	{ "substring-before", 2, 2, KNOWN_STRING, false },
	{ "sum", 1, 1, KNOWN_NUMBER, true },
	{ "translate", 3, 3, KNOWN_STRING, false },
	{ "true", 0, 0, KNOWN_BOOLEAN, false },
};

static bool check_arguments(struct checker *checker, struct bytes name, const struct known *self,
			    struct known *arguments, unsigned *ret_count)
{
	unsigned count = 0;

	if (!checker_expect(checker, "("))
		return false;
	while (!checker_accept(checker, ")")) {
		if (count == MOST_ARGUMENTS)
			return checker_fail(checker, "%.*s() has too many arguments", (int)name.size,
					    name.data);
		if (count && !checker_expect(checker, ","))
			return false;
		if (!check_expression(checker, self, &arguments[count++]))
			return false;
	}
	*ret_count = count;
	return true;
}

/* Parts of words that have to be whole: a comparison by parts would hide a misspelling. */
static bool check_part(struct checker *checker, struct bytes name, const struct known *arguments)
{
	struct known whole = arguments[0];

	if (whole.sort != KNOWN_ATTRIBUTE || !arguments[1].literal)
		return true;
	if (bytes_equal(whole.attribute, BYTES("data")))
		return checker_fail(checker, "%.*s() of @data: ask p:is-a(@data, '…')", (int)name.size,
				    name.data);
	for (size_t i = 0; i < checker->context->vocabulary->count; i++) {
		const struct known_attribute *attribute =
			element_set_has(&whole.elements, i)
				? vocabulary_attribute(checker->context->vocabulary, i, whole.attribute)
				: NULL;

		if (attribute && attribute->data && !bytes_equal(arguments[1].text, BYTES("*")) &&
		    !is_data_type(checker, arguments[1].text))
			return checker_fail(checker,
					    "%.*s() of @%s: there is no data type '%.*s' in rules/data",
					    (int)name.size, name.data, attribute->name,
					    (int)arguments[1].text.size, arguments[1].text.data);
		if (attribute && attribute->words)
			return checker_fail(checker, "%.*s() of @%s: compare it with whole words: %s",
					    (int)name.size, name.data, attribute->name, attribute->words);
	}
	return true;
}

static bool check_core(struct checker *checker, struct bytes name, const struct known *self,
		       struct known *ret)
{
	struct known arguments[MOST_ARGUMENTS] = { { .sort = KNOWN_STRING } };
	unsigned count = 0;
	size_t i = 0;

	while (i < sizeof core_functions / sizeof *core_functions &&
	       !bytes_equal(bytes_of(core_functions[i].name), name))
		i++;
	if (i == sizeof core_functions / sizeof *core_functions)
		return checker_fail(checker, "there is no function %.*s(): see probity-rules(5)",
				    (int)name.size, name.data);
	if (!check_arguments(checker, name, self, arguments, &count))
		return false;
	if (count < core_functions[i].least || count > core_functions[i].most)
		return checker_fail(checker, "%.*s() has %u arguments instead of %u", (int)name.size,
				    name.data, count, core_functions[i].least);
	if (core_functions[i].nodes && count && arguments[0].sort > KNOWN_TEXT)
		return checker_fail(checker, "%.*s() is asked of elements or attributes", (int)name.size,
				    name.data);
	if (bytes_equal(name, BYTES("not")) && arguments[0].consented && checker->context->finds_faults)
		return checker_fail(checker, "not(p:consented(…)) is true also where nobody knows of any "
					     "consent: ask p:unconsented(…)");
	if ((bytes_equal(name, BYTES("contains")) || bytes_equal(name, BYTES("starts-with"))) &&
	    !check_part(checker, name, arguments))
		return false;
	*ret = (struct known){ .sort = core_functions[i].result };
	return true;
}

static bool note_use(struct checker *checker, const char *const *words, struct bytes word, uint32_t *bits)
{
	for (unsigned i = 0; words[i]; i++)
		if (bytes_equal(bytes_of(words[i]), word)) {
			*bits |= 1u << i;
			return true;
		}
	return checker_fail(checker, "'%.*s' is not one of those that can be asked for", (int)word.size,
			    word.data);
}

/* The words of an attribute, of whatever element of that name has some. */
static const char *words_of(const struct checker *checker, const char *element, const char *name)
{
	const struct vocabulary *vocabulary = checker->context->vocabulary;

	for (size_t i = 0; i < vocabulary->count; i++) {
		const struct known_attribute *attribute = vocabulary_attribute(vocabulary, i, bytes_of(name));

		if (bytes_equal(bytes_of(vocabulary->elements[i].name), bytes_of(element)) && attribute &&
		    attribute->words)
			return attribute->words;
	}
	return NULL;
}

/* Whether some data type says how this regime classes it. */
static bool is_regime(const struct checker *checker, struct bytes text)
{
	const struct taxonomy *taxonomy = checker->context->taxonomy;

	for (size_t i = 0; i < taxonomy_count(taxonomy); i++)
		for (size_t s = 0; s < taxonomy_at(taxonomy, i)->sensitivity_count; s++)
			if (bytes_equal(bytes_of(taxonomy_at(taxonomy, i)->sensitivities[s].regime), text))
				return true;
	return false;
}

static bool check_literal_argument(struct checker *checker, struct bytes name, enum function_argument wanted,
				   const struct known *argument)
{
	struct bytes text = argument->text;
	const char *words = wanted == ARGUMENT_LEVEL	? "general separate guardian"
			    : wanted == ARGUMENT_SENSOR ? words_of(checker, "sensor", "type")
							: NULL;

	if (!argument->literal)
		return checker_fail(checker, "p:%.*s() takes a quoted word here, so that it can be checked",
				    (int)name.size, name.data);
	if (wanted == ARGUMENT_PHASE)
		return note_use(checker, expression_phases, text, &checker->uses->phases);
	if (wanted == ARGUMENT_ACTIVITY)
		return note_use(checker, expression_activities, text, &checker->uses->activities);
	for (unsigned i = 0; i < SECTION_TOTAL && wanted == ARGUMENT_SECTION; i++)
		if (bytes_equal(bytes_of(section_names[i]), text))
			return true;
	if (wanted == ARGUMENT_SECTION)
		return checker_fail(checker, "p:%.*s(): a case has no part '%.*s'", (int)name.size, name.data,
				    (int)text.size, text.data);
	if (words && !words_have(words, text))
		return checker_fail(checker, "p:%.*s(): '%.*s' is not one of: %s", (int)name.size, name.data,
				    (int)text.size, text.data, words);
	if (wanted == ARGUMENT_REGIME)
		return is_regime(checker, text) ||
		       checker_fail(checker, "p:%.*s(): no data type of rules/data is classed by '%.*s'",
				    (int)name.size, name.data, (int)text.size, text.data);
	if (wanted != ARGUMENT_TYPE)
		return true;
	if (is_data_type(checker, text))
		return true;
	return checker_fail(checker, "p:%.*s(): there is no data type '%.*s' in rules/data", (int)name.size,
			    name.data, (int)text.size, text.data);
}

static bool check_argument(struct checker *checker, struct bytes name, enum function_argument wanted,
			   const struct known *argument)
{
	switch (wanted) {
	case ARGUMENT_NONE:
		return true;
	case ARGUMENT_ELEMENTS:
		return argument->sort == KNOWN_ELEMENTS ||
		       checker_fail(checker, "p:%.*s() is asked of elements: write . for the one in question",
				    (int)name.size, name.data);
	case ARGUMENT_NUMBERS:
		return argument->sort <= KNOWN_TEXT ||
		       checker_fail(checker, "p:%.*s() is asked of attributes", (int)name.size, name.data);
	case ARGUMENT_VALUE:
		return argument->sort == KNOWN_ATTRIBUTE || argument->sort == KNOWN_STRING ||
		       argument->sort == KNOWN_TEXT ||
		       checker_fail(checker, "p:%.*s() is asked of an attribute", (int)name.size, name.data);
	default:
		return check_literal_argument(checker, name, wanted, argument);
	}
}

/* p:word(@list, 'word'): the word must be one that the list can hold. */
static bool check_list(struct checker *checker, const struct known *arguments)
{
	const struct vocabulary *vocabulary = checker->context->vocabulary;

	if (!arguments[1].literal)
		return checker_fail(checker, "p:word() takes a quoted word, so that it can be checked");
	for (size_t i = 0; i < vocabulary->count && arguments[0].sort == KNOWN_ATTRIBUTE; i++) {
		const struct known_attribute *attribute =
			element_set_has(&arguments[0].elements, i)
				? vocabulary_attribute(vocabulary, i, arguments[0].attribute)
				: NULL;

		if (attribute && attribute->words && !words_have(attribute->words, arguments[1].text))
			return checker_fail(checker, "p:word(): @%s never holds '%.*s' but: %s",
					    attribute->name, (int)arguments[1].text.size,
					    arguments[1].text.data, attribute->words);
	}
	return true;
}

bool check_call(struct checker *checker, struct bytes name, const struct known *self, struct known *ret)
{
	static const enum known_sort results[] = { [RESULT_BOOLEAN] = KNOWN_BOOLEAN,
						   [RESULT_NUMBER] = KNOWN_NUMBER,
						   [RESULT_STRING] = KNOWN_STRING };
	struct known arguments[MOST_ARGUMENTS] = { { .sort = KNOWN_STRING } };
	unsigned count = 0;
	unsigned wanted = 0;

	if (!bytes_start_with(name, BYTES("p:")))
		return check_core(checker, name, self, ret);
	name = bytes_from(name, 2);
	enum function function = function_by_name((const char *)name.data, name.size);

	if (function == FUNCTION_TOTAL)
		return checker_fail(checker, "there is no function p:%.*s(): see probity-rules(5)",
				    (int)name.size, name.data);
	const struct function_declaration *declaration = &function_declarations[function];

	if (!check_arguments(checker, name, self, arguments, &count))
		return false;
	while (wanted < 2 && declaration->arguments[wanted] != ARGUMENT_NONE)
		wanted++;
	if (count != wanted)
		return checker_fail(checker, "p:%s() has %u arguments instead of %u", declaration->name,
				    count, wanted);
	for (unsigned i = 0; i < wanted; i++)
		if (!check_argument(checker, name, declaration->arguments[i], &arguments[i]))
			return false;
	checker->uses->readable = checker->uses->readable || function == FUNCTION_readable_share;
	checker->uses->seen = checker->uses->seen || function == FUNCTION_seen_share;
	if (function == FUNCTION_word_of && !check_list(checker, arguments))
		return false;
	*ret = (struct known){ .sort = results[declaration->result],
			       .words = function == FUNCTION_host_role ? words_of(checker, "endpoint", "role")
								       : NULL,
			       .consented = function == FUNCTION_consented };
	return true;
}
