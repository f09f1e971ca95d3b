/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_chap;

static void a_user_and_a_digest(void **state)
{
	const struct step steps[] = {
		SERVER("\1\1\0\31\0207777777777777777gate"),
		CLIENT("\2\1\0\31\208888888888888888anna"),
		SERVER("\3\1\0\6in"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_chap, steps,
			"credential scheme=chap class=hash user=anna method=CHAP confidence=certain why=authe"
			"ntication of PPP: the password itself is not sent result=unknown @2\n");
}

static void broken_packets_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\0\n0short"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_chap, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_chap, FROM_CLIENT, BYTES("\2\1\0\31\208888888888888888anna")) >= 1);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\5\1\0\t\4anna", 9 },
		{ (const uint8_t *)"\2\1\0\t\0anna", 9 },
		{ (const uint8_t *)"\2\1", 2 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_chap, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		SERVER("\1\1\0\31\0207777777777777777gate"),
		CLIENT("\2\1\0\31\208888888888888888anna"),
		SERVER("\3\1\0\6in"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_chap, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_user_and_a_digest),
		cmocka_unit_test(broken_packets_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
