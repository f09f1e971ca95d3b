/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_oscar;

static void a_password_hidden_by_a_constant(void **state)
{
	const struct step steps[] = {
		SERVER("*\1\0\1\0\4\0\0\0\1"),
		CLIENT("*\1\0\1\0&\0\0\0\1\0\1\0\10annalamp\0\2\0\7\203C\365\245U\253\354\0\3\0\7Lamp IM"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_oscar, steps,
		     "credential scheme=oscar class=password data=credential.password user=annalamp se"
		     "cret=petal-7 method=login encoding=combined consent=unknown confidence=certain w"
		     "hy=password hidden by a constant only result=unknown @2\n");
}

static void a_digest_and_a_message(void **state)
{
	const struct step steps[] = {
		CLIENT("*\1\0\1\0\4\0\0\0\1"),
		CLIENT("*\2\0\1\0*\0\27\0\2\0\0\0\0\0\1\0\1\0\10annalamp\0%\0\0200123456789abcdef"),
		CLIENT("*\2\0\1\0+\0\4\0\6\0\0\0\0\0\00112345678\0\1\5berta\0\2\0\r\1\1\0\5\0\0\0\0hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_oscar, steps,
		     "content message - -: 12345678\\x00\\x01\\x05berta\\x00\\x02\\x00\\r\\x01\\x01\\x00"
		     "\\x05\\x00"
		     "\\x00\\x00\\x00hello\n"
		     "credential scheme=oscar class=hash user=annalamp method=login confidence=certain"
		     " why=name of an account result=unknown @2\n");
}

static void a_cookie_only(void **state)
{
	const struct step steps[] = {
		CLIENT("*\1\0\1\0\14\0\0\0\1\0\6\0\4\300/\1\2"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_oscar, steps, "");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("*\1\0\1\0\4\0\0\0\1"),
		CLIENT("hello hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_oscar, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_oscar, FROM_CLIENT, BYTES("*\1\0\1\0\4\0\0\0\1")) >= 16);
	assert_true(bid_for(&app_decoder_oscar, FROM_SERVER, BYTES("*\1\0\1\0\4\0\0\0\1")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"*\2\0\1\0\4\0\0\0\1", 10 },
		{ (const uint8_t *)"*\1\0\1\0\4\0\0\0\2", 10 },
		{ (const uint8_t *)"*\1\0\1\0\4\0\0\0", 9 },
		{ (const uint8_t *)"*\1\0\1", 4 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_oscar, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		SERVER("*\1\0\1\0\4\0\0\0\1"),
		CLIENT("*\1\0\1\0&\0\0\0\1\0\1\0\10annalamp\0\2\0\7\203C\365\245U\253\354\0\3\0\7Lamp IM"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_oscar, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_hidden_by_a_constant),
		cmocka_unit_test(a_digest_and_a_message),
		cmocka_unit_test(a_cookie_only),
		cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
