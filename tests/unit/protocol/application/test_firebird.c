/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_firebird;

static void a_password_in_clear(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\1\0\0\0\23\0\0\0\3\0\0\0$\0\0\0\17/lamp/homes.fdb\0\0\0\0\1\0\0\0\22\1\4anna"
		       "\4\n"
		       "nursery-pc\0\0\0\0\0\n"
		       "\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\2"),
		SERVER("\0\0\0\3\0\0\0\n"
		       "\0\0\0\1\0\0\0\3"),
		CLIENT("\0\0\0\23\0\0\0\0\0\0\0\17/lamp/homes.fdb\0\0\0\0\20\1\34\4ANNA\35\7petal-7"),
		SERVER("\0\0\0\t"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_firebird, steps,
		     "value connect - - hostname=nursery-pc\n"
		     "credential scheme=firebird class=username-only user=anna method=connect confiden"
		     "ce=certain why=user who connects result=unknown @1\n"
		     "credential scheme=firebird class=password data=credential.password user=ANNA sec"
		     "ret=petal-7 method=attach consent=unknown confidence=certain why=login of Firebi"
		     "rd result=unknown @3\n");
}

static void a_digest(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\1\0\0\0\23\0\0\0\3\0\0\0$\0\0\0\17/lamp/homes.fdb\0\0\0\0\1\0\0\0\22\1\4anna"
		       "\4\n"
		       "nursery-pc\0\0\0\0\0\n"
		       "\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\2"),
		CLIENT("\0\0\0\23\0\0\0\0\0\0\0\17/lamp/homes.fdb\0\0\0\0\24\1\34\4ANNA\36\13QP3LMZ/MJh."),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_firebird, steps,
		     "value connect - - hostname=nursery-pc\n"
		     "credential scheme=firebird class=username-only user=anna method=connect confiden"
		     "ce=certain why=user who connects result=unknown @1\n"
		     "credential scheme=firebird class=hash user=ANNA method=attach confidence=certain"
		     " why=login of Firebird result=unknown @2\n");
}

static void something_else_after_it(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\1\0\0\0\23\0\0\0\3\0\0\0$\0\0\0\17/lamp/homes.fdb\0\0\0\0\1\0\0\0\22\1\4anna"
		       "\4\n"
		       "nursery-pc\0\0\0\0\0\n"
		       "\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\2"),
		CLIENT("\0\0\0B\0\0\0\0"),
		CLIENT("anything"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_firebird, steps,
		     "value connect - - hostname=nursery-pc\n"
		     "credential scheme=firebird class=username-only user=anna method=connect confiden"
		     "ce=certain why=user who connects result=unknown @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_firebird, FROM_CLIENT,
			    BYTES("\0\0\0\1\0\0\0\23\0\0\0\3\0\0\0$\0\0\0\17/lamp/"
				  "homes.fdb\0\0\0\0\1\0\0\0\22\1\4anna"
				  "\4\n"
				  "nursery-pc\0\0\0\0\0\n"
				  "\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\2")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0\0\0\1\0\0\0\22\0\0\0\3\0\0\0$\0\0\0\17/lamp/"
				   "homes.fdb\0\0\0\0\1\0\0\0\22\1\4anna"
				   "\4\n"
				   "nursery-pc\0\0\0\0\0\n"
				   "\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\2",
		  84 },
		{ (const uint8_t *)"\0\0\0\1\0\0\0\23\0\0\0\3\0\0\0$\0\0\0\17/lam", 24 },
		{ (const uint8_t *)"\0\0\0\1\0\0\0\23\0\0\0\t\0\0\0$\0\0\0\17/lamp/"
				   "homes.fdb\0\0\0\0\1\0\0\0\22\1\4anna"
				   "\4\n"
				   "nursery-pc\0\0\0\0\0\n"
				   "\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\2",
		  84 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_firebird, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\0\0\0\1\0\0\0\23\0\0\0\3\0\0\0$\0\0\0\17/lamp/"
				   "homes.fdb\0\0\0\0\1\0\0\0\22\1\4anna"
				   "\4\n"
				   "nursery-pc\0\0\0\0\0\n"
				   "\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\2",
		  84 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_firebird, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\1\0\0\0\23\0\0\0\3\0\0\0$\0\0\0\17/lamp/homes.fdb\0\0\0\0\1\0\0\0\22\1\4anna"
		       "\4\n"
		       "nursery-pc\0\0\0\0\0\n"
		       "\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\2"),
		SERVER("\0\0\0\3\0\0\0\n"
		       "\0\0\0\1\0\0\0\3"),
		CLIENT("\0\0\0\23\0\0\0\0\0\0\0\17/lamp/homes.fdb\0\0\0\0\20\1\34\4ANNA\35\7petal-7"),
		SERVER("\0\0\0\t"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_firebird, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_in_clear),	   cmocka_unit_test(a_digest),
		cmocka_unit_test(something_else_after_it), cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
