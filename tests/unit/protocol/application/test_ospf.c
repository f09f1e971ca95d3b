/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_ospf;

static void a_secret_in_clear(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\0,\xc0\0\2\1\0\0\0\0\0224\0\1linden\0\0\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0"),
		CLIENT("\2\2\0,\xc0\0\2\1\0\0\0\0\0224\0\1linden\0\0\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_ospf, steps,
			"credential scheme=plain class=password data=credential.password secret=linden method"
			"=header consent=unknown confidence=certain why=secret shared by routers result=unkno"
			"wn *2 @1\n");
}

static void no_secret_without_one(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\0,\xc0\0\2\1\0\0\0\0\0224\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0"),
		CLIENT("\2\1\0,\xc0\0\2\1\0\0\0\0\0224\0\2\0\0\1\20\0\0\0\7\xff\xff\xff\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0"),
		CLIENT("\3\1\0\20\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\2\1\0,\xc0\0\2\1\0\0\0\0\0224\0\1lind"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_ospf, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(
		bid_for(&app_decoder_ospf, FROM_CLIENT,
			BYTES("\2\1\0,"
			      "\xc0\0\2\1\0\0\0\0\0224\0\1linden\0\0\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
			      "\0\0\0")) >= 1);
	static const struct bytes clients[] = {
		{ (const uint8_t
			   *)"\4\1\0,"
			     "\xc0\0\2\1\0\0\0\0\0224\0\1\0\0\0\0\0\0\0\0\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0"
			     "\0\0\0\0\0\0",
		  44 },
		{ (const uint8_t
			   *)"\2\6\0,"
			     "\xc0\0\2\1\0\0\0\0\0224\0\1\0\0\0\0\0\0\0\0\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0"
			     "\0\0\0\0\0\0",
		  44 },
		{ (const uint8_t *)"\2\1\0\20", 4 },
		{ (const uint8_t *)"\2", 1 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_ospf, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\0,\xc0\0\2\1\0\0\0\0\0224\0\1linden\0\0\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0"),
		CLIENT("\2\2\0,\xc0\0\2\1\0\0\0\0\0224\0\1linden\0\0\xff\xff\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_ospf, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_in_clear),
		cmocka_unit_test(no_secret_without_one),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
