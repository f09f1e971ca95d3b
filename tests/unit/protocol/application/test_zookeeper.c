/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_zookeeper;

static void a_digest_that_is_none(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0,\0\0\0\0\0\0\0\0\0\0\0\0\0\0u0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0"),
		SERVER("\0\0\0$\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\0\0\0+\0\0\0\7\0\0\0d\0\0\0\0\0\0\0\6digest\0\0\0\21anna:wallflower 9"),
		CLIENT("\0\0\0.\0\0\0\7\0\0\0\1\0\0\0\5/lock\0\0\0\21phone 13900001234\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_zookeeper, steps,
		     "content request create /lock: phone 13900001234\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=auth consent=unknown confidence=certain why=user name and password,"
		     " whatever the scheme is called result=unknown @3\n");
}

static void other_schemes_are_passed_over(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0,\0\0\0\0\0\0\0\0\0\0\0\0\0\0u0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0"),
		CLIENT("\0\0\0\33\0\0\0\7\0\0\0d\0\0\0\0\0\0\0\4sasl\0\0\0\3x:y"),
		CLIENT("\0\0\0\17\0\0\0\7\0\0\0\3\0\0\0\2/a\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_zookeeper, steps, "");
}

static void broken_requests_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0,\0\0\0\0\0\0\0\0\0\0\0\0\0\0u0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0"),
		CLIENT("\xff\xff\xff\xffhello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_zookeeper, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(
		bid_for(&app_decoder_zookeeper, FROM_CLIENT,
			BYTES("\0\0\0,"
			      "\0\0\0\0\0\0\0\0\0\0\0\0\0\0u0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0\0\0\0\0\0\0\0\0"
			      "\0\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t
			   *)"\0\0\0,"
			     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0u0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0\0\0\0\0\0\0\0\0"
			     "\0\0\0\0",
		  47 },
		{ (const uint8_t
			   *)"\0\0\0,"
			     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0u0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0\0\0\0\0\0\0\0\0"
			     "\0\0\0\0\0xy",
		  50 },
		{ (const uint8_t
			   *)"\0\0\0,"
			     "\0\0\0\1\0\0\0\0\0\0\0\0\0\0u0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0\0\0\0\0\0\0\0\0"
			     "\0\0\0\0\0",
		  48 },
		{ (const uint8_t *)"\0\0\0,", 4 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_zookeeper, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t
			   *)"\0\0\0,"
			     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0u0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0\0\0\0\0\0\0\0\0"
			     "\0\0\0\0\0",
		  48 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_zookeeper, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0,\0\0\0\0\0\0\0\0\0\0\0\0\0\0u0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0"),
		SERVER("\0\0\0$\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\0\0\0+\0\0\0\7\0\0\0d\0\0\0\0\0\0\0\6digest\0\0\0\21anna:wallflower 9"),
		CLIENT("\0\0\0.\0\0\0\7\0\0\0\1\0\0\0\5/lock\0\0\0\21phone 13900001234\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_zookeeper, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_digest_that_is_none),    cmocka_unit_test(other_schemes_are_passed_over),
		cmocka_unit_test(broken_requests_are_said), cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
