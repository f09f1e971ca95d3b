/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_rtcp;

#define REPORT "\x80\xc9\0\1\1\2\3\4"
#define DESCRIPTION \
	"\x81\xca\0\7\1\2\3\4\1\x0a" \
	"anna@lock7\2\4" \
	"Anna\0\0\0\0\0\0"

static void descriptions_are_values(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(REPORT DESCRIPTION) };

	CHECK_DATAGRAMS(&app_decoder_rtcp, steps,
			"value description - - CNAME=anna@lock7\nvalue description - - NAME=Anna\n");
}

static void other_datagrams_are_given_back(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(REPORT), SERVER("hello") };

	CHECK_DATAGRAMS(&app_decoder_rtcp, steps, "not-mine server\n");
}

static void bids_for_whole_compounds(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_rtcp, FROM_CLIENT, BYTES(REPORT)) >= 16);
	assert_true(bid_for(&app_decoder_rtcp, FROM_CLIENT, BYTES(REPORT DESCRIPTION)) >= 16);
	/* a description alone, a length beyond the end, bytes behind the last packet, RTP */
	assert_int_equal(bid_for(&app_decoder_rtcp, FROM_CLIENT, BYTES(DESCRIPTION)), 0);
	assert_int_equal(bid_for(&app_decoder_rtcp, FROM_CLIENT, BYTES("\x80\xc9\0\2\1\2\3\4")), 0);
	assert_int_equal(bid_for(&app_decoder_rtcp, FROM_CLIENT, BYTES(REPORT "zzzz")), 0);
	assert_int_equal(bid_for(&app_decoder_rtcp, FROM_CLIENT, BYTES("\x80\x60\0\1\0\0\0\0\1\2\3\4")), 0);
}

static void survives(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(REPORT DESCRIPTION) };

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_rtcp, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(descriptions_are_values),
		cmocka_unit_test(other_datagrams_are_given_back),
		cmocka_unit_test(bids_for_whole_compounds),
		cmocka_unit_test(survives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
