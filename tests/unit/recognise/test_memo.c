/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "recognise/loaded.h"

#include <stdio.h>

static struct key_hits hits_with(uint32_t roles)
{
	struct key_hits hits = { .roles = roles };

	return hits;
}

static void names_are_remembered_inside_their_parents(void **state)
{
	struct key_memo *memo = key_memo_new();
	struct key_hits plain = hits_with(1), inside = hits_with(2), other = hits_with(4);
	struct bytes none = BYTES_EMPTY;

	(void)state;
	assert_null(key_memo_find(memo, BYTES("phone"), none));
	key_memo_keep(memo, BYTES("phone"), false, BYTES("user"), &plain);
	assert_int_equal(key_memo_find(memo, BYTES("phone"), none)->roles, 1);
	assert_int_equal(key_memo_find(memo, BYTES("phone"), BYTES("anything"))->roles, 1);
	key_memo_keep(memo, BYTES("name"), true, BYTES("user"), &inside);
	assert_null(key_memo_find(memo, BYTES("name"), none));
	assert_null(key_memo_find(memo, BYTES("name"), BYTES("device")));
	assert_int_equal(key_memo_find(memo, BYTES("name"), BYTES("user"))->roles, 2);
	key_memo_keep(memo, BYTES("name"), true, none, &other);
	assert_int_equal(key_memo_find(memo, BYTES("name"), none)->roles, 4);
	assert_int_equal(key_memo_find(memo, BYTES("name"), BYTES("user"))->roles, 2);
	key_memo_free(memo);
}

/* Whatever is remembered is right, however many names there are. */
static void a_flood_of_names_is_forgotten_not_mixed_up(void **state)
{
	struct key_memo *memo = key_memo_new();
	char name[16];

	(void)state;
	for (uint32_t i = 0; i < 20000; i++) {
		struct key_hits hits = hits_with(i);

		snprintf(name, sizeof name, "n%u", i);
		key_memo_keep(memo, bytes_of(name), false, BYTES_EMPTY, &hits);
	}
	unsigned known = 0;

	for (uint32_t i = 0; i < 20000; i++) {
		snprintf(name, sizeof name, "n%u", i);
		const struct key_hits *hits = key_memo_find(memo, bytes_of(name), BYTES_EMPTY);

		if (!hits)
			continue;
		known++;
		assert_int_equal(hits->roles, i);
	}
	assert_in_range(known, 3000, 4096);
	key_memo_free(memo);
	key_memo_free(NULL);
}

static void long_names_are_not_kept(void **state)
{
	struct key_memo *memo = key_memo_new();
	struct key_hits hits = hits_with(1);
	uint8_t text[65];

	(void)state;
	memset(text, 'x', sizeof text);
	struct bytes name = hostile_copy((struct bytes){ text, sizeof text });

	key_memo_keep(memo, name, false, BYTES_EMPTY, &hits);
	assert_null(key_memo_find(memo, name, BYTES_EMPTY));
	key_memo_keep(memo, BYTES("a"), true, name, &hits);
	assert_null(key_memo_find(memo, BYTES("a"), name));
	hostile_free(name);
	key_memo_free(memo);
}

static void long_names_that_differ_in_the_middle_are_told_apart(void **state)
{
	struct key_memo *memo = key_memo_new();
	struct key_hits one = hits_with(1), two = hits_with(2);
	struct bytes first = BYTES("temperature-of-the-first-of-all-sensors-there");
	struct bytes second = BYTES("temperature-of-the-other-of-all-sensors-there");

	(void)state;
	key_memo_keep(memo, first, false, BYTES_EMPTY, &one);
	assert_null(key_memo_find(memo, second, BYTES_EMPTY));
	key_memo_keep(memo, second, true, first, &two);
	assert_null(key_memo_find(memo, second, second));
	assert_int_equal(key_memo_find(memo, first, second)->roles, 1);
	assert_int_equal(key_memo_find(memo, second, first)->roles, 2);
	key_memo_free(memo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_remembered_inside_their_parents),
		cmocka_unit_test(a_flood_of_names_is_forgotten_not_mixed_up),
		cmocka_unit_test(long_names_are_not_kept),
		cmocka_unit_test(long_names_that_differ_in_the_middle_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
