/* SPDX-License-Identifier: Apache-2.0 */
/* Other protocols in the bodies of HTTP: DNS, RTSP. What goes through a proxy. */
#include "protocol_harness.h"

#include "base/base64.h"
#include "base/limits.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_http;

#define CHECK(expected) CHECK_STREAM(&app_decoder_http, steps, expected)

/* A question for api.lock.example, and its answer 203.0.113.9. */
#define QUESTION "\0\0\1\0\0\1\0\0\0\0\0\0\3api\4lock\7example\0\0\1\0\1"
#define ANSWERED \
	"\0\0\x81\x80\0\1\0\1\0\0\0\0\3api\4lock\7example\0\0\1\0\1\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xcb\0\x71" \
	"\x09"

static void dns_in_bodies_is_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("POST /dns-query HTTP/1.1\r\nContent-Type: application/dns-message\r\nContent-Length: "
		       "34\r\n\r\n" QUESTION),
		SERVER("HTTP/1.1 200 OK\r\nContent-Type: application/dns-message\r\nContent-Length: "
		       "50\r\n\r\n" ANSWERED),
	};
	char *log = conversation_run(
		&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 }, 0);

	assert_null(strstr(log, "content body"));
	assert_non_null(strstr(log, "dns-query name=api.lock.example query-type=A result=answered"));
	assert_non_null(strstr(log, "endpoint address=203.0.113.9 name=api.lock.example source=dns"));
	free(log);
}

static void dns_in_queries_is_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("GET /dns-query?dns=AAABAAABAAAAAAAAA2FwaQRsb2NrB2V4YW1wbGUAAAEAAQ HTTP/1.1\r\n\r\n"),
	};
	const struct step other[] = {
		CLIENT("GET /page?dns=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA HTTP/1.1\r\n\r\n"),
	};
	char *log = conversation_run(
		&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 }, 0);

	assert_null(strstr(log, "content query"));
	assert_non_null(strstr(log, "dns-query name=api.lock.example"));
	free(log);
	CHECK_STREAM(&app_decoder_http, other,
		     "content path GET /page: /page\n"
		     "content query GET /page: dns=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
}

/* base64 of two requests, the second with Basic anna:invented. */
static void rtsp_that_goes_up_in_base64_is_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("POST /live HTTP/1.0\r\nContent-Type: "
		       "application/x-rtsp-tunnelled\r\nx-sessioncookie: "
		       "a\r\nContent-Length: 32767\r\n\r\n"
		       "T1BUSU9OUyBydHNwOi8vY2FtL2xpdmUgUlRTUC8xLjANCkNTZXE6IDENCg0K"),
		CLIENT("REVTQ1JJQkUgcnRzcDovL2NhbS9saXZlIFJUU1AvMS4wDQpDU2VxOiAyDQpBdXRob3JpemF0aW9uOiBC"
		       "YXNpYyBZVzV1WVRwcGJuWmxiblJsWkE9PQ0KDQo="),
		CLIENT_ENDS,
	};
	const struct step answers[] = {
		CLIENT("GET /live HTTP/1.0\r\nAccept: application/x-rtsp-tunnelled\r\n\r\n"),
		SERVER("HTTP/1.0 200 OK\r\nContent-Type: application/x-rtsp-tunnelled\r\n\r\n"
		       "RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"),
	};
	char *log = conversation_run(
		&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 }, 0);

	if (!strstr(log, "user=anna secret=invented method=DESCRIBE"))
		fail_msg("%s", log);
	free(log);
	log = conversation_run(
		&(struct conversation){ &app_decoder_http, answers, COUNT_OF(answers), false, 0 }, 0);
	assert_non_null(strstr(log, "handed to rtsp\n"));
	free(log);
}

static void pieces_of_base64_are_joined(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "b25l", "one" },
		{ "b25lIA==dHdv", "one two" },
		{ "b25lIA==\r\ndHdv\n", "one two" },
		{ "b25l*dHdv", "one" },
		{ "=b25l", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buffer to = buffer_of(100);

		base64_decode_pieces(bytes_of(cases[i].text), &to);
		assert_true(bytes_equal(buffer_bytes(&to), bytes_of(cases[i].expected)));
		buffer_free(&to);
	}
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("POST /dns-query HTTP/1.1\r\nContent-Type: application/dns-message\r\nContent-Length: "
		       "34\r\n\r\n" QUESTION),
		CLIENT("GET /dns-query?dns=AAABAAABAAAAAAAAA2FwaQRsb2NrB2V4YW1wbGUAAAEAAQ HTTP/1.1\r\n\r\n"),
	};

	conversation_survives(&(struct conversation){ &app_decoder_http, steps, COUNT_OF(steps), false, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dns_in_bodies_is_read),
		cmocka_unit_test(dns_in_queries_is_read),
		cmocka_unit_test(rtsp_that_goes_up_in_base64_is_read),
		cmocka_unit_test(pieces_of_base64_are_joined),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
