/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_socks;

static void a_name_and_a_password(void **state)
{
	const struct step steps[] = {
		CLIENT("\5\2\0\2"),
		SERVER("\5\2"),
		CLIENT("\1\4anna\14wallflower 9"),
		SERVER("\1\0"),
		CLIENT("\5\1\0\3\14lock.example\0P"),
		SERVER("\5\0\0\1\0\0\0\0\0\0"),
		CLIENT("GET / HTTP/1.1\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_socks, steps,
		     "value request CONNECT - destination=lock.example\n"
		     "rebid server\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=login consent=unknown confidence=certain why=user name and password"
		     " result=accepted @3\n"
		     "service authentication=password action=login gave=session @4\n");
}

static void a_wrong_password(void **state)
{
	const struct step steps[] = {
		CLIENT("\5\1\2"),
		SERVER("\5\2"),
		CLIENT("\1\4anna\5guess"),
		SERVER("\1\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_socks, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=login consent=unknown confidence=certain why=user name and password result"
		     "=refused @3\n"
		     "service authentication=password action=login gave=nothing @4\n");
}

static void without_a_login(void **state)
{
	const struct step steps[] = {
		CLIENT("\5\1\0"),
		SERVER("\5\0"),
		CLIENT("\5\1\0\1\xcb\0q\5\1\xbb"),
		SERVER("\5\0\0\1\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_socks, steps, "rebid server\n");
}

static void of_one_side_alone(void **state)
{
	const struct step steps[] = {
		CLIENT("\5\1\2"),
		CLIENT("\1\4anna\14wallflower 9\5\1\0\1\xcb\0q\5\1\xbb"),
	};

	(void)state;
	const char *const lines[] = {
		"credential scheme=plain class=password data=credential.password user=anna secret=wal"
		"lflower 9 method=login consent=unknown confidence=certain why=user name and password"
		" result=unknown @2",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_socks,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void the_old_version_trusts_a_name(void **state)
{
	const struct step steps[] = {
		CLIENT("\4\1\0P\xcb\0q\5anna\0"),
		SERVER("\0Z\0P\xcb\0q\5"),
		CLIENT("GET"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_socks, steps,
		     "rebid server\n"
		     "credential scheme=plain class=username-only user=anna method=CONNECT confidence=cert"
		     "ain why=user name, which the server believes result=accepted @1\n");
}

static void the_old_version_with_a_name_to_go_to(void **state)
{
	const struct step steps[] = {
		CLIENT("\4\1\0P\0\0\0\1\0lock.example\0"),
		SERVER("\0[\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_socks, steps, "value request CONNECT - destination=lock.example\n");
}

static void what_is_not_agreed_to_is_given_back(void **state)
{
	const struct step steps[] = {
		CLIENT("\5\1\0"),
		SERVER("hello"),
	};

	(void)state;
	const char *const lines[] = {
		"not-mine server",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_socks,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void what_does_not_go_on_so_is_given_back(void **state)
{
	const struct step steps[] = {
		CLIENT("\5\1\0"),
		CLIENT("\7\7\7"),
	};

	(void)state;
	const char *const lines[] = {
		"not-mine client",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_socks,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_socks, FROM_CLIENT, BYTES("\5\2\0\2")) >= 16);
	assert_true(bid_for(&app_decoder_socks, FROM_CLIENT, BYTES("\5\1\0")) >= 16);
	assert_true(bid_for(&app_decoder_socks, FROM_CLIENT, BYTES("\4\1\0P\xcb\0q\5anna\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\5\2\0", 3 },
		{ (const uint8_t *)"\5\1\0x", 4 },
		{ (const uint8_t *)"\5\2\0\0", 4 },
		{ (const uint8_t *)"\5\1 ", 3 },
		{ (const uint8_t *)"\4\3\0P\xcb\0q\5anna\0", 13 },
		{ (const uint8_t *)"\4\1\0\0\xcb\0q\5anna\0", 13 },
		{ (const uint8_t *)"\4\1\0P\xcb\0q\5an\1a\0", 13 },
		{ (const uint8_t *)"\5\0\0\3\20\0\0\0", 8 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_socks, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\5\2", 2 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_socks, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\5\2\0\2"),
		SERVER("\5\2"),
		CLIENT("\1\4anna\14wallflower 9"),
		SERVER("\1\0"),
		CLIENT("\5\1\0\3\14lock.example\0P"),
		SERVER("\5\0\0\1\0\0\0\0\0\0"),
		CLIENT("GET / HTTP/1.1\r\n"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_socks, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_and_a_password),
		cmocka_unit_test(a_wrong_password),
		cmocka_unit_test(without_a_login),
		cmocka_unit_test(of_one_side_alone),
		cmocka_unit_test(the_old_version_trusts_a_name),
		cmocka_unit_test(the_old_version_with_a_name_to_go_to),
		cmocka_unit_test(what_is_not_agreed_to_is_given_back),
		cmocka_unit_test(what_does_not_go_on_so_is_given_back),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
