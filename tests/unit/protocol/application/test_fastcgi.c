/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_fastcgi;

static void a_login_and_a_form(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\1\0\1\0\10\0\0\0\1\1\0\0\0\0\0"),
		CLIENT("\1\4\0\1\0\332\3\0\16\4REQUEST_METHODPOST\13\rREQUEST_URI/login?step=2\t\14HTTP_HOS"
		       "Tlamp.example\22\36HTTP_AUTHORIZATIONBasic YW5uYTp3YWxsZmxvd2VyIDk=\14!CONTENT_TYPE"
		       "application/x-www-form-urlencoded\16\2CONTENT_LENGTH11\13\4SERVER_NAMElamp\13\4REMO"
		       "TE_USERanna\0\0\0"),
		CLIENT("\1\4\0\1\0\0\0\0"),
		CLIENT("\1\5\0\1\0\13\5\0room=garden\0\0\0\0\0"),
		CLIENT("\1\5\0\1\0\0\0\0"),
		SERVER("\1\6\0\1\0\36\0\0Content-Type: text/plain\r\n"
		       "\r\n"
		       "hi"),
		SERVER("\1\6\0\1\0\0\0\0"),
		SERVER("\1\3\0\1\0\10\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_fastcgi, steps,
		     "value parameter - - REMOTE_USER=anna\n"
		     "content path POST /login: /login\n"
		     "content query POST /login: step=2\n"
		     "content body POST /login type=application/x-www-form-urlencoded: room=garden\n"
		     "content body POST /login type=text/plain: hi\n"
		     "endpoint address=198.51.100.2 name=lamp.example source=host domain=lamp.example "
		     "scope=internet\n"
		     "credential scheme=basic class=password user=anna secret=wallflower 9 field=AUTHO"
		     "RIZATION path=http:header confidence=certain why=Basic authentication: base64 of"
		     " name and password result=accepted @3\n"
		     "service authentication=unknown action=POST /login gave=unknown status=200 versio"
		     "n=HTTP/1.0 @6\n");
}

static void two_requests(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\1\0\1\0\10\0\0\0\1\1\0\0\0\0\0\1\4\0\1\0 \0\0\13\2SCRIPT_NAME/a\14\3QUERY_STRING"
		       "x=1\1\4\0\1\0\0\0\0"),
		SERVER("\1\6\0\1\0\22\0\0Status: 404 No\r\n"
		       "\r\n"),
		CLIENT("\1\1\0\1\0\10\0\0\0\1\1\0\0\0\0\0\1\4\0\1\0A\0\0\13\2REQUEST_URI/b\22\36HTTP_AUTHOR"
		       "IZATIONBasic YW5uYTp3YWxsZmxvd2VyIDk=\1\4\0\1\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_fastcgi, steps,
		     "content path GET /a: /a\n"
		     "content query GET /a: x=1\n"
		     "content path GET /b: /b\n"
		     "credential scheme=basic class=password user=anna secret=wallflower 9 field=AUTHO"
		     "RIZATION path=http:header confidence=certain why=Basic authentication: base64 of"
		     " name and password result=unknown @3\n"
		     "service authentication=none action=GET /a gave=unknown status=200 version=HTTP/1"
		     ".0 @2\n");
}

static void broken_records_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\1\0\1\0\10\0\0\0\1\1\0\0\0\0\0"),
		CLIENT("hello hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_fastcgi, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_fastcgi, FROM_CLIENT, BYTES("\1\1\0\1\0\10\0\0\0\1\1\0\0\0\0\0")) >=
		    16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\1\1\0\1\0\4\0\0\0\1\1\0", 12 },
		{ (const uint8_t *)"\1\1\0\1\0\10\0\0\0\t\1\0\0\0\0\0", 16 },
		{ (const uint8_t *)"\1\4\0\1\0\4\0\0\1\1ab", 12 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_fastcgi, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\1\1\0\1\0\10\0\0\0\1\1\0\0\0\0\0", 16 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_fastcgi, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\1\0\1\0\10\0\0\0\1\1\0\0\0\0\0"),
		CLIENT("\1\4\0\1\0\332\3\0\16\4REQUEST_METHODPOST\13\rREQUEST_URI/login?step=2\t\14HTTP_HOS"
		       "Tlamp.example\22\36HTTP_AUTHORIZATIONBasic YW5uYTp3YWxsZmxvd2VyIDk=\14!CONTENT_TYPE"
		       "application/x-www-form-urlencoded\16\2CONTENT_LENGTH11\13\4SERVER_NAMElamp\13\4REMO"
		       "TE_USERanna\0\0\0"),
		CLIENT("\1\4\0\1\0\0\0\0"),
		CLIENT("\1\5\0\1\0\13\5\0room=garden\0\0\0\0\0"),
		CLIENT("\1\5\0\1\0\0\0\0"),
		SERVER("\1\6\0\1\0\36\0\0Content-Type: text/plain\r\n"
		       "\r\n"
		       "hi"),
		SERVER("\1\6\0\1\0\0\0\0"),
		SERVER("\1\3\0\1\0\10\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_fastcgi, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_form),	   cmocka_unit_test(two_requests),
		cmocka_unit_test(broken_records_are_said), cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
