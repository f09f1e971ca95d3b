/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "base/hash.h"

/* Any byte, any size and the seed make a difference; what lies behind the bytes makes none. */
static void tells_apart(uint64_t (*hash)(struct bytes bytes, uint64_t seed))
{
	uint8_t text[200];

	memset(text, 'x', sizeof text);
	for (size_t size = 0; size < sizeof text; size++) {
		struct bytes whole = hostile_copy((struct bytes){ text, size });
		uint64_t expected = hash(whole, 3);

		assert_true(hash((struct bytes){ text, size }, 3) == expected);
		assert_true(hash((struct bytes){ text, size + 1 }, 3) != expected);
		assert_true(hash(whole, 4) != expected);
		for (size_t i = 0; i < size; i++) {
			text[i] ^= 1;
			assert_true(hash((struct bytes){ text, size }, 3) != expected);
			text[i] ^= 1;
		}
		hostile_free(whole);
	}
}

static void every_byte_counts(void **state)
{
	(void)state;
	tells_apart(hash_bytes);
	tells_apart(hash_run);
	tells_apart(hash_seeded);
}

/* Bytes that change places do so across the lanes too. */
static void the_order_counts(void **state)
{
	uint8_t text[128];

	(void)state;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (uint8_t)i;
	uint64_t expected = hash_run((struct bytes){ text, sizeof text }, 1);

	for (size_t i = 0; i + 16 < sizeof text; i += 16) {
		uint8_t before[16];

		memcpy(before, text + i, 16);
		memcpy(text + i, text + i + 16, 16);
		memcpy(text + i + 16, before, 16);
		assert_true(hash_run((struct bytes){ text, sizeof text }, 1) != expected);
		memcpy(text + i + 16, text + i, 16);
		memcpy(text + i, before, 16);
	}
}

/* Bytes whose first word makes a factor of hash_bytes() nought, so that what follows does not count: whoever
 * knows where a hash starts can make as many as they like. */
static struct bytes made_to_collide(uint64_t start, uint64_t number, uint8_t data[17])
{
	uint64_t first = hash_mix(start, 17) ^ 0x9e3779b97f4a7c15u;

	memcpy(data, &first, 8);
	memcpy(data + 8, &number, 8);
	data[16] = 1;
	return (struct bytes){ data, 17 };
}

static void a_seed_cannot_be_worked_around(void **state)
{
	(void)state;
	uint8_t one[17], other[17];

	for (uint64_t number = 1; number < 100; number++) {
		struct bytes a = made_to_collide(7, 0, one), b = made_to_collide(7, number, other);

		assert_true(hash_bytes(a, 7) == hash_bytes(b, 7));
		assert_true(hash_seeded(a, hash_seed()) != hash_seeded(b, hash_seed()));
	}
}

static void seeds_differ(void **state)
{
	(void)state;
	assert_true(hash_seed() != hash_seed());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_counts),
		cmocka_unit_test(the_order_counts),
		cmocka_unit_test(a_seed_cannot_be_worked_around),
		cmocka_unit_test(seeds_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
