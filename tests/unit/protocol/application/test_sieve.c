/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_sieve;

static void a_login_and_a_script(void **state)
{
	const struct step steps[] = {
		SERVER("\"IMPLEMENTATION\" \"lamp\"\r\n"
		       "\"SASL\" \"PLAIN\"\r\nOK\r\n"),
		CLIENT("AUTHENTICATE \"PLAIN\" \"AGFubmEAd2FsbGZsb3dlciA5\"\r\n"),
		SERVER("OK \"in\"\r\n"),
		CLIENT("PUTSCRIPT \"a\" {10+}\r\nredirect x\r\n"
		       "LOGOUT\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_sieve, steps,
		     "content script - - type=application/sieve: redirect x\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=AUTHENTICATE encoding=base64 consent=unknown confidence=certain why"
		     "=SASL exchange result=accepted @2\n");
}

static void a_login_as_a_text_of_a_size(void **state)
{
	const struct step steps[] = {
		CLIENT("AUTHENTICATE \"PLAIN\" {24+}\r\n"
		       "AGFubmEAd2FsbGZsb3dlciA5\r\n"),
		SERVER("NO \"no\"\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_sieve, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=AUTHENTICATE encoding=base64 consent=unknown confidence=certain why"
		     "=SASL exchange result=refused @1\n");
}

static void a_login_when_asked(void **state)
{
	const struct step steps[] = {
		CLIENT("AUTHENTICATE \"PLAIN\"\r\n"),
		SERVER("\"\"\r\n"),
		CLIENT("\"AGFubmEAd2FsbGZsb3dlciA5\"\r\n"),
		SERVER("OK\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_sieve, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=AUTHENTICATE encoding=base64 consent=unknown confidence=certain why"
		     "=SASL exchange result=accepted @3\n");
}

/* What the server says in between does not change what the client's text is. */
static void a_script_behind_an_answer(void **state)
{
	const struct step steps[] = {
		CLIENT("AUTHENTICATE \"PLAIN\" {24+}\r\n"),
		SERVER("{5}\r\nhello"),
		CLIENT("AGFubmEAd2FsbGZsb3dlciA5\r\n"),
		SERVER("OK\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_sieve, steps,
		     "content script - - type=application/sieve: hello\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=AUTHENTICATE encoding=base64 consent=unknown confidence=certain why"
		     "=SASL exchange result=accepted @3\n");
}

static void tls_is_left_to_others(void **state)
{
	const struct step steps[] = {
		SERVER("\"IMPLEMENTATION\" \"lamp\"\r\n"
		       "OK\r\n"),
		CLIENT("STARTTLS\r\n"),
		SERVER("OK\r\n"),
		CLIENT("\26\3"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_sieve, steps, "rebid server\n");
}

static void another_text_is_given_back(void **state)
{
	const struct step steps[] = {
		CLIENT("HELLO\r\n"),
	};

	(void)state;
	const char *const lines[] = {
		"not-mine client",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_sieve,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_sieve, FROM_SERVER, BYTES("\"IMPLEMENTATION\" \"lamp\"\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_sieve, FROM_CLIENT, BYTES("AUTHENTICATE \"PLAIN\"\r\n")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"AUTHENTICATE PLAIN\r\n", 20 },
		{ (const uint8_t *)"LOGOUT\r\n", 8 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_sieve, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\"IMPLEMENTATION\"\r\n", 18 },
		{ (const uint8_t *)"OK\r\n", 4 },
		{ (const uint8_t *)"\"IMPLEMENTATION\" \"lamp\"", 23 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_sieve, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		SERVER("\"IMPLEMENTATION\" \"lamp\"\r\n"
		       "\"SASL\" \"PLAIN\"\r\nOK\r\n"),
		CLIENT("AUTHENTICATE \"PLAIN\" \"AGFubmEAd2FsbGZsb3dlciA5\"\r\n"),
		SERVER("OK \"in\"\r\n"),
		CLIENT("PUTSCRIPT \"a\" {10+}\r\nredirect x\r\n"
		       "LOGOUT\r\n"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_sieve, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_script),	     cmocka_unit_test(a_login_as_a_text_of_a_size),
		cmocka_unit_test(a_script_behind_an_answer), cmocka_unit_test(a_login_when_asked),
		cmocka_unit_test(tls_is_left_to_others),     cmocka_unit_test(another_text_is_given_back),
		cmocka_unit_test(bids_only_for_its_own),     cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
