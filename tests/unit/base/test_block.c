/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "base/block.h"

static const struct {
	uint8_t low, high;
} ranges[] = { { 0, 0 }, { 'A', 'Z' }, { ' ', '~' }, { 0x7f, 0x80 }, { 0x80, 0xff }, { 0, 0xff }, { 9, 13 } };

/* Every byte at one place among others, with nothing mapped behind the sixteenth. */
static void every_byte_is_found_where_it_stands(void **state)
{
	(void)state;
	for (unsigned byte = 0; byte < 256; byte++) {
		uint8_t text[BLOCK_SIZE];
		unsigned place = byte % BLOCK_SIZE;

		memset(text, (int)(byte ^ 0x80), sizeof text);
		text[place] = (uint8_t)byte;
		struct bytes data = hostile_copy((struct bytes){ text, sizeof text });
		struct block block = block_of(data.data);
		unsigned others = BLOCK_ALL & ~(1u << place);

		assert_int_equal(block_equal(block, (uint8_t)byte), 1u << place);
		assert_int_equal(block_high(block), byte >= 0x80 ? 1u << place : others);
		for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
			unsigned other = byte ^ 0x80;
			bool in = byte >= ranges[i].low && byte <= ranges[i].high;
			bool others_in = other >= ranges[i].low && other <= ranges[i].high;

			assert_int_equal(block_between(block, ranges[i].low, ranges[i].high),
					 (in ? 1u << place : 0) | (others_in ? others : 0));
		}
		hostile_free(data);
	}
}

static void places_are_numbered_and_counted(void **state)
{
	(void)state;
	assert_int_equal(block_first(1), 0);
	assert_int_equal(block_first(0x8000), 15);
	assert_int_equal(block_first(0x8010), 4);
	assert_int_equal(block_count(0), 0);
	assert_int_equal(block_count(0x8010), 2);
	assert_int_equal(block_count(BLOCK_ALL), BLOCK_SIZE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_is_found_where_it_stands),
		cmocka_unit_test(places_are_numbered_and_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
