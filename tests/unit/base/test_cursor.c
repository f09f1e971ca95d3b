/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "base/cursor.h"

static void read_all(struct cursor *cursor)
{
	cursor_u8(cursor);
	cursor_be16(cursor);
	cursor_le32(cursor);
	cursor_skip(cursor, 1);
	cursor_take(cursor, 2);
}

static void fails_at_every_truncation(void **state)
{
	(void)state;
	for (size_t size = 0; size <= 10; size++) {
		struct bytes input = hostile_copy(bytes_slice(BYTES("0123456789"), 0, size));
		struct cursor cursor = cursor_over(input);

		read_all(&cursor);
		assert_int_equal(cursor_ok(&cursor), size == 10);
		hostile_free(input);
	}
}

static void a_failed_read_gives_zero_and_consumes_nothing(void **state)
{
	(void)state;
	struct cursor cursor = cursor_over(BYTES("\x01\x02\x03"));

	assert_int_equal(cursor_be32(&cursor), 0);
	assert_int_equal(cursor_left(&cursor), 3);
	assert_int_equal(cursor_u8(&cursor), 0);
	assert_false(cursor_ok(&cursor));
}

static void reads_both_byte_orders(void **state)
{
	(void)state;
	struct cursor big = cursor_over(BYTES("\x01\x02\x03\x04\x05\x06\x07\x08"));
	struct cursor little = big;

	assert_true(cursor_be64(&big) == UINT64_C(0x0102030405060708));
	assert_true(cursor_le64(&little) == UINT64_C(0x0807060504030201));
}

/* The usual sizes are written out: they are what the general ones are. */
static void usual_sizes_are_as_any_other(void **state)
{
	struct cursor all[12];
	const uint8_t number[] = { 0x81, 0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8 };

	(void)state;
	for (size_t size = 0; size <= sizeof number; size++) {
		struct bytes input = hostile_copy((struct bytes){ number, size });

		for (size_t i = 0; i < 12; i++)
			all[i] = cursor_over(input);
		assert_true(cursor_u8(&all[0]) == cursor_be(&all[1], 1));
		assert_true(cursor_be16(&all[0]) == cursor_be(&all[1], 2));
		assert_true(cursor_be16(&all[2]) == cursor_be(&all[3], 2));
		assert_true(cursor_le16(&all[2]) == cursor_le(&all[3], 2));
		assert_true(cursor_be24(&all[4]) == cursor_be(&all[5], 3));
		assert_true(cursor_le32(&all[6]) == cursor_le(&all[7], 4));
		assert_true(cursor_be32(&all[6]) == cursor_be(&all[7], 4));
		assert_true(cursor_be64(&all[8]) == cursor_be(&all[9], 8));
		assert_true(cursor_le64(&all[10]) == cursor_le(&all[11], 8));
		for (size_t i = 0; i < 12; i += 2) {
			assert_int_equal(cursor_ok(&all[i]), cursor_ok(&all[i + 1]));
			assert_int_equal(cursor_left(&all[i]), cursor_left(&all[i + 1]));
		}
		hostile_free(input);
	}
}

static void a_line_needs_its_end(void **state)
{
	(void)state;
	struct cursor cursor = cursor_over(BYTES("one\r\ntwo\nthree"));

	assert_true(bytes_equal(cursor_line(&cursor, 64), BYTES("one")));
	assert_true(bytes_equal(cursor_line(&cursor, 64), BYTES("two")));
	assert_true(cursor_line(&cursor, 64).size == 0);
	assert_false(cursor_ok(&cursor));
	assert_int_equal(cursor_left(&cursor), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fails_at_every_truncation),
		cmocka_unit_test(a_failed_read_gives_zero_and_consumes_nothing),
		cmocka_unit_test(reads_both_byte_orders),
		cmocka_unit_test(usual_sizes_are_as_any_other),
		cmocka_unit_test(a_line_needs_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
