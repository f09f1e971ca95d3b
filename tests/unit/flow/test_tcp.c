/* SPDX-License-Identifier: Apache-2.0 */
/* TCP reassembly held against the plain truth: what one side sent, in order. Bytes are given to the
 * tracker as frames; what it reads comes back through a recording examiner. */
#include "hostile.h"

#include "base/limits.h"
#include "flow/flow.h"

#include <stdlib.h>

struct wire {
	struct buffer read[2]; /* what was read of either direction */
	struct evidence_options options;
	struct examiner examiner;
	struct tracker *tracker;
	struct evidence *evidence;
	uint64_t frames;
	instant now;
	uint32_t start; /* sequence number of the first byte */
};

static void record(void *self, struct observer *observer, const struct message *message, struct bytes content,
		   struct bytes where)
{
	struct wire *wire = self;
	const struct carrier *carrier = observer_carrier(observer);

	(void)message;
	assert_true(bytes_equal(content, where));
	assert_true(buffer_append(&wire->read[carrier->from_client ? 0 : 1], content));
}

static void wire_open(struct wire *wire, uint32_t start)
{
	struct tracker_options options = { .evidence = &wire->options, .jobs = 1 };
	struct error error;

	memset(wire, 0, sizeof *wire);
	wire->read[0] = wire->read[1] = buffer_of(1 << 23);
	wire->examiner = (struct examiner){ .self = wire, .content = record };
	wire->options.examiner = &wire->examiner;
	wire->start = start;
	wire->now = 1000 * INSTANT_SECOND;
	assert_int_equal(tracker_new(&options, &wire->tracker, &error), STATUS_OK);
}

static void put16(uint8_t *to, size_t number)
{
	to[0] = (uint8_t)(number >> 8);
	to[1] = (uint8_t)number;
}

static void put32(uint8_t *to, uint32_t number)
{
	put16(to, number >> 16);
	put16(to + 2, number & 0xffff);
}

/* A segment of the client (side 0) or server whose first byte is the stream's byte `at`; of `missing`
 * bytes at its end only the length was recorded. */
static void transmit(struct wire *wire, unsigned side, int64_t at, uint8_t flags, struct bytes data,
			 size_t missing, uint32_t acknowledged)
{
	uint8_t *frame = calloc(1, 40 + data.size + 1);
	struct error error;
	size_t size = 40 + data.size;

	assert_non_null(frame);
	frame[0] = 0x45;
	put16(frame + 2, size + missing);
	frame[8] = 64;
	frame[9] = 6;
	memcpy(frame + 12, side ? "\xcb\x00\x71\x05" : "\xc0\xa8\x01\x09", 4);
	memcpy(frame + 16, side ? "\xc0\xa8\x01\x09" : "\xcb\x00\x71\x05", 4);
	put16(frame + 20, side ? 9999 : 40000);
	put16(frame + 22, side ? 40000 : 9999);
	put32(frame + 24, wire->start + (uint32_t)at - (flags & TCP_SYN ? 1u : 0u));
	put32(frame + 28, wire->start + acknowledged);
	frame[32] = 5 << 4;
	frame[33] = flags;
	if (data.size)
		memcpy(frame + 40, data.data, data.size);
	struct tracker_frame tracked = { 0, ++wire->frames, wire->now += 1000000, 101, { frame, size }, size + missing };

	assert_int_equal(tracker_frame(wire->tracker, &tracked, &error), STATUS_OK);
	free(frame);
}

static void segment(struct wire *wire, unsigned side, int64_t at, uint8_t flags, struct bytes data)
{
	transmit(wire, side, at, flags, data, 0, 0);
}

static void wire_close(struct wire *wire)
{
	struct error error;

	assert_int_equal(tracker_end_input(wire->tracker, &error), STATUS_OK);
	assert_int_equal(tracker_finish(wire->tracker, &wire->evidence, &error), STATUS_OK);
}

static void wire_free(struct wire *wire)
{
	tracker_free(wire->tracker);
	buffer_free(&wire->read[0]);
	buffer_free(&wire->read[1]);
}

static void assert_read(const struct wire *wire, struct bytes expected)
{
	assert_int_equal(wire->read[0].size, expected.size);
	assert_true(bytes_equal(buffer_bytes(&wire->read[0]), expected));
}

static uint64_t sum(const struct wire *wire, enum kind kind, enum attribute attribute)
{
	uint64_t total = 0, number;

	for (size_t i = 0; i < evidence_count(wire->evidence, kind); i++)
		if (bytes_to_number(evidence_get(wire->evidence, kind, i, attribute), &number))
			total += number;
	return total;
}

