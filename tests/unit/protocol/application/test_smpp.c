/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_smpp;

static void a_bind_and_messages(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\"\0\0\0\t\0\0\0\0\0\0\0\1lamp\0petal-7\0\0004\0\0\0"),
		SERVER("\0\0\0\27\200\0\0\t\0\0\0\0\0\0\0\1centre\0"),
		CLIENT("\0\0\0H\0\0\0\4\0\0\0\0\0\0\0\2\0\1\00113900001234\0\1\00113900005678\0\0\0\0\0\0\0"
		       "\0\0\0\21your code is 4711"),
		SERVER("\0\0\0\22\200\0\0\4\0\0\0\0\0\0\0\0021\0"),
		SERVER("\0\0\0;\0\0\0\5\0\0\0\0\0\0\0\3\0\1\00113900001234\0\1\00113900005678\0\0\0\0\0\0\0"
		       "\0\10\0\4\224\245S\31"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_smpp, steps,
		     "record message submit_sm -: source_addr=13900001234; destination_addr=1390000567"
		     "8; short_message=your code is 4711\n"
		     "record message deliver_sm -: source_addr=13900001234; destination_addr=139000056"
		     "78; short_message=\351\222\245\345\214\231\n"
		     "credential scheme=smpp class=password data=credential.password user=lamp secret="
		     "petal-7 method=bind consent=unknown confidence=certain why=bind of SMPP result=a"
		     "ccepted @1\n");
}

static void refused(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\"\0\0\0\2\0\0\0\0\0\0\0\1lamp\0petal-7\0\0004\0\0\0"),
		SERVER("\0\0\0\20\200\0\0\2\0\0\0\r\0\0\0\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_smpp, steps,
		     "credential scheme=smpp class=password data=credential.password user=lamp secret="
		     "petal-7 method=bind consent=unknown confidence=certain why=bind of SMPP result=r"
		     "efused @1\n");
}

static void without_an_answer(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\33\0\0\0\1\0\0\0\0\0\0\0\1lamp\0\0\0004\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_smpp, steps,
		     "credential scheme=smpp class=username-only user=lamp method=bind confidence=cert"
		     "ain why=bind of SMPP result=unknown @1\n");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\"\0\0\0\t\0\0\0\0\0\0\0\1lamp\0petal-7\0\0004\0\0\0"),
		CLIENT("\0\0\0\3hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_smpp, steps,
		     "malformed client\n"
		     "credential scheme=smpp class=password data=credential.password user=lamp secret="
		     "petal-7 method=bind consent=unknown confidence=certain why=bind of SMPP result=u"
		     "nknown @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_smpp, FROM_CLIENT,
			    BYTES("\0\0\0\"\0\0\0\t\0\0\0\0\0\0\0\1lamp\0petal-7\0\0004\0\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_smpp, FROM_CLIENT,
			    BYTES("\0\0\0\"\0\0\0\1\0\0\0\0\0\0\0\1lamp\0petal-"
				  "7\0\0004\0\0\0\0\0\0\20\0\0\0\25\0\0\0"
				  "\0\0\0\0\1")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0\0\0\20\0\0\0\25\0\0\0\0\0\0\0\1", 16 },
		{ (const uint8_t *)"\0\0\0\"\0\0\0\t\0\0\0\1\0\0\0\1lamp\0petal-7\0\0004\0\0\0", 34 },
		{ (const uint8_t *)"\0\0\0#\0\0\0\t\0\0\0\0\0\0\0\1lamp\1\0petal-7\0\0004\0\0\0", 35 },
		{ (const uint8_t *)"\0\0\0/\0\0\0\t\0\0\0\0\0\0\0\1lamplamplamplamplamplamp\0petal\0", 47 },
		{ (const uint8_t *)"\0\0\0\"\0\0\0\t\0\0\0\0\0\0\0\1lamp\0petal-7\0\0004\0\0", 33 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_smpp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\0\0\0\"\0\0\0\t\0\0\0\0\0\0\0\1lamp\0petal-7\0\0004\0\0\0", 34 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_smpp, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\"\0\0\0\t\0\0\0\0\0\0\0\1lamp\0petal-7\0\0004\0\0\0"),
		SERVER("\0\0\0\27\200\0\0\t\0\0\0\0\0\0\0\1centre\0"),
		CLIENT("\0\0\0H\0\0\0\4\0\0\0\0\0\0\0\2\0\1\00113900001234\0\1\00113900005678\0\0\0\0\0\0\0"
		       "\0\0\0\21your code is 4711"),
		SERVER("\0\0\0\22\200\0\0\4\0\0\0\0\0\0\0\0021\0"),
		SERVER("\0\0\0;\0\0\0\5\0\0\0\0\0\0\0\3\0\1\00113900001234\0\1\00113900005678\0\0\0\0\0\0\0"
		       "\0\10\0\4\224\245S\31"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_smpp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bind_and_messages),	 cmocka_unit_test(refused),
		cmocka_unit_test(without_an_answer),	 cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own), cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
