/* SPDX-License-Identifier: Apache-2.0 */
/* Reads a rule file that its schema has accepted. What a schema says badly or not at all is checked
 * here: both languages, no id twice. */
#include <stdio.h>

#include "base/memory.h"
#include "rules/joins.h"
#include "rules/rule.h"

struct reader {
	struct rules *rules;
	const char *file;
	enum status status;
	struct error *error;
};

static int line_of(const xmlNode *node)
{
	return (int)xmlGetLineNo(node);
}

static const char *keep(struct reader *reader, struct bytes text)
{
	struct bytes copy = arena_copy(&reader->rules->arena, text);

	if (!copy.data && reader->status == STATUS_OK)
		reader->status = error_no_memory(reader->error);
	return (const char *)copy.data;
}

static const char *keep_attribute(struct reader *reader, const xmlNode *node, const char *name)
{
	struct bytes text = element_text(node, name);

	return text.data ? keep(reader, text) : NULL;
}

/* Text with every run of blanks made one. */
static const char *keep_words(struct reader *reader, struct bytes text)
{
	struct bytes copy = arena_copy(&reader->rules->arena, bytes_trim(text));
	char *to = (char *)(uintptr_t)copy.data;
	size_t size = 0;

	if (!to) {
		if (reader->status == STATUS_OK)
			reader->status = error_no_memory(reader->error);
		return NULL;
	}
	for (size_t i = 0; i < copy.size; i++) {
		bool blank = strchr(" \t\r\n", copy.data[i]) != NULL;

		if (!blank || (size && to[size - 1] != ' '))
			to[size++] = blank ? ' ' : (char)copy.data[i];
	}
	to[size] = '\0';
	return to;
}

/* Reads `<name xml:lang="…">` children; with `must`, both languages have to be there. */
static struct bilingual read_texts(struct reader *reader, const xmlNode *parent, const char *name, bool must)
{
	struct bilingual texts = { NULL, NULL };

	for (const xmlNode *at = child_named(parent, name); at; at = next_named(at)) {
		const char **text = bytes_equal(element_text(at, "lang"), BYTES("zh")) ? &texts.zh
										       : &texts.en;

		if (*text && reader->status == STATUS_OK)
			reader->status = error_set(reader->error, STATUS_FORMAT,
						   "%s:%d: a second <%s> in the same language", reader->file,
						   line_of(at), name);
		*text = keep_words(reader, node_text(at));
	}
	bool half = !texts.en != !texts.zh;
	bool lacks = must && (!texts.en || !texts.zh || !*texts.en || !*texts.zh);

	if ((half || lacks) && reader->status == STATUS_OK)
		reader->status = error_set(
			reader->error, STATUS_FORMAT,
			"%s:%d: <%s %s> has no <%s xml:lang=\"%s\">: both languages are needed", reader->file,
			line_of(parent), (const char *)parent->name,
			(const char *)element_text(parent, "id").data
				? (const char *)element_text(parent, "id").data
				: "",
			name, texts.en && *texts.en ? "zh" : "en");
	return texts;
}

static void *append(struct reader *reader, void *items, size_t count, size_t size)
{
	void *more = memory_resize(items, count + 1, size);

	if (!more && reader->status == STATUS_OK)
		reader->status = error_no_memory(reader->error);
	return more;
}

static void fail_twice(struct reader *reader, const xmlNode *node, const char *what, const char *id)
{
	if (reader->status == STATUS_OK)
		reader->status = error_set(reader->error, STATUS_FORMAT, "%s:%d: the %s %s is defined twice",
					   reader->file, line_of(node), what, id);
}

static void read_instrument(struct reader *reader, const xmlNode *node)
{
	struct rules *rules = reader->rules;
	struct instrument instrument = { .id = keep_attribute(reader, node, "id"),
					 .title = read_texts(reader, node, "title", true) };
	struct instrument *more = append(reader, rules->instruments, rules->instrument_count, sizeof *more);

	if (!more)
		return;
	rules->instruments = more;
	for (size_t i = 0; i < rules->instrument_count && instrument.id; i++)
		if (strcmp(more[i].id, instrument.id) == 0)
			fail_twice(reader, node, "instrument", instrument.id);
	if (reader->status == STATUS_OK)
		more[rules->instrument_count++] = instrument;
}

static void read_profile(struct reader *reader, const xmlNode *node)
{
	struct rules *rules = reader->rules;
	struct profile profile = { .name = keep_attribute(reader, node, "name"),
				   .title = read_texts(reader, node, "title", true) };
	struct profile *more = append(reader, rules->profiles, rules->profile_count, sizeof *more);

	if (!more)
		return;
	rules->profiles = more;
	for (size_t i = 0; i < rules->profile_count && profile.name; i++)
		if (strcmp(more[i].name, profile.name) == 0)
			fail_twice(reader, node, "profile", profile.name);
	if (reader->status == STATUS_OK)
		more[rules->profile_count++] = profile;
}

static void read_set(struct reader *reader, const xmlNode *node)
{
	struct rules *rules = reader->rules;
	struct rule_set set = {
		.file = reader->file,
		.variable = { .name = keep_attribute(reader, node, "name") },
		.expression = { .text = keep_words(reader, element_text(node, "select")),
				.line = line_of(node) },
	};
	struct rule_set *more = append(reader, rules->sets, rules->set_count, sizeof *more);

	if (!more)
		return;
	rules->sets = more;
	for (size_t i = 0; i < rules->set_count && set.variable.name; i++)
		if (strcmp(more[i].variable.name, set.variable.name) == 0)
			fail_twice(reader, node, "set", set.variable.name);
	if (reader->status == STATUS_OK)
		more[rules->set_count++] = set;
}

