/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "base/limits.h"
#include "base/markup.h"
#include "base/text.h"

enum { SIZE = 1 << 17 };

/* `start`, then `unit` so many times, then `end`. */
static size_t overloaded(const char *start, const char *unit, size_t count, const char *end)
{
	struct buffer text = buffer_of(SIZE);

	assert_true(buffer_append_text(&text, start));
	for (size_t i = 0; i < count; i++)
		assert_true(buffer_append_text(&text, unit));
	assert_true(buffer_append_text(&text, end));
	size_t at = markup_overloaded(buffer_bytes(&text));

	buffer_free(&text);
	return at;
}

static void too_many_attributes_are_found(void **state)
{
	size_t most = LIMIT_XML_ATTRIBUTES;

	(void)state;
	assert_int_equal(overloaded("<a/><b ", "c=\"1\" ", most + 1, "/>"), 4);
	assert_int_equal(overloaded("<b ", "c='1' ", most + 1, ""), 0);
	assert_int_equal(overloaded("<b ", "c = \n'>' ", most + 1, "/>"), 0);
	assert_int_equal(overloaded("<!-- ' --><b ", "c=\"1\" ", most + 1, "/>"), 10);
}

static void declared_attributes_count_together(void **state)
{
	size_t most = LIMIT_XML_ATTRIBUTES;

	(void)state;
	assert_int_equal(overloaded("<!DOCTYPE a [<!ATTLIST a ", "b CDATA '1' ", most, ">]><a/>"), 13);
	assert_true(overloaded("<!DOCTYPE a [", "<!ATTLIST a b CDATA ''>", most / 2 + 1, "]>") < SIZE_MAX);
	assert_int_equal(overloaded("<!DOCTYPE a [", "<!ELEMENT a (b)>", most, "]><a b='1'/>"), SIZE_MAX);
	assert_int_equal(overloaded("<![CDATA[", "it's ", most + 1, "]]>"), SIZE_MAX);
}

static void others_are_left_alone(void **state)
{
	size_t most = LIMIT_XML_ATTRIBUTES;

	(void)state;
	assert_int_equal(overloaded("", "", 0, ""), SIZE_MAX);
	assert_int_equal(overloaded("<b ", "c=\"1\" ", most, "/>"), SIZE_MAX);
	assert_int_equal(overloaded("<a>", "<b c=\"1\"/>", most + 1, "</a>"), SIZE_MAX);
	assert_int_equal(overloaded("<a>", "a=1&amp;", most + 1, "</a>"), SIZE_MAX);
	assert_int_equal(overloaded("<a b='", "====", most + 1, "'/>"), SIZE_MAX);
}

static void utf_16_is_counted(void **state)
{
	struct buffer text = buffer_of(SIZE);

	(void)state;
	assert_true(buffer_append(&text, (struct bytes){ (const uint8_t *)"\xff\xfe<\0b\0", 6 }));
	for (size_t i = 0; i <= LIMIT_XML_ATTRIBUTES; i++)
		assert_true(buffer_append(&text, (struct bytes){ (const uint8_t *)" \0c\0=\0'\0'\0", 10 }));
	assert_int_equal(markup_overloaded(buffer_bytes(&text)), 2);
	buffer_free(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(too_many_attributes_are_found),
		cmocka_unit_test(declared_attributes_count_together),
		cmocka_unit_test(others_are_left_alone),
		cmocka_unit_test(utf_16_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
