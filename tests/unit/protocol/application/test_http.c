/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_http;

#define CHECK(expected) CHECK_STREAM(&app_decoder_http, steps, expected)
#define HOST_NOTED \
	"endpoint address=198.51.100.2 name=lock.example source=host domain=lock.example scope=internet\n"

static void a_form_and_its_answer_are_handed_on(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("POST /api/user?lang=en HTTP/1.1\r\nHost: lock.example\r\nContent-Length: 9\r\n"
		       "Content-Type: application/x-www-form-urlencoded\r\nX-Device: cam7\r\n\r\na=1&b=two"),
		SERVER("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
		       "8\r\n\r\n{\"id\":1}"),
	};

	CHECK("content path POST /api/user: /api/user\n"
	      "content query POST /api/user: lang=en\n"
	      "value header POST /api/user X-Device=cam7\n"
	      "content body POST /api/user type=application/x-www-form-urlencoded: a=1&b=two\n"
	      "content body POST /api/user type=application/json: {\"id\":1}\n" HOST_NOTED
	      "service authentication=none action=POST /api/user gave=unknown status=200 version=HTTP/1.1 "
	      "@2\n");
}

static void pipelined_answers_belong_to_their_requests(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /a1 HTTP/1.1\r\n\r\nHEAD /b2 HTTP/1.1\r\n\r\n\r\nGET /c3 HTTP/1.1\n\n"),
		SERVER("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\none"
		       "HTTP/1.1 200 OK\r\nCONTENT-LENGTH: 30\r\n\r\n"
		       "HTTP/1.1 304 Not Modified\r\n\r\n"),
	};

	CHECK("content path GET /a1: /a1\n"
	      "content path HEAD /b2: /b2\n"
	      "content path GET /c3: /c3\n"
	      "content body GET /a1: one\n"
	      "service authentication=none action=GET /a1 gave=unknown status=200 version=HTTP/1.1 @2\n");
}

static void chunks_are_joined_and_trailers_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("POST /up HTTP/1.1\r\nTransfer-Encoding: chunked\r\nAuthorization: x\r\n\r\n"
		       "3;name=value\r\nabc\r\n4\r\ndefg\r\n0\r\nX-Sum: 77\r\n\r\n"
		       "GET /next HTTP/1.1\r\n\r\n"),
		SERVER("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
		       "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"),
	};

	CHECK("content path POST /up: /up\n"
	      "content body POST /up: abcdefg\n"
	      "value trailer POST /up X-Sum=77\n"
	      "content path GET /next: /next\n"
	      "content body POST /up: hello\n"
	      "service authentication=unknown action=POST /up gave=unknown status=200 version=HTTP/1.1 @2\n");
}

static void a_body_may_end_with_the_stream(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /config.xml HTTP/1.0\r\n\r\n"),
		SERVER("HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\n\r\nfirst "),
		SERVER("second"),
	};

	CHECK("content path GET /config.xml: /config.xml\n"
	      "content body GET /config.xml encoding=gzip: first second\n"
	      "service authentication=none action=GET /config.xml gave=configuration status=200 "
	      "version=HTTP/1.0 @2\n");
}

static void a_user_agent_is_no_user(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /config HTTP/1.1\r\nUser-Agent: b/1\r\n\r\n"),
		SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
	};

	CHECK("content path GET /config: /config\n"
	      "value header GET /config User-Agent=b/1\n"
	      "content body GET /config: ok\n"
	      "service authentication=none action=GET /config gave=configuration status=200 version=HTTP/1.1 "
	      "@2\n");
}

