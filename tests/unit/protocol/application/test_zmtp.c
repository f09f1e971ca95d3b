/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_zmtp;

static void a_login_and_a_message(void **state)
{
	const struct step steps[] = {
		CLIENT("\377\0\0\0\0\0\0\0\0\177\3\1PLAIN\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("\377\0\0\0\0\0\0\0\0\177\3\1PLAIN\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\4\30\5HELLO\4anna\14wallflower 9"),
		SERVER("\4\10\7WELCOME"),
		CLIENT("\0\7{\"a\":1}"),
		CLIENT("\2\0\0\0\0\0\0\0\5large"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_zmtp, steps,
		     "content payload - -: {\"a\":1}\n"
		     "content payload - -: large\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret"
		     "=wallflower 9 method=HELLO consent=unknown confidence=certain why=login of ZMTP "
		     "result=accepted @3\n");
}

static void refused(void **state)
{
	const struct step steps[] = {
		CLIENT("\377\0\0\0\0\0\0\0\0\177\3\0PLAIN\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\4\21\5HELLO\4anna\5guess"),
		SERVER("\4\t\5ERROR\2no"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_zmtp, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret"
		     "=guess method=HELLO consent=unknown confidence=certain why=login of ZMTP result="
		     "refused @2\n");
}

static void encrypted_ones_are_not_read(void **state)
{
	const struct step steps[] = {
		CLIENT("\377\0\0\0\0\0\0\0\0\177\3\1CURVE\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\0040\5HELLO\1\0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
		CLIENT("\0\5hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_zmtp, steps, "");
}

static void broken_frames_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\377\0\0\0\0\0\0\0\0\177\3\1NULL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_zmtp, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_zmtp, FROM_CLIENT,
			    BYTES("\377\0\0\0\0\0\0\0\0\177\3\1PLAIN\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_zmtp, FROM_SERVER, BYTES("\377\0\0\0\0\0\0\0\1\177\3")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\377\0\0\0\0\0\0\0\1\177\1", 11 },
		{ (const uint8_t *)"\377\0\0\0\0\0\0\0\1\177", 10 },
		{ (const uint8_t *)"\377\0\0\0\0\0\0\2\1\177\3", 11 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_zmtp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\377\0\0\0\0\0\0\0\0\177\3\1PLAIN\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("\377\0\0\0\0\0\0\0\0\177\3\1PLAIN\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\4\30\5HELLO\4anna\14wallflower 9"),
		SERVER("\4\10\7WELCOME"),
		CLIENT("\0\7{\"a\":1}"),
		CLIENT("\2\0\0\0\0\0\0\0\5large"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_zmtp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_message),       cmocka_unit_test(refused),
		cmocka_unit_test(encrypted_ones_are_not_read), cmocka_unit_test(broken_frames_are_said),
		cmocka_unit_test(bids_only_for_its_own),       cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
