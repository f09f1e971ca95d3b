/* SPDX-License-Identifier: Apache-2.0 */
/* Completions for bash and zsh, from the tables of commands and options. */
#include "command/command.h"
#include "command/describe.h"

static unsigned options_of(const struct command *command)
{
	return command->options | OPTION_BIT(HELP) | OPTION_BIT(LANG);
}

bool describe_options(struct buffer *to)
{
	bool fine = true;

	for (const struct command *command = commands; command->name; command++)
		for (enum option at = 0; fine && at < OPTION_TOTAL; at++)
			if (!command->hidden && options_of(command) & 1u << at)
				fine = buffer_append_format(to, "%s --%s\n", command->name,
							    option_declarations[at].name);
	return fine && buffer_append_text(to, "- --version\n");
}

static bool formats(struct buffer *to, const struct command *command)
{
	bool fine = true;

	for (size_t i = 0; fine && command_format(command, i); i++)
		fine = buffer_append_format(to, "%s%s", i ? " " : "", command_format(command, i));
	return fine;
}

/* The first words of commands, each once: of all, or of those that need a second one. */
static bool first_words(struct buffer *to, bool all)
{
	struct bytes before = BYTES_EMPTY;
	bool fine = true;

	for (const struct command *command = commands; fine && command->name; command++) {
		struct bytes name = bytes_of(command->name), first = bytes_split(&name, ' ');

		if (!command->hidden && (all || name.size) && !bytes_equal(first, before))
			fine = buffer_append_byte(to, ' ') && buffer_append(to, first);
		before = first;
	}
	return fine;
}

/* For each first word that needs a second: `before`FIRST`between`SECOND…`after`. */
static bool second_words(struct buffer *to, const char *before, const char *between, const char *after)
{
	struct bytes open = BYTES_EMPTY;
	bool fine = true;

	for (const struct command *command = commands; fine && command->name; command++) {
		struct bytes second = bytes_of(command->name), first = bytes_split(&second, ' ');

		if (open.size && !bytes_equal(first, open)) {
			fine = buffer_append_text(to, after);
			open = BYTES_EMPTY;
		}
		if (fine && second.size) {
			fine = open.size ? buffer_append_byte(to, ' ')
					 : buffer_append_text(to, before) && buffer_append(to, first) &&
						   buffer_append_text(to, between);
			fine = fine && buffer_append(to, second);
			open = first;
		}
	}
	return fine;
}

static bool bash_arguments(struct buffer *to)
{
	bool fine = true;

	for (enum option at = 0; fine && at < OPTION_TOTAL; at++) {
		const struct option_declaration *option = &option_declarations[at];

		if (!option->argument || at == OPTION_FORMAT)
			continue;
		fine = option->letter
			       ? buffer_append_format(to, "\t-%c | --%s) ", option->letter, option->name)
			       : buffer_append_format(to, "\t--%s) ", option->name);
		if (fine && option->choices)
			fine = buffer_append_format(
				to, "mapfile -t COMPREPLY < <(compgen -W '%s' -- \"$word\"); return ;;\n",
				option->choices);
		else if (fine && (option->kind == OPTION_FILE || option->kind == OPTION_FILES))
			fine = buffer_append_text(
				to, "mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return ;;\n");
		else if (fine)
			fine = buffer_append_text(to, "return ;;\n");
	}
	return fine;
}

static bool bash_commands(struct buffer *to)
{
	bool fine = true;

	for (const struct command *command = commands; fine && command->name; command++) {
		if (command->hidden)
			continue;
		fine = buffer_append_format(to, "\t'%s') options='", command->name);
		for (enum option at = 0; fine && at < OPTION_TOTAL; at++)
			if (options_of(command) & 1u << at)
				fine = buffer_append_format(to, "--%s ", option_declarations[at].name);
		fine = fine && buffer_append_text(to, "' formats='") && formats(to, command) &&
		       buffer_append_text(to, "' ;;\n");
	}
	return fine;
}