static void credentials_wait_for_the_answer(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /a HTTP/1.1\r\nAuthorization: Basic YW5uYTp3cm9uZw==\r\n\r\n"),
		SERVER("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic "
		       "realm=\"cam\"\r\nContent-Length: 0\r\n\r\n"),
		CLIENT("GET /a HTTP/1.1\r\nauthorization: basic YW5uYTppbnZlbnRlZDox\r\n\r\n"),
		SERVER("HTTP/1.1 204 OK\r\n\r\n"),
		CLIENT("GET /a HTTP/1.1\r\nAuthorization: Digest username=\"anna, b\", realm=\"cam\", "
		       "response=\"0\"\r\n\r\n"),
	};

	CHECK("content path GET /a: /a\n"
	      "content path GET /a: /a\n"
	      "content path GET /a: /a\n"
	      "credential scheme=basic class=password user=anna secret=wrong field=Authorization "
	      "path=http:header confidence=certain why=Basic authentication: base64 of name and password "
	      "result=refused @1\n"
	      "credential scheme=basic class=password user=anna secret=invented:1 field=authorization "
	      "path=http:header confidence=certain why=Basic authentication: base64 of name and password "
	      "result=accepted @3\n"
	      "credential scheme=digest class=hash user=anna, b field=Authorization path=http:header "
	      "confidence=certain why=Digest authentication: the password itself is not sent result=unknown "
	      "@5\n"
	      "service authentication=password action=GET /a gave=nothing status=401 version=HTTP/1.1 @2\n");
}

static void tokens_in_fields_and_cookies_are_credentials(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /a HTTP/1.1\r\nCookie: lang=en; PHPSESSID=0invented0cookie1; theme=dark\r\n"
		       "X-Auth-Token: 0invented2\r\nX-CSRF-Token: 0invented3\r\n\r\n"),
		SERVER("HTTP/1.1 200 OK\r\nSet-Cookie: cam_sid=0invented4; Path=/\r\nContent-Length: "
		       "0\r\n\r\n"),
		CLIENT("GET /b HTTP/1.1\r\nAuthorization: Bearer invented-5\r\n\r\n"),
		SERVER("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"),
		CLIENT("GET /c HTTP/1.1\r\nAuthorization: Odd Type=\"x\", Client=\"42\", "
		       "SSOToken=\"invented6\"\r\n\r\n"),
		SERVER("HTTP/1.1 302 Go\r\nContent-Length: 0\r\n\r\n"),
	};

	conversation_says(
		&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 },
		(const char *const[]){
			"value cookie GET /a lang=en", "value cookie GET /a theme=dark",
			"value header GET /a X-CSRF-Token=0invented3",
			"credential scheme=cookie class=token secret=0invented0cookie1 field=PHPSESSID "
			"path=http:header "
			"confidence=likely why=cookie whose name says session result=accepted @1",
			"credential scheme=header class=token secret=0invented2 field=X-Auth-Token "
			"path=http:header "
			"confidence=likely why=field whose name says token result=accepted @1",
			"credential scheme=cookie class=token secret=0invented4 field=cam_sid "
			"path=http:header "
			"confidence=likely why=cookie whose name says session result=accepted @2",
			"credential scheme=bearer class=token secret=invented-5 field=Authorization "
			"path=http:header "
			"confidence=certain why=bearer token: whoever has it may use it result=refused @3",
			"credential scheme=other class=token user=42 secret=invented6 field=Authorization "
			"path=http:header "
			"confidence=likely why=unregistered scheme of authentication result=accepted @5",
			NULL });
}

static void what_looks_like_a_credential_stays_silent(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /a HTTP/1.1\r\nCookie: sid=; token=null; access_token=undefined; "
		       "inside=abcdefgh; csrftoken=abcdefgh1; "
		       "session=****; phpsessid=zzzzzzzzzz\r\nAuthorization: Basic %s\r\nX-Token: "
		       "null\r\nSID: "
		       "uuid:0-1-2-3\r\n\r\n"),
		SERVER("HTTP/1.1 200 OK\r\nSet-Cookie: session=deleted; Max-Age=0\r\nContent-Length: "
		       "0\r\n\r\n"),
	};

	CHECK("content path GET /a: /a\n"
	      "value cookie GET /a token=null\n"
	      "value cookie GET /a access_token=undefined\n"
	      "value cookie GET /a inside=abcdefgh\n"
	      "value cookie GET /a csrftoken=abcdefgh1\n"
	      "value cookie GET /a session=****\n"
	      "value cookie GET /a phpsessid=zzzzzzzzzz\n"
	      "value header GET /a X-Token=null\n"
	      "value header GET /a SID=uuid:0-1-2-3\n"
	      "value cookie GET /a session=deleted\n");
}

