/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_oicq;

static void an_account(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\16\33\0\2\1\2\34\25\"jencrypted\3"),
		SERVER("\2\16\33\0\2\1\2\34\25\"jencrypted\3"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_oicq, steps,
			"record header - -: qq-number=471147114\n"
			"record header - -: qq-number=471147114\n");
}

static void something_that_follows(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\16\33\0\2\1\2\34\25\"jencrypted\3"),
		CLIENT("hello hello hello"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_oicq, steps,
			"record header - -: qq-number=471147114\n"
			"malformed client\n");
}

static void something_else(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\16\33\0\2\1\2\0\0\0\7hello\3"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_oicq, steps, "not-mine client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_oicq, FROM_CLIENT, BYTES("\2\16\33\0\2\1\2\34\25\"jencrypted\3")) >=
		    16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\2\16\33\0\2\1\2\34\25\"jencrypted\4", 21 },
		{ (const uint8_t *)"\2\16\33\0\2\1\2\0\0\22gencrypted\3", 21 },
		{ (const uint8_t *)"\3\16\33\0\2\1\2\34\25\"jencrypted\3", 21 },
		{ (const uint8_t *)"\2\16\33\177\2\1\2\34\25\"j\3\3", 13 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_oicq, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\16\33\0\2\1\2\34\25\"jencrypted\3"),
		SERVER("\2\16\33\0\2\1\2\34\25\"jencrypted\3"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_oicq, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_account),	     cmocka_unit_test(something_that_follows),
		cmocka_unit_test(something_else),    cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
