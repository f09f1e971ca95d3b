/* SPDX-License-Identifier: Apache-2.0 */
/* Watches, places and numbers are invented. */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_thinkrace;

#define LOGIN "IWAP00350000000000019#"
#define POSITION \
	"IWAP01080524A3113.8250N12128.4221E000.1061830323.8706000908000102,460,0,20857,43212,corner-net|02-" \
	"AB-CD-00-00-01|" \
	"97&net2|02-AB-CD-00-00-02|80#"

static void a_watch_names_itself_and_where_it_is(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(LOGIN),
		SERVER("IWBP00,20150101125223,8#"),
		CLIENT(POSITION),
		SERVER("IWBP01#"),
		CLIENT("IWAP02,zh_cn,0,2,460,0,20857|43212|13,20857|43213|31,2,a|02-AB-CD-00-00-01|37&b|02-"
		       "AB-CD-00-00-02|40#"),
		SERVER("IWBP12,350000000000019,080835,19900005678,19900006789#"),
		CLIENT("IWAP07,20140818064408,2,1,12,#!AMR\n#12345#"),
	};

	CHECK_STREAM(&app_decoder_thinkrace, steps,
		     "record payload IWAP00 -: imei=350000000000019\n"
		     "record payload IWBP00 -: content=,20150101125223,8\n"
		     "record payload IWAP01 -: latitude=31.230416; longitude=121.473701; "
		     "baseStation=460,0,20857,43212; "
		     "wifiList=corner-net|02-AB-CD-00-00-01|97&net2|02-AB-CD-00-00-02|80\n"
		     "record payload IWAP02 -: baseStation=460,0,20857,43212; baseStation=460,0,20857,43213; "
		     "wifiList=a|02-AB-CD-00-00-01|37&b|02-AB-CD-00-00-02|40\n"
		     "record payload IWBP12 -: imei=350000000000019; phone=19900005678; phone=19900006789; "
		     "content=,350000000000019,080835,19900005678,19900006789\n"
		     "content payload IWAP07 - label=voice: #!AMR\\n#12345\n");
}

static void bids_for_its_commands_only(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_thinkrace, FROM_CLIENT, BYTES(LOGIN)) > 64);
	assert_true(bid_for(&app_decoder_thinkrace, FROM_CLIENT, BYTES(POSITION)) >= 40);
	assert_int_equal(bid_for(&app_decoder_thinkrace, FROM_CLIENT, BYTES("IWAPPLE is no command#")), 0);
	assert_int_equal(bid_for(&app_decoder_thinkrace, FROM_CLIENT, BYTES("IWAP")), 0);
	assert_int_equal(bid_for(&app_decoder_thinkrace, FROM_CLIENT, BYTES("IW is what I say#")), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(LOGIN POSITION),
				      CLIENT("IWAP07,20140818064408,2,1,12,#!AMR\n#12345#") };

	conversation_survives(
		&(struct conversation){ &app_decoder_thinkrace, steps, COUNT_OF(steps), false, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_watch_names_itself_and_where_it_is),
		cmocka_unit_test(bids_for_its_commands_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