static void a_visitor_is_no_login(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /a HTTP/1.1\r\nCookie: ai_session=0invented1; s_sv_sid=152100000001; "
		       "_hjSession_12=0invented2; login_token=Bearer\r\n"
		       "Authorization: Odd Type=\"x\", Client=\"42\", PublicKey=\"aW52ZW50ZWQ=\"\r\n\r\n"),
		SERVER("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
	};

	CHECK("content path GET /a: /a\n"
	      "value cookie GET /a ai_session=0invented1\n"
	      "value cookie GET /a s_sv_sid=152100000001\n"
	      "value cookie GET /a _hjSession_12=0invented2\n"
	      "value cookie GET /a login_token=Bearer\n");
}

static void authentication_in_a_query_is_a_token_unless_something_is_fresh(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /a?auth=0a1b2c3d4e5f60718293a4b5c6d7e8f901234567&ch=1 HTTP/1.1\r\n\r\n"
		       "GET /b?auth=1a1b2c3d4e5f60718293a4b5c6d7e8f901234567&ts=1 HTTP/1.1\r\n\r\n"
		       "GET /c?auth=basic&x=1 HTTP/1.1\r\n\r\nGET /d?auth=1234567890123456 HTTP/1.1\r\n\r\n"
		       "GET "
		       "/e?i=00112233445566778899aabbccddeeff&auth=2a1b2c3d4e5f60718293a4b5c6d7e8f901234567"
		       " HTTP/1.1\r\n\r\n"),
	};
	const char *const lines[] = {
		"credential scheme=url class=token secret=0a1b2c3d4e5f60718293a4b5c6d7e8f901234567 "
		"field=auth "
		"path=http:header confidence=likely why=parameter whose name says authentication "
		"result=unknown @1",
		NULL,
	};
	char *log = conversation_run(
		&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 }, 0);

	assert_null(strstr(log, "secret=basic"));
	assert_null(strstr(log, "secret=1234"));
	assert_null(strstr(log, "secret=1a1b"));
	assert_null(strstr(log, "secret=2a1b"));
	free(log);
	conversation_says(&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 },
			  lines);
}

static void schemes_that_prove_without_a_secret_give_none(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /a HTTP/1.1\r\nAuthorization: Odd Client=\"42\", Nonce=\"abc\", "
		       "Proof=\"def\"\r\n\r\n"
		       "GET /a HTTP/1.1\r\nAuthorization: AWS4-HMAC-SHA256 Credential=AKINVENTED/x, "
		       "Signature=00\r\n\r\n"
		       "GET /a HTTP/1.1\r\nAuthorization: NTLM "
		       "TlRMTVNTUAADAAAAAAAAAEgAAAAAAAAASAAAAAAAAABIAAAACAAIAEgAAAA"
		       "AAAAAAAAAAAAAAAABAAAABYKIogUBKAoAAAAPYQBuAG4AYQA=\r\n\r\n"),
	};

	conversation_says(
		&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 },
		(const char *const[]){
			"credential scheme=other class=hash user=42 field=Authorization path=http:header "
			"confidence=likely "
			"why=unregistered scheme of authentication result=unknown @1",
			"credential scheme=signature class=hash user=AKINVENTED/x field=Authorization "
			"path=http:header "
			"confidence=certain why=signed request: the key itself is not sent result=unknown @1",
			"credential scheme=ntlm class=hash user=anna field=Authorization path=http:header "
			"confidence=certain "
			"why=NTLM or Negotiate: the password itself is not sent result=unknown @1",
			NULL });
}

static void a_key_in_the_path_is_a_token(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("PUT /api/0invented1key2of3twenty4/lights/1/state HTTP/1.1\r\nContent-Length: "
		       "0\r\n\r\n"
		       "GET /api/internationalisation/lights HTTP/1.1\r\n\r\n"
		       "GET /api/0invented1key2of3twenty4/other HTTP/1.1\r\n\r\n"),
	};

	CHECK("content path PUT /api/0invented1key2of3twenty4/lights/1/state: "
	      "/api/0invented1key2of3twenty4/lights/1/state\n"
	      "content path GET /api/internationalisation/lights: /api/internationalisation/lights\n"
	      "content path GET /api/0invented1key2of3twenty4/other: /api/0invented1key2of3twenty4/other\n"
	      "credential scheme=url class=token secret=0invented1key2of3twenty4 field=path path=http:header "
	      "confidence=likely why=key in the path of a bridge's API result=unknown @1\n");
}

