/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_ike;

static void a_name_in_an_aggressive_exchange(void **state)
{
	const struct step steps[] = {
		CLIENT("cookie-1\0\0\0\0\0\0\0\0\1\20\4\0\0\0\0\0\0\0\0V\4\0\0\10\0\0\0\1\5\0\0\24kkkkkkkkk"
		       "kkkkkkk\r\0\0\24\13\21\1\364garden-group\0\0\0\n"
		       "vendor"),
		CLIENT("\0\0\0\0cookie-1\0\0\0\0\0\0\0\0\5\20\4\0\0\0\0\0\0\0\0005\0\0\0\31\3\21\1\364anna@"
		       "lock.example"),
		SERVER("cookie-1\0\0\0\0\0\0\0\0\5\20\4\0\0\0\0\0\0\0\0(\0\0\0\14\1\21\1\364\n"
		       "\0\0\1"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_ike, steps,
			"credential scheme=ike class=hash user=garden-group method=aggressive confidence="
			"certain why=name in clear, with a digest made of the shared secret result=unknow"
			"n @1\n"
			"credential scheme=ike class=hash user=anna@lock.example method=aggressive confid"
			"ence=certain why=name in clear, with a digest made of the shared secret result=u"
			"nknown @2\n");
}

static void other_exchanges_and_what_is_encrypted(void **state)
{
	const struct step steps[] = {
		CLIENT("cookie-1\0\0\0\0\0\0\0\0\5\20\2\0\0\0\0\0\0\0\0(\0\0\0\14\3\21\1\364anna"),
		CLIENT("cookie-1\0\0\0\0\0\0\0\0\5\20\4\1\0\0\0\0\0\0\0(\0\0\0\14\3\21\1\364anna"),
		CLIENT("cookie-1\0\0\0\0\0\0\0\0! \"\0\0\0\0\0\0\0\0$\0\0\0\10anna"),
		CLIENT("\377"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_ike, steps, "");
}

static void what_else_comes_on_the_port(void **state)
{
	const struct step steps[] = {
		CLIENT("cookie-1\0\0\0\0\0\0\0\0\1\20\4\0\0\0\0\0\0\0\0$\5\0\0\2\0\0\0\1"),
		CLIENT("\1\2\3\4encrypted"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_ike, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_ike, FROM_CLIENT,
			    BYTES("cookie-1\0\0\0\0\0\0\0\0\1\20\4\0\0\0\0\0\0\0\0$\0\0\0\10\0\0\0\1")) >=
		    16);
	assert_true(
		bid_for(&app_decoder_ike, FROM_CLIENT,
			BYTES("\0\0\0\0cookie-1\0\0\0\0\0\0\0\0\1\20\4\0\0\0\0\0\0\0\0$\0\0\0\10\0\0\0\1")) >=
		16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"cookie-1\0\0\0\0\0\0\0\0\1\20\4\0\0\0\0\0\0\0\0!\0\0\0\5xx", 34 },
		{ (const uint8_t *)"cookie-1\0\0\0\0\0\0\0\0\0010\4\0\0\0\0\0\0\0\0!\0\0\0\5x", 33 },
		{ (const uint8_t *)"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\20\4\0\0\0\0\0\0\0\0!\0\0\0\5x", 33 },
		{ (const uint8_t *)"\377", 1 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_ike, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("cookie-1\0\0\0\0\0\0\0\0\1\20\4\0\0\0\0\0\0\0\0V\4\0\0\10\0\0\0\1\5\0\0\24kkkkkkkkk"
		       "kkkkkkk\r\0\0\24\13\21\1\364garden-group\0\0\0\n"
		       "vendor"),
		CLIENT("\0\0\0\0cookie-1\0\0\0\0\0\0\0\0\5\20\4\0\0\0\0\0\0\0\0005\0\0\0\31\3\21\1\364anna@"
		       "lock.example"),
		SERVER("cookie-1\0\0\0\0\0\0\0\0\5\20\4\0\0\0\0\0\0\0\0(\0\0\0\14\1\21\1\364\n"
		       "\0\0\1"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_ike, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_in_an_aggressive_exchange),
		cmocka_unit_test(other_exchanges_and_what_is_encrypted),
		cmocka_unit_test(what_else_comes_on_the_port),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
