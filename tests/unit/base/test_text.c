/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "base/address.h"
#include "base/instant.h"
#include "base/text.h"

static void is_written(struct buffer *buffer, const char *expected)
{
	assert_true(bytes_equal(buffer_bytes(buffer), bytes_of(expected)));
	buffer_clear(buffer);
}

static void numbers_are_written_in_full(void **state)
{
	struct buffer buffer = buffer_of(64);

	(void)state;
	buffer_append_number(&buffer, 0);
	is_written(&buffer, "0");
	buffer_append_number(&buffer, 1090);
	is_written(&buffer, "1090");
	buffer_append_number(&buffer, UINT64_MAX);
	is_written(&buffer, "18446744073709551615");
	buffer_free(&buffer);
}

static void markup_and_escapes_are_undone_wherever_they_stand(void **state)
{
	struct buffer buffer = buffer_of(256);

	(void)state;
	text_append_xml(&buffer, BYTES("<a b='\"'>&"));
	is_written(&buffer, "&lt;a b=&#39;&quot;&#39;&gt;&amp;");
	text_append_xml(&buffer, BYTES("plain \xe6\xb5\x8b"));
	is_written(&buffer, "plain \xe6\xb5\x8b");
	text_append_json(&buffer, BYTES("\"a\\\x01z\""));
	is_written(&buffer, "\"\\\"a\\\\\\u0001z\\\"\"");
	text_append_json(&buffer, BYTES_EMPTY);
	is_written(&buffer, "\"\"");
	text_append_clean(&buffer, BYTES("a\x1b[0m\xe2\x80\xaez\x7f\xff"));
	is_written(&buffer, "a\\x1b[0m\\xe2\\x80\\xaez\\x7f\\xff");
	buffer_free(&buffer);
}

static void what_does_not_fit_is_refused_whole(void **state)
{
	struct buffer buffer = buffer_of(4);

	(void)state;
	assert_true(buffer_append_text(&buffer, "abc"));
	assert_false(buffer_append_text(&buffer, "de"));
	assert_true(buffer.full);
	assert_int_equal(buffer.size, 3);
	assert_true(buffer_append_byte(&buffer, 'd'));
	assert_false(buffer_append_number(&buffer, 1));
	assert_true(buffer_append_text(&buffer, ""));
	is_written(&buffer, "abcd");
	buffer_free(&buffer);
}

static void times_have_as_many_decimals_as_they_need(void **state)
{
	static const struct {
		instant when;
		const char *text;
	} cases[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ INT64_C(1772352000123456789), "2026-03-01T08:00:00.123456789Z" },
		{ INT64_C(1772352000123456000), "2026-03-01T08:00:00.123456Z" },
		{ INT64_C(1772352059007000000), "2026-03-01T08:00:59.007Z" },
		{ -1, "1969-12-31T23:59:59.999999999Z" },
		{ INT64_MAX, "2262-04-11T23:47:16.854775807Z" },
		{ INT64_MIN + 1, "1677-09-21T00:12:43.145224193Z" },
	};
	char text[INSTANT_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(instant_format(cases[i].when, text), cases[i].text);
}

static void addresses_are_written_as_usual(void **state)
{
	char text[ADDRESS_TEXT_SIZE];
	struct address address = address_of((struct bytes){ (const uint8_t *)"\xc0\0\x02\x09", 4 });

	(void)state;
	assert_string_equal(address_format(&address, text), "192.0.2.9");
	address = address_of((struct bytes){ (const uint8_t *)"\xff\x0a\x63\x64", 4 });
	assert_string_equal(address_format(&address, text), "255.10.99.100");
	address = address_of((struct bytes){ (const uint8_t *)"\x02\0\x5e\x10\xab\xff", 6 });
	assert_string_equal(address_format(&address, text), "02:00:5e:10:ab:ff");
	address = (struct address){ .family = ADDRESS_NONE };
	assert_string_equal(address_format(&address, text), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_written_in_full),
		cmocka_unit_test(markup_and_escapes_are_undone_wherever_they_stand),
		cmocka_unit_test(what_does_not_fit_is_refused_whole),
		cmocka_unit_test(times_have_as_many_decimals_as_they_need),
		cmocka_unit_test(addresses_are_written_as_usual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
