/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "report/layout.h"

static void widths_are_those_of_a_terminal(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		unsigned width;
	} cases[] = {
		{ "", 0 },  { "abc", 3 }, { "人脸", 4 }, { "（a）", 5 }, { "e\u0301", 1 },
		{ "→", 1 }, { "é", 1 },	  { "한글", 4 }, { "\xff", 1 },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(layout_width(bytes_of(cases[i].text)), cases[i].width);
}

static void wraps_at_blanks_and_beside_wide_characters(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		unsigned at, indent, width;
		const char *expected;
	} cases[] = {
		{ "one two three four", 0, 0, 12, "one two\nthree four\n" },
		{ "one two three", 4, 4, 12, "one two\n    three\n" },
		{ "一二三四五六七", 0, 0, 10, "一二三四五\n六七\n" },
		{ "一二三四五，六", 0, 0, 10, "一二三四\n五，六\n" },
		{ "一二三四（五六）", 0, 0, 10, "一二三四\n（五六）\n" },
		{ "abcdefghijklmnop", 0, 0, 10, "abcdefghij\nklmnop\n" },
		{ "one two three", 0, 0, 0, "one two three\n" },
		{ "", 0, 0, 10, "\n" },
		{ "exactly-10 x", 0, 0, 10, "exactly-10\nx\n" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer to = buffer_of(1000);
		struct bytes text = hostile_copy(bytes_of(cases[i].text));

		assert_true(layout_wrap(&to, text, cases[i].at, cases[i].indent, cases[i].width));
		buffer_append_byte(&to, '\0');
		assert_string_equal((const char *)to.data, cases[i].expected);
		hostile_free(text);
		buffer_free(&to);
	}
}

static void broken_text_ends(void **state)
{
	(void)state;
	struct buffer to = buffer_of(1000);
	struct bytes text = hostile_copy(BYTES("\xe4\xba\xe4\xe4 \xe4\xba\xba\xe4"));

	assert_true(layout_wrap(&to, text, 0, 0, 8));
	buffer_free(&to);
	hostile_free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(widths_are_those_of_a_terminal),
		cmocka_unit_test(wraps_at_blanks_and_beside_wide_characters),
		cmocka_unit_test(broken_text_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
