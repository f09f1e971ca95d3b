/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_rexec;

static void a_password_in_clear(void **state)
{
	const struct step steps[] = {
		CLIENT("0\0"),
		CLIENT("anna\0wallflower 9\0uname -a\0"),
		SERVER("\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rexec, steps,
		     "content command - -: uname -a\n"
		     "rebid server\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=rexec consent=unknown confidence=certain why=user name and password"
		     " result=accepted @2\n"
		     "service authentication=password action=login gave=shell @3\n");
}

static void a_wrong_password(void **state)
{
	const struct step steps[] = {
		CLIENT("0\0anna\0guess\0ls\0"),
		SERVER("\1no\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rexec, steps,
		     "content command - -: ls\n"
		     "rebid server\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=rexec consent=unknown confidence=certain why=user name and password result"
		     "=refused @1\n"
		     "service authentication=password action=login gave=nothing @2\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_rexec, FROM_CLIENT, BYTES("0\0")) >= 8);
	/* Too little but on its usual port. */
	assert_true(bid_for(&app_decoder_rexec, FROM_CLIENT, BYTES("0\0")) < 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"0", 1 },
		{ (const uint8_t *)"x\0", 2 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_rexec, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"0\0", 2 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_rexec, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("0\0"),
		CLIENT("anna\0wallflower 9\0uname -a\0"),
		SERVER("\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_rexec, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_in_clear),
		cmocka_unit_test(a_wrong_password),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
