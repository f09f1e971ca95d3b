/* SPDX-License-Identifier: Apache-2.0 */
/* `rules list`, `rules check`, `rules explain`. */
#include "command/command.h"

#include "base/memory.h"
#include "command/output.h"
#include "command/setting.h"
#include "report/layout.h"
#include "report/messages.h"

#include <stdlib.h>

enum { MOST_TEXT = 4 << 20, TITLE_COLUMN = 24 };

static void list_rule(struct buffer *to, const struct rule_summary *rule, const struct report_options *look)
{
	layout_pad(to, rule->id, 12);
	layout_pad(to, message_in(look->language, rule->severity), TITLE_COLUMN - 12);
	layout_wrap(to, bytes_of(bilingual_in(look->language, &rule->title)), TITLE_COLUMN, TITLE_COLUMN,
		    look->width);
}

enum status command_rules_list(const struct options *options, int *ret_exit, struct error *error)
{
	struct setting setting = { 0 };
	struct buffer text = buffer_of(MOST_TEXT);
	struct report_options look = output_look(options);
	enum status status = setting_open(options, NEED_RULES, &setting, error);

	if (status == STATUS_OK) {
		for (size_t i = 0; i < rules_count(setting.rules); i++) {
			struct rule_summary rule;

			rules_summary(setting.rules, i, &rule);
			list_rule(&text, &rule, &look);
		}
		status = text.failed ? error_no_memory(error)
				     : output_write(options->output, buffer_bytes(&text), false, error);
	}
	*ret_exit = EXIT_FINE;
	buffer_free(&text);
	setting_close(&setting);
	return status;
}

enum status command_rules_check(const struct options *options, int *ret_exit, struct error *error)
{
	struct options all = *options;
	struct setting setting = { 0 };
	struct buffer text = buffer_of(MOST_TEXT);
	size_t count = options->rules.count + options->operands.count;

	all.rules.items = memory_new_array(count + 1, sizeof *all.rules.items);
	all.rules.count = 0;
	if (!all.rules.items)
		return error_no_memory(error);
	for (size_t i = 0; i < options->rules.count; i++)
		all.rules.items[all.rules.count++] = options->rules.items[i];
	for (size_t i = 0; i < options->operands.count; i++)
		all.rules.items[all.rules.count++] = options->operands.items[i];

	enum status status = setting_open(&all, NEED_RULES, &setting, error);

	if (status == STATUS_OK) {
		buffer_append_format(&text,
				     message_in(options_language(options),
						N_("%zu rules over %zu data types: all correct\n")),
				     rules_count(setting.rules), taxonomy_count(setting.taxonomy));
		status = output_write("-", buffer_bytes(&text), false, error);
	}
	*ret_exit = EXIT_FINE;
	buffer_free(&text);
	setting_close(&setting);
	free(all.rules.items);
	return status;
}

static void explain_text(struct buffer *to, const struct report_options *look, const char *heading,
			 const char *text)
{
	if (!text || !*text)
		return;
	buffer_append_format(to, "\n%s\n  ", message_in(look->language, heading));
	layout_wrap(to, bytes_of(text), 2, 2, look->width);
}

/* Expressions keep their lines, as they stand in the rule file, less the blanks before them. */
static void explain_expression(struct buffer *to, const struct report_options *look, const char *heading,
			       const char *expression)
{
	struct bytes rest = bytes_trim(bytes_of(expression));

	if (!rest.size)
		return;
	buffer_append_format(to, "\n%s\n", message_in(look->language, heading));
	while (rest.size) {
		struct bytes line = bytes_trim(bytes_split(&rest, '\n'));

		buffer_append_text(to, "  ");
		buffer_append(to, line);
		buffer_append_byte(to, '\n');
	}
}

static void explain_bases(struct buffer *to, const struct report_options *look,
			  const struct rule_summary *rule)
{
	if (!rule->basis_count)
		return;
	buffer_append_format(to, "\n%s\n", message_in(look->language, N_("Legal basis")));
	for (size_t i = 0; i < rule->basis_count; i++) {
		const struct basis *basis = &rule->bases[i];
		const char *title = look->language == LANGUAGE_ZH && basis->title_zh ? basis->title_zh
										     : basis->title_en;

		buffer_append_format(to, "  %s %s%s%s\n", basis->law, basis->article, title ? "  " : "",
				     title ? title : "");
	}
}

static void explain(struct buffer *to, const struct rule_summary *rule, const struct report_options *look)
{
	enum language language = look->language;

	buffer_append_format(to, "%s  %s\n", rule->id, bilingual_in(language, &rule->title));
	buffer_append_format(to, "%s: %s; %s: %s; %s:%d\n", message_in(language, N_("severity")),
			     message_in(language, rule->severity), message_in(language, N_("profiles")),
			     rule->profiles ? rule->profiles : "", rule->file, rule->line);
	explain_text(to, look, N_("Requirement"), bilingual_in(language, &rule->requirement));
	explain_bases(to, look, rule);
	explain_expression(to, look, N_("Applies when"), rule->applies);
	explain_expression(to, look, N_("Violated by"), rule->violation);
	explain_expression(to, look, N_("Indicated by"), rule->indication);
	explain_expression(to, look, N_("Conforms when"), rule->conforms);
	explain_text(to, look, N_("To settle it"), bilingual_in(language, &rule->settle));
	explain_text(to, look, N_("Remedy"), bilingual_in(language, &rule->remedy));
}

static enum status explain_named(struct buffer *to, const struct rules *rules, const char *id,
				 const struct report_options *look, struct error *error)
{
	for (size_t i = 0; i < rules_count(rules); i++) {
		struct rule_summary rule;

		rules_summary(rules, i, &rule);
		if (!bytes_equal_nocase(bytes_of(rule.id), bytes_of(id)))
			continue;
		if (to->size)
			buffer_append_byte(to, '\n');
		explain(to, &rule, look);
		return STATUS_OK;
	}
	return error_set(error, STATUS_USAGE, "%.60s: no such rule; probity rules list names all", id);
}

enum status command_rules_explain(const struct options *options, int *ret_exit, struct error *error)
{
	struct setting setting = { 0 };
	struct buffer text = buffer_of(MOST_TEXT);
	struct report_options look = output_look(options);
	enum status status = setting_open(options, NEED_RULES, &setting, error);

	for (size_t i = 0; i < options->operands.count && status == STATUS_OK; i++)
		status = explain_named(&text, setting.rules, options->operands.items[i], &look, error);
	if (status == STATUS_OK)
		status = text.failed ? error_no_memory(error)
				     : output_write(options->output, buffer_bytes(&text), false, error);
	*ret_exit = EXIT_FINE;
	buffer_free(&text);
	setting_close(&setting);
	return status;
}
