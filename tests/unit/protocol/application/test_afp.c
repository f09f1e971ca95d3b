/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_afp;

static void a_login_in_clear(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\4\0\1\0\0\0\0\0\0\0\6\0\0\0\0\1\4\0\0\4\0"),
		SERVER("\1\4\0\1\0\0\0\0\0\0\0\6\0\0\0\0\0\4\0\1\0\0"),
		CLIENT("\0\2\0\2\0\0\0\0\0\0\0&\0\0\0\0\22\6AFP2.2\20Cleartxt Passwrd\4annapetal-7\0"),
		SERVER("\1\2\0\2\0\0\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_afp, steps,
		     "credential scheme=afp class=password data=credential.password user=anna secret=p"
		     "etal-7 method=FPLogin consent=unknown confidence=certain why=login of AFP result"
		     "=accepted @3\n");
}

static void the_longer_login_refused(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\4\0\1\0\0\0\0\0\0\0\6\0\0\0\0\1\4\0\0\4\0"),
		CLIENT("\0\2\0\2\0\0\0\0\0\0\0.\0\0\0\0?\0\0\0\6AFP3.1\20Cleartxt Passwrd\3\0\4anna\3\0\0pe"
		       "tal-77"),
		SERVER("\1\2\0\2\377\377\354a\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_afp, steps,
		     "credential scheme=afp class=password data=credential.password user=anna secret=p"
		     "etal-77 method=FPLogin consent=unknown confidence=certain why=login of AFP resul"
		     "t=refused @2\n");
}

static void a_name_with_a_proof_to_come(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\4\0\1\0\0\0\0\0\0\0\6\0\0\0\0\1\4\0\0\4\0"),
		CLIENT("\0\2\0\2\0\0\0\0\0\0\0\23\0\0\0\0\22\6AFP3.1\4DHX2\4anna\0"),
		SERVER("\1\2\0\2\377\377\354w\0\0\0\2\0\0\0\00012"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_afp, steps,
		     "credential scheme=afp class=hash user=anna method=FPLogin confidence=certain why"
		     "=login of AFP result=unknown @2\n");
}

static void a_guest(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\4\0\1\0\0\0\0\0\0\0\6\0\0\0\0\1\4\0\0\4\0"),
		CLIENT("\0\2\0\2\0\0\0\0\0\0\0\30\0\0\0\0\22\6AFP3.1\17No User Authent"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_afp, steps, "");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\4\0\1\0\0\0\0\0\0\0\6\0\0\0\0\1\4\0\0\4\0"),
		CLIENT("hello hello hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_afp, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_afp, FROM_CLIENT,
			    BYTES("\0\4\0\1\0\0\0\0\0\0\0\6\0\0\0\0\1\4\0\0\4\0")) >= 16);
	assert_true(bid_for(&app_decoder_afp, FROM_CLIENT, BYTES("\0\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t
			   *)"\0\2\0\2\0\0\0\0\0\0\0&\0\0\0\0\22\6AFP2.2\20Cleartxt Passwrd\4annapetal-7\0",
		  54 },
		{ (const uint8_t *)"\1\4\0\1\0\0\0\0\0\0\0\0\0\0\0\0", 16 },
		{ (const uint8_t *)"\0\4\0\1\0\0\0\0\0\0\0\6\0\0\0\0\1\4\0\0\4\0x", 23 },
		{ (const uint8_t *)"\0\4\0\1\0\0\0\0\0\0\0\6\0\0\0\0\1\4\0\0\4", 21 },
		{ (const uint8_t *)"\0\4\0\1\0\0\0\5\0\0\0\0\0\0\0\0", 16 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_afp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\0\4\0\1\0\0\0\0\0\0\0\6\0\0\0\0\1\4\0\0\4\0", 22 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_afp, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\4\0\1\0\0\0\0\0\0\0\6\0\0\0\0\1\4\0\0\4\0"),
		SERVER("\1\4\0\1\0\0\0\0\0\0\0\6\0\0\0\0\0\4\0\1\0\0"),
		CLIENT("\0\2\0\2\0\0\0\0\0\0\0&\0\0\0\0\22\6AFP2.2\20Cleartxt Passwrd\4annapetal-7\0"),
		SERVER("\1\2\0\2\0\0\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_afp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_in_clear),
		cmocka_unit_test(the_longer_login_refused),
		cmocka_unit_test(a_name_with_a_proof_to_come),
		cmocka_unit_test(a_guest),
		cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