bool describe_bash(struct buffer *to)
{
	return buffer_append_text(
		       to, "# SPDX-License-Identifier: Apache-2.0\n"
			   "# shellcheck shell=bash\n"
			   "# Made from the tables of commands and options: run `make generated`.\n"
			   "_probity() {\n"
			   "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
			   "\tlocal words='' options='' formats='' command=${COMP_WORDS[1]}\n"
			   "\tCOMPREPLY=()\n"
			   "\tif ((COMP_CWORD == 1)); then\n"
			   "\t\tmapfile -t COMPREPLY < <(compgen -W '") &&
	       first_words(to, true) &&
	       buffer_append_text(to, " --help --version' -- \"$word\")\n\t\treturn\n\tfi\n"
				      "\tcase $command in\n") &&
	       second_words(to, "\t", ") words='", "' ;;\n") &&
	       buffer_append_text(to, "\tesac\n"
				      "\tif [[ $words ]]; then\n"
				      "\t\tif ((COMP_CWORD == 2)); then\n"
				      "\t\t\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
				      "\t\t\treturn\n\t\tfi\n"
				      "\t\tcommand+=\" ${COMP_WORDS[2]}\"\n\tfi\n"
				      "\tcase $command in\n") &&
	       bash_commands(to) &&
	       buffer_append_text(to, "\tesac\n\tcase $before in\n"
				      "\t-f | --format) mapfile -t COMPREPLY < <(compgen -W \"$formats\" -- "
				      "\"$word\"); return ;;\n") &&
	       bash_arguments(to) &&
	       buffer_append_text(to, "\tesac\n"
				      "\tif [[ $word == -* ]]; then\n"
				      "\t\tmapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n"
				      "\telse\n"
				      "\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
				      "\tfi\n}\n"
				      "complete -o filenames -F _probity probity\n");
}

/* Text for `_arguments`: inside single quotes and brackets. */
static bool zsh_text(struct buffer *to, const char *text)
{
	bool fine = true;

	for (; fine && *text; text++)
		fine = *text == '\''		? buffer_append_text(to, "'\\''")
		       : strchr("[]:\\", *text) ? buffer_append_format(to, "\\%c", *text)
						: buffer_append_byte(to, (uint8_t)*text);
	return fine;
}

static bool zsh_option(struct buffer *to, const struct command *command, enum option at)
{
	const struct option_declaration *option = &option_declarations[at];
	bool list = option->kind == OPTION_LIST || option->kind == OPTION_FILES;
	bool fine = buffer_append_format(to, "\t\t'%s--%s%s[", list ? "*" : "", option->name,
					 option->argument ? "=" : "") &&
		    zsh_text(to, option->summary) && buffer_append_text(to, "]");

	if (fine && option->argument)
		fine = buffer_append_format(to, ":%s:", option->argument);
	if (fine && option->choices)
		fine = buffer_append_format(to, "(%s)", option->choices);
	else if (fine && at == OPTION_FORMAT)
		fine = buffer_append_text(to, "(") && formats(to, command) && buffer_append_text(to, ")");
	else if (fine && (option->kind == OPTION_FILE || option->kind == OPTION_FILES))
		fine = buffer_append_text(to, "_files");
	return fine && buffer_append_text(to, "' \\\n");
}

static bool zsh_command(struct buffer *to, const struct command *command)
{
	struct bytes second = bytes_of(command->name), first = bytes_split(&second, ' ');
	bool fine = buffer_append_format(to, "%.*s%s%.*s)\n\t_arguments -S \\\n", (int)first.size,
					 (const char *)first.data, second.size ? "\\ " : "", (int)second.size,
					 (const char *)second.data);

	for (enum option at = 0; fine && at < OPTION_TOTAL; at++)
		if (options_of(command) & 1u << at)
			fine = zsh_option(to, command, at);
	return fine && buffer_append_text(to, "\t\t'*:file:_files'\n\t;;\n");
}

bool describe_zsh(struct buffer *to)
{
	bool fine = buffer_append_text(
		to, "#compdef probity\n"
		    "# SPDX-License-Identifier: Apache-2.0\n"
		    "# Made from the tables of commands and options: run `make generated`.\n"
		    "local -a commands\ncommands=(\n");

	for (const struct command *command = commands; fine && command->name; command++)
		if (!command->hidden && !strchr(command->name, ' '))
			fine = buffer_append_text(to, "\t'") && zsh_text(to, command->name) &&
			       buffer_append_text(to, ":") && zsh_text(to, command->summary) &&
			       buffer_append_text(to, "'\n");
	fine = fine &&
	       buffer_append_text(to, ")\n"
				      "if ((CURRENT == 2)); then\n\tcompadd --") &&
	       first_words(to, false) &&
	       buffer_append_text(
		       to, " --help --version\n\t_describe -t commands command commands\n\treturn\nfi\n"
			   "local command=${words[2]} second=''\ncase $command in\n") &&
	       second_words(to, "", ") second='", "' ;;\n") &&
	       buffer_append_text(to,
				  "esac\nif [[ -n $second ]]; then\n"
				  "\tif ((CURRENT == 3)); then\n\t\tcompadd -- ${=second}\n\t\treturn\n\tfi\n"
				  "\tcommand=\"$command ${words[3]}\"\nfi\n"
				  "case $command in\n");
	for (const struct command *command = commands; fine && command->name; command++)
		if (!command->hidden)
			fine = zsh_command(to, command);
	return fine && buffer_append_text(to, "esac\n");
}
