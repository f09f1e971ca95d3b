/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_postgresql;

static void a_password_asked_for_as_it_is(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0!\0\3\0\0user\0anna\0database\0lock\0\0"),
		SERVER("R\0\0\0\10\0\0\0\3"),
		CLIENT("p\0\0\0\21wallflower 9\0"),
		SERVER("R\0\0\0\10\0\0\0\0Z\0\0\0\5I"),
		CLIENT("Q\0\0\0\36select name, phone from u\0"),
		SERVER("T\0\0\0005\0\2name\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0phone\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0D\0\0\0\22\0\2\0\0\0\4Anna\xff\xff\xff\xff"
		       "D\0\0\0\35\0\2\0\0\0\4Otto\0\0\0\01313900001234C\0\0\0\rSELECT 2\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_postgresql, steps,
		     "value login - - database=lock\n"
		     "content statement - -: select name, phone from u\n"
		     "value row - - name=Anna\n"
		     "value row - - name=Otto\n"
		     "value row - - phone=13900001234\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=login consent=unknown confidence=certain why=password that the serv"
		     "er asked for as it is result=accepted @3\n"
		     "service authentication=password action=login gave=session @4\n");
}

static void a_digest_is_no_password(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\23\0\3\0\0user\0anna\0\0"),
		SERVER("R\0\0\0\14\0\0\0\5salt"),
		CLIENT("p\0\0\0(md50a1b2c3d4e5f60718293a4b5c6d7e8f9\0"),
		SERVER("E\0\0\0\14SFATAL\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_postgresql, steps,
		     "credential scheme=md5 class=hash user=anna method=login confidence=certain why=user "
		     "name result=refused @1\n");
}

static void scram_is_no_password(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\23\0\3\0\0user\0anna\0\0"),
		SERVER("R\0\0\0\27\0\0\0\nSCRAM-SHA-256\0\0"),
		CLIENT("p\0\0\0\37SCRAM-SHA-256\0\0\0\0\10n,,n=,r=x"),
		SERVER("R\0\0\0\14\0\0\0\13r=xy"),
		CLIENT("p\0\0\0\16c=biws,p=x"),
		SERVER("R\0\0\0\13\0\0\0\14v=xR\0\0\0\10\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_postgresql, steps,
		     "credential scheme=scram class=hash user=anna method=login confidence=certain why=use"
		     "r name result=accepted @1\n"
		     "service action=login gave=session @6\n");
}

static void tls_refused_then_a_login(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\10\4\xd2\26/"),
		SERVER("N"),
		CLIENT("\0\0\0\23\0\3\0\0user\0anna\0\0"),
		SERVER("R\0\0\0\10\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_postgresql, steps,
		     "credential scheme=plain class=username-only user=anna method=login confidence=certai"
		     "n why=user name result=accepted @3\n"
		     "service action=login gave=session @4\n");
}

static void tls_is_left_to_others(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\10\4\xd2\26/"),
		SERVER("S"),
		CLIENT("\26\3\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_postgresql, steps, "rebid server\n");
}

static void joined_late(void **state)
{
	const struct step steps[] = {
		SERVER("R\0\0\0\10\0\0\0\3"),
		CLIENT("p\0\0\0\21wallflower 9\0"),
	};

	(void)state;
	const char *const lines[] = {
		"credential scheme=plain class=password data=credential.password secret=wallflower 9 "
		"method=login consent=unknown confidence=certain why=password that the server asked f"
		"or as it is result=unknown @2",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_postgresql,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_postgresql, FROM_CLIENT, BYTES("\0\0\0\23\0\3\0\0user\0anna\0\0")) >=
		    16);
	assert_true(bid_for(&app_decoder_postgresql, FROM_CLIENT, BYTES("\0\0\0\10\4\xd2\26/")) >= 16);
	assert_true(bid_for(&app_decoder_postgresql, FROM_SERVER, BYTES("R\0\0\0\10\0\0\0\3")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0\0\0\23\0\3\0\0user\0anna\0\0x", 20 },
		{ (const uint8_t *)"\0\0\0\10\4\xd2\0261", 8 },
		{ (const uint8_t *)"Q\0\0\0\rselect 1\0", 14 },
		{ (const uint8_t *)"\0\0\0\t\0\3\0\0", 8 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_postgresql, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"R\0\0\0\10\0\0\0\r", 9 },
		{ (const uint8_t *)"R\0\0\0\t\0\0\0\3x", 10 },
		{ (const uint8_t *)"RFB 003.008\n", 12 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_postgresql, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0!\0\3\0\0user\0anna\0database\0lock\0\0"),
		SERVER("R\0\0\0\10\0\0\0\3"),
		CLIENT("p\0\0\0\21wallflower 9\0"),
		SERVER("R\0\0\0\10\0\0\0\0Z\0\0\0\5I"),
		CLIENT("Q\0\0\0\36select name, phone from u\0"),
		SERVER("T\0\0\0005\0\2name\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0phone\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0D\0\0\0\22\0\2\0\0\0\4Anna\xff\xff\xff\xff"
		       "D\0\0\0\35\0\2\0\0\0\4Otto\0\0\0\01313900001234C\0\0\0\rSELECT 2\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_postgresql, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_asked_for_as_it_is), cmocka_unit_test(a_digest_is_no_password),
		cmocka_unit_test(scram_is_no_password),		 cmocka_unit_test(tls_refused_then_a_login),
		cmocka_unit_test(tls_is_left_to_others),	 cmocka_unit_test(joined_late),
		cmocka_unit_test(bids_only_for_its_own),	 cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
