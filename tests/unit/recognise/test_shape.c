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

/* What a validator says of its strong values must hold for each of them. Answers how many were. */
static unsigned check_strong(struct bytes value, bool number)
{
	unsigned strong = 0;
	struct shape shape = shape_of(value, number);

	for (const struct validator *const *at = validators; *at; at++) {
		const struct validator *validator = *at;
		struct fitting fitting = { .part = shape.text };

		if (!validator->fits || !(validator->kinds & shape.kinds) ||
		    shape.text.size < validator->least || shape.text.size > validator->most ||
		    validator->fits(&shape, &fitting) != FIT_STRONG)
			continue;
		strong++;
		if (validator->strong_kinds)
			assert_true(validator->strong_kinds & shape.kinds);
		assert_true(shape.text.size >= validator->strong_least);
		assert_false(number && validator->never_bare);
		if (validator->may_be_strong)
			assert_true(validator->may_be_strong(shape.text, shape.kinds, number));
	}
	return strong;
}

static void strong_values_are_as_their_validators_tell(void **state)
{
	/* Invented; one in ten or so has a right check character. */
	static const char *const PATTERNS[] = {
		"139########",	       "0086139########",     "86139########",	   "11010119900307####",
		"6222 02## #### ####", "6222-02##-####-####", "00:1b:c5:##:##:##", "001bc5######",
		"30.####,120.####",    "##########",	      "###############",   "t###@mail.example"
	};
	uint32_t random = 1;
	unsigned strong = 0;

	(void)state;
	for (unsigned round = 0; round < 20000; round++) {
		const char *pattern = PATTERNS[round % (sizeof PATTERNS / sizeof *PATTERNS)];
		char text[32];
		size_t size = 0;

		for (; pattern[size]; size++) {
			random = random * 1664525 + 1013904223;
			text[size] = pattern[size] == '#' ? (char)('0' + (random >> 16) % 10) : pattern[size];
		}
		strong += check_strong((struct bytes){ (const uint8_t *)text, size }, false);
		strong += check_strong((struct bytes){ (const uint8_t *)text, size }, true);
	}
	assert_true(strong > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cheap_look_misses_no_kind),
		cmocka_unit_test(counting_decides_in_the_end),
		cmocka_unit_test(long_values_do_not_overflow),
		cmocka_unit_test(strong_values_are_as_their_validators_tell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
