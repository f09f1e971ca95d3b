/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_rdp;

static void a_user_in_the_cookie_then_tls(void **state)
{
	const struct step steps[] = {
		CLIENT("\3\0\0*%\xe0\0\0\0\0\0Cookie: mstshash=anna\r\n"
		       "\1\0\10\0\3\0\0\0"),
		SERVER("\3\0\0\23\16\xd0\0\0\0\0\0\2\0\10\0\1\0\0\0"),
		CLIENT("\26\3\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rdp, steps,
		     "rebid server\n"
		     "credential scheme=rdp class=username-only user=anna method=connect confidence=certai"
		     "n why=user name in the cookie result=unknown @1\n");
}

static void its_own_encryption_is_opaque(void **state)
{
	const struct step steps[] = {
		CLIENT("\3\0\0\23\16\xe0\0\0\0\0\0\1\0\10\0\0\0\0\0"),
		SERVER("\3\0\0\23\16\xd0\0\0\0\0\0\2\0\10\0\0\0\0\0"),
		CLIENT("\3\0\0\7hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rdp, steps, "");
}

static void what_answers_otherwise_is_given_back(void **state)
{
	const struct step steps[] = {
		CLIENT("\3\0\0\33\26\xe0\0\0\0\0\0Cookie: msts=1\r\n"),
		SERVER("HTTP/1.1"),
	};

	(void)state;
	const char *const lines[] = {
		"not-mine server",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_rdp,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_rdp, FROM_CLIENT,
			    BYTES("\3\0\0\"\35\xe0\0\0\0\0\0Cookie: mstshash=anna\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_rdp, FROM_CLIENT,
			    BYTES("\3\0\0\23\16\xe0\0\0\0\0\0\1\0\10\0\3\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\3\0\0\23\16\xe0\0\0\0\0\0\xc1\2\1\0\xc2\2\1\2", 19 },
		{ (const uint8_t *)"\3\0\0\13\6\xe0\0\0\0\0\0", 11 },
		{ (const uint8_t *)"\3\0\0\24\17\xe0\0\0\0\0\0Cookie: ", 19 },
		{ (const uint8_t *)"\3\0\0\24\17\xe0\0\0\0\0\0Cookie: ax", 21 },
		{ (const uint8_t *)"\3\0\0\24\17\xd0\0\0\0\0\0Cookie: a", 20 },
		{ (const uint8_t *)"\3\0", 2 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_rdp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\3\0\0\24\17\xe0\0\0\0\0\0Cookie: a", 20 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_rdp, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\3\0\0*%\xe0\0\0\0\0\0Cookie: mstshash=anna\r\n"
		       "\1\0\10\0\3\0\0\0"),
		SERVER("\3\0\0\23\16\xd0\0\0\0\0\0\2\0\10\0\1\0\0\0"),
		CLIENT("\26\3\1"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_rdp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_user_in_the_cookie_then_tls),
		cmocka_unit_test(its_own_encryption_is_opaque),
		cmocka_unit_test(what_answers_otherwise_is_given_back),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
