/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_kafka;

static void a_login(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\20\0\22\0\0\0\0\0\7\0\6lamp-1"),
		SERVER("\0\0\0\t\0\0\0\7hello"),
		CLIENT("\0\0\0\27\0\21\0\1\0\0\0\7\0\6lamp-1\0\5PLAIN"),
		SERVER("\0\0\0\n\0\0\0\7\0\0\0\0\0\0"),
		CLIENT("\0\0\0&\0$\0\0\0\0\0\7\0\6lamp-1\0\0\0\22\0anna\0wallflower 9"),
		SERVER("\0\0\0\6\0\0\0\7\0\0"),
		CLIENT("\0\0\0\24\0\3\0\1\0\0\0\7\0\6lamp-1\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_kafka, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=SaslAuthenticate consent=unknown confidence=certain why=SASL exchan"
		     "ge result=accepted @5\n");
}

static void the_oldest_login(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\27\0\21\0\0\0\0\0\7\0\6lamp-1\0\5PLAIN"),
		CLIENT("\0\0\0\22\0anna\0wallflower 9"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_kafka, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=SaslAuthenticate consent=unknown confidence=certain why=SASL exchan"
		     "ge result=unknown @2\n");
}

static void the_newest_login(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\27\0\21\0\1\0\0\0\7\0\6lamp-1\0\5PLAIN"),
		CLIENT("\0\0\0%\0$\0\2\0\0\0\7\0\6lamp-1\0\23\0anna\0wallflower 9\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_kafka, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=SaslAuthenticate consent=unknown confidence=certain why=SASL exchan"
		     "ge result=unknown @2\n");
}

static void broken_requests_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\27\0\21\0\1\0\0\0\7\0\6lamp-1\0\5PLAIN"),
		CLIENT("\xff\xff\xff\xffhello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_kafka, steps, "malformed client\n");
}

/* What comes before the login does not matter to it. */
static void a_client_may_be_called_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\14\0\22\0\0\0\0\0\7\0\2\xc3\xa4"),
		CLIENT("\0\0\0\27\0\21\0\1\0\0\0\7\0\6lamp-1\0\5PLAIN"),
		CLIENT("\0\0\0&\0$\0\0\0\0\0\7\0\6lamp-1\0\0\0\22\0anna\0wallflower 9"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_kafka, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=SaslAuthenticate consent=unknown confidence=certain why=SASL exchan"
		     "ge result=unknown @3\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_kafka, FROM_CLIENT, BYTES("\0\0\0\20\0\22\0\3\0\0\0\7\0\6lamp-1")) >=
		    16);
	assert_true(bid_for(&app_decoder_kafka, FROM_CLIENT,
			    BYTES("\0\0\0\27\0\21\0\1\0\0\0\7\0\6lamp-1\0\5PLAIN")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0\0\0\20\0\22\0\3\0\0\0\7\0\6lamp-1x", 21 },
		{ (const uint8_t *)"\0\0\0\20\0\22\0c\0\0\0\7\0\6lamp-1", 20 },
		{ (const uint8_t *)"\0\0\0\20\3\xe7\0\1\0\0\0\7\0\6lamp-1", 20 },
		{ (const uint8_t *)"\0\0\0\n\0\22\0\3\0\0\0\7\0\0", 14 },
		{ (const uint8_t *)"\0\0\0\16\0\22\0\3\0\0\0\7\0\4a\1bc", 18 },
		{ (const uint8_t *)"\0\0\0\20hello", 9 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_kafka, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\0\0\0\20\0\22\0\3\0\0\0\7\0\6lamp-1", 20 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_kafka, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\20\0\22\0\0\0\0\0\7\0\6lamp-1"),
		SERVER("\0\0\0\t\0\0\0\7hello"),
		CLIENT("\0\0\0\27\0\21\0\1\0\0\0\7\0\6lamp-1\0\5PLAIN"),
		SERVER("\0\0\0\n\0\0\0\7\0\0\0\0\0\0"),
		CLIENT("\0\0\0&\0$\0\0\0\0\0\7\0\6lamp-1\0\0\0\22\0anna\0wallflower 9"),
		SERVER("\0\0\0\6\0\0\0\7\0\0"),
		CLIENT("\0\0\0\24\0\3\0\1\0\0\0\7\0\6lamp-1\0\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_kafka, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login),
		cmocka_unit_test(the_oldest_login),
		cmocka_unit_test(the_newest_login),
		cmocka_unit_test(broken_requests_are_said),
		cmocka_unit_test(a_client_may_be_called_anything),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
