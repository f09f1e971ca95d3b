/* SPDX-License-Identifier: Apache-2.0 */
/* The options of all commands, declared once: the parser, --help, the shell completions and the check
 * of the manual come from here. To add one: a line in OPTIONS, and its bit where a command takes it. */
#ifndef PROBITY_COMMAND_OPTIONS_H
#define PROBITY_COMMAND_OPTIONS_H

#include "base/error.h"
#include "report/report.h"

struct text_list {
	const char **items; /* the items are borrowed from the command line */
	size_t count;
};

struct options {
	const char *case_path, *format, *output, *assume_consent, *fail_on, *language, *progress, *filter,
		*interface, *mmdb;
	struct text_list profiles, rules, devices, operands;
	uint64_t jobs, duration, hash_budget; /* 0: not given */
	bool reveal, help, version;
};

enum option_kind {
	OPTION_FLAG,   /* member is a bool; takes no argument */
	OPTION_TEXT,   /* const char *; the last one counts */
	OPTION_LIST,   /* struct text_list; repeatable */
	OPTION_NUMBER, /* uint64_t, at least 1 */
	OPTION_CHOICE, /* const char *, one of the words of `choices` */
	OPTION_FILE,   /* as OPTION_TEXT: a file name */
	OPTION_FILES,  /* as OPTION_LIST: file or folder names */
};

/* O(identifier, letter or 0, name, argument, kind, member, choices, summary) */
#define OPTIONS(O) \
	O(CASE, 'c', "case", "FILE", OPTION_FILE, case_path, NULL, \
	  N_("the case: device, timeline, declarations, planted values (probity-case(5))")) \
	O(PROFILE, 'p', "profile", "NAME", OPTION_LIST, profiles, NULL, \
	  N_("judge by this set of rules only; repeatable (default: all)")) \
	O(RULES, 'r', "rules", "PATH", OPTION_FILES, rules, NULL, \
	  N_("add rules from this file or folder to the shipped ones; repeatable")) \
	O(FORMAT, 'f', "format", "NAME", OPTION_TEXT, format, NULL, N_("format of what is written")) \
	O(OUTPUT, 'o', "output", "PATH", OPTION_FILE, output, NULL, \
	  N_("write here, whole or not at all; - is standard output (default)")) \
	O(DEVICE, 0, "device", "MAC-or-IP", OPTION_LIST, devices, NULL, \
	  N_("an address of the audited terminal; repeatable (default: from the case, else inferred)")) \
	O(ASSUME_CONSENT, 0, "assume-consent", "WORD", OPTION_CHOICE, assume_consent, \
	  "none general separate unknown", N_("consent on record where there is no case")) \
	O(FAIL_ON, 0, "fail-on", "LEVEL", OPTION_CHOICE, fail_on, "info low medium high critical never", \
	  N_("least severity of a violation that makes the exit status 1 (default: medium)")) \
	O(REVEAL, 0, "reveal", NULL, OPTION_FLAG, reveal, NULL, \
	  N_("show personal data and secrets beside their masks")) \
	O(LANG, 0, "lang", "LANGUAGE", OPTION_CHOICE, language, "en zh", \
	  N_("language of messages (default: from LC_ALL, LC_MESSAGES, LANG)")) \
	O(PROGRESS, 0, "progress", "WHEN", OPTION_CHOICE, progress, "auto always never", \
	  N_("show progress on standard error (default: auto, on a terminal)")) \
	O(JOBS, 'j', "jobs", "N", OPTION_NUMBER, jobs, NULL, \
	  N_("threads (default: one per processor); the result is the same")) \
	O(FILTER, 0, "filter", "BPF", OPTION_TEXT, filter, NULL, \
	  N_("read only frames that this filter takes (pcap-filter(7))")) \
	O(INTERFACE, 0, "interface", "IF", OPTION_TEXT, interface, NULL, \
	  N_("capture from this interface instead of reading INPUT")) \
	O(DURATION, 0, "duration", "SECONDS", OPTION_NUMBER, duration, NULL, \
	  N_("how long to capture from the interface")) \
	O(MMDB, 0, "mmdb", "FILE", OPTION_FILE, mmdb, NULL, \
	  N_("say in which country this MaxMind database places addresses")) \
	O(HASH_BUDGET, 0, "hash-budget", "N", OPTION_NUMBER, hash_budget, NULL, \
	  N_("digests made to find what hashed identifiers are of (default: a million)")) \
	O(HELP, 'h', "help", NULL, OPTION_FLAG, help, NULL, N_("show this help")) \
	O(VERSION, 'V', "version", NULL, OPTION_FLAG, version, NULL, \
	  N_("show the versions of probity and of the libraries in use"))

#define OPTION_ENUM(identifier, letter, name, argument, kind, member, choices, summary) OPTION_##identifier,
enum option { OPTIONS(OPTION_ENUM) OPTION_TOTAL };
#undef OPTION_ENUM

#define OPTION_BIT(identifier) (1u << OPTION_##identifier)

struct option_declaration {
	char letter;
	const char *name, *argument;
	enum option_kind kind;
	size_t offset; /* of its member in struct options */
	const char *choices, *summary;
};

extern const struct option_declaration option_declarations[OPTION_TOTAL];

/* Reads the words of a command line, of which only the options in `allowed` may stand there. An
 * option's argument follows it or stands behind `=` (or behind the letter); operands may stand
 * anywhere; behind `--` there are operands only. Free with options_free(), also after an error. */
enum status options_parse(const char *const *words, size_t count, unsigned allowed, const char *command,
			  struct options *options, struct error *error);
void options_free(struct options *options);

/* The language of messages: --lang, else what the environment asks for. */
enum language options_language(const struct options *options);

#endif
