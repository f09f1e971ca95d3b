/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_drda;

static void a_login(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\22\320\1\0\1\0\14\20A\0\10\21^\223\201\224\227\0\20\320\1\0\2\0\n"
		       "\20m\0\6\21\242\0\3"),
		SERVER("\0\21\320\2\0\1\0\13\24C\0\7\21G\304\302\362"),
		CLIENT("\0*\320\1\0\1\0$\20n\0\6\21\242\0\3\0\16\21\241\343\244\223\211\227`\364\367\361"
		       "\361\0\14\21\240\201\225\225\201@@@@"),
		SERVER("\0\25\320\2\0\1\0\17\22\31\0\6\21I\0\0\0\5\21\244\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_drda, steps,
		     "credential scheme=drda class=password data=credential.password user=anna secret="
		     "Tulip-4711 method=SECCHK consent=unknown confidence=certain why=login of DRDA re"
		     "sult=accepted @3\n");
}

static void refused_in_ascii(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\22\320\1\0\1\0\14\20A\0\10\21^\223\201\224\227"),
		CLIENT("\0!\320\1\0\1\0\33\20n\0\6\21\242\0\3\0\10\21\240anna\0\t\21\241guess"),
		SERVER("\0\25\320\2\0\1\0\17\22\31\0\6\21I\0\10\0\5\21\244\17"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_drda, steps,
		     "credential scheme=drda class=password data=credential.password user=anna secret="
		     "guess method=SECCHK consent=unknown confidence=certain why=login of DRDA result="
		     "refused @2\n");
}

static void hidden_passwords_are_none(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\22\320\1\0\1\0\14\20A\0\10\21^\223\201\224\227"),
		CLIENT("\0$\320\1\0\1\0\36\20n\0\6\21\242\0\7\0\10\21\240\201\225\225\201\0\14\21\241\1\2\3"
		       "\4\5\6\7\10"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_drda, steps,
		     "credential scheme=drda class=encrypted user=anna method=SECCHK confidence=certai"
		     "n why=login of DRDA result=unknown @2\n");
}

static void a_name_alone(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\22\320\1\0\1\0\14\20A\0\10\21^\223\201\224\227"),
		CLIENT("\0\30\320\1\0\1\0\22\20n\0\6\21\242\0\4\0\10\21\240\201\225\225\201"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_drda, steps,
		     "credential scheme=drda class=username-only user=anna method=SECCHK confidence=ce"
		     "rtain why=login of DRDA result=unknown @2\n");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\22\320\1\0\1\0\14\20A\0\10\21^\223\201\224\227"),
		CLIENT("hello again"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_drda, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_drda, FROM_CLIENT,
			    BYTES("\0\22\320\1\0\1\0\14\20A\0\10\21^\223\201\224\227")) >= 16);
	assert_true(bid_for(&app_decoder_drda, FROM_CLIENT,
			    BYTES("\0\22\320\1\0\1\0\14\20A\0\10\21^"
				  "\223\201\224\227\0\22\320\1\0\1\0\14\20A\0\10\21^"
				  "\223\201\224\227")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0\22\320\1\0\1\0\14\20n\0\10\21\240anna", 18 },
		{ (const uint8_t *)"\0 \321\1\0\1\0\14\20A\0\10\21^\223\201\224\227", 18 },
		{ (const uint8_t *)"\0\22\320\1\0\1\0\14\20", 9 },
		{ (const uint8_t *)"\0\21\320\1\0\1\0\14\20A\0\10\21^\223\201\224\227", 18 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_drda, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\0\22\320\1\0\1\0\14\20A\0\10\21^\223\201\224\227", 18 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_drda, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\22\320\1\0\1\0\14\20A\0\10\21^\223\201\224\227\0\20\320\1\0\2\0\n"
		       "\20m\0\6\21\242\0\3"),
		SERVER("\0\21\320\2\0\1\0\13\24C\0\7\21G\304\302\362"),
		CLIENT("\0*\320\1\0\1\0$\20n\0\6\21\242\0\3\0\16\21\241\343\244\223\211\227`\364\367\361"
		       "\361\0\14\21\240\201\225\225\201@@@@"),
		SERVER("\0\25\320\2\0\1\0\17\22\31\0\6\21I\0\0\0\5\21\244\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_drda, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login),
		cmocka_unit_test(refused_in_ascii),
		cmocka_unit_test(hidden_passwords_are_none),
		cmocka_unit_test(a_name_alone),
		cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
