/* SPDX-License-Identifier: Apache-2.0 */
/* Terminals and places are invented. */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_h02;

#define POSITION \
	"*HQ,4209900096,V1,125430,A,3113.8250,N,12128.4221,E,000.00,000,220414,FFFFFBFF,460,00,20857,43212#"

static void a_terminal_tells_where_it_is(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(POSITION "\r\n*HQ,350000000000019,NBR,120156,460,0,255,2,20857,43212,36,20857,43213,"
				"20,220414,FFFFFBFF,6#"),
		SERVER("*HQ,4209900096,V4,V1,20140422125430#"),
		SERVER("*HQ,4209900096,UF,130305,19900005678#"),
		CLIENT("*HQ,4209900096,V1,125431,V,0000.0000,N,00000.0000,E,000.00,000,220414,FFFFFBFF,460,"
		       "00,0,0#"),
	};

	CHECK_STREAM(&app_decoder_h02, steps,
		     "record payload V1 -: deviceId=4209900096; latitude=31.230416; longitude=121.473701; "
		     "baseStation=460,0,20857,43212\n"
		     "record payload NBR -: imei=350000000000019; baseStation=460,0,20857,43212; "
		     "baseStation=460,0,20857,43213\n"
		     "record payload V4 -: deviceId=4209900096; phone=20140422125430\n"
		     "record payload UF -: deviceId=4209900096; phone=130305; phone=19900005678\n"
		     "record payload V1 -: deviceId=4209900096\n");
}

static void what_is_no_frame_is_passed_over(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(POSITION "$$rubbish" POSITION "*HQ,42099") };

	static const char *const lines[] = {
		"record payload V1 -: deviceId=4209900096; latitude=31.230416; longitude=121.473701; "
		"baseStation=460,0,20857,43212",
		"record payload V1 -: deviceId=4209900096; latitude=31.230416; longitude=121.473701; "
		"baseStation=460,0,20857,43212",
		"undecoded reason=malformed decoder=h02 text=no frame starts here bytes=9 @1",
		"undecoded reason=cut decoder=h02 text=the frame is not whole bytes=9 @1", NULL
	};

	conversation_says(&(struct conversation){ &app_decoder_h02, steps, COUNT_OF(steps), false, 0 },
			  lines);
}

static void bids_for_its_start_only(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_h02, FROM_CLIENT, BYTES(POSITION)) > 64);
	assert_int_equal(bid_for(&app_decoder_h02, FROM_CLIENT, BYTES("*1\r\n$4\r\nPING\r\n*1\r\n")), 0);
	assert_int_equal(
		bid_for(&app_decoder_h02, FROM_CLIENT, BYTES("*HQ, and other things that stand here")), 0);
	assert_int_equal(bid_for(&app_decoder_h02, FROM_CLIENT, BYTES("*hq,4209900096,V1,125430,A,#")), 0);
	assert_int_equal(bid_for(&app_decoder_h02, FROM_CLIENT, BYTES("*HQ,4209900096")), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(POSITION POSITION) };

	conversation_survives(&(struct conversation){ &app_decoder_h02, steps, COUNT_OF(steps), false, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_tells_where_it_is),
		cmocka_unit_test(what_is_no_frame_is_passed_over),
		cmocka_unit_test(bids_for_its_start_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
