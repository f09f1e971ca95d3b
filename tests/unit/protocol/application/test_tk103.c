/* SPDX-License-Identifier: Apache-2.0 */
/* Terminals, places and numbers are invented. */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_tk103;

#define NAMED \
	"imei:350000000000019,tracker,0809231929,19900005678,F,112909.397,A,3113.8250,N,12128.4221,E,0.11,;"
#define BRACKETED "(013600001234BR00080612A3113.8250N12128.4221E000.1061830323.8700000000L000450AC)"

static void both_sorts_tell_where_they_are(void **state)
{
	(void)state;
	const struct step named[] = { CLIENT("##,imei:350000000000019,A;"),
				      SERVER("LOAD"),
				      CLIENT("350000000000019;"),
				      SERVER("ON"),
				      CLIENT(NAMED "\n"),
				      CLIENT("imei:350000000000019,help me,0809231930,,L,,,,,;") };
	const struct step bracketed[] = {
		CLIENT("(013600001234BP05350000000000019080612A3113.8250N12128.4221E000.1)"),
		SERVER("(013600001234AP05)"), CLIENT(BRACKETED)
	};

	CHECK_STREAM(
		&app_decoder_tk103, named,
		"record payload A -: imei=350000000000019\n"
		"record payload tracker -: imei=350000000000019; adminPhone=19900005678; latitude=31.230416; "
		"longitude=121.473701\n"
		"record payload help me -: imei=350000000000019\n");
	CHECK_STREAM(
		&app_decoder_tk103, bracketed,
		"record payload BP05 -: deviceId=013600001234; imei=350000000000019; latitude=31.230416; "
		"longitude=121.473701\n"
		"record payload AP05 -: deviceId=013600001234\n"
		"record payload BR00 -: deviceId=013600001234; latitude=31.230416; longitude=121.473701\n");
}

static void what_is_no_frame_is_passed_over(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(BRACKETED "nothyng" BRACKETED "(0136") };

	static const char *const lines[] = {
		"record payload BR00 -: deviceId=013600001234; latitude=31.230416; longitude=121.473701",
		"record payload BR00 -: deviceId=013600001234; latitude=31.230416; longitude=121.473701",
		"undecoded reason=malformed decoder=tk103 text=no frame starts here bytes=7 @1",
		"undecoded reason=cut decoder=tk103 text=the frame is not whole bytes=5 @1", NULL
	};

	conversation_says(&(struct conversation){ &app_decoder_tk103, steps, COUNT_OF(steps), false, 0 },
			  lines);
}

static void bids_for_their_starts_only(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_tk103, FROM_CLIENT, BYTES("##,imei:350000000000019,A;")) > 64);
	assert_true(bid_for(&app_decoder_tk103, FROM_CLIENT, BYTES(NAMED)) > 64);
	assert_true(bid_for(&app_decoder_tk103, FROM_CLIENT, BYTES(BRACKETED)) > 64);
	assert_int_equal(bid_for(&app_decoder_tk103, FROM_CLIENT, BYTES("(define (square x) (* x x))")), 0);
	assert_int_equal(bid_for(&app_decoder_tk103, FROM_CLIENT, BYTES("(013600001234 and more text)")), 0);
	assert_int_equal(bid_for(&app_decoder_tk103, FROM_CLIENT, BYTES("imei: not known, imei:0")), 0);
	assert_int_equal(bid_for(&app_decoder_tk103, FROM_CLIENT, BYTES("## a heading")), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(NAMED BRACKETED) };

	conversation_survives(&(struct conversation){ &app_decoder_tk103, steps, COUNT_OF(steps), false, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_sorts_tell_where_they_are),
		cmocka_unit_test(what_is_no_frame_is_passed_over),
		cmocka_unit_test(bids_for_their_starts_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
