/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_vrrp;

static void a_secret_in_clear(void **state)
{
	const struct step steps[] = {
		CLIENT("!\5d\2\1\1\0224\xc0\0\2\1\xc0\0\2\1linden\0\0"),
		CLIENT("!\5d\2\1\1\0224\xc0\0\2\1\xc0\0\2\1linden\0\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_vrrp, steps,
			"credential scheme=plain class=password data=credential.password secret=linden method"
			"=advertisement consent=unknown confidence=certain why=secret shared by routers resul"
			"t=unknown *2 @1\n");
}

static void no_secret_without_one(void **state)
{
	const struct step steps[] = {
		CLIENT("!\5d\1\0\1\0224\xc0\0\2\1\0\0\0\0\0\0\0\0"),
		CLIENT("!\5d\1\2\1\0224\xc0\0\2\1digest\0\0"),
		CLIENT("1\5d\1\0\1\0224\xc0\0\2\1"),
		CLIENT("!\1\0\7\1\1\02247777777777777777777777777777"),
		CLIENT("!\5d\1\0\1\0224\xc0\0\2\1"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_vrrp, steps, "");
}

static void what_is_cut_is_said(void **state)
{
	const struct step steps[] = {
		CLIENT("!\5d\1\1\1\0224\xc0\0\2\1linden\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_vrrp, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_vrrp, FROM_CLIENT, BYTES("!\5d\1\1\1\0224\xc0\0\2\1linden\0\0")) >=
		    1);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"A\5d\1\0\1\0224", 8 },
		{ (const uint8_t *)"\"\5d\1\0\1\0224", 8 },
		{ (const uint8_t *)"!\0d\1\0\1\0224", 8 },
		{ (const uint8_t *)"!\5", 2 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_vrrp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("!\5d\2\1\1\0224\xc0\0\2\1\xc0\0\2\1linden\0\0"),
		CLIENT("!\5d\2\1\1\0224\xc0\0\2\1\xc0\0\2\1linden\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_vrrp, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_in_clear),   cmocka_unit_test(no_secret_without_one),
		cmocka_unit_test(what_is_cut_is_said), cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
