/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_pap;

static void a_name_and_a_password(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\1\0\26\4anna\14wallflower 9"),
		SERVER("\2\1\0\14\7welcome"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_pap, steps,
			"credential scheme=plain class=password data=credential.password user=anna secret=wal"
			"lflower 9 method=PAP consent=unknown confidence=certain why=authentication of PPP re"
			"sult=accepted @1\n");
}

static void asked_again_and_refused(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\1\0\17\4anna\5guess"),
		CLIENT("\1\1\0\26\4anna\14wallflower 9"),
		SERVER("\3\1\0\7\2no"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_pap, steps,
			"credential scheme=plain class=password data=credential.password user=anna secret=gue"
			"ss method=PAP consent=unknown confidence=certain why=authentication of PPP result=un"
			"known @1\n"
			"credential scheme=plain class=password data=credential.password user=anna secret=wal"
			"lflower 9 method=PAP consent=unknown confidence=certain why=authentication of PPP re"
			"sult=refused @2\n");
}

static void broken_packets_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\1\0\17\4anna0short"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_pap, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_pap, FROM_CLIENT, BYTES("\1\1\0\13\4anna\1x")) >= 1);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\4\1\0\13\4anna\1x", 11 },
		{ (const uint8_t *)"\1\1\0\t\4anna", 9 },
		{ (const uint8_t *)"\1\1\0 \4anna\1x", 11 },
		{ (const uint8_t *)"\1\1\0\2", 4 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_pap, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\1\0\26\4anna\14wallflower 9"),
		SERVER("\2\1\0\14\7welcome"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_pap, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_and_a_password),   cmocka_unit_test(asked_again_and_refused),
		cmocka_unit_test(broken_packets_are_said), cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
