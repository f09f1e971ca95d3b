/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_stomp;

static void a_login_and_a_message(void **state)
{
	const struct step steps[] = {
		CLIENT("CONNECT\naccept-version:1.2\nhost:lock\n"
		       "login:anna\npasscode:wallflower 9\n"
		       "\n\0"),
		SERVER("CONNECTED\nversion:1.2\n\n\0\n"),
		CLIENT("SEND\ndestination:/queue/lock\n"
		       "content-type:text/plain\ncontent-length:5\n"
		       "\nhe\0lo\0\n"),
		SERVER("MESSAGE\r\ndestination:/queue/lock\r\n"
		       "\r\nhello\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_stomp, steps,
		     "content body SEND /queue/lock type=text/plain: he\\x00lo\n"
		     "content body MESSAGE /queue/lock: hello\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=CONNECT consent=unknown confidence=certain why=headers login and pa"
		     "sscode result=accepted @1\n");
}

static void a_wrong_password(void **state)
{
	const struct step steps[] = {
		CLIENT("STOMP\nlogin:anna\npasscode:guess\n"
		       "\n\0"),
		SERVER("ERROR\nmessage:no\n\ngo away\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_stomp, steps,
		     "content body ERROR -: go away\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=CONNECT consent=unknown confidence=certain why=headers login and passcode "
		     "result=refused @1\n");
}

static void nobody_in_particular(void **state)
{
	const struct step steps[] = {
		CLIENT("CONNECT\nhost:lock\n\n\0"),
		SERVER("CONNECTED\nversion:1.1\n\n\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_stomp, steps, "");
}

static void another_text_ends_it(void **state)
{
	const struct step steps[] = {
		CLIENT("CONNECT\nhost:lock\n\n\0hello\n"
		       "\nworld\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_stomp, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_stomp, FROM_CLIENT,
			    BYTES("CONNECT\naccept-version:1.2\n\n"
				  "\0")) >= 16);
	assert_true(bid_for(&app_decoder_stomp, FROM_CLIENT, BYTES("STOMP\r\nlogin:anna\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_stomp, FROM_SERVER, BYTES("CONNECTED\nversion:1.2\n\n\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"CONNECT lock.example:443 HTTP/1.1\r\n", 35 },
		{ (const uint8_t *)"CONNECT", 7 },
		{ (const uint8_t *)"SEND\nx:1\n", 9 },
		{ (const uint8_t *)"CONNECTX\na:b\n", 13 },
		{ (const uint8_t *)"CONNECT\nhello\n", 14 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_stomp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"ERROR\nx:1\n", 10 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_stomp, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("CONNECT\naccept-version:1.2\nhost:lock\n"
		       "login:anna\npasscode:wallflower 9\n"
		       "\n\0"),
		SERVER("CONNECTED\nversion:1.2\n\n\0\n"),
		CLIENT("SEND\ndestination:/queue/lock\n"
		       "content-type:text/plain\ncontent-length:5\n"
		       "\nhe\0lo\0\n"),
		SERVER("MESSAGE\r\ndestination:/queue/lock\r\n"
		       "\r\nhello\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_stomp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_message), cmocka_unit_test(a_wrong_password),
		cmocka_unit_test(nobody_in_particular),	 cmocka_unit_test(another_text_ends_it),
		cmocka_unit_test(bids_only_for_its_own), cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
