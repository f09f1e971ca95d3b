/* SPDX-License-Identifier: Apache-2.0 */
/* A sample through the whole road, again and again, with one allocation after another failing, and
 * all behind it: each time the run must end in order and say what the trouble was. Leaks are for the
 * sanitizers' build to find. */
#include "hostile.h"

#include "base/memory.h"
#include "command/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SAMPLE PROBITY_SOURCE_DIR "/samples/lock-face-before-consent/"

enum {
	RUNS = 500,   /* for one format at most: then some are left out */
	CLOSELY = 40, /* the first so many allocations are tried one by one */
};

struct outcome {
	enum status status;
	int exit;
	uint64_t made; /* allocations asked for */
	struct error error;
};

static struct outcome audit(const char *format, uint64_t fail_at)
{
	char output[] = "/tmp/probity-test-XXXXXX";
	int file = mkstemp(output);
	const char *const words[] = {
		"probity",  "audit", "--jobs=1", "--format",	    format,
		"--output", output,  "--case",	 SAMPLE "case.xml", SAMPLE "capture.pcapng",
		NULL
	};
	struct outcome outcome = { .exit = -1 };

	assert_true(file >= 0);
	close(file);
	memory_fail_at(fail_at);
	outcome.status = command_line(COUNT_OF(words) - 1, (char **)(uintptr_t)words, &outcome.exit,
				      &outcome.error);
	outcome.made = memory_fail_at(0);
	unlink(output);
	return outcome;
}

/* `only_last`: only so many allocations at the end, where the report is made. */
static void fail_everywhere(const char *format, uint64_t only_last)
{
	uint64_t total = audit(format, UINT64_MAX).made, step = total / RUNS + 1;
	uint64_t first = only_last && only_last < total ? total - only_last : 1;

	assert_true(total > 300);
	for (uint64_t n = first; n <= total; n += n < CLOSELY ? 1 : step) {
		struct outcome outcome = audit(format, n);

		if (outcome.status != STATUS_MEMORY)
			fail_msg("%s: allocation %llu of %llu failed: status %d, exit %d, \"%s\"", format,
				 (unsigned long long)n, (unsigned long long)total, (int)outcome.status,
				 outcome.exit, outcome.status == STATUS_OK ? "" : outcome.error.message);
		assert_string_equal(outcome.error.message, "out of memory");
	}
}

static void the_audit_is_fine_with_memory(void **state)
{
	(void)state;
	struct outcome outcome = audit("xml", 0);

	assert_int_equal(outcome.status, STATUS_OK);
	assert_int_equal(outcome.exit, EXIT_FOUND);
}

static void lack_of_memory_is_trouble_wherever_it_comes(void **state)
{
	(void)state;
	fail_everywhere("xml", 0);
	fail_everywhere("text", 60);
	fail_everywhere("sarif", 60);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_audit_is_fine_with_memory),
		cmocka_unit_test(lack_of_memory_is_trouble_wherever_it_comes),
	};

	setenv("PROBITY_DATA", PROBITY_SOURCE_DIR, 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
