/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_clickhouse;

static void a_login(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\21ClickHouse client\27\10\265\251\3\5homes\4anna\14wallflower 9"),
		SERVER("\0\n"
		       "ClickHouse\27\10"),
		CLIENT("\1query"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_clickhouse, steps,
		     "credential scheme=clickhouse class=password data=credential.password user=anna s"
		     "ecret=wallflower 9 method=hello consent=unknown confidence=certain why=login of "
		     "ClickHouse result=accepted @1\n");
}

static void refused(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\17clickhouse-go/2\2\1\1\0\4anna\5guess"),
		SERVER("\2\4\2\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_clickhouse, steps,
		     "credential scheme=clickhouse class=password data=credential.password user=anna s"
		     "ecret=guess method=hello consent=unknown confidence=certain why=login of ClickHo"
		     "use result=refused @1\n");
}

static void without_a_password(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\17clickhouse-go/2\2\1\1\0\7default\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_clickhouse, steps,
		     "credential scheme=clickhouse class=username-only user=default method=hello confi"
		     "dence=certain why=login of ClickHouse result=unknown @1\n");
}

static void what_goes_on_otherwise_is_given_back(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\n"
		       "ClickHouse\2\1\1\1a"),
		CLIENT_ENDS,
	};

	(void)state;
	CHECK_STREAM(&app_decoder_clickhouse, steps, "not-mine client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_clickhouse, FROM_CLIENT,
			    BYTES("\0\21ClickHouse client\27\10\265\251\3\5homes\4anna\14wallflower 9")) >=
		    16);
	assert_true(bid_for(&app_decoder_clickhouse, FROM_CLIENT, BYTES("\0\17clickhouse-go/2")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\1\21ClickHouse client\27\10\265\251\3\5homes\4anna\14wallflower 9", 48 },
		{ (const uint8_t *)"\0\n"
				   "Mousehouse",
		  12 },
		{ (const uint8_t *)"\0\21Cli", 5 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_clickhouse, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\0\21ClickHouse client\27\10\265\251\3\5homes\4anna\14wallflower 9", 48 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_clickhouse, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\21ClickHouse client\27\10\265\251\3\5homes\4anna\14wallflower 9"),
		SERVER("\0\n"
		       "ClickHouse\27\10"),
		CLIENT("\1query"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_clickhouse, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login),
		cmocka_unit_test(refused),
		cmocka_unit_test(without_a_password),
		cmocka_unit_test(what_goes_on_otherwise_is_given_back),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
