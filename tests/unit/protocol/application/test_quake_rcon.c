/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_quake_rcon;

static void a_password_and_a_command(void **state)
{
	const struct step steps[] = {
		CLIENT("\377\377\377\377rcon petal-7 status\n"
		       "\0"),
		SERVER("\377\377\377\377print\n"
		       "map: garden"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_quake_rcon, steps,
			"credential scheme=rcon class=password data=credential.password secret=petal-7 me"
			"thod=rcon consent=unknown confidence=certain why=remote console result=unknown @"
			"1\n");
}

static void with_a_number_and_quotes(void **state)
{
	const struct step steps[] = {
		CLIENT("\377\377\377\377challenge rcon\n"),
		CLIENT("\377\377\377\377rcon challenge rcon 4711471\n"),
		CLIENT("\377\377\377\377rcon 4711471 \"wallflower 9\" status"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_quake_rcon, steps,
			"credential scheme=rcon class=password data=credential.password secret=wallflower"
			" 9 method=rcon consent=unknown confidence=certain why=remote console result=unkn"
			"own @3\n");
}

static void a_password_of_digits(void **state)
{
	const struct step steps[] = {
		CLIENT("\377\377\377\377rcon 471100 status"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_quake_rcon, steps,
			"credential scheme=rcon class=password data=credential.password secret=471100 met"
			"hod=rcon consent=unknown confidence=certain why=remote console result=unknown @1"
			"\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_quake_rcon, FROM_CLIENT,
			    BYTES("\377\377\377\377rcon petal-7 status")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\377\377\377\377getinfo", 11 },
		{ (const uint8_t *)"\377\377\377\377rcon", 8 },
		{ (const uint8_t *)"rcon petal-7 status", 19 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_quake_rcon, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\377\377\377\377rcon petal-7 status", 23 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_quake_rcon, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\377\377\377\377rcon petal-7 status\n"
		       "\0"),
		SERVER("\377\377\377\377print\n"
		       "map: garden"),
	};

	(void)state;
	conversation_survives(&(struct conversation){ .decoder = &app_decoder_quake_rcon,
						      .steps = steps,
						      .count = COUNT_OF(steps),
						      .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_and_a_command), cmocka_unit_test(with_a_number_and_quotes),
		cmocka_unit_test(a_password_of_digits),	    cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
