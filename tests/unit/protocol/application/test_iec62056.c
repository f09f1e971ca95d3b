/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_iec62056;

static void a_password_and_a_value(void **state)
{
	const struct step steps[] = {
		CLIENT("/?!\r\n"),
		SERVER("/LMP5\\2METER\r\n"),
		CLIENT("\006051\r\n"),
		SERVER("\1P0\2(12345678)\3\21"),
		CLIENT("\1P1\2(46291375)\3\""),
		SERVER("\6"),
		CLIENT("\1R1\0020.9.1()\0033"),
		SERVER("\0020.9.1(102030)\3D"),
		CLIENT("\1B0\3q"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_iec62056, steps,
		     "content readout - -: 0.9.1(102030)\n"
		     "credential scheme=iec62056 class=password data=credential.password secret=462913"
		     "75 method=P consent=unknown confidence=certain why=login of a meter result=accep"
		     "ted @5\n");
}

static void refused(void **state)
{
	const struct step steps[] = {
		CLIENT("/?00471!\r\n"),
		CLIENT("\1P1\2(46291375)\3\""),
		SERVER("\2(ERROR01)\3\""),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_iec62056, steps,
		     "credential scheme=iec62056 class=password data=credential.password secret=462913"
		     "75 method=P consent=unknown confidence=certain why=login of a meter result=refus"
		     "ed @2\n");
}

static void a_password_that_is_hidden(void **state)
{
	const struct step steps[] = {
		CLIENT("/?!\r\n"),
		CLIENT("\1P2\2(5A5A77)\3\""),
		SERVER("\25"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_iec62056, steps,
		     "credential scheme=iec62056 class=hash secret=5A5A77 method=P confidence=certain "
		     "why=login of a meter result=refused @2\n");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("/?!\r\n"),
		SERVER("hello\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_iec62056, steps, "malformed server\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_iec62056, FROM_CLIENT, BYTES("/?!\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_iec62056, FROM_CLIENT, BYTES("/?00471!\r\n")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"/?!\r\n"
				   "more",
		  9 },
		{ (const uint8_t *)"/?a=b&c=d!\r\n", 12 },
		{ (const uint8_t *)"/?0047", 6 },
		{ (const uint8_t *)"GET /?!\r\n", 9 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_iec62056, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"/?!\r\n", 5 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_iec62056, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("/?!\r\n"),
		SERVER("/LMP5\\2METER\r\n"),
		CLIENT("\006051\r\n"),
		SERVER("\1P0\2(12345678)\3\21"),
		CLIENT("\1P1\2(46291375)\3\""),
		SERVER("\6"),
		CLIENT("\1R1\0020.9.1()\0033"),
		SERVER("\0020.9.1(102030)\3D"),
		CLIENT("\1B0\3q"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_iec62056, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_and_a_value),    cmocka_unit_test(refused),
		cmocka_unit_test(a_password_that_is_hidden), cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),     cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
