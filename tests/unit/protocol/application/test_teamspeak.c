/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_teamspeak;

static void a_login(void **state)
{
	const struct step steps[] = {
		SERVER("TS3\n"
		       "\rWelcome to the query.\n"
		       "\r"),
		CLIENT("login anna wallflower\\s9\n"),
		SERVER("error id=0 msg=ok\n"
		       "\r"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_teamspeak, steps,
		     "content message - -: Welcome to the query.\n"
		     "credential scheme=teamspeak class=password data=credential.password user=anna se"
		     "cret=wallflower 9 method=login consent=unknown confidence=certain why=password i"
		     "n a line result=accepted @2\n");
}

static void with_names_refused(void **state)
{
	const struct step steps[] = {
		SERVER("TS3\n"
		       "\r"),
		CLIENT("login client_login_name=anna client_login_password=guess\n"),
		SERVER("error id=520 msg=invalid\\sloginname\n"
		       "\r"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_teamspeak, steps,
		     "credential scheme=teamspeak class=password data=credential.password user=anna se"
		     "cret=guess method=login consent=unknown confidence=certain why=password in a lin"
		     "e result=refused @2\n");
}

static void the_older_one(void **state)
{
	const struct step steps[] = {
		SERVER("[TS]\r\n"),
		CLIENT("slogin anna petal-7\r\n"),
		SERVER("OK\r\n"),
		CLIENT("si\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_teamspeak, steps,
		     "content message - -: [TS]\n"
		     "credential scheme=teamspeak class=password data=credential.password user=anna se"
		     "cret=petal-7 method=login consent=unknown confidence=certain why=password in a l"
		     "ine result=accepted @2\n");
}

static void no_password(void **state)
{
	const struct step steps[] = {
		SERVER("TS3\n"
		       "\r"),
		CLIENT("login anna\n"
		       "whoami\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_teamspeak, steps, "content message - -: whoami\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_teamspeak, FROM_SERVER,
			    BYTES("TS3\n"
				  "\rWelcome")) >= 16);
	assert_true(bid_for(&app_decoder_teamspeak, FROM_SERVER, BYTES("[TS]\r\n")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"TS3\n"
				   "\rWelcome",
		  12 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_teamspeak, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"TS4\n"
				   "\r",
		  5 },
		{ (const uint8_t *)"TS3\n", 4 },
		{ (const uint8_t *)"[TS] hi\r\n", 9 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_teamspeak, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		SERVER("TS3\n"
		       "\rWelcome to the query.\n"
		       "\r"),
		CLIENT("login anna wallflower\\s9\n"),
		SERVER("error id=0 msg=ok\n"
		       "\r"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_teamspeak, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login),
		cmocka_unit_test(with_names_refused),
		cmocka_unit_test(the_older_one),
		cmocka_unit_test(no_password),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
