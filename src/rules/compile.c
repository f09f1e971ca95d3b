/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include <libxml/xpathInternals.h>

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
			return error_set(error, STATUS_FORMAT,
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

enum { MOST_PARAMETERS = 16 };

static enum status compile_part(const struct rules *rules, struct rule *rule, enum part part,
				xmlXPathContextPtr xpath, struct error *error)
{
	static const char *const names[] = { "applies", "violation", "indication", "conforms" };
	struct rule_expression *expression = &rule->parts[part];
	const char *variables[MOST_PARAMETERS];
	struct expression_context context = {
		.vocabulary = rules->vocabulary,
		.taxonomy = rules->taxonomy,
		.variables = variables,
		.place = { rule->file, expression->line, rule->id, names[part] },
	};

	context.finds_faults = part == PART_VIOLATION || part == PART_INDICATION;
	enum expression_kind kind = context.finds_faults ? EXPRESSION_ELEMENTS : EXPRESSION_TEST;

	if (!expression->text)
		return STATUS_OK;
	if (rule->parameter_count > MOST_PARAMETERS)
		return error_set(error, STATUS_FORMAT, "%s:%d: rule %s has more than %d parameters", rule->file,
				 rule->line, rule->id, MOST_PARAMETERS);
	for (size_t i = 0; i < rule->parameter_count; i++)
		variables[context.variable_count++] = rule->parameters[i].name;
	enum status status = expression_check(&context, expression->text, kind, &expression->uses, error);

	if (status != STATUS_OK)
		return status;
	expression->compiled = xmlXPathCtxtCompile(xpath, (const xmlChar *)expression->text);
	if (!expression->compiled)
		return error_set(error, STATUS_FORMAT, "%s:%d: rule %s, %s: not an XPath 1.0 expression: %s",
				 rule->file, expression->line, rule->id, names[part],
				 xpath->lastError.message ? xpath->lastError.message : "no memory");
	return STATUS_OK;
}

static enum status compile_rule(const struct rules *rules, struct rule *rule, xmlXPathContextPtr xpath,
				struct error *error)
{
	enum status status = join_bases(rules, rule, error);

	if (status == STATUS_OK)
		status = check_profiles(rules, rule, error);
	for (enum part part = 0; part < PART_TOTAL && status == STATUS_OK; part++)
		status = compile_part(rules, rule, part, xpath, error);
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
	for (size_t i = 0; i < rules->count && status == STATUS_OK; i++)
		status = compile_rule(rules, &rules->rules[i], xpath, error);
	xmlXPathFreeContext(xpath);
	return status;
}

#define SECTION_NAME(identifier, name, en, zh)	  [SECTION_##identifier] = name,
#define SECTION_MISSING(identifier, name, en, zh) [SECTION_##identifier] = { en, zh },
const char *const section_names[SECTION_TOTAL] = { SECTIONS(SECTION_NAME) };
const struct bilingual section_missing[SECTION_TOTAL] = { SECTIONS(SECTION_MISSING) };
