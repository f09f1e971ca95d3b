/* SPDX-License-Identifier: Apache-2.0 */
/* TCP reassembly held against the plain truth: what one side sent, in order. */
#include "flow_wire.h"

#include "base/limits.h"

static const char text[] = "It was said in the evening that the door had been open since morning.";
static const size_t text_size = sizeof text - 1;

static struct bytes part(size_t from, size_t to)
{
	return (struct bytes){ (const uint8_t *)text + from, to - from };
}

static void orders_and_removes_copies(void **state)
{
	static const struct {
		size_t from, to;
	} orders[][5] = {
		{ { 0, 10 }, { 10, 30 }, { 30, 69 } },
		{ { 30, 69 }, { 10, 30 }, { 0, 10 } },
		{ { 0, 10 }, { 0, 10 }, { 5, 40 }, { 38, 69 } },
		{ { 20, 40 }, { 10, 69 }, { 0, 15 } },
		{ { 30, 40 }, { 20, 50 }, { 60, 69 }, { 45, 69 }, { 0, 25 } },
	};

	(void)state;
	/* The last start makes the numbers wrap in the middle. */
	for (size_t start = 0; start < 2; start++)
		for (size_t i = 0; i < COUNT_OF(orders); i++) {
			struct wire wire;

			wire_open(&wire, start ? 0xffffffe0u : 77u, 1);
			wire_handshake(&wire);
			for (size_t j = 0; j < 5 && orders[i][j].to; j++)
				wire_segment(&wire, 0, (int64_t)orders[i][j].from, TCP_ACK,
					     part(orders[i][j].from, orders[i][j].to));
			wire_close(&wire);
			wire_assert_read(&wire, part(0, text_size));
			assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 0);
			assert_int_equal(evidence_count(wire.evidence, KIND_OVERLAP), 0);
			wire_free(&wire);
		}
}

static void random_segments_give_the_stream(void **state)
{
	uint32_t random = 1;

	(void)state;
	for (unsigned run = 0; run < 300; run++) {
		struct wire wire;
		size_t cuts[24], count = 0, order[24];

		wire_open(&wire, run * 0x01000193u, 1);
		wire_handshake(&wire);
		for (size_t at = 0; at < text_size; count++) {
			random = random * 1103515245u + 12345u;
			cuts[count] = at;
			order[count] = count;
			at += 3 + (random >> 16) % 9;
		}
		cuts[count] = text_size;
		for (size_t i = count - 1; i > 0; i--) {
			random = random * 1103515245u + 12345u;
			size_t other = (random >> 16) % (i + 1), kept = order[i];

			order[i] = order[other];
			order[other] = kept;
		}
		for (size_t i = 0; i < count; i++) {
			/* Some reach further than their own part, some come twice. */
			size_t from = cuts[order[i]], to = cuts[order[i] + 1],
			       wide = (random >> (i % 20)) % 5;

			to = to + wide < text_size ? to + wide : text_size;
			wire_segment(&wire, 0, (int64_t)from, TCP_ACK, part(from, to));
			if (wide == 1)
				wire_segment(&wire, 0, (int64_t)from, TCP_ACK, part(from, to));
		}
		wire_close(&wire);
		wire_assert_read(&wire, part(0, text_size));
		assert_int_equal(evidence_count(wire.evidence, KIND_OVERLAP), 0);
		wire_free(&wire);
	}
}

static void contradicting_copies_are_observed(void **state)
{
	static const struct {
		size_t first_from, first_to, second_from, second_to;
		bool late; /* both come before what precedes them */
	} cases[] = { { 0, 20, 0, 20, false }, { 10, 30, 10, 30, true }, { 10, 30, 20, 40, true } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct wire wire;
		char other[64];

		memset(other, 'X', sizeof other);
		wire_open(&wire, 5, 1);
		wire_handshake(&wire);
		wire_segment(&wire, 0, (int64_t)cases[i].first_from, TCP_ACK,
			     part(cases[i].first_from, cases[i].first_to));
		wire_segment(&wire, 0, (int64_t)cases[i].second_from, TCP_ACK,
			     (struct bytes){ (uint8_t *)other, cases[i].second_to - cases[i].second_from });
		if (cases[i].late)
			wire_segment(&wire, 0, 0, TCP_ACK, part(0, 10));
		wire_close(&wire);
		assert_int_equal(evidence_count(wire.evidence, KIND_OVERLAP), 1);
		/* The first copy counts. */
		assert_true(bytes_start_with(buffer_bytes(&wire.read[0]), part(0, cases[i].first_to)));
		wire_free(&wire);
	}
}

static void a_keep_alive_is_no_contradiction(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 5, 1);
	wire_handshake(&wire);
	wire_segment(&wire, 0, 0, TCP_ACK, part(0, 20));
	wire_segment(&wire, 0, 19, TCP_ACK, BYTES("\0"));
	wire_segment(&wire, 0, 20, TCP_ACK, part(20, 69));
	wire_close(&wire);
	wire_assert_read(&wire, part(0, text_size));
	assert_int_equal(evidence_count(wire.evidence, KIND_OVERLAP), 0);
	wire_free(&wire);
}

