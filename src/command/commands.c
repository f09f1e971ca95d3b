/* SPDX-License-Identifier: Apache-2.0 */
#include "command/command.h"

#include "command/output.h"
#include "report/messages.h"

#include <limits.h>

#define OPTIONS_OUT (OPTION_BIT(FORMAT) | OPTION_BIT(OUTPUT))
#define OPTIONS_READ \
	(OPTION_BIT(CASE) | OPTION_BIT(DEVICE) | OPTION_BIT(ASSUME_CONSENT) | OPTION_BIT(REVEAL) | \
	 OPTION_BIT(PROGRESS) | OPTION_BIT(JOBS) | OPTION_BIT(FILTER) | OPTION_BIT(INTERFACE) | \
	 OPTION_BIT(DURATION) | OPTION_BIT(MMDB) | OPTION_BIT(HASH_BUDGET))
#define OPTIONS_JUDGE  (OPTION_BIT(PROFILE) | OPTION_BIT(RULES) | OPTION_BIT(FAIL_ON))
#define OPTIONS_ALWAYS (OPTION_BIT(HELP) | OPTION_BIT(LANG))

/* clang-format off */
const struct command commands[] = {
	{ "audit", "INPUT…", 0, UINT_MAX, OPTIONS_READ | OPTIONS_JUDGE | OPTIONS_OUT,
	  N_("read captures, judge what they show, report"), FORMATS_REPORT, "text", false, command_audit },
	{ "observe", "INPUT…", 0, UINT_MAX, OPTIONS_READ | OPTION_BIT(RULES) | OPTIONS_OUT,
	  N_("write what captures show: the evidence"), FORMATS_EVIDENCE, "xml", false, command_observe },
	{ "judge", "EVIDENCE.xml", 1, 1, OPTION_BIT(CASE) | OPTIONS_JUDGE | OPTIONS_OUT,
	  N_("judge evidence: write the findings"), FORMATS_REPORT, "xml", false, command_judge },
	{ "report", "FINDINGS.xml", 1, 1, OPTIONS_OUT,
	  N_("write findings in another format"), FORMATS_REPORT, "text", false, command_report },
	{ "rules list", "", 0, 0, OPTION_BIT(PROFILE) | OPTION_BIT(RULES) | OPTION_BIT(OUTPUT),
	  N_("list the rules"), FORMATS_NONE, NULL, false, command_rules_list },
	{ "rules check", "[PATH…]", 0, UINT_MAX, OPTION_BIT(RULES),
	  N_("check rule files, by themselves and with the shipped ones"), FORMATS_NONE, NULL, false,
	  command_rules_check },
	{ "rules explain", "ID…", 1, UINT_MAX, OPTION_BIT(RULES) | OPTION_BIT(OUTPUT),
	  N_("tell what a rule asks, by which law, and how it decides"), FORMATS_NONE, NULL, false,
	  command_rules_explain },
	{ "case check", "FILE", 1, 1, 0,
	  N_("check a case file"), FORMATS_NONE, NULL, false, command_case_check },
	{ "describe", "WHAT", 1, 1, OPTION_BIT(OUTPUT),
	  "write a file that is made from the program's tables", FORMATS_NONE, NULL, true, command_describe },
	{ 0 },
};

/* clang-format on */

const char *command_format(const struct command *command, size_t index)
{
	static const char *const evidence[] = { "xml", "jsonl" };

	switch (command->formats) {
	case FORMATS_EVIDENCE:
		return index < sizeof evidence / sizeof *evidence ? evidence[index] : NULL;
	case FORMATS_REPORT:
		return report_writers[index] ? report_writers[index]->name : NULL;
	case FORMATS_NONE:
	default:
		return NULL;
	}
}

static enum status check_format(const struct command *command, const struct options *options,
				struct error *error)
{
	char known[200] = "";
	struct buffer list = buffer_of(sizeof known - 1);

