/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/rules.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <libxml/xpathInternals.h>

#include "base/memory.h"
#include "rules/document.h"
#include "rules/functions.h"
#include "rules/rule.h"

static enum status load_file(struct rules *rules, const char *path, struct error *error)
{
	xmlDocPtr document = NULL;
	enum status status = document_load(path, &document, error);

	if (status == STATUS_OK)
		status = document_validate(rules->schema, document, path, error);
	if (status == STATUS_OK)
		status = rule_file_read(rules, document, path, error);
	xmlFreeDoc(document);
	return status;
}

static int is_rule_file(const struct dirent *entry)
{
	struct bytes name = bytes_of(entry->d_name);

	return name.size > 4 && name.data[0] != '.' && bytes_end_with(name, BYTES(".xml"));
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* Every *.xml right in a folder, in order of their names; not what is in folders below it. */
static enum status load_folder(struct rules *rules, const char *path, struct error *error)
{
	struct dirent **entries = NULL;
	enum status status = STATUS_OK;
	int count = scandir(path, &entries, is_rule_file, by_bytes);

	if (count < 0)
		return error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
	for (int i = 0; i < count; i++) {
		struct buffer name = buffer_of(PATH_MAX);

		if (status == STATUS_OK) {
			bool named = buffer_append_format(&name, "%s/%s", path, entries[i]->d_name) &&
				     buffer_append_byte(&name, 0);

			status = named ? load_file(rules, (const char *)name.data, error)
				       : error_no_memory(error);
		}
		buffer_free(&name);
		free(entries[i]);
	}
	free(entries);
	return status;
}

static enum status load_path(struct rules *rules, const char *path, struct error *error)
{
	struct stat about;

	if (stat(path, &about) < 0)
		return error_set(error, STATUS_IO, "%s: %s", path, strerror(errno));
	return S_ISDIR(about.st_mode) ? load_folder(rules, path, error) : load_file(rules, path, error);
}

enum status rules_load(const char *const *paths, size_t count, const char *data_dir,
		       const struct taxonomy *taxonomy, struct rules **ret_rules, struct error *error)
{
	struct buffer case_schema = buffer_of(PATH_MAX);
	struct rules *rules = memory_new(sizeof *rules);

	if (!rules)
		return error_no_memory(error);
	rules->taxonomy = taxonomy;
	bool named = buffer_append_format(&case_schema, "%s/schemas/case.rng", data_dir) &&
		     buffer_append_byte(&case_schema, 0);
	enum status status = named ? vocabulary_load((const char *)case_schema.data, &rules->vocabulary,
						     error)
				   : error_no_memory(error);

	if (status == STATUS_OK)
		status = document_schema_load(data_dir, "rules.rng", &rules->schema, error);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = load_path(rules, paths[i], error);
	if (status == STATUS_OK)
		status = rules_compile(rules, error);
	buffer_free(&case_schema);
	if (status == STATUS_OK)
		*ret_rules = rules;
	else
		rules_free(rules);
	return status;
}

void rules_free(struct rules *rules)
{
	if (!rules)
		return;
	for (size_t i = 0; i < rules->count; i++)
		for (enum part part = 0; part < PART_TOTAL; part++)
			if (rules->rules[i].parts[part].compiled)
				xmlXPathFreeCompExpr(rules->rules[i].parts[part].compiled);
	for (size_t i = 0; i < rules->set_count; i++)
		if (rules->sets[i].expression.compiled)
			xmlXPathFreeCompExpr(rules->sets[i].expression.compiled);
	free(rules->sets);
	free(rules->rules);
	free(rules->instruments);
	free(rules->profiles);
	document_schema_free(rules->schema);
	vocabulary_free(rules->vocabulary);
	arena_free(&rules->arena);
	free(rules);
}

static enum status fail_profile(const struct rules *rules, const char *name, struct error *error)
{
	struct buffer known = buffer_of(512);

	for (size_t i = 0; i < rules->profile_count; i++)
		(void)buffer_append_format(&known, ", %s", rules->profiles[i].name);
	enum status status = error_set(error, STATUS_USAGE, "there is no profile %s: there are all%.*s", name,
				       (int)known.size, known.size ? (const char *)known.data : "");

	buffer_free(&known);
	return status;
}

enum status rules_select(struct rules *rules, const char *const *profiles, size_t count, struct error *error)
{
	bool all = count == 0;

	for (size_t i = 0; i < rules->profile_count; i++)
		rules->profiles[i].selected = false;
	for (size_t i = 0; i < count; i++) {
		bool known = strcmp(profiles[i], "all") == 0;

		all = all || known;
		for (size_t j = 0; j < rules->profile_count; j++)
			if (strcmp(rules->profiles[j].name, profiles[i]) == 0)
				known = rules->profiles[j].selected = true;
		if (!known)
			return fail_profile(rules, profiles[i], error);
	}
	for (size_t i = 0; i < rules->count; i++) {
		rules->rules[i].selected = all;
		for (size_t j = 0; j < rules->profile_count; j++)
			if (rules->profiles[j].selected &&
			    words_have(rules->rules[i].profiles, bytes_of(rules->profiles[j].name)))
				rules->rules[i].selected = true;
	}
	return STATUS_OK;
}

size_t rules_count(const struct rules *rules)
{
	size_t count = 0;

	for (size_t i = 0; i < rules->count; i++)
		count += rules->rules[i].selected;
	return count;
}

void rules_summary(const struct rules *rules, size_t index, struct rule_summary *ret_summary)
{
	const struct rule *rule = rules->rules;

	for (;; rule++) {
		if (!rule->selected)
			continue;
		if (index == 0)
			break;
		index--;
	}
	*ret_summary = (struct rule_summary){
		.id = rule->id,
		.family = rule->family,
		.severity = severity_name(rule->severity),
		.profiles = rule->profiles,
		.title = rule->title,
		.requirement = rule->requirement,
		.settle = rule->settle,
		.remedy = rule->remedy,
		.bases = rule->bases,
		.basis_count = rule->basis_count,
		.applies = rule->parts[PART_APPLIES].text,
		.violation = rule->parts[PART_VIOLATION].text,
		.indication = rule->parts[PART_INDICATION].text,
		.conforms = rule->parts[PART_CONFORMS].text,
		.file = rule->file,
		.line = rule->line,
	};
}
