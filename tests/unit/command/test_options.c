/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "command/options.h"

#include <stdlib.h>

#define EVERYTHING ((1u << OPTION_TOTAL) - 1)

static enum status parse(const char *const *words, unsigned allowed, struct options *options,
			 struct error *error)
{
	size_t count = 0;

	while (words[count])
		count++;
	*options = (struct options){ 0 };
	return options_parse(words, count, allowed, "audit", options, error);
}

static void takes_arguments_in_every_way(void **state)
{
	(void)state;
	static const char *const words[] = { "-cA", "--format=xml", "a.pcap", "--output",  "out", "-j",
					     "3",   "--reveal",	    "-pone",  "--profile", "two", "-",
					     "--",  "--help",	    NULL };
	struct options options;
	struct error error;

	assert_int_equal(parse(words, EVERYTHING, &options, &error), STATUS_OK);
	assert_string_equal(options.case_path, "A");
	assert_string_equal(options.format, "xml");
	assert_string_equal(options.output, "out");
	assert_int_equal(options.jobs, 3);
	assert_true(options.reveal);
	assert_false(options.help);
	assert_int_equal(options.profiles.count, 2);
	assert_string_equal(options.profiles.items[1], "two");
	assert_int_equal(options.operands.count, 3);
	assert_string_equal(options.operands.items[1], "-");
	assert_string_equal(options.operands.items[2], "--help");
	options_free(&options);
}

static void refuses_what_is_wrong(void **state)
{
	(void)state;
	static const struct {
		const char *words[3], *message;
	} cases[] = {
		{ { "--nonsense" }, "--nonsense: no such option here; see probity audit --help" },
		{ { "-x" }, "-x: no such option here; see probity audit --help" },
		{ { "--case" }, "--case needs an argument: FILE" },
		{ { "--reveal=yes" }, "--reveal takes no argument" },
		{ { "-j", "0" }, "--jobs 0: expected a whole number of at least 1" },
		{ { "-j", "-1" }, "--jobs -1: expected a whole number of at least 1" },
		{ { "--lang", "fr" }, "--lang fr: expected one of: en zh" },
		{ { "--lang", "e" }, "--lang e: expected one of: en zh" },
		{ { "--cas", "x" }, "--cas: no such option here; see probity audit --help" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct options options;
		struct error error;

		assert_int_equal(parse(cases[i].words, EVERYTHING, &options, &error), STATUS_USAGE);
		assert_string_equal(error.message, cases[i].message);
		options_free(&options);
	}
}

static void refuses_an_option_of_another_command(void **state)
{
	(void)state;
	static const char *const words[] = { "--reveal", NULL };
	struct options options;
	struct error error;

	assert_int_equal(parse(words, EVERYTHING & ~OPTION_BIT(REVEAL), &options, &error), STATUS_USAGE);
	options_free(&options);
}

static void language_comes_from_the_option_then_from_the_environment(void **state)
{
	(void)state;
	struct options options = { 0 };

	setenv("LC_ALL", "", 1);
	unsetenv("LC_MESSAGES");
	setenv("LANG", "zh_CN.UTF-8", 1);
	assert_int_equal(options_language(&options), LANGUAGE_ZH);
	setenv("LC_MESSAGES", "de_DE", 1);
	assert_int_equal(options_language(&options), LANGUAGE_EN);
	setenv("LC_ALL", "zh_TW", 1);
	assert_int_equal(options_language(&options), LANGUAGE_ZH);
	options.language = "en";
	assert_int_equal(options_language(&options), LANGUAGE_EN);
	options.language = "zh";
	setenv("LC_ALL", "C", 1);
	assert_int_equal(options_language(&options), LANGUAGE_ZH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_arguments_in_every_way),
		cmocka_unit_test(refuses_what_is_wrong),
		cmocka_unit_test(refuses_an_option_of_another_command),
		cmocka_unit_test(language_comes_from_the_option_then_from_the_environment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
