/* SPDX-License-Identifier: Apache-2.0 */
#include "hostile.h"

#include "base/limits.h"
#include "base/memory.h"
#include "protocol/network/defragment.h"

#include <stdlib.h>

static const char text[] = "The quick brown fox jumps over the lazy dog, and again over the dog.";

enum { SIZE = sizeof text - 1 };

struct piece {
	size_t offset, size;
	const char *instead; /* other bytes than those of `text` */
	instant time;
	uint32_t identification;
	size_t recorded; /* 0: all of it */
};

static enum defragmented add(struct defragmenter *defragmenter, bool ipv6, const struct piece *piece,
			     struct packet *ret_packet, const char **ret_reason)
{
	struct bytes data = { (const uint8_t *)(piece->instead ? piece->instead : text + piece->offset),
			      piece->recorded ? piece->recorded : piece->size };
	struct bytes copy = hostile_copy(data);
	struct packet packet = {
		.rest = cursor_over(copy),
		.wire_left = piece->size,
		.time = piece->time,
		.next = { SELECT_IP_PROTOCOL, 17 },
		.source = address_of(ipv6 ? BYTES("\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1")
					  : BYTES("\x0a\0\0\1")),
		.destination = address_of(ipv6 ? BYTES("\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\2")
					       : BYTES("\x0a\0\0\2")),
		.fragment = { true, piece->offset + piece->size != SIZE, piece->identification,
			      (uint32_t)piece->offset },
	};
	enum defragmented done = defragment_add(defragmenter, &packet, ret_reason);

	hostile_free(copy);
	*ret_packet = packet;
	return done;
}

struct run {
	const char *what;
	bool ipv6;
	struct piece pieces[6];
	enum defragmented last;
	const char *reason;
	const char *result; /* of WHOLE */
	uint64_t lost;
};

#define W DEFRAGMENT_WHOLE
#define D DEFRAGMENT_DROPPED

#define P(from, length, ...) \
	{ \
		.offset = (from), .size = (length), ##__VA_ARGS__ \
	}
static const struct run runs[] = {
	{ "in order", false, { P(0, 32), P(32, 36) }, W, NULL, text, 0 },
	{ "backwards", true, { P(64, 4), P(32, 32), P(0, 32) }, W, NULL, text, 0 },
	{ "tiny", false, { P(8, 8), P(0, 8), P(24, 44), P(16, 8) }, W, NULL, text, 0 },
	{ "a duplicate", true, { P(0, 32), P(0, 32), P(32, 36) }, W, NULL, text, 0 },
	{ "overlap that agrees", false, { P(0, 40), P(32, 36) }, W, NULL, text, 0 },
	{ "overlap that differs: the first stands",
	  false,
	  { P(0, 32), P(24, 16, .instead = "!!!!!!!!he lazy "), P(40, 28) },
	  W,
	  "overlap",
	  text,
	  0 },
	{ "the same in IPv6: dropped",
	  true,
	  { P(0, 32), P(24, 16, .instead = "!!!!!!!!he lazy ") },
	  D,
	  "overlap",
	  NULL,
	  48 },
	{ "and dropped for good",
	  true,
	  { P(0, 32), P(24, 16, .instead = "!!!!!!!!he lazy "), P(40, 28) },
	  D,
	  "overlap",
	  NULL,
	  76 },
	{ "behind the end: ignored",
	  false,
	  { P(32, 36), P(72, 8, .instead = "12345678"), P(0, 32) },
	  W,
	  "overlap",
	  text,
	  8 },
	{ "not in units", false, { P(0, 31) }, D, "malformed", NULL, 31 },
	{ "too large", true, { P(65528, 8, .instead = "12345678") }, D, "malformed", NULL, 8 },
	{ "empty",
	  true,
	  {
		  P(8, 0, .instead = ""),
	  },
	  D,
	  "malformed",
	  NULL,
	  0 },
	{ "snapped", false, { P(0, 32, .recorded = 20), P(32, 36) }, W, NULL, "The quick brown fox ", 0 },
	{ "other identification",
	  false,
	  { P(0, 32, .identification = 1), P(32, 36, .identification = 2) },
	  DEFRAGMENT_WAIT,
	  NULL,
	  NULL,
	  0 },
	{ "too late",
	  false,
	  { P(0, 32), P(32, 36, .time = 31 * INSTANT_SECOND) },
	  DEFRAGMENT_WAIT,
	  NULL,
	  NULL,
	  32 },
	{ "just in time", false, { P(0, 32), P(32, 36, .time = 29 * INSTANT_SECOND) }, W, NULL, text, 0 },
	{ "time runs backwards",
	  false,
	  { P(0, 32, .time = INSTANT_SECOND * 1000), P(32, 36) },
	  DEFRAGMENT_WAIT,
	  NULL,
	  NULL,
	  32 },
};

