/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_bfd;

static void a_secret_in_clear(void **state)
{
	const struct step steps[] = {
		CLIENT(" \xc4\3!\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0\1\t\1linden"),
		SERVER(" \xc4\3!\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0\1\t\1linden"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_bfd, steps,
			"credential scheme=plain class=password data=credential.password secret=linden method"
			"=control consent=unknown confidence=certain why=secret shared by routers result=unkn"
			"own @1\n"
			"credential scheme=plain class=password data=credential.password secret=linden method"
			"=control consent=unknown confidence=certain why=secret shared by routers result=unkn"
			"own @2\n");
}

static void a_digest_is_no_secret(void **state)
{
	const struct step steps[] = {
		CLIENT(" \xc4\0030\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0\2\30\1\0\0\0\0\0017777777777777777"),
		CLIENT(" \xc0\3\30\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0"),
		CLIENT(" \xc4\3!\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0\1\31\1linden"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_bfd, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_bfd, FROM_CLIENT,
			    BYTES(" \xc0\3\30\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0")) >= 8);
	/* Too little but on its usual port. */
	assert_true(bid_for(&app_decoder_bfd, FROM_CLIENT,
			    BYTES(" \xc0\3\30\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0")) < 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)" \xc1\3\30\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0", 24 },
		{ (const uint8_t *)" \xc0\3\30\0\0\0\0\0\0\0\0\0\17B@\0\17B@\0\0\0\0", 24 },
		{ (const uint8_t *)" \xc0\3\30\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0x", 25 },
		{ (const uint8_t *)" \xc4\3\30\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0", 24 },
		{ (const uint8_t *)"@\xc0\3\30\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0", 24 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_bfd, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT(" \xc4\3!\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0\1\t\1linden"),
		SERVER(" \xc4\3!\0\0\0\7\0\0\0\0\0\17B@\0\17B@\0\0\0\0\1\t\1linden"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_bfd, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
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
