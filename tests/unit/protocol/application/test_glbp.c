/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_glbp;

static void a_secret_in_clear(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0\n\0\0\2\0\0\0\0\1\1\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\3"
		       "\13\1\7linden\0"),
		CLIENT("\1\0\0\n\0\0\2\0\0\0\0\1\1\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_glbp, steps,
			"credential scheme=plain class=password data=credential.password secret=linden method"
			"=hello consent=unknown confidence=certain why=secret shared by routers result=unknow"
			"n @1\n");
}

static void a_digest_is_no_secret(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0\n\0\0\2\0\0\0\0\1\1\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\3"
		       "\24\2\0207777777777777777"),
		CLIENT("\1\0\0\n\0\0\2\0\0\0\0\1\3\1"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_glbp, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_glbp, FROM_CLIENT,
			    BYTES("\1\0\0\n\0\0\2\0\0\0\0\1\1\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0")) >= 8);
	/* Too little but on its usual port. */
	assert_true(bid_for(&app_decoder_glbp, FROM_CLIENT,
			    BYTES("\1\0\0\n\0\0\2\0\0\0\0\1\1\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0")) < 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\1\0\0\n\0\0\2\0\0\0\0\1", 12 },
		{ (const uint8_t *)"\1\0\0\n\0\0\2\0\0\0\0\1\7\4ab", 16 },
		{ (const uint8_t *)"\1\0\0\n\0\0\2\0\0\0\0\1\1\4a", 15 },
		{ (const uint8_t *)"\2\0\0\n\0\0\2\0\0\0\0\1\1\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0",
		  40 },
		{ (const uint8_t *)"\1", 1 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_glbp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0\n\0\0\2\0\0\0\0\1\1\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\3"
		       "\13\1\7linden\0"),
		CLIENT("\1\0\0\n\0\0\2\0\0\0\0\1\1\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_glbp, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_secret_in_clear),
		cmocka_unit_test(a_digest_is_no_secret),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
