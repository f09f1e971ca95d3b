/* SPDX-License-Identifier: Apache-2.0 */
/* The commands, in one table. To add one: its function in a file of its own, and a row in commands.c. */
#ifndef PROBITY_COMMAND_COMMAND_H
#define PROBITY_COMMAND_COMMAND_H

#include "command/options.h"

enum { EXIT_FINE = 0, EXIT_FOUND = 1, EXIT_TROUBLE = 2 };

struct command {
	const char *name;     /* one word or two */
	const char *operands; /* as shown in its usage */
	unsigned least, most; /* operands */
	unsigned options;     /* OPTION_BIT()s; every command takes --help and --lang */
	const char *summary;
	enum { FORMATS_NONE, FORMATS_EVIDENCE, FORMATS_REPORT } formats; /* what --format takes */
	const char *format;						 /* the default one */
	bool hidden;							 /* for the build only */
	/* Does it. `options->format` and `options->output` are set. `*ret_exit` is set on success. */
	enum status (*run)(const struct options *options, int *ret_exit, struct error *error);
};

/* All commands, ended by one without a name. */
extern const struct command commands[];

/* The `index`th name that --format takes, or NULL behind the last. */
const char *command_format(const struct command *command, size_t index);

/* Runs a whole command line. On STATUS_OK `*ret_exit` is the exit status. */
enum status command_line(int count, char **words, int *ret_exit, struct error *error);

/* Help in `language`: of all, or of one command. */
bool help_all(struct buffer *to, enum language language);
bool help_command(struct buffer *to, const struct command *command, enum language language);

enum status command_audit(const struct options *options, int *ret_exit, struct error *error);
enum status command_observe(const struct options *options, int *ret_exit, struct error *error);
enum status command_judge(const struct options *options, int *ret_exit, struct error *error);
enum status command_report(const struct options *options, int *ret_exit, struct error *error);
enum status command_rules_list(const struct options *options, int *ret_exit, struct error *error);
enum status command_rules_check(const struct options *options, int *ret_exit, struct error *error);
enum status command_rules_explain(const struct options *options, int *ret_exit, struct error *error);
enum status command_case_check(const struct options *options, int *ret_exit, struct error *error);
enum status command_describe(const struct options *options, int *ret_exit, struct error *error);
enum status command_version(const struct options *options, int *ret_exit, struct error *error);

#endif
