/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_semtech;

static void where_a_gateway_stands(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\2\0\2\0\0\0\0\0\0\7{\"stat\":{\"time\":\"2026-01-01 12:00:00 GMT\",\"lati\":31"
		       ".23042,\"long\":121.47370,\"alti\":4,\"rxnb\":2}}"),
		SERVER("\2\1\2\1"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_semtech, steps,
			"record status - -: device-id=0200000000000007; latitude=31.23042; longitude=121."
			"47370\n"
			"content payload - - type=application/json: {\"stat\":{\"time\":\"2026-01-01 12:00:0"
			"0 "
			"GMT\",\"lati\":31.23042,\"long\":121.47370,\"alti\":4,\"rxnb\":2}}\n");
}

static void what_it_heard_and_sends(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\2\0\2\0\0\0\0\0\0\7{\"rxpk\":[{\"tmst\":7,\"freq\":868.1,\"data\":\"QK8uACaAAQ"
		       "AB\"}]}"),
		CLIENT("\2\1\3\2\2\0\0\0\0\0\0\7"),
		SERVER("\2\1\3\4"),
		SERVER("\2\1\4\3{\"txpk\":{\"imme\":true}}"),
		CLIENT("\2\1\4\5\2\0\0\0\0\0\0\7"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_semtech, steps,
			"content payload - - type=application/json: {\"rxpk\":[{\"tmst\":7,\"freq\":868.1,\""
			"data"
			"\":\"QK8uACaAAQAB\"}]}\n"
			"content payload - - type=application/json: {\"txpk\":{\"imme\":true}}\n");
}

static void broken_datagrams_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\2\0\2\0\0\0\0\0\0\7{\"stat\":{\"time\":\"2026-01-01 12:00:00 GMT\",\"lati\":31"
		       ".23042,\"long\":121.47370,\"alti\":4,\"rxnb\":2}}"),
		CLIENT("\2\1\2\0short"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_semtech, steps,
			"record status - -: device-id=0200000000000007; latitude=31.23042; longitude=121."
			"47370\n"
			"content payload - - type=application/json: {\"stat\":{\"time\":\"2026-01-01 12:00:0"
			"0 "
			"GMT\",\"lati\":31.23042,\"long\":121.47370,\"alti\":4,\"rxnb\":2}}\n"
			"malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_semtech, FROM_CLIENT,
			    BYTES("\2\1\2\0\2\0\0\0\0\0\0\7{\"stat\":{\"time\":\"2026-01-01 12:00:00 "
				  "GMT\",\"lati\":31"
				  ".23042,\"long\":121.47370,\"alti\":4,\"rxnb\":2}}")) >= 16);
	assert_true(bid_for(&app_decoder_semtech, FROM_SERVER, BYTES("\2\1\4\3{\"txpk\":{}}")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\3\1\2\0\2\0\0\0\0\0\0\7{\"stat\":{\"time\":\"2026-01-01 12:00:00 "
				   "GMT\",\"lati\":31"
				   ".23042,\"long\":121.47370,\"alti\":4,\"rxnb\":2}}",
		  106 },
		{ (const uint8_t *)"\2\1\2\6\2\0\0\0\0\0\0\7{\"stat\":{\"time\":\"2026-01-01 12:00:00 "
				   "GMT\",\"lati\":31"
				   ".23042,\"long\":121.47370,\"alti\":4,\"rxnb\":2}}",
		  106 },
		{ (const uint8_t
			   *)"\2\1\2\0{\"rxpk\":[{\"tmst\":7,\"freq\":868.1,\"data\":\"QK8uACaAAQAB\"}]}",
		  60 },
		{ (const uint8_t *)"\2\1\2\0\2\0\0\0\0\0\0\7", 12 },
		{ (const uint8_t *)"\2\1\2\3[1]", 7 },
		{ (const uint8_t *)"\2\1", 2 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_semtech, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\2\0\2\0\0\0\0\0\0\7{\"stat\":{\"time\":\"2026-01-01 12:00:00 GMT\",\"lati\":31"
		       ".23042,\"long\":121.47370,\"alti\":4,\"rxnb\":2}}"),
		SERVER("\2\1\2\1"),
	};

	(void)state;
	conversation_survives(&(struct conversation){ .decoder = &app_decoder_semtech,
						      .steps = steps,
						      .count = COUNT_OF(steps),
						      .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_a_gateway_stands),    cmocka_unit_test(what_it_heard_and_sends),
		cmocka_unit_test(broken_datagrams_are_said), cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
