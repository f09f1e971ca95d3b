/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_bolt;

static void a_login(void **state)
{
	const struct step steps[] = {
		CLIENT("``\260\27\0\0\4\4\0\0\0\4\0\0\0\3\0\0\0\0"),
		SERVER("\0\0\4\4"),
		CLIENT("\0J\261\1\244\212user_agent\206lamp/1\206scheme\205basic\211principal\204anna\213cr"
		       "edentials\214wallflower 9\0\0"),
		SERVER("\0\22\261p\241\206server\207Neo4j/5\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_bolt, steps,
		     "credential scheme=bolt class=password data=credential.password user=anna secret="
		     "wallflower 9 method=LOGON consent=unknown confidence=certain why=login of Bolt r"
		     "esult=accepted @3\n");
}

static void an_older_one_refused(void **state)
{
	const struct step steps[] = {
		CLIENT("``\260\27\0\0\4\4\0\0\0\4\0\0\0\3\0\0\0\0"),
		SERVER("\0\0\0\1"),
		CLIENT("\0J\262\1\206lamp/1\243\206scheme\205basic\211principal\204anna\213credentials\320"
		       "\26a much longer password\0\0"),
		SERVER("\0\25\261\177\241\204code\214Unauthorized\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_bolt, steps,
		     "credential scheme=bolt class=password data=credential.password user=anna secret="
		     "a much longer password method=LOGON consent=unknown confidence=certain why=login"
		     " of Bolt result=refused @3\n");
}

static void a_newer_one_with_a_token(void **state)
{
	const struct step steps[] = {
		CLIENT("``\260\27\0\0\4\4\0\0\0\4\0\0\0\3\0\0\0\0"),
		SERVER("\0\0\1\5"),
		CLIENT("\0*\261j\242\206scheme\206bearer\213credentials\214cGV0YWw0NzEx\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_bolt, steps,
		     "credential scheme=bearer class=token data=credential.token secret=cGV0YWw0NzEx m"
		     "ethod=LOGON consent=unknown confidence=certain why=login of Bolt result=unknown "
		     "@3\n");
}

static void other_schemes_and_none(void **state)
{
	const struct step steps[] = {
		CLIENT("``\260\27\0\0\4\4\0\0\0\4\0\0\0\3\0\0\0\0"),
		SERVER("\0\0\4\4"),
		CLIENT("\0&\261j\242\206scheme\210kerberos\213credentials\206ticket\0\0"),
		CLIENT("\0\17\261\1\241\206scheme\204none\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_bolt, steps, "");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_bolt, FROM_CLIENT,
			    BYTES("``\260\27\0\0\4\4\0\0\0\4\0\0\0\3\0\0\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_bolt, FROM_CLIENT, BYTES("``\260\27\0\0\4\4")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"``\260\27", 4 },
		{ (const uint8_t *)"``\260\30\0\0\4\4\0\0\0\4\0\0\0\3\0\0\0\0", 20 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_bolt, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"``\260\27\0\0\4\4\0\0\0\4\0\0\0\3\0\0\0\0", 20 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_bolt, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("``\260\27\0\0\4\4\0\0\0\4\0\0\0\3\0\0\0\0"),
		SERVER("\0\0\4\4"),
		CLIENT("\0J\261\1\244\212user_agent\206lamp/1\206scheme\205basic\211principal\204anna\213cr"
		       "edentials\214wallflower 9\0\0"),
		SERVER("\0\22\261p\241\206server\207Neo4j/5\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_bolt, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login),
		cmocka_unit_test(an_older_one_refused),
		cmocka_unit_test(a_newer_one_with_a_token),
		cmocka_unit_test(other_schemes_and_none),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
