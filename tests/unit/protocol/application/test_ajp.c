/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_ajp;

static void a_login_and_a_form(void **state)
{
	const struct step steps[] = {
		CLIENT("\0224\0\264\2\4\0\10HTTP/1.1\0\0\6/login\0\0\01010.0.0.1\0\0\2pc\0\0\14lamp.example"
		       "\0\0P\0\0\5\240\13\0\14lamp.example\0\240\5\0\36Basic YW5uYTp3YWxsZmxvd2VyIDk=\0"
		       "\240\7\0!application/x-www-form-urlencoded\0\240\10\0\00211\0\0\6X-Lamp\0\0\2on\0\5"
		       "\0\6step=2\0\377"),
		CLIENT("\0224\0\r\0\13room=garden"),
		SERVER("AB\0\37\4\0\310\0\2OK\0\0\2\240\1\0\n"
		       "text/plain\0\240\3\0\0012\0"),
		SERVER("AB\0\6\3\0\2hi\0"),
		SERVER("AB\0\2\5\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ajp, steps,
		     "content path POST /login: /login\n"
		     "content query POST /login: step=2\n"
		     "value header POST /login X-Lamp=on\n"
		     "content body POST /login type=application/x-www-form-urlencoded: room=garden\n"
		     "content body POST /login type=text/plain: hi\n"
		     "endpoint address=198.51.100.2 name=lamp.example source=host domain=lamp.example "
		     "scope=internet\n"
		     "credential scheme=basic class=password user=anna secret=wallflower 9 field=Autho"
		     "rization path=http:header confidence=certain why=Basic authentication: base64 of"
		     " name and password result=accepted @1\n"
		     "service authentication=unknown action=POST /login gave=unknown status=200 versio"
		     "n=HTTP/1.0 @3\n");
}

static void two_requests(void **state)
{
	const struct step steps[] = {
		CLIENT("\0224\0H\2\2\0\10HTTP/1.1\0\0\2/a\0\0\01010.0.0.1\0\0\2pc\0\0\14lamp.example\0\0P\0"
		       "\0\1\240\13\0\14lamp.example\0\377"),
		SERVER("AB\0\n"
		       "\4\0\310\0\2OK\0\0\0"),
		SERVER("AB\0\6\3\0\2hi\0"),
		SERVER("AB\0\2\5\1"),
		CLIENT("\0224\0k\2\2\0\10HTTP/1.1\0\0\2/b\0\0\01010.0.0.1\0\0\2pc\0\0\14lamp.example\0\0P\0"
		       "\0\2\240\13\0\14lamp.example\0\240\5\0\36Basic YW5uYTp3YWxsZmxvd2VyIDk=\0\377"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ajp, steps,
		     "content path GET /a: /a\n"
		     "content body GET /a: hi\n"
		     "content path GET /b: /b\n"
		     "endpoint address=198.51.100.2 name=lamp.example source=host domain=lamp.example "
		     "scope=internet *2\n"
		     "credential scheme=basic class=password user=anna secret=wallflower 9 field=Autho"
		     "rization path=http:header confidence=certain why=Basic authentication: base64 of"
		     " name and password result=unknown @5\n"
		     "service authentication=none action=GET /a gave=unknown status=200 version=HTTP/1"
		     ".0 @2\n");
}

static void broken_packets_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\0224\0007\2\2\0\10HTTP/1.1\0\0\2/a\0\0\01010.0.0.1\0\0\2pc\0\0\14lamp.example\0\0P"
		       "\0\0\0\377"),
		CLIENT("hello hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ajp, steps,
		     "content path GET /a: /a\n"
		     "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_ajp, FROM_CLIENT,
			    BYTES("\0224\0007\2\2\0\10HTTP/1.1\0\0\2/"
				  "a\0\0\01010.0.0.1\0\0\2pc\0\0\14lamp.example\0\0P"
				  "\0\0\0\377")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0224\0\1\n", 5 },
		{ (const uint8_t *)"\0224\0 \2\2\0\7SIP/2.0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 36 },
		{ (const uint8_t *)"\0225\0007\2\2\0\10HTTP/1.1\0\0\2/"
				   "a\0\0\01010.0.0.1\0\0\2pc\0\0\14lamp.example\0\0P"
				   "\0\0\0\377",
		  59 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_ajp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\0224\0007\2\2\0\10HTTP/1.1\0\0\2/"
				   "a\0\0\01010.0.0.1\0\0\2pc\0\0\14lamp.example\0\0P"
				   "\0\0\0\377",
		  59 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_ajp, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0224\0\264\2\4\0\10HTTP/1.1\0\0\6/login\0\0\01010.0.0.1\0\0\2pc\0\0\14lamp.example"
		       "\0\0P\0\0\5\240\13\0\14lamp.example\0\240\5\0\36Basic YW5uYTp3YWxsZmxvd2VyIDk=\0"
		       "\240\7\0!application/x-www-form-urlencoded\0\240\10\0\00211\0\0\6X-Lamp\0\0\2on\0\5"
		       "\0\6step=2\0\377"),
		CLIENT("\0224\0\r\0\13room=garden"),
		SERVER("AB\0\37\4\0\310\0\2OK\0\0\2\240\1\0\n"
		       "text/plain\0\240\3\0\0012\0"),
		SERVER("AB\0\6\3\0\2hi\0"),
		SERVER("AB\0\2\5\1"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_ajp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_form),	   cmocka_unit_test(two_requests),
		cmocka_unit_test(broken_packets_are_said), cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