static void who_says_who_asks_is_not_unauthenticated(void **state)
{
	(void)state;
	static const struct {
		const char *request;
		bool identified;
	} cases[] = {
		{ "GET /config HTTP/1.1\r\n\r\n", false },
		{ "GET /config?monkeys=1&assign=2 HTTP/1.1\r\nAccept: token\r\n\r\n",
		  true }, /* silent rather than wrong */
		{ "GET /config?page=1&name=tokyo HTTP/1.1\r\nUser-Agent: auth\r\n\r\n", false },
		{ "GET /config?access_token=1 HTTP/1.1\r\n\r\n", true },
		{ "GET /config?sid=1 HTTP/1.1\r\n\r\n", true },
		{ "GET /config?inside=1 HTTP/1.1\r\n\r\n", false },
		{ "GET /config HTTP/1.1\r\nCookie: a=b\r\n\r\n", true },
		{ "GET /config HTTP/1.1\r\nX-Signature: 0\r\n\r\n", true },
		{ "PUT /config HTTP/1.1\r\nContent-Length: 20\r\n\r\n<wsse:UsernameToken>", true },
		{ "PUT /config HTTP/1.1\r\nContent-Length: 18\r\n\r\n{\"session_id\" : 1}", true },
		{ "PUT /config HTTP/1.1\r\nContent-Length: 17\r\n\r\n{\"session_id\": 1}", true },
		{ "PUT /config HTTP/1.1\r\nContent-Length: 16\r\n\r\nthe user pays no", false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct step steps[] = {
			{ .direction = FROM_CLIENT, .bytes = bytes_of(cases[i].request) },
			SERVER("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
		};
		char *log = conversation_run(
			&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 }, 0);

		if (!strstr(log, cases[i].identified ? "authentication=unknown" : "authentication=none"))
			fail_msg("%s\n%s", cases[i].request, log);
		free(log);
	}
}

static void an_absolute_target_names_host_and_user(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET http://anna:invented@lock.example:8080/x?y=1#z HTTP/1.1\r\nHost: "
		       "other.example\r\n"
		       "Referer: http://lock.example/page?imei=1\r\n\r\n"),
	};

	CHECK("content path GET /x: /x\n"
	      "content query GET /x: y=1\n"
	      "content header GET /x label=Referer: imei=1\n"
	      "credential scheme=url class=password user=anna secret=invented field=request-target "
	      "path=http:header "
	      "confidence=certain why=user name and password in a URL result=unknown @1\n");
}

static void a_stream_is_taken_up_in_the_middle(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("rest of a body\r\nHTTP is not a start\r\nHTTP/1.1 200 OK\r\nContent-Length: "
		       "2\r\n\r\nok"),
		CLIENT("GET /a HTTP/1.1\r\n\r\n"),
	};
	char *log = conversation_run(
		&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 }, 0);

	assert_string_equal(log,
			    "content body - - incomplete: rest of a body\\r\\nHTTP is not a start\\r\\n\n"
			    "content body - -: ok\n"
			    "content path GET /a: /a\n"
			    "undecoded reason=malformed decoder=http text=no start line bytes=37 @1\n");
	free(log);
}

static void a_body_without_a_size_is_read(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT("POST /a HTTP/1.1\r\n\r\npin=1&user=two") };
	char *log = conversation_run(
		&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 }, 0);

	assert_string_equal(log, "content path POST /a: /a\n"
				 "content body POST /a incomplete: pin=1&user=two\n"
				 "undecoded reason=malformed decoder=http text=no start line bytes=14 @1\n");
	free(log);
}

static void the_oldest_version_is_read(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT("GET /a?b=c\r\n"), SERVER("<p>text\r\nHTTP"), SERVER_ENDS };

	CHECK("content path GET /a: /a\n"
	      "content query GET /a: b=c\n"
	      "content body GET /a: <p>text\\r\\nHTTP\n");
}

