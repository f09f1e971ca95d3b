/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_nntp;

static void a_login_and_an_article(void **state)
{
	const struct step steps[] = {
		SERVER("200 news.example ready\r\n"),
		CLIENT("AUTHINFO USER anna\r\n"),
		SERVER("381 more\r\n"),
		CLIENT("AUTHINFO PASS wallflower 9\r\n"),
		SERVER("281 in\r\n"),
		CLIENT("GROUP lock.test\r\nARTICLE 1\r\n"),
		SERVER("211 1 1 1 lock.test\r\n220 1 <1@x>\r\n"
		       "From: anna@lock.example\r\n\r\n"
		       "..hi\r\n.\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_nntp, steps,
		     "value command GROUP - group=lock.test\n"
		     "content body ARTICLE - type=message/rfc822: From: anna@lock.example\\r\\n\\r\\n.hi\\"
		     "r\\n\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=AUTHINFO consent=unknown confidence=certain why=AUTHINFO command re"
		     "sult=accepted @4\n");
}

/* What was lost before an article does not make it less. */
static void an_article_behind_a_gap(void **state)
{
	const struct step steps[] = {
		SERVER("200 news.example ready\r\n"),
		SERVER_LOST(10),
		SERVER("220 1 <1@x>\r\nFrom: anna@lock.example\r\n\r\nhi\r\n.\r\n"),
	};

	(void)state;
	CHECK_STREAM(
		&app_decoder_nntp, steps,
		"content body ARTICLE - type=message/rfc822: From: anna@lock.example\\r\\n\\r\\nhi\\r\\n\n");
}

static void a_wrong_password(void **state)
{
	const struct step steps[] = {
		SERVER("201 nntp\r\n"),
		CLIENT("AUTHINFO USER anna\r\nAUTHINFO PASS guess\r\n"),
		SERVER("381 more\r\n481 no\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_nntp, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=AUTHINFO consent=unknown confidence=certain why=AUTHINFO command result=re"
		     "fused @2\n");
}

static void sasl_and_a_post(void **state)
{
	const struct step steps[] = {
		CLIENT("AUTHINFO SASL PLAIN AGFubmEAd2FsbGZsb3dlciA5\r\n"),
		SERVER("281 in\r\n"),
		CLIENT("POST\r\n"),
		SERVER("340 go\r\n"),
		CLIENT("From: anna@lock.example\r\n\r\n"
		       "hi\r\n.\r\nQUIT\r\n"),
	};

	(void)state;
	const char *const lines[] = {
		"content body POST - type=message/rfc822: From: anna@lock.example\\r\\n\\r\\nhi\\r\\n",
		"credential scheme=plain class=password data=credential.password user=anna secret=wal"
		"lflower 9 method=AUTHINFO encoding=base64 consent=unknown confidence=certain why=SAS"
		"L exchange result=accepted @1",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_nntp,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void tls_is_left_to_others(void **state)
{
	const struct step steps[] = {
		CLIENT("LIST ACTIVE\r\nSTARTTLS\r\n"),
		SERVER("382 go\r\n"),
		CLIENT("\26\3"),
	};

	(void)state;
	const char *const lines[] = {
		"rebid server",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_nntp,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void another_text_is_given_back(void **state)
{
	const struct step steps[] = {
		CLIENT("GROUP x\r\n"),
		SERVER("hello\r\n"),
		CLIENT("x"),
	};

	(void)state;
	const char *const lines[] = {
		"value command GROUP - group=x",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_nntp,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_nntp, FROM_SERVER, BYTES("200 INN NNRP news server ready\r\n")) >=
		    16);
	assert_true(bid_for(&app_decoder_nntp, FROM_CLIENT, BYTES("AUTHINFO USER x\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_nntp, FROM_CLIENT, BYTES("MODE READER\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_nntp, FROM_CLIENT, BYTES("GROUP lock\r\n")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"MODE S\r\n", 8 },	    { (const uint8_t *)"LIST\r\n", 6 },
		{ (const uint8_t *)"GROUPS x\r\n", 10 },    { (const uint8_t *)"GROUP x HTTP/1.1\r\n", 18 },
		{ (const uint8_t *)"AUTHINFO USER x", 15 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_nntp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"220 news\r\n", 10 },
		{ (const uint8_t *)"200-news\r\n", 10 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_nntp, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		SERVER("200 news.example ready\r\n"),
		CLIENT("AUTHINFO USER anna\r\n"),
		SERVER("381 more\r\n"),
		CLIENT("AUTHINFO PASS wallflower 9\r\n"),
		SERVER("281 in\r\n"),
		CLIENT("GROUP lock.test\r\nARTICLE 1\r\n"),
		SERVER("211 1 1 1 lock.test\r\n220 1 <1@x>\r\n"
		       "From: anna@lock.example\r\n\r\n"
		       "..hi\r\n.\r\n"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_nntp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_an_article), cmocka_unit_test(an_article_behind_a_gap),
		cmocka_unit_test(a_wrong_password),	  cmocka_unit_test(sasl_and_a_post),
		cmocka_unit_test(tls_is_left_to_others),  cmocka_unit_test(another_text_is_given_back),
		cmocka_unit_test(bids_only_for_its_own),  cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
