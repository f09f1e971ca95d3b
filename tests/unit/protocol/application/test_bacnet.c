/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_bacnet;

static void a_controller_silenced_and_restarted(void **state)
{
	const struct step steps[] = {
		CLIENT("\201\n"
		       "\0\30\1\4\0\5\7\21\t\5\31\1-\10\0petal-7"),
		SERVER("\201\n"
		       "\0\t\1\0 \7\21"),
		CLIENT("\201\n"
		       "\0 \1,\0\5\1\7\0\7\2\1\2\377\0\5\10\24\t\0\35\10\0Tulip-4"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_bacnet, steps,
			"credential scheme=bacnet class=password data=credential.password secret=petal-7 "
			"method=DeviceCommunicationControl consent=unknown confidence=certain why=passwor"
			"d of a request, in clear result=unknown @1\n"
			"credential scheme=bacnet class=password data=credential.password secret=Tulip-4 "
			"method=ReinitializeDevice consent=unknown confidence=certain why=password of a r"
			"equest, in clear result=unknown @3\n");
}

static void other_requests(void **state)
{
	const struct step steps[] = {
		CLIENT("\201\13\0\10\1\0\20\10"),
		CLIENT("\201\n"
		       "\0\21\1\4\0\5\7\14\14\2\0\0\1\31M"),
		CLIENT("\201\n"
		       "\0\7\1\200\0"),
		CLIENT("\201\n"
		       "\0\16\1\4\0\5\7\21\t\5\31\1"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_bacnet, steps, "");
}

static void broken_datagrams_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\201\n"
		       "\0000\1\4"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_bacnet, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_bacnet, FROM_CLIENT, BYTES("\201\13\0\10\1\0\20\10")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\201\13\0\t\1\0\20\10", 8 },
		{ (const uint8_t *)"\201+\0\10\1\0\20\10", 8 },
		{ (const uint8_t *)"\202\13\0\10\1\0\20\10", 8 },
		{ (const uint8_t *)"\201", 1 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_bacnet, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\201\n"
		       "\0\30\1\4\0\5\7\21\t\5\31\1-\10\0petal-7"),
		SERVER("\201\n"
		       "\0\t\1\0 \7\21"),
		CLIENT("\201\n"
		       "\0 \1,\0\5\1\7\0\7\2\1\2\377\0\5\10\24\t\0\35\10\0Tulip-4"),
	};

	(void)state;
	conversation_survives(&(struct conversation){ .decoder = &app_decoder_bacnet,
						      .steps = steps,
						      .count = COUNT_OF(steps),
						      .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_controller_silenced_and_restarted),
		cmocka_unit_test(other_requests),
		cmocka_unit_test(broken_datagrams_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