static void a_body_goes_on_behind_a_gap(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("PUT /a HTTP/1.1\r\nContent-Length: 10\r\n\r\n123"),
		CLIENT_LOST(4),
		CLIENT("890GET /b HTTP/1.1\r\n\r\n"),
		CLIENT_LOST(50),
		CLIENT("lue\r\n\r\nGET /c HTTP/1.1\r\n\r\n"),
	};
	char *log = conversation_run(
		&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 }, 0);

	assert_string_equal(log, "content path PUT /a: /a\n"
				 "content body PUT /a incomplete: 123\n"
				 "content body PUT /a incomplete: 890\n"
				 "content path GET /b: /b\n"
				 "content body GET /b incomplete: lue\\r\\n\\r\\n\n"
				 "content path GET /c: /c\n"
				 "undecoded reason=gap decoder=http text=no start line bytes=7 @5\n");
	free(log);
}

static void a_chunked_body_goes_on_behind_a_gap(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n8\r\n12"),
		CLIENT_LOST(4),
		CLIENT("78\r\n1\r\n9\r\n0\r\n\r\nGET /b HTTP/1.1\r\n\r\n"),
	};

	CHECK("content path PUT /a: /a\n"
	      "content body PUT /a incomplete: ab12\n"
	      "content body PUT /a incomplete: 789\n"
	      "content path GET /b: /b\n");
}

static void a_refused_upload_is_not_waited_for(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("PUT /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n"),
		SERVER("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n"),
		CLIENT("PUT /b HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"),
		SERVER("HTTP/1.1 100 Continue\r\n\r\n"),
		CLIENT("body"),
		SERVER("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"),
	};

	CHECK("content path PUT /a: /a\n"
	      "content path PUT /b: /b\n"
	      "content body PUT /b: body\n");
}

static void another_protocol_may_follow(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"),
		SERVER("HTTP/1.1 101 Switching\r\n\r\n\x81\x02hi"),
	};
	const struct step tunnel[] = {
		CLIENT("CONNECT lock.example:443 HTTP/1.1\r\n\r\n"),
		SERVER("HTTP/1.1 200 OK\r\n\r\n"),
		CLIENT("\x16\x03\x01"),
	};

	CHECK("content path GET /ws: /ws\nrebid server\n");
	/* The proxy is not what it is asked for. */
	CHECK_STREAM(&app_decoder_http, tunnel, "rebid server\n");
}

static void heads_are_read_leniently(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\r\n\r\nget  /a b HTTP/1.0\nHOST:lock.example\nX-Long: one\n  two\n: "
		       "none\nrubbish\nX-Last : z\n\n"),
	};

	CHECK("content path get /a b: /a b\n"
	      "value header get /a b X-Long=one\\n  two\n"
	      "value header get /a b X-Last=z\n" HOST_NOTED);
}

static void a_head_that_is_cut_is_read_so_far(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT("GET /a HTTP/1.1\r\nX-One: 1\r\nX-Tw"), CLIENT_ENDS };

	CHECK("content path GET /a: /a\n"
	      "value header GET /a X-One=1\n"
	      "undecoded reason=cut decoder=http text=the head is not whole bytes=31 @1\n");
}

static void huge_bodies_are_read_up_to_the_limit(void **state)
{
	(void)state;
	size_t size = LIMIT_MESSAGE_SIZE + 1000;
	uint8_t *body = memory_new(size);

	assert_non_null(body);
	memset(body, 'a', size);
	const struct step steps[] = {
		CLIENT("PUT /a HTTP/1.1\r\nContent-Length: 4195304\r\n\r\n"),
		{ .direction = FROM_CLIENT, .bytes = { body, size } },
		CLIENT("GET /b HTTP/1.1\r\n\r\n"),
	};
	char *log = conversation_run(
		&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 }, 65536);

	assert_non_null(strstr(log, "content body PUT /a incomplete: aaa"));
	assert_non_null(strstr(log, "content path GET /b: /b\n"));
	assert_non_null(strstr(log, "limit limit=message-size most=4194304"));
	free(log);
	free(body);
}

