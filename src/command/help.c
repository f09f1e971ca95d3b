/* SPDX-License-Identifier: Apache-2.0 */
/* --help, made from the tables of commands and options. */
#include "command/command.h"

#include "report/layout.h"
#include "report/messages.h"

enum { HELP_WIDTH = 79, HELP_COLUMN = 26 };

/* `  name   what it is` with the second part wrapped in its column. */
static bool entry(struct buffer *to, const char *name, const char *summary)
{
	bool fine = buffer_append_text(to, "  ");

	if (layout_width(bytes_of(name)) + 3 > HELP_COLUMN)
		fine = fine && buffer_append_text(to, name) &&
		       buffer_append_format(to, "\n%*s", HELP_COLUMN, "");
	else
		fine = fine && layout_pad(to, name, HELP_COLUMN - 2);
	return fine && layout_wrap(to, bytes_of(summary), HELP_COLUMN, HELP_COLUMN, HELP_WIDTH);
}

static bool option_entry(struct buffer *to, const struct option_declaration *option, enum language language)
{
	struct buffer name = buffer_of(200), summary = buffer_of(1000);

	if (option->letter)
		buffer_append_format(&name, "-%c, ", option->letter);
	else
		buffer_append_text(&name, "    ");
	buffer_append_format(&name, "--%s%s%s", option->name, option->argument ? " " : "",
			     option->argument ? option->argument : "");
	buffer_append_byte(&name, '\0');
	buffer_append_text(&summary, message_in(language, option->summary));
	if (option->choices)
		buffer_append_format(&summary, " [%s]", option->choices);
	buffer_append_byte(&summary, '\0');

	bool fine = !name.failed && !summary.failed && !name.full && !summary.full &&
		    entry(to, (const char *)name.data, (const char *)summary.data);

	buffer_free(&name);
	buffer_free(&summary);
	return fine;
}

static bool options_help(struct buffer *to, unsigned allowed, enum language language)
{
	bool fine = buffer_append_format(to, "\n%s\n", message_in(language, N_("Options:")));

	for (enum option option = 0; fine && option < OPTION_TOTAL; option++)
		if (allowed & 1u << option)
			fine = option_entry(to, &option_declarations[option], language);
	return fine;
}

bool help_command(struct buffer *to, const struct command *command, enum language language)
{
	bool fine = buffer_append_format(to, "%s probity %s %s%s%s\n\n", message_in(language, N_("Usage:")),
					 command->name, message_in(language, N_("[options]")),
					 *command->operands ? " " : "", command->operands) &&
		    layout_wrap(to, bytes_of(message_in(language, command->summary)), 0, 0, HELP_WIDTH);

	if (command_format(command, 0)) {
		fine = fine && buffer_append_format(to, "\n%s", message_in(language, N_("Formats:")));
		for (size_t i = 0; fine && command_format(command, i); i++) {
			const char *name = command_format(command, i);

			fine = buffer_append_format(to, " %s", name) &&
			       (strcmp(name, command->format) != 0 ||
				buffer_append_format(to, " (%s)", message_in(language, N_("default"))));
		}
		fine = fine && buffer_append_byte(to, '\n');
	}
	return fine && options_help(to, command->options | OPTION_BIT(HELP) | OPTION_BIT(LANG), language);
}

bool help_all(struct buffer *to, enum language language)
{
	bool fine = buffer_append_format(
		to, "%s probity %s\n\n%s\n\n%s\n", message_in(language, N_("Usage:")),
		message_in(language, N_("COMMAND [options] ARGUMENT…")),
		message_in(language, N_("Audits smart terminals from what they send.")),
		message_in(language, N_("Commands:")));

	for (const struct command *command = commands; fine && command->name; command++)
		if (!command->hidden)
			fine = entry(to, command->name, message_in(language, command->summary));
	fine = fine && options_help(to, OPTION_BIT(HELP) | OPTION_BIT(LANG) | OPTION_BIT(VERSION), language);
	return fine &&
	       buffer_append_format(to, "\n%s\n",
				    message_in(language, N_("More: probity COMMAND --help, probity(1).")));
}