static unsigned read_needs(const xmlNode *node)
{
	struct bytes rest = node ? element_text(node, "needs") : BYTES_EMPTY;
	unsigned needs = 0;

	while (rest.size) {
		struct bytes word = bytes_split(&rest, ' ');

		for (unsigned i = 0; i < SECTION_TOTAL; i++)
			if (bytes_equal(word, bytes_of(section_names[i])))
				needs |= 1u << i;
	}
	return needs;
}

static void read_expression(struct reader *reader, const xmlNode *rule, const char *part,
			    const char *attribute, struct rule_expression *expression)
{
	const xmlNode *node = child_named(rule, part);

	if (!node)
		return;
	expression->text = keep_words(reader, element_text(node, attribute));
	expression->line = line_of(node);
	expression->reason = read_texts(reader, node, "reason", false);
}

static size_t count_children(const xmlNode *parent, const char *name)
{
	size_t count = 0;

	for (const xmlNode *at = child_named(parent, name); at; at = next_named(at))
		count++;
	return count;
}

static const char *article_of(struct reader *reader, const xmlNode *node)
{
	char text[160];
	struct bytes article = element_text(node, "article"), renumbered = element_text(node, "renumbered");

	if (renumbered.size == 0)
		return keep(reader, article);
	(void)snprintf(text, sizeof text, "%.*s (2016), %.*s (2026)", (int)article.size,
		       article.size ? (const char *)article.data : "", (int)renumbered.size, renumbered.data);
	return keep(reader, bytes_of(text));
}

static void read_bases(struct reader *reader, const xmlNode *node, struct rule *rule)
{
	size_t count = count_children(node, "basis");

	rule->bases = arena_take(&reader->rules->arena, (count + 1) * sizeof *rule->bases);
	if (!rule->bases) {
		reader->status = error_no_memory(reader->error);
		return;
	}
	for (const xmlNode *at = child_named(node, "basis"); at; at = next_named(at))
		rule->bases[rule->basis_count++] = (struct basis){
			.law = keep_attribute(reader, at, "law"),
			.article = article_of(reader, at),
		};
}

static void read_parameters(struct reader *reader, const xmlNode *node, struct rule *rule)
{
	size_t count = count_children(node, "parameter");

	rule->parameters = arena_take(&reader->rules->arena, (count + 1) * sizeof *rule->parameters);
	if (!rule->parameters) {
		reader->status = error_no_memory(reader->error);
		return;
	}
	for (const xmlNode *at = child_named(node, "parameter"); at; at = next_named(at)) {
		struct rule_parameter *parameter = &rule->parameters[rule->parameter_count++];

		parameter->name = keep_attribute(reader, at, "name");
		parameter->value = joins_seconds(element_text(at, "value"));
	}
}

static void read_rule(struct reader *reader, const xmlNode *node)
{
	struct rules *rules = reader->rules;
	const xmlNode *conforms = child_named(node, "conforms");
	struct rule rule = {
		.id = keep_attribute(reader, node, "id"),
		.profiles = keep_words(reader, element_text(node, "profiles")),
		.file = reader->file,
		.line = line_of(node),
		.title = read_texts(reader, node, "title", true),
		.requirement = read_texts(reader, node, "requirement", true),
		.settle = read_texts(reader, node, "settle", true),
		.remedy = read_texts(reader, node, "remedy", true),
		.needs = read_needs(node),
		.applies_needs = read_needs(child_named(node, "applies")),
		.despite_limits = conforms &&
				  bytes_equal(element_text(conforms, "despite-limits"), BYTES("yes")),
		.selected = true,
	};

	struct bytes id = element_text(node, "id");

	rule.family = keep(reader, bytes_split(&id, '-'));
	(void)severity_parse(element_text(node, "severity"), &rule.severity);
	read_bases(reader, node, &rule);
	read_parameters(reader, node, &rule);
	read_expression(reader, node, "applies", "test", &rule.parts[PART_APPLIES]);
	read_expression(reader, node, "violation", "select", &rule.parts[PART_VIOLATION]);
	read_expression(reader, node, "indication", "select", &rule.parts[PART_INDICATION]);
	read_expression(reader, node, "conforms", "test", &rule.parts[PART_CONFORMS]);
	if (!rule.parts[PART_VIOLATION].text && !rule.parts[PART_INDICATION].text &&
	    reader->status == STATUS_OK)
		reader->status = error_set(reader->error, STATUS_FORMAT,
					   "%s:%d: rule %s has neither <violation> nor <indication>",
					   reader->file, rule.line, rule.id);
	struct rule *more = append(reader, rules->rules, rules->count, sizeof *more);

	if (!more)
		return;
	rules->rules = more;
	if (reader->status == STATUS_OK)
		more[rules->count++] = rule;
}

enum status rule_file_read(struct rules *rules, xmlDocPtr document, const char *file, struct error *error)
{
	struct reader reader = { rules, NULL, STATUS_OK, error };

	reader.file = keep(&reader, bytes_of(file));
	const xmlNode *node = xmlDocGetRootElement(document)->children;

	for (; node && reader.status == STATUS_OK; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (xmlStrEqual(node->name, (const xmlChar *)"rule"))
			read_rule(&reader, node);
		else if (xmlStrEqual(node->name, (const xmlChar *)"profile"))
			read_profile(&reader, node);
		else if (xmlStrEqual(node->name, (const xmlChar *)"set"))
			read_set(&reader, node);
		else
			read_instrument(&reader, node);
	}
	return reader.status;
}
