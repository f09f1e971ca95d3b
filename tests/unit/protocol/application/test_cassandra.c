/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_cassandra;

static void a_login_and_a_statement(void **state)
{
	const struct step steps[] = {
		CLIENT("\4\0\0\7\1\0\0\0\26\0\1\0\13CQL_VERSION\0\0053.0.0"),
		SERVER("\x84\0\0\7\3\0\0\0\35\0\33org.x.PasswordAuthenticator"),
		CLIENT("\4\0\0\7\17\0\0\0\26\0\0\0\22\0anna\0wallflower 9"),
		SERVER("\x84\0\0\7\20\0\0\0\4\xff\xff\xff\xff"),
		CLIENT("\4\0\0\7\7\0\0\0\32\0\0\0\23select phone from u\0\1\0"),
		SERVER("\x84\0\0\7\10\0\0\0\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_cassandra, steps,
		     "content statement - -: select phone from u\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=AUTH_RESPONSE consent=unknown confidence=certain why=SASL exchange "
		     "result=accepted @3\n");
}

static void the_first_version_refused(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\7\1\0\0\0\26\0\1\0\13CQL_VERSION\0\0053.0.0"),
		SERVER("\x81\0\7\3\0\0\0\5\0\3x.A"),
		CLIENT("\1\0\7\4\0\0\0#\0\2\0\10username\0\4anna\0\10password\0\5guess"),
		SERVER("\x81\0\7\0\0\0\0\10\0\0\1\0\0\2no"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_cassandra, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=CREDENTIALS consent=unknown confidence=certain why=user name and password "
		     "result=refused @3\n");
}

static void broken_frames_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\4\0\0\7\1\0\0\0\26\0\1\0\13CQL_VERSION\0\0053.0.0\thello, world"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_cassandra, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_cassandra, FROM_CLIENT,
			    BYTES("\4\0\0\7\1\0\0\0\26\0\1\0\13CQL_VERSION\0\0053.0.0")) >= 16);
	assert_true(bid_for(&app_decoder_cassandra, FROM_CLIENT, BYTES("\4\0\0\7\5\0\0\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_cassandra, FROM_SERVER,
			    BYTES("\x84\0\0\7\6\0\0\0\24\0\1\0\13CQL_VERSION\0\1\0\0013")) >= 16);
	assert_true(bid_for(&app_decoder_cassandra, FROM_SERVER, BYTES("\x84\0\0\7\2\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\4\0\0\7\1\0\0\0\26\0\1\0\13CQL_VERSION\0\0053.0.0x", 32 },
		{ (const uint8_t *)"\4\0\0\7\1\0\0\0\2\0\0", 11 },
		{ (const uint8_t *)"\4\0\0\7\7\0\0\0\5\0\0\0\1x", 14 },
		{ (const uint8_t *)"\6\0\0\7\5\0\0\0\0", 9 },
		{ (const uint8_t *)"\4\0\0\0", 4 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_cassandra, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\4\0\0\7\1\0\0\0\26\0\1\0\13CQL_VERSION\0\0053.0.0", 31 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_cassandra, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\4\0\0\7\1\0\0\0\26\0\1\0\13CQL_VERSION\0\0053.0.0"),
		SERVER("\x84\0\0\7\3\0\0\0\35\0\33org.x.PasswordAuthenticator"),
		CLIENT("\4\0\0\7\17\0\0\0\26\0\0\0\22\0anna\0wallflower 9"),
		SERVER("\x84\0\0\7\20\0\0\0\4\xff\xff\xff\xff"),
		CLIENT("\4\0\0\7\7\0\0\0\32\0\0\0\23select phone from u\0\1\0"),
		SERVER("\x84\0\0\7\10\0\0\0\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_cassandra, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_statement), cmocka_unit_test(the_first_version_refused),
		cmocka_unit_test(broken_frames_are_said),  cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
