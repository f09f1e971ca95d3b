/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_rlogin;

static void a_name_is_believed(void **state)
{
	const struct step steps[] = {
		CLIENT("\0anna\0root\0vt100/9600\0"),
		SERVER("\0"),
		SERVER("Password: "),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rlogin, steps,
		     "rebid server\n"
		     "credential scheme=plain class=username-only user=anna method=rlogin confidence=certa"
		     "in why=user name, which the server believes result=accepted @1\n"
		     "credential scheme=plain class=username-only user=root method=rlogin confidence=certa"
		     "in why=user name there result=unknown @1\n"
		     "service authentication=unknown action=login gave=shell @2\n");
}

static void without_an_answer(void **state)
{
	const struct step steps[] = {
		CLIENT("\0anna\0anna\0vt100/9600\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rlogin, steps,
		     "credential scheme=plain class=username-only user=anna method=rlogin confidence=certa"
		     "in why=user name, which the server believes result=unknown @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_rlogin, FROM_CLIENT, BYTES("\0anna\0root\0vt100/9600\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0anna\0root\0vt100\0", 17 },
		{ (const uint8_t *)"\0anna\0root\0vt100/x\0", 19 },
		{ (const uint8_t *)"anna\0root\0vt100/9600\0", 21 },
		{ (const uint8_t *)"\0an na\0root\0vt100/9600\0", 23 },
		{ (const uint8_t *)"\0\0\0\0", 4 },
		{ (const uint8_t *)"\0anna\0root\0vt100/9600\0x", 23 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_rlogin, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\0anna\0root\0vt100/9600\0", 22 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_rlogin, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0anna\0root\0vt100/9600\0"),
		SERVER("\0"),
		SERVER("Password: "),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_rlogin, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_believed),
		cmocka_unit_test(without_an_answer),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
