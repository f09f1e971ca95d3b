/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_nhrp;

static void a_password_in_clear(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\1\10\0\0\0\0\0\0\377\0M\0\0\0006\1\3\4\0\4\4\0\2\0\0\0\0\0\1\n"
		       "\0\0\1\n"
		       "\0\0\1\n"
		       "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\200\3\0\0\200\7\0\13\0\0\0\1petal-7\200\0\0\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_nhrp, steps,
			"credential scheme=plain class=password data=credential.password secret=petal-7 m"
			"ethod=authentication consent=unknown confidence=certain why=secret shared by rou"
			"ters result=unknown @1\n");
}

static void with_an_address_before_it(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\1\10\0\0\0\0\0\0\377\0M\0\0\0006\1\3\4\0\4\4\0\2\0\0\0\0\0\1\n"
		       "\0\0\1\n"
		       "\0\0\1\n"
		       "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\7\0\17\0\0\0\1\n"
		       "\0\0\1petal-7\0\0\0\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_nhrp, steps,
			"credential scheme=plain class=password data=credential.password secret=petal-7 m"
			"ethod=authentication consent=unknown confidence=certain why=secret shared by rou"
			"ters result=unknown @1\n");
}

static void a_digest(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\1\10\0\0\0\0\0\0\377\0M\0\0\0006\1\3\4\0\4\4\0\2\0\0\0\0\0\1\n"
		       "\0\0\1\n"
		       "\0\0\1\n"
		       "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\7\0\17\0\0\0\2\n"
		       "\0\0\1petal-7\0\0\0\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_nhrp, steps, "");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_nhrp, FROM_CLIENT,
			    BYTES("\0\1\10\0\0\0\0\0\0\377\0:\0\0\0006\1\3\4\0\4\4\0\2\0\0\0\0\0\1\n"
				  "\0\0\1\n"
				  "\0\0\1\n"
				  "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\200\3\0\0")) >= 1);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0\1\10\0\0\0\0\0\0\377\0:\0\0\0006\1\0\4\0\4\4\0\2\0\0\0\0\0\1\n"
				   "\0\0\1\n"
				   "\0\0\1\n"
				   "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\3\0\0",
		  58 },
		{ (const uint8_t *)"\0\1\10\0\0\0\0\0\0\377\0:\0\0\0006\1\3\4\0\4\4\0\2\0\0\0\0\0\1\n"
				   "\0\0\1\n"
				   "\0\0\1\n"
				   "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\3\0",
		  57 },
		{ (const uint8_t *)"\0\1\10\0\0\0\0\0\0\377\0006\0\0\0006\1\3\4\0\4\4\0\2\0\0\0\0\0\1\n"
				   "\0\0\1\n"
				   "\0\0\1\n"
				   "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0",
		  54 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_nhrp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\1\10\0\0\0\0\0\0\377\0M\0\0\0006\1\3\4\0\4\4\0\2\0\0\0\0\0\1\n"
		       "\0\0\1\n"
		       "\0\0\1\n"
		       "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\200\3\0\0\200\7\0\13\0\0\0\1petal-7\200\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_nhrp, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_in_clear),
		cmocka_unit_test(with_an_address_before_it),
		cmocka_unit_test(a_digest),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
