/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_rcon;

static void a_login_and_a_command(void **state)
{
	const struct step steps[] = {
		CLIENT("\21\0\0\0\7\0\0\0\3\0\0\0petal-7\0\0"),
		SERVER("\n"
		       "\0\0\0\7\0\0\0\0\0\0\0\0\0"),
		SERVER("\n"
		       "\0\0\0\7\0\0\0\2\0\0\0\0\0"),
		CLIENT("\20\0\0\0\10\0\0\0\2\0\0\0status\0\0"),
		SERVER("\23\0\0\0\10\0\0\0\0\0\0\0002 players\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rcon, steps,
		     "content command command -: status\n"
		     "content command answer -: 2 players\n"
		     "credential scheme=rcon class=password data=credential.password secret=petal-7 me"
		     "thod=auth consent=unknown confidence=certain why=remote console result=accepted "
		     "@1\n");
}

static void refused(void **state)
{
	const struct step steps[] = {
		CLIENT("\17\0\0\0\7\0\0\0\3\0\0\0guess\0\0"),
		SERVER("\n"
		       "\0\0\0\377\377\377\377\2\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rcon, steps,
		     "credential scheme=rcon class=password data=credential.password secret=guess meth"
		     "od=auth consent=unknown confidence=certain why=remote console result=refused @1\n");
}

static void broken_frames_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\21\0\0\0\7\0\0\0\3\0\0\0petal-7\0\0"),
		CLIENT("\1\0\0\0hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rcon, steps,
		     "malformed client\n"
		     "credential scheme=rcon class=password data=credential.password secret=petal-7 me"
		     "thod=auth consent=unknown confidence=certain why=remote console result=unknown @"
		     "1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_rcon, FROM_CLIENT, BYTES("\21\0\0\0\7\0\0\0\3\0\0\0petal-7\0\0")) >=
		    16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\20\0\0\0\7\0\0\0\2\0\0\0status\0\0", 20 },
		{ (const uint8_t *)"\n"
				   "\0\0\0\7\0\0\0\3\0\0\0\0\0",
		  14 },
		{ (const uint8_t *)"\r\0\0\0\7\0\0\0\3\0\0\0a\1b\0\0", 17 },
		{ (const uint8_t *)"\21\0\0\0\7\0\0\0\3\0\0\0petal-7\0\0x", 22 },
		{ (const uint8_t *)"\21\0\0\0\7\0\0\0\3\0\0\0petal-7\0x", 21 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_rcon, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\21\0\0\0\7\0\0\0\3\0\0\0petal-7\0\0", 21 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_rcon, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\21\0\0\0\7\0\0\0\3\0\0\0petal-7\0\0"),
		SERVER("\n"
		       "\0\0\0\7\0\0\0\0\0\0\0\0\0"),
		SERVER("\n"
		       "\0\0\0\7\0\0\0\2\0\0\0\0\0"),
		CLIENT("\20\0\0\0\10\0\0\0\2\0\0\0status\0\0"),
		SERVER("\23\0\0\0\10\0\0\0\0\0\0\0002 players\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_rcon, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_command),  cmocka_unit_test(refused),
		cmocka_unit_test(broken_frames_are_said), cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
