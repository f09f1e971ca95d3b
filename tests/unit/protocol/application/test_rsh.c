/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_rsh;

static void a_name_is_believed(void **state)
{
	const struct step steps[] = {
		CLIENT("1022\0"),
		CLIENT("anna\0root\0uname -a\0"),
		SERVER("\0"),
		SERVER("lamp\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rsh, steps,
		     "content command - -: uname -a\n"
		     "rebid server\n"
		     "credential scheme=plain class=username-only user=anna method=rsh confidence=certain "
		     "why=user name, which the server believes result=accepted @2\n"
		     "credential scheme=plain class=username-only user=root method=rsh confidence=certain "
		     "why=user name there result=unknown @2\n"
		     "service authentication=unknown action=login gave=shell @3\n");
}

static void nobody_is_refused(void **state)
{
	const struct step steps[] = {
		CLIENT("0\0anna\0anna\0ls\0"),
		SERVER("\1Permission denied.\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rsh, steps,
		     "content command - -: ls\n"
		     "rebid server\n"
		     "credential scheme=plain class=username-only user=anna method=rsh confidence=certain "
		     "why=user name, which the server believes result=refused @1\n"
		     "service authentication=unknown action=login gave=nothing @2\n");
}

static void without_an_answer(void **state)
{
	const struct step steps[] = {
		CLIENT("1022\0anna\0anna\0ls\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rsh, steps,
		     "content command - -: ls\n"
		     "credential scheme=plain class=username-only user=anna method=rsh confidence=certain "
		     "why=user name, which the server believes result=unknown @1\n");
}

static void another_text_is_given_back(void **state)
{
	const struct step steps[] = {
		CLIENT("1022\0"),
		CLIENT("anna says\0root\0x\0"),
	};

	(void)state;
	const char *const lines[] = {
		"not-mine client",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_rsh,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_rsh, FROM_CLIENT, BYTES("1022\0")) >= 8);
	/* Too little but on its usual port. */
	assert_true(bid_for(&app_decoder_rsh, FROM_CLIENT, BYTES("1022\0")) < 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"70000\0", 6 },	{ (const uint8_t *)"1022", 4 },
		{ (const uint8_t *)"12a\0", 4 },	{ (const uint8_t *)"\0", 1 },
		{ (const uint8_t *)"<14>hello\0", 10 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_rsh, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"1022\0", 5 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_rsh, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("1022\0"),
		CLIENT("anna\0root\0uname -a\0"),
		SERVER("\0"),
		SERVER("lamp\n"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_rsh, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_believed),	 cmocka_unit_test(nobody_is_refused),
		cmocka_unit_test(without_an_answer),	 cmocka_unit_test(another_text_is_given_back),
		cmocka_unit_test(bids_only_for_its_own), cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
