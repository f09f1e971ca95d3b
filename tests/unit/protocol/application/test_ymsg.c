/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_ymsg;

static void a_login_and_a_message(void **state)
{
	const struct step steps[] = {
		CLIENT("YMSG\0\20\0\0\0\r\0W\0\0\0\0\0\0\0\0071\300\200annalamp\300\200"),
		SERVER("YMSG\0\20\0\0\0\34\0W\0\0\0\0\0\0\0\0071\300\200annalamp\300\20094\300\200challenge"
		       "\300\200"),
		CLIENT("YMSG\0\20\0\0\0$\0T\0\0\0\0\0\0\0\0076\300\200proof\300\2000\300\200annalamp\300"
		       "\2001\300\200annalamp\300\200"),
		CLIENT("YMSG\0\20\0\0\0001\0\6\0\0\0\0\0\0\0\0071\300\200annalamp\300\2005\300\200bertalock"
		       "\300\20014\300\200call 13900001234\300\200"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ymsg, steps,
		     "record message - -: receiver=bertalock; message=call 13900001234\n"
		     "credential scheme=ymsg class=username-only user=annalamp method=login confidence"
		     "=certain why=name of an account result=unknown @1\n"
		     "credential scheme=ymsg class=hash user=annalamp method=login confidence=certain "
		     "why=name of an account result=unknown @3\n");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("YMSG\0\20\0\0\0\0\0L\0\0\0\0\0\0\0\7"),
		CLIENT("hello hello hello hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ymsg, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_ymsg, FROM_CLIENT, BYTES("YMSG\0\20\0\0\0\0\0L\0\0\0\0\0\0\0\7")) >=
		    16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"YMSH\0\20\0\0\0\0\0L\0\0\0\0\0\0\0\7", 20 },
		{ (const uint8_t *)"YMSG\0\20", 6 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_ymsg, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("YMSG\0\20\0\0\0\r\0W\0\0\0\0\0\0\0\0071\300\200annalamp\300\200"),
		SERVER("YMSG\0\20\0\0\0\34\0W\0\0\0\0\0\0\0\0071\300\200annalamp\300\20094\300\200challenge"
		       "\300\200"),
		CLIENT("YMSG\0\20\0\0\0$\0T\0\0\0\0\0\0\0\0076\300\200proof\300\2000\300\200annalamp\300"
		       "\2001\300\200annalamp\300\200"),
		CLIENT("YMSG\0\20\0\0\0001\0\6\0\0\0\0\0\0\0\0071\300\200annalamp\300\2005\300\200bertalock"
		       "\300\20014\300\200call 13900001234\300\200"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_ymsg, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_message),
		cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
