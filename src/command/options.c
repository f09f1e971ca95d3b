/* SPDX-License-Identifier: Apache-2.0 */
#include "command/options.h"

#include "base/memory.h"
#include "report/messages.h"

#include <stdlib.h>

#define OPTION_ROW(identifier, letter, name, argument, kind, member, choices, summary) \
	[OPTION_##identifier] = { letter,  name,   argument, kind, offsetof(struct options, member), \
				  choices, summary },
const struct option_declaration option_declarations[OPTION_TOTAL] = { OPTIONS(OPTION_ROW) };

struct parser {
	const char *const *words;
	size_t count, at;
	unsigned allowed;
	const char *command; /* "" for none */
	struct options *options;
	struct error *error;
};

static enum status list_add(struct text_list *list, const char *item, struct error *error)
{
	const char **items = memory_resize(list->items, list->count + 1, sizeof *items);

	if (!items)
		return error_no_memory(error);
	items[list->count] = item;
	*list = (struct text_list){ items, list->count + 1 };
	return STATUS_OK;
}

static bool is_choice(const char *choices, struct bytes text)
{
	struct bytes rest = bytes_of(choices);

	while (rest.size)
		if (bytes_equal(bytes_split(&rest, ' '), text))
			return true;
	return false;
}

static enum status option_set(struct parser *parser, enum option option, const char *argument)
{
	const struct option_declaration *declared = &option_declarations[option];
	void *member = (char *)parser->options + declared->offset;
	struct error *error = parser->error;

	switch (declared->kind) {
	case OPTION_FLAG:
		*(bool *)member = true;
		return STATUS_OK;
	case OPTION_LIST:
	case OPTION_FILES:
		return list_add(member, argument, error);
	case OPTION_NUMBER:
		if (!bytes_to_number(bytes_of(argument), member) || *(uint64_t *)member == 0)
			return error_set(error, STATUS_USAGE,
					 "--%s %.40s: expected a whole number of at least 1", declared->name,
					 argument);
		return STATUS_OK;
	case OPTION_CHOICE:
		if (!is_choice(declared->choices, bytes_of(argument)))
			return error_set(error, STATUS_USAGE, "--%s %.40s: expected one of: %s",
					 declared->name, argument, declared->choices);
		*(const char **)member = argument;
		return STATUS_OK;
	case OPTION_TEXT:
	case OPTION_FILE:
	default:
		*(const char **)member = argument;
		return STATUS_OK;
	}
}

static enum status unknown(const struct parser *parser, const char *word)
{
	return error_set(parser->error, STATUS_USAGE, "%.60s: no such option here; see probity %s%s--help",
			 word, parser->command, *parser->command ? " " : "");
}

/* `argument`: what stands with the option in its word, or NULL. */
static enum status take(struct parser *parser, enum option option, const char *word, const char *argument)
{
	const struct option_declaration *declared = &option_declarations[option];

	if (!(parser->allowed & 1u << option))
		return unknown(parser, word);
	if (!declared->argument && argument)
		return error_set(parser->error, STATUS_USAGE, "--%s takes no argument", declared->name);
	if (declared->argument && !argument) {
		if (parser->at == parser->count)
			return error_set(parser->error, STATUS_USAGE, "--%s needs an argument: %s",
					 declared->name, declared->argument);
		argument = parser->words[parser->at++];
	}
	return option_set(parser, option, argument);
}

static enum status parse_long(struct parser *parser, const char *word)
{
	struct bytes argument = bytes_of(word + 2);
	struct bytes name = bytes_split(&argument, '=');
	bool given = word[2 + name.size] == '=';

	for (enum option option = 0; option < OPTION_TOTAL; option++)
		if (bytes_equal(name, bytes_of(option_declarations[option].name)))
			return take(parser, option, word, given ? word + 2 + name.size + 1 : NULL);
	return unknown(parser, word);
}

static enum status parse_short(struct parser *parser, const char *word)
{
	for (enum option option = 0; option < OPTION_TOTAL; option++)
		if (option_declarations[option].letter == word[1])
			return take(parser, option, word, word[2] ? word + 2 : NULL);
	return unknown(parser, word);
}

enum status options_parse(const char *const *words, size_t count, unsigned allowed, const char *command,
			  struct options *options, struct error *error)
{
	struct parser parser = { words, count, 0, allowed, command, options, error };
	enum status status = STATUS_OK;
	bool operands_only = false;

	while (status == STATUS_OK && parser.at < count) {
		const char *word = words[parser.at++];

		if (operands_only || word[0] != '-' || word[1] == '\0')
			status = list_add(&options->operands, word, error);
		else if (strcmp(word, "--") == 0)
			operands_only = true;
		else if (word[1] == '-')
			status = parse_long(&parser, word);
		else
			status = parse_short(&parser, word);
	}
	return status;
}

void options_free(struct options *options)
{
	free(options->profiles.items);
	free(options->rules.items);
	free(options->devices.items);
	free(options->operands.items);
	*options = (struct options){ 0 };
}

enum language options_language(const struct options *options)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	if (options->language)
		return strcmp(options->language, "zh") == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		struct bytes value = bytes_of(getenv(variables[i]));

		if (value.size)
			return bytes_start_with(value, BYTES("zh")) ? LANGUAGE_ZH : LANGUAGE_EN;
	}
	return LANGUAGE_EN;
}
