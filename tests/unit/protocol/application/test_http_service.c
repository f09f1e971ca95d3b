/* SPDX-License-Identifier: Apache-2.0 */
/* What answers tell of a service, said again where nothing has changed. */
#include "protocol_harness.h"

#include <stdio.h>
#include <stdlib.h>

extern const struct app_decoder app_decoder_http;

#define ASK(line)    CLIENT(line "\r\nContent-Length: 1\r\n\r\n0")
#define ANSWER(type) SERVER("HTTP/1.1 200 OK\r\nContent-Type: " type "\r\nContent-Length: 1\r\n\r\n0")

struct service {
	const char *authentication, *action, *gave, *status, *rest; /* count and frame */
};

static void assert_services(const struct conversation *conversation, const struct service *service,
			    size_t count)
{
	char *log = conversation_run(conversation, 0);
	const char *at = strstr(log, "service ");
	char line[256];

	for (; count; count--, service++) {
		snprintf(line, sizeof line,
			 "service authentication=%s action=%s gave=%s status=%s version=HTTP/1.1 %s\n",
			 service->authentication, service->action, service->gave, service->status,
			 service->rest);
		assert_non_null(at);
		assert_memory_equal(at, line, strlen(line));
		at += strlen(line);
	}
	assert_string_equal(at, "");
	free(log);
}

#define CHECK_SERVICES \
	assert_services(&(struct conversation){ .decoder = &app_decoder_http, \
						.steps = steps, \
						.count = COUNT_OF(steps) }, \
			services, COUNT_OF(services))

static void answers_alike_are_counted(void **state)
{
	(void)state;
	const struct step steps[] = {
		ASK("PUT /a HTTP/1.1"), ANSWER("text/x"),	ASK("PUT /a HTTP/1.1"),
		ANSWER("text/y"),	ASK("PUT /a HTTP/1.1"), ANSWER("text/x"),
	};

	const struct service services[] = {
		{ "none", "PUT /a", "unknown", "200", "*3 @2" },
	};

	CHECK_SERVICES;
}

static void what_has_changed_is_told_apart(void **state)
{
	(void)state;
	const struct step steps[] = {
		ASK("PUT /a HTTP/1.1"),
		ANSWER("text/x"),
		ASK("PUT /a HTTP/1.1"),
		ANSWER("Image/x"),
		ASK("PUT /a HTTP/1.1\r\nAuthorization: x"),
		ANSWER("Image/x"),
		ASK("POST /a HTTP/1.1"),
		ANSWER("text/x"),
		ASK("POST /b HTTP/1.1"),
		ANSWER("text/x"),
		ASK("POST /b HTTP/1.1"),
		SERVER("HTTP/1.1 201 OK\r\nContent-Length: 1\r\n\r\n0"),
		ASK("POST /b HTTP/1.1"),
		SERVER("HTTP/1.0 201 OK\r\nContent-Length: 1\r\n\r\n0"),
		ASK("POST /b HTTP/1.1"),
		SERVER("HTTP/1.1 401 No\r\nContent-Length: 1\r\n\r\n0"),
		ASK("PUT /a HTTP/1.1"),
		ANSWER("text/x"),
	};

	const struct service services[] = {
		{ "none", "PUT /a", "unknown", "200", "*2 @2" },
		{ "none", "PUT /a", "media", "200", "@4" },
		{ "unknown", "PUT /a", "media", "200", "@6" },
		{ "none", "POST /a", "unknown", "200", "@8" },
		{ "none", "POST /b", "unknown", "200", "@10" },
		{ "none", "POST /b", "unknown", "201", "*2 @12" },
		{ "unknown", "POST /b", "nothing", "401", "@16" },
	};

	CHECK_SERVICES;
}

/* Files of pages are no service, however often they are asked for. */
static void assets_stay_silent(void **state)
{
	(void)state;
	const struct step steps[] = {
		ASK("GET /a.css HTTP/1.1"), ANSWER("text/css"),	    ASK("GET /a.css HTTP/1.1"),
		ANSWER("text/css"),	    ASK("GET /a HTTP/1.1"), ANSWER("text/css"),
		ASK("GET /a.css HTTP/1.1"), ANSWER("text/css"),
	};

	const struct service services[] = {
		{ "none", "GET /a", "unknown", "200", "@6" },
	};

	CHECK_SERVICES;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_alike_are_counted),
		cmocka_unit_test(what_has_changed_is_told_apart),
		cmocka_unit_test(assets_stay_silent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
