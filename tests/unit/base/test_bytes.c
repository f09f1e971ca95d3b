/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "base/bytes.h"

static uint8_t small(uint8_t byte)
{
	return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32) : byte;
}

/* Every pair of bytes, at every place of names of every size that is compared in another way. */
static void letters_are_the_same_in_either_case_and_nothing_else(void **state)
{
	(void)state;
	for (size_t size = 1; size <= 17; size++)
		for (unsigned pair = 0; pair<65536; pair += size> 2 ? 7 : 1) {
			uint8_t a[17], b[17], one = (uint8_t)pair, other = (uint8_t)(pair >> 8);

			memset(a, 'k', size);
			memset(b, 'K', size);
			a[pair % size] = one;
			b[pair % size] = other;
			assert_int_equal(bytes_same_nocase(a, b, size), small(one) == small(other));
		}
}

static void nothing_behind_the_end_is_compared(void **state)
{
	(void)state;
	for (size_t size = 0; size <= 17; size++) {
		struct bytes a = hostile_copy(bytes_slice(BYTES("Content-Length:12"), 0, size));
		struct bytes b = hostile_copy(bytes_slice(BYTES("cONTENT-lENGTH:12"), 0, size));

		assert_true(bytes_equal_nocase(a, b));
		assert_false(bytes_equal_nocase(a, bytes_slice(BYTES("content-length:12!"), 0, size + 1)));
		hostile_free(a);
		hostile_free(b);
	}
}

static void finds_in_either_case(void **state)
{
	(void)state;
	assert_int_equal(bytes_find_nocase(BYTES("application/JSON"), BYTES("json")), 12);
	assert_int_equal(bytes_find_nocase(BYTES("application/json"), BYTES("JSON")), 12);
	assert_int_equal(bytes_find_nocase(BYTES("*.[{"), BYTES("[")), 2);
	assert_int_equal(bytes_find_nocase(BYTES("{"), BYTES("[")), SIZE_MAX);
	assert_int_equal(bytes_find_nocase(BYTES("jso"), BYTES("json")), SIZE_MAX);
	assert_int_equal(bytes_find_nocase(BYTES("jso"), BYTES_EMPTY), 0);
}

static void finds_wherever_it_stands(void **state)
{
	uint8_t text[64];

	(void)state;
	for (size_t size = 2; size < sizeof text; size++)
		for (size_t at = 0; at + 2 <= size; at++) {
			memset(text, 'x', size);
			text[at] = 'Y';
			text[at + 1] = 'z';
			struct bytes whole = hostile_copy((struct bytes){ text, size });
			size_t found = bytes_find_nocase(whole, BYTES("yZ"));

			assert_int_equal(bytes_find_nocase(whole, BYTES("zy")), SIZE_MAX);
			assert_int_equal(bytes_find_nocase(whole, BYTES("Y")), at);
			hostile_free(whole);
			assert_int_equal(found, at);
		}
}

static void trims_blanks_and_only_those(void **state)
{
	(void)state;
	assert_true(bytes_equal(bytes_trim(BYTES(" \t a b\r\n")), BYTES("a b")));
	assert_true(bytes_equal(bytes_trim(BYTES("\1a\0")), BYTES("\1a\0")));
	assert_true(bytes_equal(bytes_trim(BYTES("\v ")), BYTES("\v")));
	assert_int_equal(bytes_trim(BYTES("  ")).size, 0);
	assert_int_equal(bytes_trim(BYTES_EMPTY).size, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_are_the_same_in_either_case_and_nothing_else),
		cmocka_unit_test(nothing_behind_the_end_is_compared),
		cmocka_unit_test(finds_in_either_case),
		cmocka_unit_test(finds_wherever_it_stands),
		cmocka_unit_test(trims_blanks_and_only_those),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
