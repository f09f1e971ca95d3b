/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "recognise/shape.h"

static const char *const VALUES[] = {
	"13912345678",
	"+86 139-1234-5678",
	"0571-88 123",
	"11010119900307123X",
	"1101011990030712345",
	"02:00:5e:10:00:01",
	"02-00-5E",
	"020.05e",
	"192.0.2.1",
	"30.5, 120.25",
	"30.52 120.25",
	"1.5,2",
	"deadbeef",
	"dead beef",
	"a@b.example",
	"eyJhbGciOi",
	"geo:30,120",
	"sip:7001@x",
	"$GPGGA,1",
	"-----BEGIN X",
	"a\tb",
	"\x7f",
	"\xe6\xb5\x8b",
	"tel(1)",
	"(571) 88",
	"_",
	":..",
	"x",
	"12345678901234567x",
	"1234567890123456ax",
};

/* What is told by the sorts of characters alone must not miss a kind that counting finds. */
static void the_cheap_look_misses_no_kind(void **state)
{
	unsigned met = 0;

	(void)state;
	for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
		struct bytes text = bytes_of(VALUES[i]);
		unsigned most = shape_kinds(text, characters_seen(text));
		struct shape shape = shape_of(text, false);

		assert_int_equal(shape.kinds & ~most, 0);
		met |= shape.kinds;
	}
	assert_int_equal(met, KIND_ANY);
}

static void counting_decides_in_the_end(void **state)
{
	(void)state;
	assert_false(shape_of(BYTES("1.5,2"), false).kinds & KIND_PAIR);
	assert_true(shape_of(BYTES("1.5,20.5"), false).kinds & KIND_PAIR);
	assert_false(shape_of(BYTES("020.05e"), false).kinds & KIND_OCTETS);
	assert_true(shape_of(BYTES("02-00-5E"), false).kinds & KIND_OCTETS);
	assert_false(shape_of(BYTES("1234567890123456ax"), false).kinds & KIND_CHECKED);
	assert_true(shape_of(BYTES("12345678901234567x"), false).kinds & KIND_CHECKED);
	assert_true(shape_of(BYTES(" 0571-88 123\n"), false).kinds & KIND_NUMERIC);
	assert_false(shape_of(BYTES("0571/88"), false).kinds & KIND_NUMERIC);
	assert_true(shape_of(BYTES("DeadBeef"), false).kinds & KIND_HEX);
	assert_int_equal(shape_of(BYTES("   "), false).kinds, 0);
}

/* Counters are of eight bits: what is longer is told by its beginning. */
static void long_values_do_not_overflow(void **state)
{
	uint8_t text[600];

	(void)state;
	memset(text, '7', sizeof text);
	struct bytes whole = hostile_copy((struct bytes){ text, sizeof text });
	struct shape shape = shape_of(whole, false);

	hostile_free(whole);
	assert_int_equal(shape.digits, VALUE_SAMPLE);
	assert_int_equal(shape.letters, 0);
	assert_true(shape.kinds & KIND_DIGITS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cheap_look_misses_no_kind),
		cmocka_unit_test(counting_decides_in_the_end),
		cmocka_unit_test(long_values_do_not_overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