static void handshake(struct wire *wire)
{
	segment(wire, 0, 0, TCP_SYN, BYTES_EMPTY);
	segment(wire, 1, 0, TCP_SYN | TCP_ACK, BYTES_EMPTY);
}

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

			wire_open(&wire, start ? 0xffffffe0u : 77u);
			handshake(&wire);
			for (size_t j = 0; j < 5 && orders[i][j].to; j++)
				segment(&wire, 0, (int64_t)orders[i][j].from, TCP_ACK,
				     part(orders[i][j].from, orders[i][j].to));
			wire_close(&wire);
			assert_read(&wire, part(0, text_size));
			assert_int_equal(sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 0);
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

		wire_open(&wire, run * 0x01000193u);
		handshake(&wire);
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
			size_t from = cuts[order[i]], to = cuts[order[i] + 1], wide = (random >> (i % 20)) % 5;

			to = to + wide < text_size ? to + wide : text_size;
			segment(&wire, 0, (int64_t)from, TCP_ACK, part(from, to));
			if (wide == 1)
				segment(&wire, 0, (int64_t)from, TCP_ACK, part(from, to));
		}
		wire_close(&wire);
		assert_read(&wire, part(0, text_size));
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
		wire_open(&wire, 5);
		handshake(&wire);
		segment(&wire, 0, (int64_t)cases[i].first_from, TCP_ACK, part(cases[i].first_from, cases[i].first_to));
		segment(&wire, 0, (int64_t)cases[i].second_from, TCP_ACK,
		     (struct bytes){ (uint8_t *)other, cases[i].second_to - cases[i].second_from });
		if (cases[i].late)
			segment(&wire, 0, 0, TCP_ACK, part(0, 10));
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
	wire_open(&wire, 5);
	handshake(&wire);
	segment(&wire, 0, 0, TCP_ACK, part(0, 20));
	segment(&wire, 0, 19, TCP_ACK, BYTES("\0"));
	segment(&wire, 0, 20, TCP_ACK, part(20, 69));
	wire_close(&wire);
	assert_read(&wire, part(0, text_size));
	assert_int_equal(evidence_count(wire.evidence, KIND_OVERLAP), 0);
	wire_free(&wire);
}

static void gaps_are_counted_and_stepped_over(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 5);
	handshake(&wire);
	segment(&wire, 0, 0, TCP_ACK, part(0, 20));
	segment(&wire, 0, 30, TCP_ACK, part(30, 69));
	wire_close(&wire);
	assert_int_equal(sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 10);
	assert_int_equal(wire.read[0].size, text_size - 10);
	wire_free(&wire);
}

static void snapped_segments_lose_only_their_tail(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 5);
	handshake(&wire);
	transmit(&wire, 0, 0, TCP_ACK, part(0, 20), 10, 0);
	segment(&wire, 0, 30, TCP_ACK, part(30, 69));
	wire_close(&wire);
	assert_int_equal(sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 10);
	assert_int_equal(wire.read[0].size, text_size - 10);
	wire_free(&wire);
}

static void a_late_start_reads_from_there(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 5);
	segment(&wire, 0, 1000, TCP_ACK | TCP_PSH, part(0, 30));
	segment(&wire, 0, 1030, TCP_ACK | TCP_PSH, part(30, 69));
	wire_close(&wire);
	assert_read(&wire, part(0, text_size));
	assert_int_equal(sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 0);
	wire_free(&wire);
}

static void nothing_follows_a_fin_or_reset(void **state)
{
	static const uint8_t ends[] = { TCP_FIN | TCP_ACK, TCP_RST };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct wire wire;

		wire_open(&wire, 5);
		handshake(&wire);
		segment(&wire, 0, 0, TCP_ACK, part(0, 40));
		segment(&wire, 0, 40, ends[i], BYTES_EMPTY);
		segment(&wire, 0, 40, TCP_ACK, part(40, 69));
		wire_close(&wire);
		assert_read(&wire, part(0, 40));
		wire_free(&wire);
	}
}

static void a_reset_from_elsewhere_is_ignored(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 5);
	handshake(&wire);
	segment(&wire, 0, 0, TCP_ACK, part(0, 40));
	segment(&wire, 0, 50 * LIMIT_OUT_OF_ORDER, TCP_RST, BYTES_EMPTY);
	segment(&wire, 0, 40, TCP_ACK, part(40, 69));
	wire_close(&wire);
	assert_read(&wire, part(0, text_size));
	wire_free(&wire);
}

static void memory_for_what_waits_is_bounded(void **state)
{
	struct wire wire;
	uint8_t block[1400];

	(void)state;
	memset(block, 'a', sizeof block);
	wire_open(&wire, 5);
	handshake(&wire);
	for (int64_t i = 1; i < 3000; i++)
		segment(&wire, 0, i * 1401, TCP_ACK, (struct bytes){ block, sizeof block });
	wire_close(&wire);
	assert_int_equal(sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 1401 + 2998);
	assert_int_equal(wire.read[0].size, 2999 * sizeof block);
	wire_free(&wire);
}

static void ports_used_again_are_another_flow(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 5);
	handshake(&wire);
	segment(&wire, 0, 0, TCP_ACK, part(0, 40));
	segment(&wire, 0, 900000, TCP_SYN, BYTES_EMPTY);
	segment(&wire, 0, 900000, TCP_ACK, part(40, 69));
	wire_close(&wire);
	assert_read(&wire, part(0, text_size));
	assert_int_equal(sum(&wire, KIND_COVERAGE, ATTRIBUTE_LOST), 0);
	assert_int_equal(sum(&wire, KIND_FLOW_GROUP, ATTRIBUTE_OPENED), 2);
	wire_free(&wire);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders_and_removes_copies),
		cmocka_unit_test(random_segments_give_the_stream),
		cmocka_unit_test(contradicting_copies_are_observed),
		cmocka_unit_test(a_keep_alive_is_no_contradiction),
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
