/* SPDX-License-Identifier: Apache-2.0 */
#include "data_types.h"

#include "recognise/plain.h"
#include "recognise/recognise.h"

#include <stdio.h>

/* Values of which some are something by themselves, whole and cut at every size. */
static const char *const somethings[] = {
	"13800138000",
	"+8613800138000",
	"02:00:5e:10:00:01",
	"a@b.example",
	"geo:31.2304,121.47",
	"sip:1001@a.example",
	"$GPRMC,080000",
	"eyJhbGciOiJub25lIn0",
	"31.230416,121.473701",
	"490154203237518",
	"4539 1488 0343 6467",
	"11010519491231002X",
	"203.0.113.7",
	"2001:db8::1",
	"\xe4\xba\xac"
	"A12345",
	"door",
	"open",
	"1234567",
	"0.25",
	"success",
	"error",
	"-12.5",
	"lock-0037",
};

static size_t answers(const struct taxonomy *taxonomy, struct bytes value, bool number)
{
	struct recognition found[4];
	const struct field_value named = { .field = BYTES("zzz"), .value = value, .number = number };

	return recognise_value(taxonomy, &named, found, 4);
}

static void what_is_plain_is_nothing(void **state)
{
	const struct taxonomy *taxonomy = *state;
	const struct plain_values *plain = recognise_plain_values(taxonomy);
	unsigned texts = 0, numbers = 0, found = 0;

	for (size_t i = 0; i < sizeof somethings / sizeof *somethings; i++) {
		struct bytes whole = bytes_of(somethings[i]);

		for (size_t start = 0; start < whole.size; start++)
			for (size_t size = 1; size <= whole.size - start; size++) {
				struct bytes value = bytes_slice(whole, start, size);
				bool bare = characters_seen(value) == CHARACTER_DIGIT;

				found += answers(taxonomy, value, false) > 0;
				if (characters_seen(value) & CHARACTER_BLANK)
					continue;
				if (plain_text(plain, value, characters_seen(value))) {
					texts++;
					assert_int_equal(answers(taxonomy, value, false), 0);
				}
				if (bare && plain_number(plain, value)) {
					numbers++;
					assert_int_equal(answers(taxonomy, value, true), 0);
				}
			}
	}
	assert_true(found > 10);
	assert_true(texts > 100);
	assert_true(numbers > 100);
}

static void numbers_are_plain_by_their_size(void **state)
{
	const struct plain_values *plain = recognise_plain_values(*state);

	assert_true(plain_number(plain, BYTES("-12.5e3")));
	assert_true(plain_number(plain, BYTES("0")));
	assert_false(plain_number(plain, BYTES_EMPTY));
	assert_false(plain_number(plain, BYTES("[1,2,3]")));
	assert_false(plain_number(plain, BYTES("490154203237518")));
	assert_false(plain_number(plain, BYTES(" 5")));
}

/* A name is looked up once to be remembered. */
static void names_that_speak_for_a_type_are_known_as_such(void **state)
{
	const struct taxonomy *taxonomy = *state;
	const struct key_memo *names = recognise_plain_values(taxonomy)->names;
	struct recognition found[4];
	struct field_value value = { .field = BYTES("phone_number"), .value = BYTES("x") };

	(void)recognise_value(taxonomy, &value, found, 4);
	assert_true(known_name_of(names, BYTES("phone_number"))->speaks);
	value.field = BYTES("thermostat_mode");
	(void)recognise_value(taxonomy, &value, found, 4);
	assert_false(known_name_of(names, BYTES("thermostat_mode"))->speaks);
	assert_null(known_name_of(names, BYTES("thermostat_mod")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_plain_is_nothing),
		cmocka_unit_test(numbers_are_plain_by_their_size),
		cmocka_unit_test(names_that_speak_for_a_type_are_known_as_such),
	};

	return cmocka_run_group_tests(tests, data_types_load, data_types_unload);
}
