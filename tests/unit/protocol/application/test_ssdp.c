/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_ssdp;

#define NOTIFY \
	"NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nUSN: uuid:lk-9\r\nCACHE-CONTROL: " \
	"max-age=60\r\n\r\n"
#define ANSWER \
	"HTTP/1.1 200 OK\r\nEXT:\r\nLOCATION: http://192.0.2.7/d.xml?a=1\r\nWAKEUP: MAC=lk; " \
	"Timeout=9\r\n\r\n"

static void devices_tell_of_themselves(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(NOTIFY), SERVER(ANSWER), CLIENT("rubbish") };

	CHECK_DATAGRAMS(&app_decoder_ssdp, steps,
			"value header NOTIFY - USN=uuid:lk-9\n"
			"value header - - LOCATION=http://192.0.2.7/d.xml?a=1\n"
			"value header - - WAKEUP=MAC=lk; Timeout=9\n"
			"value header - - MAC=lk\n"
			"value header - - Timeout=9\n"
			"malformed client\n");
}

static void bids_for_ssdp_only(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_ssdp, FROM_CLIENT, BYTES(NOTIFY)) > 16);
	assert_true(bid_for(&app_decoder_ssdp, FROM_SERVER, BYTES(ANSWER)) > 16);
	assert_int_equal(bid_for(&app_decoder_ssdp, FROM_CLIENT, BYTES("GET / HTTP/1.1\r\n\r\n")), 0);
	assert_int_equal(
		bid_for(&app_decoder_ssdp, FROM_CLIENT, BYTES("NOTIFY sip:a@b.example SIP/2.0\r\n\r\n")), 0);
	assert_int_equal(bid_for(&app_decoder_ssdp, FROM_CLIENT, BYTES("NOTIFY")), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(NOTIFY), SERVER(ANSWER) };

	conversation_survives(&(struct conversation){ &app_decoder_ssdp, steps, 2, true, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(devices_tell_of_themselves),
		cmocka_unit_test(bids_for_ssdp_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
