/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_hsrp;

static void the_secret_of_version_one(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\20\3\nd\1\0linden\0\0\xc0\0\2\1"),
		CLIENT("\0\2\4\3\nd\1\0linden\0\0\xc0\0\2\1"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_hsrp, steps,
			"credential scheme=plain class=password data=credential.password secret=linden method"
			"=hello consent=unknown confidence=certain why=secret shared by routers result=unknow"
			"n *2 @1\n");
}

static void the_secret_of_version_two(void **state)
{
	const struct step steps[] = {
		CLIENT("\1(\2\0\5\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\3\10maple\0\0\0"),
		CLIENT("\2\4\0\1\0\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_hsrp, steps,
			"credential scheme=plain class=password data=credential.password secret=maple method="
			"hello consent=unknown confidence=certain why=secret shared by routers result=unknown"
			" @1\n");
}

static void a_digest_is_no_secret(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\20\3\nd\1\0\0\0\0\0\0\0\0\0\xc0\0\2\1\4\34\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1"
		       "\1\1\1\1\1\1\1\1\1\1"),
		CLIENT("\1(\2\0\5\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\4\34\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_hsrp, steps, "");
}

static void advertisements_are_passed_over(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\20\3\nd\1\0linden\0\0\xc0\0\2\1"),
		CLIENT("\0\3\0\1\0\n\1\0\0\0\0\0\0\0\0\0"),
		CLIENT("\7\7"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_hsrp, steps,
			"malformed client\n"
			"credential scheme=plain class=password data=credential.password secret=linden method"
			"=hello consent=unknown confidence=certain why=secret shared by routers result=unknow"
			"n @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_hsrp, FROM_CLIENT, BYTES("\0\0\20\3\nd\1\0linden\0\0\xc0\0\2\1")) >=
		    8);
	assert_true(bid_for(&app_decoder_hsrp, FROM_CLIENT,
			    BYTES("\1("
				  "\2\0\5\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0")) >= 8);
	/* Too little but on its usual port. */
	assert_true(bid_for(&app_decoder_hsrp, FROM_CLIENT, BYTES("\0\0\20\3\nd\1\0linden\0\0\xc0\0\2\1")) <
		    16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20 },
		{ (const uint8_t *)"\0\3\20\3\nd\1\0linden\0\0\xc0\0\2\1", 20 },
		{ (const uint8_t *)"\0\0\3\3\nd\1\0linden\0\0\xc0\0\2\1", 20 },
		{ (const uint8_t *)"\0\0\20\3\nd\1\0li\1den\0\0\xc0\0\2\1", 20 },
		{ (const uint8_t *)"\0\0\20\3\nd\1\0a\0b\0\0\0\0\0\xc0\0\2\1", 20 },
		{ (const uint8_t *)"\0\0\20\3\nd\1\0linden\0\0\xc0\0\2", 19 },
		{ (const uint8_t *)"\1("
				   "\2\0\5\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0"
				   "\3\tmaple",
		  49 },
		{ (const uint8_t *)"\1("
				   "\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0",
		  42 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_hsrp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\20\3\nd\1\0linden\0\0\xc0\0\2\1"),
		CLIENT("\0\2\4\3\nd\1\0linden\0\0\xc0\0\2\1"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_hsrp, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_secret_of_version_one), cmocka_unit_test(the_secret_of_version_two),
		cmocka_unit_test(a_digest_is_no_secret),     cmocka_unit_test(advertisements_are_passed_over),
		cmocka_unit_test(bids_only_for_its_own),     cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
