/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_rip;

static void a_password_before_the_routes(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\2\0\0\xff\xff\0\2wallflower\0\0\0\0\0\0\0\2\0\0\xc0\0\2\0\xff\xff\xff\0\0\0\0\0\0"
		       "\0\0\1"),
		CLIENT("\1\2\0\0\xff\xff\0\2wallflower\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_rip, steps,
			"credential scheme=plain class=password data=credential.password secret=wallflower me"
			"thod=response consent=unknown confidence=certain why=secret shared by routers result"
			"=unknown @1\n"
			"credential scheme=plain class=password data=credential.password secret=wallflower me"
			"thod=request consent=unknown confidence=certain why=secret shared by routers result="
			"unknown @2\n");
}

static void no_secret_without_one(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\2\0\0\0\2\0\0\xc0\0\2\0\xff\xff\xff\0\0\0\0\0\0\0\0\1\0\2\0\0\xc0\0\2\0\xff\xff"
		       "\xff\0\0\0\0\0\0\0\0\1"),
		CLIENT("\2\2\0\0\xff\xff\0\3\0,\1\24\0\0\0\1\0\0\0\0\0\0\0\0\0\2\0\0\xc0\0\2\0\xff\xff\xff\0"
		       "\0\0\0\0\0\0\0\1\xff\xff\0\1\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7"),
		CLIENT("\2\2\0\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_rip, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_rip, FROM_CLIENT,
			    BYTES("\2\2\0\0\xff\xff\0\2wallflower\0\0\0\0\0\0\0\2\0\0\xc0\0\2\0\xff\xff\xff\0"
				  "\0\0\0\0\0"
				  "\0\0\1")) >= 16);
	assert_true(bid_for(&app_decoder_rip, FROM_CLIENT,
			    BYTES("\2\1\0\0\0\2\0\0\xc0\0\2\0\xff\xff\xff\0\0\0\0\0\0\0\0\1")) >= 16);
	assert_true(bid_for(&app_decoder_rip, FROM_CLIENT,
			    BYTES("\1\1\0\0\0\0\0\0\xc0\0\2\0\xff\xff\xff\0\0\0\0\0\0\0\0\20")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\2\2\0\0\0\2\0\0\xc0\0\2\0\xff\xff\xff\0\0\0\0\0\0\0\0\21", 24 },
		{ (const uint8_t *)"\2\2\0\0\0\2\0\0\xc0\0\2\0\xff\xff\xff\0\0\0\0\0\0\0\0\1x", 25 },
		{ (const uint8_t *)"\3\2\0\0\0\2\0\0\xc0\0\2\0\xff\xff\xff\0\0\0\0\0\0\0\0\1", 24 },
		{ (const uint8_t *)"\2\3\0\0\0\2\0\0\xc0\0\2\0\xff\xff\xff\0\0\0\0\0\0\0\0\1", 24 },
		{ (const uint8_t *)"\2\2\0\1\0\2\0\0\xc0\0\2\0\xff\xff\xff\0\0\0\0\0\0\0\0\1", 24 },
		{ (const uint8_t *)"\2\2\0\0", 4 },
		{ (const uint8_t *)"\1\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24 },
		{ (const uint8_t *)"\2\1\0\0\xff\xff\0\2wallflower\0\0\0\0\0\0", 24 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_rip, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\2\0\0\xff\xff\0\2wallflower\0\0\0\0\0\0\0\2\0\0\xc0\0\2\0\xff\xff\xff\0\0\0\0\0\0"
		       "\0\0\1"),
		CLIENT("\1\2\0\0\xff\xff\0\2wallflower\0\0\0\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_rip, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_before_the_routes),
		cmocka_unit_test(no_secret_without_one),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