static void half_the_sequence_space_away_is_behind(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 5, 1);
	wire_handshake(&wire);
	wire_segment(&wire, 0, 0, TCP_ACK, part(0, 20));
	wire_segment(&wire, 0, 20 + INT64_C(0x80000000), TCP_ACK, part(0, 20));
	wire_segment(&wire, 0, 20, TCP_ACK, part(20, 69));
	wire_close(&wire);
	wire_assert_read(&wire, part(0, text_size));
	wire_free(&wire);
}

static void gaps_are_counted_and_stepped_over(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 5, 1);
	wire_handshake(&wire);
	wire_segment(&wire, 0, 0, TCP_ACK, part(0, 20));
	wire_segment(&wire, 0, 30, TCP_ACK, part(30, 69));
	wire_close(&wire);
	assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 10);
	assert_int_equal(wire.read[0].size, text_size - 10);
	wire_free(&wire);
}

static void snapped_segments_lose_only_their_tail(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 5, 1);
	wire_handshake(&wire);
	wire_transmit(&wire, 0, 0, TCP_ACK, part(0, 20), 10);
	wire_segment(&wire, 0, 30, TCP_ACK, part(30, 69));
	wire_close(&wire);
	assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 10);
	assert_int_equal(wire.read[0].size, text_size - 10);
	wire_free(&wire);
}

static void a_late_start_reads_from_there(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 5, 1);
	wire_segment(&wire, 0, 1000, TCP_ACK | TCP_PSH, part(0, 30));
	wire_segment(&wire, 0, 1030, TCP_ACK | TCP_PSH, part(30, 69));
	wire_close(&wire);
	wire_assert_read(&wire, part(0, text_size));
	assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 0);
	wire_free(&wire);
}

static void nothing_follows_a_fin_or_reset(void **state)
{
	static const uint8_t ends[] = { TCP_FIN | TCP_ACK, TCP_RST };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct wire wire;

		wire_open(&wire, 5, 1);
		wire_handshake(&wire);
		wire_segment(&wire, 0, 0, TCP_ACK, part(0, 40));
		wire_segment(&wire, 0, 40, ends[i], BYTES_EMPTY);
		wire_segment(&wire, 0, 40, TCP_ACK, part(40, 69));
		wire_close(&wire);
		wire_assert_read(&wire, part(0, 40));
		wire_free(&wire);
	}
}

static void a_reset_from_elsewhere_is_ignored(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 5, 1);
	wire_handshake(&wire);
	wire_segment(&wire, 0, 0, TCP_ACK, part(0, 40));
	wire_segment(&wire, 0, 50 * LIMIT_OUT_OF_ORDER, TCP_RST, BYTES_EMPTY);
	wire_segment(&wire, 0, 40, TCP_ACK, part(40, 69));
	wire_close(&wire);
	wire_assert_read(&wire, part(0, text_size));
	wire_free(&wire);
}

static void memory_for_what_waits_is_bounded(void **state)
{
	struct wire wire;
	uint8_t block[1400];

	(void)state;
	memset(block, 'a', sizeof block);
	wire_open(&wire, 5, 1);
	wire_handshake(&wire);
	for (int64_t i = 1; i < 3000; i++)
		wire_segment(&wire, 0, i * 1401, TCP_ACK, (struct bytes){ block, sizeof block });
	wire_close(&wire);
	assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 1401 + 2998);
	assert_int_equal(wire.read[0].size, 2999 * sizeof block);
	wire_free(&wire);
}

static void ports_used_again_are_another_flow(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 5, 1);
	wire_handshake(&wire);
	wire_segment(&wire, 0, 0, TCP_ACK, part(0, 40));
	wire_segment(&wire, 0, 900000, TCP_SYN, BYTES_EMPTY);
	wire_segment(&wire, 0, 900000, TCP_ACK, part(40, 69));
	wire_close(&wire);
	wire_assert_read(&wire, part(0, text_size));
	assert_int_equal(wire_sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 0);
	assert_int_equal(wire_sum(&wire, KIND_FLOW_GROUP, ATTRIBUTE_OPENED), 2);
	wire_free(&wire);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders_and_removes_copies),
		cmocka_unit_test(random_segments_give_the_stream),
		cmocka_unit_test(contradicting_copies_are_observed),
		cmocka_unit_test(a_keep_alive_is_no_contradiction),
		cmocka_unit_test(half_the_sequence_space_away_is_behind),
		cmocka_unit_test(gaps_are_counted_and_stepped_over),
		cmocka_unit_test(snapped_segments_lose_only_their_tail),
		cmocka_unit_test(a_late_start_reads_from_there),
		cmocka_unit_test(nothing_follows_a_fin_or_reset),
		cmocka_unit_test(a_reset_from_elsewhere_is_ignored),
		cmocka_unit_test(memory_for_what_waits_is_bounded),
		cmocka_unit_test(ports_used_again_are_another_flow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
