/* SPDX-License-Identifier: Apache-2.0 */
/* Watches, places and numbers are invented. */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_setracker;

#define POSITION \
	"[3G*8800000099*00A9*UD,220414,134652,A,31.230416,N,121.4737013,E,0.10,0.0,100,7,60,90,1000,50," \
	"0000,2,255," \
	"460,0,20857,43212,36,20857,43213,20,2,corner-net,02:ab:cd:00:00:01,-60,,02:ab:cd:00:00:02,-70,11." \
	"5]"

static void a_watch_tells_where_it_is(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT("[3G*8800000099*000D*LK,50,100,100]" POSITION),
				      SERVER("[3G*8800000099*0002*LK]") };

	CHECK_STREAM(&app_decoder_setracker, steps,
		     "record payload LK -: deviceId=8800000099; content=50,100,100\n"
		     "record payload UD -: deviceId=8800000099; latitude=31.230416; longitude=121.473701; "
		     "baseStation=460,0,20857,43212; baseStation=460,0,20857,43213; wifiList=corner-net "
		     "02:ab:cd:00:00:01| 02:ab:cd:00:00:02\n"
		     "record payload LK -: deviceId=8800000099\n");
}

static void its_platform_names_persons(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("[CS*350000000000019*0010*SOS1,19900005678]"),
		SERVER("[3G*8800000099*0013*MONITOR,19900005678]"),
		SERVER("[3G*8800000099*0027*PHB,19900005678,5976,19900006789,738b4e8c]"),
		SERVER("[3G*8800000099*0001*0009*PW,123890]"),
		SERVER("[3G*8800000099*0010*MESSAGE,56de5bb6]"),
		SERVER("[3G*8800000099*0018*APN,cmnet,anna,invented1]"),
		CLIENT("[3G*8800000099*000D*bphrt,118,76,72]"),
	};

	CHECK_STREAM(
		&app_decoder_setracker, steps,
		"record payload SOS1 -: imei=350000000000019; sosPhone=19900005678\n"
		"record payload MONITOR -: deviceId=8800000099; monitorPhone=19900005678\n"
		"record payload PHB -: deviceId=8800000099; contactPhone=19900005678; contactName=奶; "
		"contactPhone=19900006789; contactName=王二\n"
		"record payload PW -: deviceId=8800000099; controlPassword=123890\n"
		"record payload MESSAGE -: deviceId=8800000099; text=回家\n"
		"record payload APN -: deviceId=8800000099; apnUserName=anna; apnPassword=invented1\n"
		"record payload bphrt -: deviceId=8800000099; systolic=118; diastolic=76; heartRate=72\n");
}

static void voice_is_what_it_was_before_it_was_framed(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("[3G*8800000099*0014*TK,#!AMR\n\x7d\x01\x7d\x02\x7d\x03\x7d\x04\x7d\x05!]"),
	};

	CHECK_STREAM(&app_decoder_setracker, steps,
		     "record payload TK -: deviceId=8800000099\n"
		     "content payload TK - label=voice: #!AMR\\n}[],*!\n");
}

static void what_is_no_frame_is_passed_over(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT("[3G*8800000099*0002*LK]rubbish[3G*8800000099*0002*LK]"),
				      CLIENT_LOST(10), CLIENT("0,1]"), CLIENT("[3G*8800000099*0002*LK]"),
				      CLIENT("[3G*8800000099*0050*LK") };

	static const char *const lines[] = {
		"record payload LK -: deviceId=8800000099",
		"record payload LK -: deviceId=8800000099",
		"record payload LK -: deviceId=8800000099",
		"undecoded reason=malformed decoder=setracker text=no frame starts here bytes=7 @1",
		"undecoded reason=cut decoder=setracker text=the frame is not whole bytes=26 *2 @3",
		NULL
	};

	conversation_says(&(struct conversation){ &app_decoder_setracker, steps, COUNT_OF(steps), false, 0 },
			  lines);
}

static void bids_for_its_header_only(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_setracker, FROM_CLIENT, BYTES(POSITION)) > 64);
	assert_int_equal(bid_for(&app_decoder_setracker, FROM_CLIENT, BYTES("[\"a\",\"b\",\"c\"]")), 0);
	assert_int_equal(bid_for(&app_decoder_setracker, FROM_CLIENT, BYTES("[3G*88000000*0002*LK]")), 0);
	assert_int_equal(bid_for(&app_decoder_setracker, FROM_CLIENT, BYTES("[3g*8800000099*0002*LK]")), 0);
	assert_int_equal(bid_for(&app_decoder_setracker, FROM_CLIENT, BYTES("[3G*8800000099*two*LK]")), 0);
	assert_int_equal(bid_for(&app_decoder_setracker, FROM_CLIENT, BYTES("[")), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(POSITION),
				      SERVER("[3G*8800000099*0027*PHB,19900005678,5976,19900006789,738b]") };

	conversation_survives(
		&(struct conversation){ &app_decoder_setracker, steps, COUNT_OF(steps), false, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_watch_tells_where_it_is),
		cmocka_unit_test(its_platform_names_persons),
		cmocka_unit_test(voice_is_what_it_was_before_it_was_framed),
		cmocka_unit_test(what_is_no_frame_is_passed_over),
		cmocka_unit_test(bids_for_its_header_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
