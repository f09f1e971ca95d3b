/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_cdp;

static void a_telephone_that_describes_itself(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\264\1\2\0\1\0\rgate-lamp\0\2\0\21\0\0\0\1\1\1\314\0\4\n"
		       "\0\0\1\0\5\0\rLamp OS 7\0\6\0\16Lamp Phone"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_cdp, steps,
			"value item - - hostname=gate-lamp\n"
			"value item - - software=Lamp OS 7\n"
			"value item - - platform=Lamp Phone\n");
}

static void broken_items_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\264\1\2\0\1\0\rgate-lamp\0\5\0\3hi"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_cdp, steps,
			"value item - - hostname=gate-lamp\n"
			"malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_cdp, FROM_CLIENT, BYTES("\2\264\1\2\0\1\0\rgate-lamp")) >= 1);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\3\264\1\2\0\1\0\rgate-lamp", 17 },
		{ (const uint8_t *)"\2\264\1\2\0\2\0\5x", 9 },
		{ (const uint8_t *)"\2\264\1\2\0\1\0\rgate-lam", 16 },
		{ (const uint8_t *)"\2\264\1\2\0\1\0\4", 8 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_cdp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\264\1\2\0\1\0\rgate-lamp\0\2\0\21\0\0\0\1\1\1\314\0\4\n"
		       "\0\0\1\0\5\0\rLamp OS 7\0\6\0\16Lamp Phone"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_cdp, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_telephone_that_describes_itself),
		cmocka_unit_test(broken_items_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