static void bids_for_http_only(void **state)
{
	(void)state;
	static const struct {
		struct bytes text;
		bool http;
	} cases[] = {
		{ BYTES("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), true },
		{ BYTES("POST /a?b=c HTTP/1.0\r\n"), true },
		{ BYTES("GET /very/long/path/that/is/cut"), true },
		{ BYTES("HTTP/1.1 200 OK\r\n"), true },
		{ BYTES("HTTP/1.1 200 "), true },
		{ BYTES("M-SEARCH * HTTP/1.1\r\n"), true },
		{ BYTES("cut\r\n\r\nHTTP/1.1 200 OK\r\nDate: x\r\n"), true },
		{ BYTES("GET /old\r\n"), true },
		{ BYTES("GET /not so old\r\n"), false },
		{ BYTES("GET"), false },
		{ BYTES("GET key\r\n"), false },
		{ BYTES("GET into the car\r\n"), false },
		{ BYTES("OPTIONS sip:a@b.example SIP/2.0\r\n"), false },
		{ BYTES("OPTIONS rtsp://a.example/ RTSP/1.0\r\n"), false },
		{ BYTES("HTTPS is not HTTP\r\n"), false },
		{ BYTES("220 mail.example says GET / HTTP/1.1\r\n"), false },
		{ BYTES("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), false },
		{ BYTES("\x16\x03\x01\x02"), false },
		{ BYTES("\r"), false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if ((bid_for(&app_decoder_http, FROM_CLIENT, cases[i].text) > 0) != cases[i].http)
			fail_msg("%s", (const char *)cases[i].text.data);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("POST /a?b=1 HTTP/1.1\r\nHost: a.example\r\nAuthorization: NTLM "
		       "TlRMTVNTUAADAAAAAAAAAEgAAAAAAAAASAAAAAAAAAB"
		       "IAAAACAAIAEgAAAAAAAAAAAAAAAAAAAAAAAAABYKIogUBKAoAAAAPYQBuAG4AYQA=\r\nTransfer-"
		       "Encoding: chunked\r\n\r\n"
		       "3\r\nabc\r\n1f;x\r\n0123456789012345678901234567890\r\n0\r\nT: 1\r\n\r\n"),
		SERVER("HTTP/1.1 200 OK\r\nSet-Cookie: sid=abcdef1\r\nContent-Length: 4\r\n\r\nbodyHTTP/1.0 "
		       "200 OK\r\n\r\nx"),
	};

	conversation_survives(&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_form_and_its_answer_are_handed_on),
		cmocka_unit_test(pipelined_answers_belong_to_their_requests),
		cmocka_unit_test(chunks_are_joined_and_trailers_read),
		cmocka_unit_test(a_body_may_end_with_the_stream),
		cmocka_unit_test(a_user_agent_is_no_user),
		cmocka_unit_test(credentials_wait_for_the_answer),
		cmocka_unit_test(tokens_in_fields_and_cookies_are_credentials),
		cmocka_unit_test(a_visitor_is_no_login),
		cmocka_unit_test(authentication_in_a_query_is_a_token_unless_something_is_fresh),
		cmocka_unit_test(what_looks_like_a_credential_stays_silent),
		cmocka_unit_test(schemes_that_prove_without_a_secret_give_none),
		cmocka_unit_test(a_key_in_the_path_is_a_token),
		cmocka_unit_test(who_says_who_asks_is_not_unauthenticated),
		cmocka_unit_test(an_absolute_target_names_host_and_user),
		cmocka_unit_test(a_stream_is_taken_up_in_the_middle),
		cmocka_unit_test(a_body_without_a_size_is_read),
		cmocka_unit_test(the_oldest_version_is_read),
		cmocka_unit_test(a_body_goes_on_behind_a_gap),
		cmocka_unit_test(a_chunked_body_goes_on_behind_a_gap),
		cmocka_unit_test(a_refused_upload_is_not_waited_for),
		cmocka_unit_test(another_protocol_may_follow),
		cmocka_unit_test(heads_are_read_leniently),
		cmocka_unit_test(a_head_that_is_cut_is_read_so_far),
		cmocka_unit_test(huge_bodies_are_read_up_to_the_limit),
		cmocka_unit_test(bids_for_http_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
