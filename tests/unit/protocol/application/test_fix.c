/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_fix;

static void a_logon_and_an_order(void **state)
{
	const struct step steps[] = {
		CLIENT("8=FIX.4.4\19=59\00135=A\00149=LAMP\00156=SHOP\198=0\001108=30\001553=anna\001554=wa"
		       "llflower 9\00110=171\1"),
		SERVER("8=FIX.4.4\19=33\00135=A\00149=SHOP\00156=LAMP\198=0\001108=30\00110=182\1"),
		CLIENT("8=FIX.4.4\19=48\00135=D\00149=LAMP\00156=SHOP\0011=DE-4711\00111=7\00158=for anna"
		       "\00110=031\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_fix, steps,
		     "record message - -: Account=DE-4711; Text=for anna\n"
		     "credential scheme=fix class=password data=credential.password user=anna secret=w"
		     "allflower 9 method=logon consent=unknown confidence=certain why=logon of FIX res"
		     "ult=accepted @1\n");
}

static void refused(void **state)
{
	const struct step steps[] = {
		CLIENT("8=FIX.4.4\19=40\00135=A\00149=LAMP\00156=SHOP\001553=anna\001554=guess\00110=023\1"),
		SERVER("8=FIX.4.4\19=27\00135=5\00149=SHOP\00156=LAMP\00158=no\00110=028\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_fix, steps,
		     "record message - -: Text=no\n"
		     "credential scheme=fix class=password data=credential.password user=anna secret=g"
		     "uess method=logon consent=unknown confidence=certain why=logon of FIX result=ref"
		     "used @1\n");
}

static void a_logon_without_a_name(void **state)
{
	const struct step steps[] = {
		CLIENT("8=FIX.4.4\19=26\00135=A\00149=LAMP\00156=SHOP\198=0\00110=126\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_fix, steps, "");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("8=FIX.4.4\19=21\00135=0\00149=LAMP\00156=SHOP\00110=137\1"),
		CLIENT("8=FIX.4.4\00110=three|four|five"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_fix, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_fix, FROM_CLIENT,
			    BYTES("8=FIX.4.4\19=21\00135=A\00149=LAMP\00156=SHOP\00110=154\1")) >= 16);
	assert_true(bid_for(&app_decoder_fix, FROM_SERVER,
			    BYTES("8=FIXT.1.1\19=65\00135=A\00149=LAMP\00156=S")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"8=FIX.4.4\19=99999999\00135=A\1", 26 },
		{ (const uint8_t *)"8=FIX.4.4 9=12 35=A and so on", 29 },
		{ (const uint8_t *)"8=FIXED and more than enough", 28 },
		{ (const uint8_t *)"8=FIX.4.4\19=5", 13 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_fix, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("8=FIX.4.4\19=59\00135=A\00149=LAMP\00156=SHOP\198=0\001108=30\001553=anna\001554=wa"
		       "llflower 9\00110=171\1"),
		SERVER("8=FIX.4.4\19=33\00135=A\00149=SHOP\00156=LAMP\198=0\001108=30\00110=182\1"),
		CLIENT("8=FIX.4.4\19=48\00135=D\00149=LAMP\00156=SHOP\0011=DE-4711\00111=7\00158=for anna"
		       "\00110=031\1"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_fix, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_logon_and_an_order),	  cmocka_unit_test(refused),
		cmocka_unit_test(a_logon_without_a_name), cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),  cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
