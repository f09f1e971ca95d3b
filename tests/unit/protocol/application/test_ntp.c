/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_ntp;

#define TIMES "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqr"

static void asking_for_the_time_says_nothing(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\x23\0\6\xec" TIMES),
		SERVER("\x24\2\6\xe9" TIMES),
		CLIENT("\x16\1\0\1\0\0\0\0"),
		CLIENT("\x23\0\6\xec"
		       "short"),
	};

	CHECK_DATAGRAMS(&app_decoder_ntp, steps, "malformed client\n");
}

static void only_its_port_speaks_for_it(void **state)
{
	(void)state;
	unsigned bits = bid_for(&app_decoder_ntp, FROM_CLIENT, BYTES("\x1b\0\0\0" TIMES));

	assert_true(bits >= 8 && bits < 16);
	assert_int_equal(bid_for(&app_decoder_ntp, FROM_CLIENT, BYTES("\x1b\x40\0\0" TIMES)), 0);
	assert_int_equal(bid_for(&app_decoder_ntp, FROM_CLIENT, BYTES("\x03\0\0\0" TIMES)), 0);
	assert_int_equal(bid_for(&app_decoder_ntp, FROM_CLIENT,
				 BYTES("\x1b\0\0\0"
				       "x")),
			 0);
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT("\x23\0\6\xec" TIMES) };

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_ntp, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asking_for_the_time_says_nothing),
		cmocka_unit_test(only_its_port_speaks_for_it),
		cmocka_unit_test(survives_hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
