/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_stratum;

static void a_worker_with_a_password(void **state)
{
	const struct step steps[] = {
		CLIENT("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": [\"lamp/1\"]}\n"),
		SERVER("{\"id\":1,\"result\":[[],\"0a\",4],\"error\":null}\n"),
		CLIENT("{\"params\": [\"anna.1\", \"wallflower 9\"], \"id\": 2, \"method\": \"mining.authori"
		       "ze\"}\n"),
		SERVER("{\"id\":2,\"result\":true,\"error\":null}\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_stratum, steps,
		     "content body mining.subscribe - type=application/json: {\"id\": 1, \"method\": \"min"
		     "ing.subscribe\", \"params\": [\"lamp/1\"]}\n"
		     "content body - - type=application/json: {\"id\":1,\"result\":[[],\"0a\",4],\"error\""
		     ":null}\n"
		     "content body - - type=application/json: {\"id\":2,\"result\":true,\"error\":null}\n"
		     "credential scheme=plain class=password data=credential.password user=anna.1 secret=w"
		     "allflower 9 method=login consent=unknown confidence=certain why=login to a mining po"
		     "ol result=accepted @3\n");
}

static void a_wallet_that_is_refused(void **state)
{
	const struct step steps[] = {
		CLIENT("{\"method\":\"login\",\"params\":{\"login\":\"4Invented\",\"pass\":\"x\",\"agent\":"
		       "\"lamp/1\"},\"id\":1}\n"),
		SERVER("{\"id\":1,\"result\":false,\"error\":\"no\"}\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_stratum, steps,
		     "content body - - type=application/json: {\"id\":1,\"result\":false,\"error\":\"no\"}"
		     "\n"
		     "credential scheme=plain class=password data=credential.password user=4Invented secre"
		     "t=x method=login consent=unknown confidence=certain why=login to a mining pool resul"
		     "t=refused @1\n");
}

static void an_ethereum_wallet_without_an_answer(void **state)
{
	const struct step steps[] = {
		CLIENT("{\"id\":1,\"method\":\"eth_submitLogin\",\"worker\":\"w\",\"params\":[\"0x00invented"
		       "\"]}\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_stratum, steps,
		     "credential scheme=plain class=username-only user=0x00invented method=login confidenc"
		     "e=certain why=login to a mining pool result=unknown @1\n");
}

static void behind_a_gap_it_starts_with_an_object(void **state)
{
	const struct step steps[] = {
		CLIENT("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": []}\n"),
		CLIENT_LOST(20),
		CLIENT("st of it\"]}\n{\"params\": [\"anna.1\", \"p\"], \"id\": 2, \"method\": \"mining.auth"
		       "orize\"}\n"),
	};

	(void)state;
	const char *const lines[] = {
		"content body mining.subscribe - type=application/json: {\"id\": 1, \"method\": \"min"
		"ing.subscribe\", \"params\": []}",
		"credential scheme=plain class=password data=credential.password user=anna.1 secret=p"
		" method=login consent=unknown confidence=certain why=login to a mining pool result=u"
		"nknown @3",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_stratum,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void another_text_ends_it(void **state)
{
	const struct step steps[] = {
		CLIENT("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": []}\n"
		       "GET / HTTP/1.1\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_stratum, steps,
		     "content body mining.subscribe - type=application/json: {\"id\": 1, \"method\": \"min"
		     "ing.subscribe\", \"params\": []}\n"
		     "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_stratum, FROM_CLIENT,
			    BYTES("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": []}\n")) >= 16);
	assert_true(bid_for(&app_decoder_stratum, FROM_SERVER,
			    BYTES("{\"params\":[\"0a\"],\"id\":null,\"method\":\"mining.notify\"}\n")) >= 16);
	assert_true(bid_for(&app_decoder_stratum, FROM_CLIENT,
			    BYTES("{\"method\":\"login\",\"params\":{\"login\":\"4Invented\",\"pass\":\"x\","
				  "\"agent\":"
				  "\"lamp/1\"},\"id\":1}\n")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"{\"method\":\"login\",\"params\":{\"login\":\"anna\",\"pass\":\"x\"},"
				   "\"id\":1}\n",
		  63 },
		{ (const uint8_t *)"{\"method\":\"get\",\"params\":[]}\n", 29 },
		{ (const uint8_t *)"{\"note\":\"\\\"method\\\":\\\"mining.subscribe\\\"\"}\n", 43 },
		{ (const uint8_t *)"mining.subscribe\n", 17 },
		{ (const uint8_t *)"{", 1 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_stratum, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": [\"lamp/1\"]}\n"),
		SERVER("{\"id\":1,\"result\":[[],\"0a\",4],\"error\":null}\n"),
		CLIENT("{\"params\": [\"anna.1\", \"wallflower 9\"], \"id\": 2, \"method\": \"mining.authori"
		       "ze\"}\n"),
		SERVER("{\"id\":2,\"result\":true,\"error\":null}\n"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_stratum, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_worker_with_a_password),
		cmocka_unit_test(a_wallet_that_is_refused),
		cmocka_unit_test(an_ethereum_wallet_without_an_answer),
		cmocka_unit_test(behind_a_gap_it_starts_with_an_object),
		cmocka_unit_test(another_text_ends_it),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
