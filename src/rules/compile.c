/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include <libxml/xpathInternals.h>

#include "base/memory.h"
#include "rules/functions.h"
#include "rules/rule.h"

static int by_id(const void *a, const void *b)
{
	const struct rule *first = a, *second = b;
	int order = strcmp(first->id, second->id);

	return order ? order : first->line - second->line;
}

static enum status join_bases(const struct rules *rules, struct rule *rule, struct error *error)
{
	for (size_t i = 0; i < rule->basis_count; i++) {
		struct basis *basis = &rule->bases[i];

		for (size_t j = 0; j < rules->instrument_count; j++)
			if (strcmp(rules->instruments[j].id, basis->law) == 0) {
				basis->title_en = rules->instruments[j].title.en;
				basis->title_zh = rules->instruments[j].title.zh;
			}
		if (!basis->title_en)
			return error_set(error, STATUS_FORMAT,
					 "%s:%d: rule %s rests on %s, which no <instrument id=\"%s\"> names",
					 rule->file, rule->line, rule->id, basis->law, basis->law);
	}
	return STATUS_OK;
}

static enum status check_profiles(const struct rules *rules, const struct rule *rule, struct error *error)
{
	struct bytes rest = bytes_of(rule->profiles);

	while (rest.size) {
		struct bytes name = bytes_split(&rest, ' ');
		bool known = false;

		for (size_t i = 0; i < rules->profile_count; i++)
			known = known || bytes_equal(bytes_of(rules->profiles[i].name), name);
		if (!known)
			return error_set(
				error, STATUS_FORMAT,
				"%s:%d: rule %s is put in a profile %.*s, which no <profile> defines",
				rule->file, rule->line, rule->id, (int)name.size, name.data);
	}
	return STATUS_OK;
}

static void ignore_error(void *self, xmlErrorPtr told)
{
	(void)self;
	(void)told;
}

enum { MOST_VARIABLES = 128 };

static enum status fail_variables(const char *file, int line, struct error *error)
{
	return error_set(error, STATUS_FORMAT, "%s:%d: more than %d sets and parameters", file, line,
			 MOST_VARIABLES);
}

/* Checks the names in an expression, then has libxml2 compile it. */
static enum status compile_expression(const struct expression_context *context,
				      struct rule_expression *expression, enum expression_kind kind,
				      xmlXPathContextPtr xpath, struct expression_variable *ret_set,
				      struct error *error)
{
	enum status status = expression_check(context, expression->text, kind, &expression->uses, ret_set,
					      error);

	if (status != STATUS_OK)
		return status;
	expression->compiled = xmlXPathCtxtCompile(xpath, (const xmlChar *)expression->text);
	if (!expression->compiled)
		return error_set(error, STATUS_FORMAT, "%s:%d: %s, %s: not an XPath 1.0 expression: %s",
				 context->place.file, context->place.line, context->place.rule,
				 context->place.part,
				 xpath->lastError.message ? xpath->lastError.message : "no memory");
	return STATUS_OK;
}

/* Compiles the sets; each may use those before it. */
static enum status compile_sets(const struct rules *rules, struct expression_variable *variables,
				xmlXPathContextPtr xpath, struct error *error)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < rules->set_count && status == STATUS_OK; i++) {
		struct rule_set *set = &rules->sets[i];
		struct expression_context context = {
			.vocabulary = rules->vocabulary,
			.taxonomy = rules->taxonomy,
			.variables = variables,
			.variable_count = i,
			.finds_faults = true,
			.place = { set->file, set->expression.line, "set", set->variable.name },
		};

		if (i == MOST_VARIABLES)
			return fail_variables(set->file, set->expression.line, error);
		status = compile_expression(&context, &set->expression, EXPRESSION_ELEMENTS, xpath,
					    &set->variable, error);
		variables[i] = set->variable;
	}
	return status;
}

static enum status compile_part(const struct rules *rules, struct rule *rule, enum part part,
				struct expression_variable *variables, xmlXPathContextPtr xpath,
				struct error *error)
{
	static const char *const names[] = { "applies", "violation", "indication", "conforms" };
	struct rule_expression *expression = &rule->parts[part];
	bool finds_faults = part == PART_VIOLATION || part == PART_INDICATION;
	char name[64];
	struct expression_context context = {
		.vocabulary = rules->vocabulary,
		.taxonomy = rules->taxonomy,
		.variables = variables,
		.variable_count = rules->set_count,
		.finds_faults = finds_faults,
		.place = { rule->file, expression->line, name, names[part] },
	};

	(void)snprintf(name, sizeof name, "rule %s", rule->id);
	if (!expression->text)
		return STATUS_OK;
	if (rule->parameter_count > MOST_VARIABLES - rules->set_count)
		return fail_variables(rule->file, rule->line, error);
	for (size_t i = 0; i < rule->parameter_count; i++)
		variables[context.variable_count++] =
			(struct expression_variable){ .name = rule->parameters[i].name };
	return compile_expression(&context, expression, finds_faults ? EXPRESSION_ELEMENTS : EXPRESSION_TEST,
				  xpath, NULL, error);
}

static enum status compile_rule(const struct rules *rules, struct rule *rule,
				struct expression_variable *variables, xmlXPathContextPtr xpath,
				struct error *error)
{
	enum status status = join_bases(rules, rule, error);

	if (status == STATUS_OK)
		status = check_profiles(rules, rule, error);
	for (enum part part = 0; part < PART_TOTAL && status == STATUS_OK; part++)
		status = compile_part(rules, rule, part, variables, xpath, error);
	return status;
}

enum status rules_compile(struct rules *rules, struct error *error)
{
	enum status status = STATUS_OK;
	xmlXPathContextPtr xpath = xmlXPathNewContext(NULL);

	if (!xpath)
		return error_no_memory(error);
	xpath->error = ignore_error;
	if (!functions_register(xpath, NULL))
		status = error_no_memory(error);
	if (rules->count)
		qsort(rules->rules, rules->count, sizeof *rules->rules, by_id);
	for (size_t i = 1; i < rules->count && status == STATUS_OK; i++) {
		const struct rule *first = &rules->rules[i - 1], *second = &rules->rules[i];

		if (strcmp(first->id, second->id) == 0)
			status = error_set(error, STATUS_FORMAT, "%s:%d: the rule %s is also at %s:%d",
					   second->file, second->line, second->id, first->file, first->line);
	}
	struct expression_variable *variables = memory_new_array(MOST_VARIABLES, sizeof *variables);

	if (!variables && status == STATUS_OK)
		status = error_no_memory(error);
	if (status == STATUS_OK)
		status = compile_sets(rules, variables, xpath, error);
	for (size_t i = 0; i < rules->count && status == STATUS_OK; i++)
		status = compile_rule(rules, &rules->rules[i], variables, xpath, error);
	free(variables);
	xmlXPathFreeContext(xpath);
	return status;
}

#define SECTION_NAME(identifier, name, en, zh)	  [SECTION_##identifier] = name,
#define SECTION_MISSING(identifier, name, en, zh) [SECTION_##identifier] = { en, zh },
const char *const section_names[SECTION_TOTAL] = { SECTIONS(SECTION_NAME) };
const struct bilingual section_missing[SECTION_TOTAL] = { SECTIONS(SECTION_MISSING) };
