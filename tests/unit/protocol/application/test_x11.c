/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_x11;

static void a_cookie(void **state)
{
	const struct step steps[] = {
		CLIENT("l\0\13\0\0\0\22\0\20\0\0\0MIT-MAGIC-COOKIE-1\0\0\0\1\2\3\4\5\6\7\10\t\n"
		       "\13\14\r\16\17"),
		SERVER("\1\0\13\0\0\0\7\0"),
		CLIENT("b\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_x11, steps,
		     "credential scheme=cookie class=token data=credential.token secret=000102030405060708"
		     "090a0b0c0d0e0f method=setup consent=unknown confidence=certain why=cookie of the scr"
		     "een result=accepted @1\n"
		     "service authentication=password action=connect gave=session @2\n");
}

static void nobody_is_asked(void **state)
{
	const struct step steps[] = {
		CLIENT("B\0\0\13\0\0\0\0\0\0\0\0"),
		SERVER("\1\0\0\13"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_x11, steps, "service authentication=none action=connect gave=session @2\n");
}

static void refused(void **state)
{
	const struct step steps[] = {
		CLIENT("B\0\0\13\0\0\0\22\0\20\0\0MIT-MAGIC-COOKIE-1\0\0000123456789abcdef"),
		SERVER("\0\2no"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_x11, steps,
		     "credential scheme=cookie class=token data=credential.token secret=303132333435363738"
		     "39616263646566 method=setup consent=unknown confidence=certain why=cookie of the scr"
		     "een result=refused @1\n"
		     "service authentication=password action=connect gave=nothing @2\n");
}

static void other_ways_tell_nothing(void **state)
{
	const struct step steps[] = {
		CLIENT("l\0\13\0\0\0\23\0\20\0\0\0XDM-AUTHORIZATION-1\0000123456789abcdef"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_x11, steps, "");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_x11, FROM_CLIENT,
			    BYTES("l\0\13\0\0\0\22\0\20\0\0\0MIT-MAGIC-COOKIE-1\0\0000123456789abcdef")) >=
		    16);
	assert_true(bid_for(&app_decoder_x11, FROM_CLIENT, BYTES("B\0\0\13\0\0\0\0\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"l\0\14\0\0\0\0\0\0\0\0\0", 12 },
		{ (const uint8_t *)"l\1\13\0\0\0\0\0\0\0\0\0", 12 },
		{ (const uint8_t *)"l\0", 2 },
		{ (const uint8_t *)"login: anna\r\n", 13 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_x11, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"B\0\0\13\0\0\0\0\0\0\0\0", 12 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_x11, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("l\0\13\0\0\0\22\0\20\0\0\0MIT-MAGIC-COOKIE-1\0\0\0\1\2\3\4\5\6\7\10\t\n"
		       "\13\14\r\16\17"),
		SERVER("\1\0\13\0\0\0\7\0"),
		CLIENT("b\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_x11, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cookie),
		cmocka_unit_test(nobody_is_asked),
		cmocka_unit_test(refused),
		cmocka_unit_test(other_ways_tell_nothing),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
