/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_soulseek;

static void a_login(void **state)
{
	const struct step steps[] = {
		CLIENT("C\0\0\0\1\0\0\0\4\0\0\0anna\7\0\0\0petal-7\235\0\0\0 \0\0\0000123456789abcdef012345"
		       "6789abcdef\21\0\0\0"),
		SERVER("\22\0\0\0\1\0\0\0\1\5\0\0\0hello\1\2\3\4"),
		CLIENT("\14\0\0\0#\0\0\0\1\0\0\0\2\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_soulseek, steps,
		     "credential scheme=soulseek class=password data=credential.password user=anna sec"
		     "ret=petal-7 method=login consent=unknown confidence=certain why=login of Soulsee"
		     "k result=accepted @1\n");
}

static void refused(void **state)
{
	const struct step steps[] = {
		CLIENT("C\0\0\0\1\0\0\0\4\0\0\0anna\7\0\0\0petal-7\235\0\0\0 \0\0\0000123456789abcdef012345"
		       "6789abcdef\21\0\0\0"),
		SERVER("\24\0\0\0\1\0\0\0\0\13\0\0\0INVALIDPASS"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_soulseek, steps,
		     "credential scheme=soulseek class=password data=credential.password user=anna sec"
		     "ret=petal-7 method=login consent=unknown confidence=certain why=login of Soulsee"
		     "k result=refused @1\n");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("C\0\0\0\1\0\0\0\4\0\0\0anna\7\0\0\0petal-7\235\0\0\0 \0\0\0000123456789abcdef012345"
		       "6789abcdef\21\0\0\0"),
		CLIENT("\377\377\377\377hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_soulseek, steps,
		     "malformed client\n"
		     "credential scheme=soulseek class=password data=credential.password user=anna sec"
		     "ret=petal-7 method=login consent=unknown confidence=certain why=login of Soulsee"
		     "k result=unknown @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_soulseek, FROM_CLIENT,
			    BYTES("C\0\0\0\1\0\0\0\4\0\0\0anna\7\0\0\0petal-7\235\0\0\0 "
				  "\0\0\0000123456789abcdef012345"
				  "6789abcdef\21\0\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_soulseek, FROM_CLIENT,
			    BYTES("C\0\0\0\1\0\0\0\4\0\0\0anna\7\0\0\0petal-7\235\0\0\0 "
				  "\0\0\0000123456789abcdef012345"
				  "6789abcdef\21\0\0\0\10\0\0\0\2\0\0\0\272\10\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\10\0\0\0\2\0\0\0\272\10\0\0", 12 },
		{ (const uint8_t *)"C\0\0\0\1\0\0\0\4\0\0\0anna\7\0\0\0petal-7\235\0\0\0 "
				   "\0\0\0000123456789abcdef012345"
				   "678",
		  60 },
		{ (const uint8_t *)"$\0\0\0\1\0\0\0\4\0\0\0anna\7\0\0\0petal-7\235\0\0\0\5\0\0\0short", 40 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_soulseek, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"C\0\0\0\1\0\0\0\4\0\0\0anna\7\0\0\0petal-7\235\0\0\0 "
				   "\0\0\0000123456789abcdef012345"
				   "6789abcdef\21\0\0\0",
		  71 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_soulseek, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("C\0\0\0\1\0\0\0\4\0\0\0anna\7\0\0\0petal-7\235\0\0\0 \0\0\0000123456789abcdef012345"
		       "6789abcdef\21\0\0\0"),
		SERVER("\22\0\0\0\1\0\0\0\1\5\0\0\0hello\1\2\3\4"),
		CLIENT("\14\0\0\0#\0\0\0\1\0\0\0\2\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_soulseek, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login),
		cmocka_unit_test(refused),
		cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
