/* SPDX-License-Identifier: Apache-2.0 */
/* The example of probity-case(5) is a case file, and does what the page says. */
#include "hostile.h"

#include "case/case.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Writes what stands in the page's literal display of `<case` to a new file. */
static void extract(const char *path)
{
	FILE *page = fopen(PROBITY_SOURCE_DIR "/man/probity-case.5", "r"), *example = fopen(path, "w");
	char line[512];
	bool inside = false;
	size_t lines = 0;

	assert_non_null(page);
	assert_non_null(example);
	while (fgets(line, sizeof line, page)) {
		if (strncmp(line, ".Ed", 3) == 0)
			inside = false;
		/* These would need unescaping. */
		assert_false(inside && (line[0] == '.' || line[0] == '\'' || strchr(line, '\\')));
		if (inside)
			lines += fputs(line, example) >= 0;
		if (strncmp(line, ".Bd -literal", 12) == 0)
			inside = true;
	}
	assert_true(lines > 20);
	fclose(page);
	assert_int_equal(fclose(example), 0);
}

static instant time_of(const char *text)
{
	instant when = 0;

	assert_true(instant_parse(bytes_of(text), &when));
	return when;
}

static void the_example_is_a_case(void **state)
{
	(void)state;
	static const struct {
		const char *at, *phase, *activity, *face, *mobile;
	} moments[] = {
		/* capture time: 0.8 s behind the tester's */
		{ "2026-03-01T15:50:00+08:00", "unknown", "none", "unknown", "unknown" },
		{ "2026-03-01T16:00:30+08:00", "before-notice", "none", "none", "none" },
		{ "2026-03-01T16:01:20+08:00", "before-consent", "none", "none", "none" },
		{ "2026-03-01T16:01:28+08:00", "unknown", "none", "none", "unknown" },
		{ "2026-03-01T16:02:00+08:00", "consented", "none", "none", "general" },
		{ "2026-03-01T16:03:30+08:00", "consented", "face-enrolment", "separate", "general" },
		{ "2026-03-01T16:10:05+08:00", "consented", "face-unlock", "separate", "general" },
		{ "2026-03-01T20:00:00+08:00", "consented", "idle", "separate", "general" },
		{ "2026-03-02T10:00:00+08:00", "consented", "none", "withdrawn", "general" },
	};
	char path[] = "probity-manual-XXXXXX";
	int created = mkstemp(path);
	struct case_file *file = NULL;
	struct error error = { "" };

	assert_true(created >= 0);
	close(created);
	extract(path);
	enum status status = case_load(path, PROBITY_SOURCE_DIR, &file, &error);

	unlink(path);
	if (status != STATUS_OK)
		fail_msg("%s", error.message);
	for (size_t i = 0; i < COUNT_OF(moments); i++) {
		instant when = time_of(moments[i].at);
		const char *phase, *activity;

		case_moment(file, when, &phase, &activity);
		assert_string_equal(phase, moments[i].phase);
		assert_string_equal(activity, moments[i].activity);
		assert_string_equal(case_consent(file, when, BYTES("biometric.face.image")), moments[i].face);
		assert_string_equal(case_consent(file, when, BYTES("contact.mobile")), moments[i].mobile);
	}
	case_free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_example_is_a_case) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
