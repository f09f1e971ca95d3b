/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_ipmi;

static void a_password_in_clear(void **state)
{
	const struct step steps[] = {
		CLIENT("\6\0\377\7\0\0\0\0\0\0\0\0\0\30 \30\310\201\09\4anna\0\0\0\0\0\0\0\0\0\0\0\0\231"),
		CLIENT("\6\0\377\7\4\0\0\0\0\0\0\0\0petal-7\0\0\0\0\0\0\0\0\0\t \30\310\201\0:\4\4\231"),
		SERVER("\6\0\377\7\4\0\0\0\0\0\0\0\0petal-7\0\0\0\0\0\0\0\0\0\t \30\310\201\0:\4\4\231"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_ipmi, steps,
			"credential scheme=ipmi class=username-only user=anna method=session confidence=c"
			"ertain why=name of who asks for a session result=unknown @1\n"
			"credential scheme=ipmi class=password data=credential.password secret=petal-7 me"
			"thod=session consent=unknown confidence=certain why=password of a session, in cl"
			"ear result=unknown @2\n");
}

static void a_name_with_a_proof_to_come(void **state)
{
	const struct step steps[] = {
		CLIENT("\6\0\377\7\6\22\0\0\0\0\0\0\0\0 \0\0\0\0\0\1\2\3\4rrrrrrrrrrrrrrrr\4\0\0\4anna"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_ipmi, steps,
			"credential scheme=ipmi class=hash user=anna method=session confidence=certain wh"
			"y=name of who opens a session; the answer proves a password result=unknown @1\n");
}

static void others(void **state)
{
	const struct step steps[] = {
		CLIENT("\6\0\377\7\6\20\0\0\0\0\0\0\0\0 \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0"),
		CLIENT("\6\0\377\7\2\0\0\0\0\0\0\0\0000123456789abcdef\10 \30\310\201\0;\4\231"),
		CLIENT("\6\0\377\6\0\0\21\276\200\0\0\0"),
		CLIENT("\6\0\377\7\6\22\0\0\0\0\0\0\0\0\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\4\0\0\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_ipmi, steps, "");
}

static void broken_datagrams_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\7\0\377\7\0\0\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_ipmi, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_ipmi, FROM_CLIENT,
			    BYTES("\6\0\377\7\0\0\0\0\0\0\0\0\0\t \30\310\201\08\216\4\231")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\6\0\377\6\0\0\0\0\0\0\0\0\0\0\0\0", 16 },
		{ (const uint8_t *)"\6\0\377\7\7\0\0\0\0\0\0\0\0\0\0\0\0", 17 },
		{ (const uint8_t *)"\6\0\377\7", 4 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_ipmi, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\6\0\377\7\0\0\0\0\0\0\0\0\0\30 \30\310\201\09\4anna\0\0\0\0\0\0\0\0\0\0\0\0\231"),
		CLIENT("\6\0\377\7\4\0\0\0\0\0\0\0\0petal-7\0\0\0\0\0\0\0\0\0\t \30\310\201\0:\4\4\231"),
		SERVER("\6\0\377\7\4\0\0\0\0\0\0\0\0petal-7\0\0\0\0\0\0\0\0\0\t \30\310\201\0:\4\4\231"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_ipmi, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_in_clear),
		cmocka_unit_test(a_name_with_a_proof_to_come),
		cmocka_unit_test(others),
		cmocka_unit_test(broken_datagrams_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