static void check_run(const struct run *run)
{
	struct defragmenter *defragmenter;
	struct error error;
	struct packet packet = { 0 };
	const char *reason = NULL;
	enum defragmented done = DEFRAGMENT_WAIT;

	assert_int_equal(defragment_new(&defragmenter, &error), STATUS_OK);
	for (size_t i = 0; i < COUNT_OF(run->pieces) && (i == 0 || run->pieces[i].size); i++)
		done = add(defragmenter, run->ipv6, &run->pieces[i], &packet, &reason);
	if (done != run->last)
		fail_msg("%s: %d", run->what, (int)done);
	if (run->reason)
		assert_string_equal(reason ? reason : "none", run->reason);
	else
		assert_null(reason);
	if (run->result) {
		if (!bytes_equal(packet.rest.rest, bytes_of(run->result)))
			fail_msg("%s: %.*s", run->what, (int)packet.rest.rest.size, packet.rest.rest.data);
		assert_int_equal(packet.wire_left, SIZE);
		assert_false(packet.fragment.is);
	}
	if (defragment_lost(defragmenter) != run->lost)
		fail_msg("%s: lost", run->what);
	defragment_free(defragmenter);
}

static void puts_pieces_together(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(runs); i++)
		check_run(&runs[i]);
}

static void counts_what_never_became_whole(void **state)
{
	struct defragmenter *defragmenter;
	struct error error;
	struct packet packet;
	const char *reason;

	(void)state;
	assert_int_equal(defragment_new(&defragmenter, &error), STATUS_OK);
	add(defragmenter, false, &(struct piece){ .size = 32 }, &packet, &reason);
	assert_int_equal(defragment_lost(defragmenter), 0);
	defragment_flush(defragmenter);
	assert_int_equal(defragment_lost(defragmenter), 32);
	assert_int_equal(defragment_lost(defragmenter), 0);
	defragment_free(defragmenter);
}

/* A tunnel: what was put together is itself a fragment. */
static void a_whole_may_be_a_fragment_again(void **state)
{
	struct defragmenter *defragmenter;
	struct error error;
	struct packet packet;
	const char *reason;

	(void)state;
	assert_int_equal(defragment_new(&defragmenter, &error), STATUS_OK);
	add(defragmenter, false, &(struct piece){ .size = 32 }, &packet, &reason);
	assert_int_equal(
		add(defragmenter, false, &(struct piece){ .offset = 32, .size = 36 }, &packet, &reason),
		DEFRAGMENT_WHOLE);
	packet.fragment.is = true;
	packet.fragment.identification = 5;
	packet.fragment.offset = 72;
	assert_int_equal(defragment_add(defragmenter, &packet, &reason), DEFRAGMENT_WAIT);
	assert_int_equal(add(defragmenter, false,
			     &(struct piece){ .size = 72,
					      .instead = "012345678901234567890123456789012345678901"
							 "234567890123456789012345678901",
					      .identification = 5 },
			     &packet, &reason),
			 DEFRAGMENT_WHOLE);
	assert_true(bytes_equal(bytes_from(packet.rest.rest, 72), bytes_of(text)));
	defragment_free(defragmenter);
}

/* More datagrams than the limit, each begun at its far end so that it takes most memory. */
static void a_flood_is_bounded(void **state)
{
	static const char far_piece[] = "12345678";
	enum { FLOOD = 4 * LIMIT_FRAGMENTED_DATAGRAMS };
	struct defragmenter *defragmenter;
	struct error error;
	struct packet packet;
	const char *reason;

	(void)state;
	assert_int_equal(defragment_new(&defragmenter, &error), STATUS_OK);
	for (uint32_t i = 0; i < FLOOD; i++) {
		struct piece piece = {
			.offset = 65000, .size = 8, .instead = far_piece, .identification = i
		};

		assert_int_equal(add(defragmenter, false, &piece, &packet, &reason), DEFRAGMENT_WAIT);
	}
	assert_true(defragment_lost(defragmenter) >= 8 * (FLOOD - LIMIT_FRAGMENT_BYTES / 65008));
	defragment_free(defragmenter);
}

static void survives_lack_of_memory(void **state)
{
	struct error error;
	struct packet packet;
	const char *reason;

	(void)state;
	for (uint64_t n = 1; n <= 3; n++) {
		struct defragmenter *defragmenter = NULL;

		memory_fail_at(n);
		enum status status = defragment_new(&defragmenter, &error);

		if (n == 1) {
			assert_int_equal(status, STATUS_MEMORY);
		} else {
			assert_int_equal(
				add(defragmenter, true, &(struct piece){ .size = 32 }, &packet, &reason),
				DEFRAGMENT_DROPPED);
			assert_string_equal(reason, "memory");
		}
		memory_fail_at(0);
		defragment_free(defragmenter);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(puts_pieces_together),
		cmocka_unit_test(counts_what_never_became_whole),
		cmocka_unit_test(a_whole_may_be_a_fragment_again),
		cmocka_unit_test(a_flood_is_bounded),
		cmocka_unit_test(survives_lack_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
