/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "base/base64.h"
#include "base/memory.h"

static const struct {
	const char *text, *decoded;
	bool right;
} cases[] = {
	/* RFC 4648 section 10 */
	{ "", "", true },
	{ "Zg==", "f", true },
	{ "Zm8=", "fo", true },
	{ "Zm9v", "foo", true },
	{ "Zm9vYg==", "foob", true },
	{ "Zm9vYmE=", "fooba", true },
	{ "Zm9vYmFy", "foobar", true },
	/* padding may be absent, not wrong */
	{ "Zg", "f", true },
	{ "Zm8", "fo", true },
	{ "Zg=", "f", false },
	{ "Zm9v=", "foo", false },
	{ "Zm9v====", "foo", false },
	{ "=", "", false },
	{ "Z", "", false },
	/* both alphabets, not mixed */
	{ "+/+/", "\xfb\xff\xbf", true },
	{ "-_-_", "\xfb\xff\xbf", true },
	{ "+_+_", "\xfb\xff\xbf", false },
	/* what is no digit ends it */
	{ "Zm9v Zm9v", "foo", false },
	{ "Zm9vZ$==", "foo", false },
	{ "Zm9vYm$=", "foob", false },
	{ "Zm9v\nYmFy", "foo", false },
	{ "Z=9v", "", false },
};

static void decodes_either_alphabet_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct bytes input = hostile_copy(bytes_of(cases[i].text));
		struct buffer to = buffer_of(64);

		buffer_append_text(&to, "before:");
		if (base64_decode(input, &to) != cases[i].right)
			fail_msg("%s", cases[i].text);
		struct bytes decoded = bytes_from(buffer_bytes(&to), 7);

		if (!bytes_equal(decoded, bytes_of(cases[i].decoded)))
			fail_msg("%s gives %.*s", cases[i].text, (int)decoded.size, decoded.data);
		buffer_free(&to);
		hostile_free(input);
	}
}

static void every_digit_has_its_value(void **state)
{
	(void)state;
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned count = 0;

	for (unsigned value = 0; value < 64; value++) {
		uint8_t text[4] = { (uint8_t)alphabet[value], (uint8_t)alphabet[value], 'A', 'A' };
		struct buffer to = buffer_of(16);

		assert_true(base64_decode((struct bytes){ text, 4 }, &to));
		assert_int_equal(to.data[0], value << 2 | value >> 4);
		assert_int_equal(to.data[1], (value & 15) << 4);
		buffer_free(&to);
	}
	for (unsigned byte = 0; byte < 256; byte++)
		count += base64_is_digit((uint8_t)byte);
	assert_int_equal(count, 66);
}

static void says_when_there_is_no_room_or_memory(void **state)
{
	(void)state;
	struct buffer small = buffer_of(4), none = buffer_of(64);

	assert_false(base64_decode(BYTES("Zm9vYmFy"), &small));
	assert_true(small.full);
	memory_fail_at(1);
	assert_false(base64_decode(BYTES("Zm9vYmFy"), &none));
	memory_fail_at(0);
	assert_true(none.failed);
	assert_false(small.size);
	struct buffer exact = buffer_of(5);

	assert_true(base64_decode(BYTES("Zm9vYmE="), &exact));
	buffer_free(&exact);
	/* A digit that gives no byte asks for no room. */
	assert_false(base64_decode(BYTES("Z"), &exact));
	assert_null(exact.data);
	buffer_free(&small);
	buffer_free(&none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_either_alphabet_and_nothing_else),
		cmocka_unit_test(every_digit_has_its_value),
		cmocka_unit_test(says_when_there_is_no_room_or_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
