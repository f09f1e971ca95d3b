/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_amqp;

static void a_login_and_a_message(void **state)
{
	const struct step steps[] = {
		CLIENT("AMQP\0\0\t\1"),
		SERVER("\1\0\0\0\0\0%\0\n\0\n\0\t\0\0\0\0\0\0\0\16PLAIN AMQPLAIN\0\0\0\5en_US\xce"),
		CLIENT("\1\0\0\0\0\0*\0\n\0\13\0\0\0\0\5PLAIN\0\0\0\22\0anna\0wallflower 9\5en_US\xce"),
		SERVER("\1\0\0\0\0\0\14\0\n\0\36\0\0\0\1\0\0\0\0\xce"),
		CLIENT("\1\0\1\0\0\0\17\0<\0(\0\0\0\6lock.1\0\xce\2\0\1\0\0\0\31\0<\0\0\0\0\0\0\0\0\0\5\x80"
		       "\0\ntext/plain\xce\3\0\1\0\0\0\5hello\xce"),
		SERVER("\1\0\1\0\0\0\30\0<\0<\1c\0\0\0\0\0\0\0\0\0\1x\6lock.2\xce\2\0\1\0\0\0\16\0<\0\0\0\0"
		       "\0\0\0\0\0\t\0\0\xce\3\0\1\0\0\0\5hello\xce\3\0\1\0\0\0\4more\xce"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_amqp, steps,
		     "content body publish lock.1 type=text/plain: hello\n"
		     "content body deliver lock.2 incomplete: hello\n"
		     "content body deliver lock.2 incomplete: more\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=StartOk consent=unknown confidence=certain why=SASL exchange result"
		     "=accepted @3\n");
}

static void a_table_that_is_refused(void **state)
{
	const struct step steps[] = {
		CLIENT("AMQP\0\0\t\1"),
		SERVER("\1\0\0\0\0\0%\0\n\0\n\0\t\0\0\0\0\0\0\0\16PLAIN AMQPLAIN\0\0\0\5en_US\xce"),
		CLIENT("\1\0\0\0\0\0=\0\n\0\13\0\0\0\0\10AMQPLAIN\0\0\0\"\5LOGINS\0\0\0\4anna\10PASSWORDS\0"
		       "\0\0\5guess\5en_US\xce"),
		SERVER("\1\0\0\0\0\0\r\0\n\0002\1\x93\2no\0\0\0\0\xce"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_amqp, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=StartOk consent=unknown confidence=certain why=AMQPLAIN result=refused @3"
		     "\n");
}

static void the_new_version(void **state)
{
	const struct step steps[] = {
		CLIENT("AMQP\3\1\0\0"),
		SERVER("AMQP\3\1\0\0\0\0\0\25\2\1\0\0\0S@\xc0\10\1\xa3\5PLAIN"),
		CLIENT("\0\0\0/\2\1\0\0\0SA\xc0\"\3\xa3\5PLAIN\xa0\22\0anna\0wallflower 9\xa1\4lock"),
		SERVER("\0\0\0\20\2\1\0\0\0SD\xc0\3\1P\0"),
		CLIENT("AMQP\0\1\0\0\0\0\0$\2\0\0\0\0S\24\xc0\3\2CC\0Su\xa0\5hello\0Sw\xa1\5world"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_amqp, steps,
		     "content body publish -: hello\n"
		     "content body publish -: world\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=StartOk consent=unknown confidence=certain why=SASL exchange result"
		     "=accepted @3\n");
}

static void another_frame_ends_it(void **state)
{
	const struct step steps[] = {
		CLIENT("AMQP\0\0\t\1\7\0\0\0\0\0\1xy"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_amqp, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_amqp, FROM_CLIENT, BYTES("AMQP\0\0\t\1")) >= 16);
	assert_true(bid_for(&app_decoder_amqp, FROM_CLIENT, BYTES("AMQP\0\1\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_amqp, FROM_SERVER, BYTES("AMQP\3\1\0\0")) >= 16);
	assert_true(
		bid_for(&app_decoder_amqp, FROM_SERVER,
			BYTES("\1\0\0\0\0\0%\0\n\0\n\0\t\0\0\0\0\0\0\0\16PLAIN AMQPLAIN\0\0\0\5en_US\xce")) >=
		16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"AMQP\2\1\0\0", 8 },
		{ (const uint8_t *)"AMQP", 4 },
		{ (const uint8_t *)"AMQP hello", 10 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_amqp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\1\0\0\0\0\0%\0\n\0\n\0\t\0\0\0\0\0\0\0\16PLAIN AMQPLAIN\0\0\0\5en_US",
		  44 },
		{ (const uint8_t *)"\1\0\0\0\0\0%\0\n\0\n\0\t\0\0\0\0\0\0\0\16PLAIN AMQPLAIN\0\0\0\5en_USx",
		  45 },
		{ (const uint8_t *)"\1\0\0\0\0\0\4\0\13\0\n\xce", 12 },
		{ (const uint8_t *)"\1\0\0\0\0\0\1\0\xce", 9 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_amqp, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("AMQP\0\0\t\1"),
		SERVER("\1\0\0\0\0\0%\0\n\0\n\0\t\0\0\0\0\0\0\0\16PLAIN AMQPLAIN\0\0\0\5en_US\xce"),
		CLIENT("\1\0\0\0\0\0*\0\n\0\13\0\0\0\0\5PLAIN\0\0\0\22\0anna\0wallflower 9\5en_US\xce"),
		SERVER("\1\0\0\0\0\0\14\0\n\0\36\0\0\0\1\0\0\0\0\xce"),
		CLIENT("\1\0\1\0\0\0\17\0<\0(\0\0\0\6lock.1\0\xce\2\0\1\0\0\0\31\0<\0\0\0\0\0\0\0\0\0\5\x80"
		       "\0\ntext/plain\xce\3\0\1\0\0\0\5hello\xce"),
		SERVER("\1\0\1\0\0\0\30\0<\0<\1c\0\0\0\0\0\0\0\0\0\1x\6lock.2\xce\2\0\1\0\0\0\16\0<\0\0\0\0"
		       "\0\0\0\0\0\t\0\0\xce\3\0\1\0\0\0\5hello\xce\3\0\1\0\0\0\4more\xce"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_amqp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_message), cmocka_unit_test(a_table_that_is_refused),
		cmocka_unit_test(the_new_version),	 cmocka_unit_test(another_frame_ends_it),
		cmocka_unit_test(bids_only_for_its_own), cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
