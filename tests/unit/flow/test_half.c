/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of many directions at once is bounded by what is counted: no room is hoarded. */
#include "hostile.h"

#include "flow/shard.h"

#include <stdlib.h>

enum { HALVES = 64, LARGE = 100, PIECE = 1000 };

static void keep(struct shard *shard, struct half *half, uint8_t with, size_t size)
{
	uint8_t piece[PIECE];

	memset(piece, with, size);
	assert_true(half_keep(shard, half, (struct bytes){ piece, size }, half->offset, 1, 1));
	half->offset += size;
}

/* Keeps something large, in pieces. */
static void keep_large(struct shard *shard, struct half *half)
{
	for (unsigned i = 0; i < LARGE; i++)
		keep(shard, half, (uint8_t)i, PIECE);
}

static void start(struct shard *shard, struct half *halves)
{
	memset(shard, 0, sizeof *shard);
	memset(halves, 0, HALVES * sizeof *halves);
	shard->spare = buffer_of(LIMIT_MESSAGE_SIZE);
	for (unsigned i = 0; i < HALVES; i++)
		halves[i].kept = buffer_of(LIMIT_MESSAGE_SIZE);
}

static size_t end(struct shard *shard, struct half *halves)
{
	size_t room = shard->spare.room;

	for (unsigned i = 0; i < HALVES; i++) {
		room += halves[i].kept.room + halves[i].span_room * sizeof(struct span);
		half_drop_all(shard, &halves[i]);
		half_give_room(shard, &halves[i]);
	}
	assert_int_equal(shard->buffered, 0);
	buffer_free(&shard->spare);
	free(shard->spare_spans);
	return room;
}

/* Each gives the room of a large message back and takes it again for one byte. */
static void one_byte_does_not_hold_the_room_of_many(void **state)
{
	struct half halves[HALVES];
	struct shard shard;

	(void)state;
	start(&shard, halves);
	for (unsigned i = 0; i < HALVES; i++) {
		keep_large(&shard, &halves[i]);
		half_drop_all(&shard, &halves[i]);
		keep(&shard, &halves[i], (uint8_t)i, 1);
	}
	for (unsigned i = 0; i < HALVES; i++) {
		assert_int_equal(halves[i].kept.size, 1);
		assert_int_equal(halves[i].kept.data[0], i);
		assert_int_equal(halves[i].spans[0].offset, LARGE * PIECE);
	}
	assert_true(end(&shard, halves) < 4 * LARGE * PIECE);
}

/* Each reads all but the last byte of what it kept. */
static void what_is_left_of_a_large_message_neither(void **state)
{
	struct half halves[HALVES];
	struct shard shard;

	(void)state;
	start(&shard, halves);
	for (unsigned i = 0; i < HALVES; i++) {
		keep_large(&shard, &halves[i]);
		half_drop(&shard, &halves[i], LARGE * PIECE - 1);
		assert_int_equal(halves[i].kept.size, 1);
		assert_int_equal(halves[i].kept.data[0], LARGE - 1);
		assert_int_equal(halves[i].span_count, 1);
	}
	assert_true(end(&shard, halves) < 4 * LARGE * PIECE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_byte_does_not_hold_the_room_of_many),
		cmocka_unit_test(what_is_left_of_a_large_message_neither),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