	if (command->formats == FORMATS_NONE)
		return STATUS_OK;
	for (size_t i = 0; command_format(command, i); i++) {
		if (strcmp(command_format(command, i), options->format) == 0) {
			buffer_free(&list);
			return STATUS_OK;
		}
		buffer_append_text(&list, " ");
		buffer_append_text(&list, command_format(command, i));
	}
	if (list.size)
		memcpy(known, list.data, list.size);
	buffer_free(&list);
	return error_set(error, STATUS_USAGE, "--format %.40s: expected one of:%s", options->format, known);
}

/* The command whose name starts the line, and how many words the name has. NULL: none, or only the
 * first of two words. */
static const struct command *find(const char *const *words, size_t count, size_t *ret_words)
{
	for (const struct command *command = commands; command->name && count; command++) {
		struct bytes second = bytes_of(command->name);
		struct bytes first = bytes_split(&second, ' ');

		if (!bytes_equal(first, bytes_of(words[0])))
			continue;
		if (second.size && (count < 2 || !bytes_equal(second, bytes_of(words[1]))))
			continue;
		*ret_words = second.size ? 2 : 1;
		return command;
	}
	return NULL;
}

static enum status write_help(const struct command *command, const struct options *options,
			      struct error *error)
{
	struct buffer text = buffer_of(64 << 10);
	enum language language = options_language(options);
	bool made = command ? help_command(&text, command, language) : help_all(&text, language);
	enum status status = made ? output_write("-", buffer_bytes(&text), false, error)
				  : error_no_memory(error);

	buffer_free(&text);
	return status;
}

static enum status check_operands(const struct command *command, const struct options *options,
				  struct error *error)
{
	size_t count = options->operands.count;

	if (count > command->most)
		return error_set(error, STATUS_USAGE, "%.200s: one argument too many; see probity %s --help",
				 options->operands.items[command->most], command->name);
	if (count < command->least)
		return error_set(error, STATUS_USAGE, "%s is missing; see probity %s --help",
				 command->operands, command->name);
	return STATUS_OK;
}

static enum status run(const struct command *command, struct options *options, int *ret_exit,
		       struct error *error)
{
	if (!options->format)
		options->format = command->format;
	if (!options->output)
		options->output = "-";

	enum status status = check_operands(command, options, error);

	if (status == STATUS_OK)
		status = check_format(command, options, error);
	return status == STATUS_OK ? command->run(options, ret_exit, error) : status;
}

/* A line that names no command: --help, --version, or wrong. */
static enum status without_command(const char *const *words, size_t count, struct options *options,
				   int *ret_exit, struct error *error)
{
	enum status status = options_parse(words, count, OPTIONS_ALWAYS | OPTION_BIT(VERSION), "", options,
					   error);

	if (status != STATUS_OK)
		return status;
	*ret_exit = EXIT_FINE;
	if (options->help || (options->operands.count && strcmp(options->operands.items[0], "help") == 0))
		return write_help(NULL, options, error);
	if (options->version)
		return command_version(options, ret_exit, error);
	if (options->operands.count)
		return error_set(error, STATUS_USAGE, "%.60s: no such command; see probity --help",
				 options->operands.items[0]);
	return error_set(error, STATUS_USAGE, "a command is missing; see probity --help");
}

enum status command_line(int count, char **words, int *ret_exit, struct error *error)
{
	const char *const *rest = (const char *const *)words + (count > 0);
	size_t left = count > 0 ? (size_t)count - 1 : 0, named = 0;
	const struct command *command = find(rest, left, &named);
	struct options options = { 0 };
	enum status status;

	if (!command) {
		status = without_command(rest, left, &options, ret_exit, error);
	} else {
		status = options_parse(rest + named, left - named, command->options | OPTIONS_ALWAYS,
				       command->name, &options, error);
		if (status == STATUS_OK && options.help) {
			*ret_exit = EXIT_FINE;
			status = write_help(command, &options, error);
		} else if (status == STATUS_OK) {
			status = run(command, &options, ret_exit, error);
		}
	}
	options_free(&options);
	return status;
}
