/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_tacacs;

static void a_password_at_once(void **state)
{
	const struct step steps[] = {
		CLIENT("\xc0\1\1\1\0\0\0\7\0\0\0%\1\0\2\1\4\4\t\14annatty0192.0.2.7wallflower 9"),
		SERVER("\xc0\1\2\1\0\0\0\7\0\0\0\6\1\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tacacs, steps,
		     "value authentication - - rem_addr=192.0.2.7\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=authentication consent=unknown confidence=certain why=body that was"
		     " not hidden result=accepted @1\n");
}

static void a_password_when_asked(void **state)
{
	const struct step steps[] = {
		CLIENT("\xc0\1\1\1\0\0\0\7\0\0\0\25\1\0\1\1\0\4\t\0tty0192.0.2.7"),
		SERVER("\xc0\1\2\1\0\0\0\7\0\0\0\6\4\0\0\0\0\0"),
		CLIENT("\xc0\1\3\1\0\0\0\7\0\0\0\t\0\4\0\0\0anna"),
		SERVER("\xc0\1\4\1\0\0\0\7\0\0\0\6\5\0\0\0\0\0"),
		CLIENT("\xc0\1\5\1\0\0\0\7\0\0\0\n\0\5\0\0\0guess"),
		SERVER("\xc0\1\6\1\0\0\0\7\0\0\0\6\2\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tacacs, steps,
		     "value authentication - - rem_addr=192.0.2.7\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=authentication consent=unknown confidence=certain why=body that was not hi"
		     "dden result=refused @5\n");
}

static void a_challenge_is_no_password(void **state)
{
	const struct step steps[] = {
		CLIENT("\xc0\1\1\1\0\0\0\7\0\0\0)\1\0\3\1\4\4\t\20annatty0192.0.2.70123456789abcdef"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tacacs, steps,
		     "value authentication - - rem_addr=192.0.2.7\n"
		     "credential scheme=chap class=hash user=anna method=authentication confidence=certain"
		     " why=body that was not hidden result=unknown @1\n");
}

static void what_is_hidden_is_opaque(void **state)
{
	const struct step steps[] = {
		CLIENT("\xc0\1\1\0\0\0\0\7\0\0\0(\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99"
		       "\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99\x99"
		       "\x99\x99\x99\x99\x99"),
		SERVER("\xc0\1\2\0\0\0\0\7\0\0\0\24\x98\x98\x98\x98\x98\x98\x98\x98\x98\x98\x98\x98\x98\x98"
		       "\x98\x98\x98\x98\x98\x98"),
		CLIENT("hello, world"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tacacs, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_tacacs, FROM_CLIENT,
			    BYTES("\xc0\1\1\1\0\0\0\7\0\0\0\32\1\0\2\1\4\4\t\1annatty0192.0.2.7x")) >= 16);
	assert_true(bid_for(&app_decoder_tacacs, FROM_SERVER,
			    BYTES("\xc0\1\2\1\0\0\0\7\0\0\0\6\1\0\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\xc0\1\2\1\0\0\0\7\0\0\0\6\1\0\0\0\0\0", 18 },
		{ (const uint8_t *)"\xc0\1\1\2\0\0\0\7\0\0\0\6\1\0\0\0\0\0", 18 },
		{ (const uint8_t *)"\xc0\t\1\1\0\0\0\7\0\0\0\6\1\0\0\0\0\0", 18 },
		{ (const uint8_t *)"\xc2\1\1\1\0\0\0\7\0\0\0\6\1\0\0\0\0\0", 18 },
		{ (const uint8_t *)"\xc0\1\1\1\0\0\0\7\0\0\0\6\1\0\0\0\0\0x", 19 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_tacacs, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\xc0\1\1\1\0\0\0\7\0\0\0\27\1\0\1\1\1\4\t\1atty0192.0.2.7b", 35 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_tacacs, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\xc0\1\1\1\0\0\0\7\0\0\0%\1\0\2\1\4\4\t\14annatty0192.0.2.7wallflower 9"),
		SERVER("\xc0\1\2\1\0\0\0\7\0\0\0\6\1\0\0\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_tacacs, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_at_once),	      cmocka_unit_test(a_password_when_asked),
		cmocka_unit_test(a_challenge_is_no_password), cmocka_unit_test(what_is_hidden_is_opaque),
		cmocka_unit_test(bids_only_for_its_own),      cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
