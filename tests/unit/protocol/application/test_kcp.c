/* SPDX-License-Identifier: Apache-2.0 */
/* Hosts are invented. */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_kcp;

#define FIRST \
	"\x44\x33\x22\x11\x51\x00\x80\x00\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x38\x00" \
	"\x00\x00\x50\x4f\x53\x54\x20\x2f\x75\x20\x48\x54\x54\x50\x2f\x31\x2e\x31\x0d\x0a\x48\x6f" \
	"\x73\x74\x3a\x20\x61\x2e\x65\x78\x61\x6d\x70\x6c\x65\x0d\x0a\x43\x6f\x6e\x74\x65\x6e\x74" \
	"\x2d\x4c\x65\x6e\x67\x74\x68\x3a\x20\x38\x0d\x0a\x0d\x0a"

#define SECOND \
	"\x44\x33\x22\x11\x51\x00\x80\x00\x14\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x08\x00" \
	"\x00\x00\x7b\x22\x61\x22\x3a\x31\x7d\x0a\x44\x33\x22\x11\x52\x00\x80\x00\x14\x00\x00\x00" \
	"\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

#define ANSWER \
	"\x44\x33\x22\x11\x52\x00\x80\x00\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x44\x33\x22\x11\x52\x00\x80\x00\x14\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00"

#define OTHER \
	"\x55\x00\x00\x00\x51\x00\x80\x00\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00" \
	"\x00\x00\x78"

static void what_is_carried_is_read_in_order(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(FIRST),  CLIENT(FIRST),
				      SERVER(ANSWER), CLIENT("\xf0\x0f found you"),
				      CLIENT(SECOND), CLIENT(OTHER) };

	conversation_says(&(struct conversation){ &app_decoder_kcp, steps, COUNT_OF(steps), true, 0 },
			  (const char *const[]){ "content body POST /u: {\"a\":1}\\n", NULL });
}

static void bids_for_segments_that_fill_the_datagram(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_kcp, FROM_CLIENT, BYTES(FIRST)) >= 24);
	assert_true(bid_for(&app_decoder_kcp, FROM_CLIENT, BYTES(SECOND)) >= 24);
	assert_true(bid_for(&app_decoder_kcp, FROM_SERVER, BYTES(ANSWER)) >= 16);
	assert_int_equal(bid_for(&app_decoder_kcp, FROM_CLIENT, BYTES(FIRST "x")), 0);
	assert_int_equal(bid_for(&app_decoder_kcp, FROM_CLIENT, BYTES(FIRST OTHER)), 0);
	assert_int_equal(bid_for(&app_decoder_kcp, FROM_CLIENT, BYTES("RRRRRRRRRRRRRRRRRRRRRRRR")), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(FIRST), SERVER(ANSWER), CLIENT(SECOND) };

	conversation_survives(&(struct conversation){ &app_decoder_kcp, steps, COUNT_OF(steps), true, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_carried_is_read_in_order),
		cmocka_unit_test(bids_for_segments_that_fill_the_datagram),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
