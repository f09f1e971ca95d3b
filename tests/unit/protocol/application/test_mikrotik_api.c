/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_mikrotik_api;

static void a_login_and_what_follows(void **state)
{
	const struct step steps[] = {
		CLIENT("\6/login\n"
		       "=name=anna\26=password=wallflower 9\0"),
		SERVER("\5!done\0"),
		CLIENT("\26/system/identity/print\0"),
		SERVER("\3!re\17=name=lamp-gate\0\5!done\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mikrotik_api, steps,
		     "value word !re - name=lamp-gate\n"
		     "credential scheme=mikrotik class=password data=credential.password user=anna sec"
		     "ret=wallflower 9 method=/login consent=unknown confidence=certain why=login of M"
		     "ikroTik's API result=accepted @1\n");
}

static void refused(void **state)
{
	const struct step steps[] = {
		CLIENT("\6/login\n"
		       "=name=anna\17=password=guess\0"),
		SERVER("\5!trap*=message=invalid user name or password (6)\0\5!done\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mikrotik_api, steps,
		     "value word !trap - message=invalid user name or password (6)\n"
		     "credential scheme=mikrotik class=password data=credential.password user=anna sec"
		     "ret=guess method=/login consent=unknown confidence=certain why=login of MikroTik"
		     "'s API result=refused @1\n");
}

static void the_older_login(void **state)
{
	const struct step steps[] = {
		CLIENT("\6/login\0"),
		SERVER("\5!done%=ret=0123456789abcdef0123456789abcdef\0"),
		CLIENT("\6/login\n"
		       "=name=anna,=response=000123456789abcdef0123456789abcdef\0"),
		SERVER("\5!done\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mikrotik_api, steps,
		     "value word !done - ret=0123456789abcdef0123456789abcdef\n"
		     "credential scheme=mikrotik class=hash user=anna method=/login confidence=certain"
		     " why=login of MikroTik's API result=accepted @3\n");
}

static void long_words(void **state)
{
	const struct step steps[] = {
		CLIENT("\6/login\n"
		       "=name=anna\0"),
		CLIENT("\4/set\200\220=comment=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		       "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mikrotik_api, steps,
		     "value word /set - comment=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		     "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		     "x\n"
		     "credential scheme=mikrotik class=username-only user=anna method=/login confidenc"
		     "e=certain why=login of MikroTik's API result=unknown @1\n");
}

static void broken_words_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\6/login\0"),
		CLIENT("\377\377\377\377"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mikrotik_api, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_mikrotik_api, FROM_CLIENT, BYTES("\6/login\0")) >= 16);
	assert_true(bid_for(&app_decoder_mikrotik_api, FROM_CLIENT,
			    BYTES("\6/login\n"
				  "=name=anna\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\6/login", 7 },
		{ (const uint8_t *)"\6/login\1", 8 },
		{ (const uint8_t *)"\6/quit!\0", 8 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_mikrotik_api, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\6/login\0", 8 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_mikrotik_api, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\6/login\n"
		       "=name=anna\26=password=wallflower 9\0"),
		SERVER("\5!done\0"),
		CLIENT("\26/system/identity/print\0"),
		SERVER("\3!re\17=name=lamp-gate\0\5!done\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_mikrotik_api, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_what_follows), cmocka_unit_test(refused),
		cmocka_unit_test(the_older_login),	    cmocka_unit_test(long_words),
		cmocka_unit_test(broken_words_are_said),    cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
