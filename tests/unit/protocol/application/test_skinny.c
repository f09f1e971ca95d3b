/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_skinny;

static void a_telephone_and_a_call(void **state)
{
	const struct step steps[] = {
		CLIENT("(\0\0\0\0\0\0\0\1\0\0\0SEP020000000001\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("H\0\0\0\0\0\0\0\222\0\0\0\1\0\0\00013900001234\0\0\0\0\0\0\0\0\0\0\0\0\0Anna Exampl"
		       "e\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("\254\0\0\0\0\0\0\0\217\0\0\0Anna Example\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\00013900001234\0\0\0\0\0\0\0\0\0\0\0\0\0Berta Example\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\00013900005678\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("$\0\0\0\0\0\0\0\35\1\0\0005001\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0"),
		CLIENT("\4\0\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_skinny, steps,
		     "record message - -: device-name=SEP020000000001\n"
		     "record message - -: phone-number=13900001234; display-name=Anna Example\n"
		     "record message - -: display-name=Anna Example; caller-number=13900001234; contac"
		     "t-name=Berta Example; callee-number=13900005678\n"
		     "record message - -: callee-number=5001\n");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\4\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("hello hello hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_skinny, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_skinny, FROM_CLIENT,
			    BYTES("(\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0"
				  "\0\0\0\0\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_skinny, FROM_CLIENT,
			    BYTES("\4\0\0\0\0\0\0\0\0\0\0\0\10\0\0\0\0\0\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_skinny, FROM_SERVER,
			    BYTES("\24\0\0\0\0\0\0\0\201\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"(\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0", 20 },
		{ (const uint8_t *)"(\0\0\0c\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0\0"
				   "\0\0\0\0\0\0",
		  48 },
		{ (const uint8_t *)"\4\0\0\0\0\0\0\0\0\5\0\0", 12 },
		{ (const uint8_t *)"\4\0\0\0\0\0\0\0\0\0\0\0GET / HTTP/1.1\r\n", 28 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_skinny, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("(\0\0\0\0\0\0\0\1\0\0\0SEP020000000001\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("H\0\0\0\0\0\0\0\222\0\0\0\1\0\0\00013900001234\0\0\0\0\0\0\0\0\0\0\0\0\0Anna Exampl"
		       "e\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("\254\0\0\0\0\0\0\0\217\0\0\0Anna Example\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\00013900001234\0\0\0\0\0\0\0\0\0\0\0\0\0Berta Example\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\00013900005678\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("$\0\0\0\0\0\0\0\35\1\0\0005001\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0"),
		CLIENT("\4\0\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_skinny, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_telephone_and_a_call),
		cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
