/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_isis;

static void a_password_in_clear(void **state)
{
	const struct step steps[] = {
		CLIENT("\203\33\1\0\17\1\0\0\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\4\3I\0\1\n"
		       "\10\1petal-7"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_isis, steps,
			"credential scheme=plain class=password data=credential.password secret=petal-7 m"
			"ethod=authentication consent=unknown confidence=certain why=secret shared by rou"
			"ters result=unknown @1\n");
}

static void the_name_of_a_router_and_a_digest(void **state)
{
	const struct step steps[] = {
		CLIENT("\203\33\1\0\24\1\0\0\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\211\tgate-lamp\n"
		       "\02160123456789abcdef\n"
		       "\27\3\0\1xxxxxxxxxxxxxxxxxxxx"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_isis, steps, "value item - - hostname=gate-lamp\n");
}

static void broken_items_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\203\33\1\0\17\1\0\0\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\3\n"
		       "@hi"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_isis, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_isis, FROM_CLIENT,
			    BYTES("\203\33\1\0\17\1\0\0\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\3")) >= 1);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\203\33\1\0\16\1\0\0\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\3", 30 },
		{ (const uint8_t *)"\202\33\1\0\17\1\0\0\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1", 27 },
		{ (const uint8_t *)"\203\33\1\0\17\1\0\0\1\1\1\1\1\1\1\1\1\1\1\1", 20 },
		{ (const uint8_t *)"\203\7\1\0\17\1\0\0\0\0\0\0\0\0\0\0", 16 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_isis, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\203\33\1\0\17\1\0\0\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\4\3I\0\1\n"
		       "\10\1petal-7"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_isis, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_in_clear),	 cmocka_unit_test(the_name_of_a_router_and_a_digest),
		cmocka_unit_test(broken_items_are_said), cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
