/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_vnc;

static void a_challenge(void **state)
{
	const struct step steps[] = {
		SERVER("RFB 003.008\n"),
		CLIENT("RFB 003.008\n"),
		SERVER("\2\2\1"),
		CLIENT("\2"),
		SERVER("\0\1\2\3\4\5\6\7\10\t\n\13\14\r\16\17"),
		CLIENT("\20\21\22\23\24\25\26\27\30\31\32\33\34\35\36\37"),
		SERVER("\0\0\0\0"),
		CLIENT("\1"),
		SERVER("\4\0\3\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_vnc, steps,
		     "credential scheme=vnc class=hash secret=101112131415161718191a1b1c1d1e1f method=logi"
		     "n confidence=certain why=answer to a challenge result=accepted @6\n"
		     "service authentication=challenge action=login gave=session @7\n");
}

static void anybody_is_let_in(void **state)
{
	const struct step steps[] = {
		SERVER("RFB 003.008\n"), CLIENT("RFB 003.008\n"),
		SERVER("\1\1"),		 CLIENT("\1"),
		SERVER("\0\0\0\0"),	 CLIENT("\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_vnc, steps, "service authentication=none action=login gave=session @5\n");
}

static void the_oldest_version(void **state)
{
	const struct step steps[] = {
		SERVER("RFB 003.003\n"),
		CLIENT("RFB 003.003\n"),
		SERVER("\0\0\0\2\0\1\2\3\4\5\6\7\10\t\n"
		       "\13\14\r\16\17"),
		CLIENT("\20\21\22\23\24\25\26\27\30\31\32\33\34\35\36\37"),
		SERVER("\0\0\0\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_vnc, steps,
		     "credential scheme=vnc class=hash secret=101112131415161718191a1b1c1d1e1f method=logi"
		     "n confidence=certain why=answer to a challenge result=refused @4\n"
		     "service authentication=challenge action=login gave=nothing @5\n");
}

static void the_oldest_version_for_anybody(void **state)
{
	const struct step steps[] = {
		SERVER("RFB 003.003\n"),
		CLIENT("RFB 003.003\n"),
		SERVER("\0\0\0\1"),
		CLIENT("\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_vnc, steps, "service authentication=none action=login gave=session @3\n");
}

static void a_password_in_clear(void **state)
{
	const struct step steps[] = {
		SERVER("RFB 003.008\n"), CLIENT("RFB 003.008\n"), SERVER("\1\23"),
		CLIENT("\23"),		 SERVER("\0\2"),	  CLIENT("\0\2"),
		SERVER("\0\1\0\0\1\0"),	 CLIENT("\0\0\1\0"),	  CLIENT("\0\0\0\4\0\0\0\14annawallflower 9"),
		SERVER("\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_vnc, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=login consent=unknown confidence=certain why=user name and password"
		     " result=accepted @9\n"
		     "service authentication=password action=login gave=session @10\n");
}

static void other_sorts_are_passed_over(void **state)
{
	const struct step steps[] = {
		SERVER("RFB 003.008\n"), CLIENT("RFB 003.008\n"),      SERVER("\1\36"),
		CLIENT("\36"),		 SERVER("\7\7\7\7\7\7\7\7\7"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_vnc, steps, "");
}

static void no_sort_at_all(void **state)
{
	const struct step steps[] = {
		SERVER("RFB 003.008\n"),
		CLIENT("RFB 003.008\n"),
		SERVER("\0\0\0\0\2no"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_vnc, steps, "");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_vnc, FROM_SERVER, BYTES("RFB 003.008\n")) >= 16);
	assert_true(bid_for(&app_decoder_vnc, FROM_CLIENT, BYTES("RFB 003.008\n")) >= 16);
	assert_true(bid_for(&app_decoder_vnc, FROM_SERVER, BYTES("RFB 003.889\n")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"RFC 003.008\n", 12 },
		{ (const uint8_t *)"", 0 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_vnc, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"RFB 003.00", 10 },
		{ (const uint8_t *)"RFB 003008\n\n", 12 },
		{ (const uint8_t *)"RFB 009.000\n", 12 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_vnc, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		SERVER("RFB 003.008\n"),
		CLIENT("RFB 003.008\n"),
		SERVER("\2\2\1"),
		CLIENT("\2"),
		SERVER("\0\1\2\3\4\5\6\7\10\t\n\13\14\r\16\17"),
		CLIENT("\20\21\22\23\24\25\26\27\30\31\32\33\34\35\36\37"),
		SERVER("\0\0\0\0"),
		CLIENT("\1"),
		SERVER("\4\0\3\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_vnc, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_challenge),	       cmocka_unit_test(anybody_is_let_in),
		cmocka_unit_test(the_oldest_version),  cmocka_unit_test(the_oldest_version_for_anybody),
		cmocka_unit_test(a_password_in_clear), cmocka_unit_test(other_sorts_are_passed_over),
		cmocka_unit_test(no_sort_at_all),      cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
