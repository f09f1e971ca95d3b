/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_lldp;

static void a_camera_that_describes_itself(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\7\4\2\0\0\0\0\1\4\5\5eth0\6\2\0x\10\6port 1\n"
		       "\13nursery-cam\14\n"
		       "Lamp Cam 2\376\13\0\22\273\10SN-4711\376\7\0\22\273\1\0/\3\376\6\0\200\302\1\0\1\0"
		       "\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_lldp, steps,
			"value item - - port-description=port 1\n"
			"value item - - hostname=nursery-cam\n"
			"value item - - system=Lamp Cam 2\n"
			"value item - - serial-number=SN-4711\n");
}

static void broken_items_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\7\4\2\0\0\0\0\1\4\5\5eth0\6\2\0x\13\377hi"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_lldp, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_lldp, FROM_CLIENT, BYTES("\2\7\4\2\0\0\0\0\1\4\5\5eth0\6\2\0x")) >=
		    1);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\2\7\4\2\0\0\0\0\1\4\5\5eth0\6\2", 18 },
		{ (const uint8_t *)"\4\5\5eth0\2\7\4\2\0\0\0\0\1\4\5\5eth0\6\2\0x", 27 },
		{ (const uint8_t *)"\2\0\4\5\5eth0\6\2\0x", 13 },
		{ (const uint8_t *)"\0\0", 2 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_lldp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\7\4\2\0\0\0\0\1\4\5\5eth0\6\2\0x\10\6port 1\n"
		       "\13nursery-cam\14\n"
		       "Lamp Cam 2\376\13\0\22\273\10SN-4711\376\7\0\22\273\1\0/\3\376\6\0\200\302\1\0\1\0"
		       "\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_lldp, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_camera_that_describes_itself),
		cmocka_unit_test(broken_items_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
