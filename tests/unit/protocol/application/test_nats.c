/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_nats;

static void a_login_and_a_message(void **state)
{
	const struct step steps[] = {
		SERVER("INFO {\"server_id\":\"NAINVENTED\",\"auth_required\":true} \r\n"),
		CLIENT("CONNECT {\"verbose\":false,\"user\":\"anna\",\"pass\":\"wallflower 9\",\"lang\":\"c"
		       "\"}\r\nPING\r\n"),
		SERVER("PONG\r\n"),
		CLIENT("PUB lock.1 5\r\nhello\r\nSUB lock.* 1\r\n"),
		SERVER("MSG lock.1 1 answer.to 5\r\nhello\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_nats, steps,
		     "content payload PUB lock.1: hello\n"
		     "content payload MSG lock.1: hello\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=CONNECT consent=unknown confidence=certain why=login to a message b"
		     "roker result=accepted @2\n");
}

static void a_token_that_is_refused(void **state)
{
	const struct step steps[] = {
		SERVER("INFO {\"server_id\":\"NAINVENTED\"}\r\n"),
		CLIENT("CONNECT {\"verbose\":false,\"auth_token\":\"invented-7\"}\r\n"),
		SERVER("-ERR 'Authorization Violation'\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_nats, steps,
		     "credential scheme=token class=token data=credential.token secret=invented-7 method=C"
		     "ONNECT consent=unknown confidence=certain why=login to a message broker result=refus"
		     "ed @2\n");
}

static void headers_are_passed_over(void **state)
{
	const struct step steps[] = {
		CLIENT("CONNECT {\"verbose\":true}\r\nHPUB lock 12 17\r\n"
		       "NATS/1.0\r\n\r\nhello\r\nPUB x 1 2 3\r\n"),
	};

	(void)state;
	const char *const lines[] = {
		"content payload PUB lock: hello",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_nats,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void tls_is_left_to_others(void **state)
{
	const struct step steps[] = {
		SERVER("INFO {\"server_id\":\"NAINVENTED\",\"tls_required\":true}\r\n"),
		CLIENT("\26\3"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_nats, steps, "rebid server\n");
}

static void another_text_ends_it(void **state)
{
	const struct step steps[] = {
		CLIENT("CONNECT {\"verbose\":true}\r\nhello\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_nats, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_nats, FROM_SERVER,
			    BYTES("INFO {\"server_id\":\"NAINVENTED\"}\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_nats, FROM_CLIENT, BYTES("CONNECT {\"verbose\":false}\r\n")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"CONNECT lock.example:443 HTTP/1.1\r\n", 35 },
		{ (const uint8_t *)"CONNECT {\"user\":\"anna\"}\r\n", 25 },
		{ (const uint8_t *)"CONNECT\n", 8 },
		{ (const uint8_t *)"P", 1 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_nats, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"INFO hello\r\n", 12 },
		{ (const uint8_t *)"INFO {\"a\":1}\r\n", 14 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_nats, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		SERVER("INFO {\"server_id\":\"NAINVENTED\",\"auth_required\":true} \r\n"),
		CLIENT("CONNECT {\"verbose\":false,\"user\":\"anna\",\"pass\":\"wallflower 9\",\"lang\":\"c"
		       "\"}\r\nPING\r\n"),
		SERVER("PONG\r\n"),
		CLIENT("PUB lock.1 5\r\nhello\r\nSUB lock.* 1\r\n"),
		SERVER("MSG lock.1 1 answer.to 5\r\nhello\r\n"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_nats, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_message),   cmocka_unit_test(a_token_that_is_refused),
		cmocka_unit_test(headers_are_passed_over), cmocka_unit_test(tls_is_left_to_others),
		cmocka_unit_test(another_text_ends_it),	   cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
