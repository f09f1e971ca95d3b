/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdio.h>
#include <stdlib.h>

extern const struct app_decoder app_decoder_imap;

#define GREETING SERVER("* OK IMAP4rev1 ready\r\n")
#define SERVICE(gave, frame) \
	"service authentication=password action=login gave=" gave " text=OK IMAP4rev1 ready @" frame "\n"

static const struct {
	const char *command, *user, *secret;
} logins[] = {
	{ "a1 LOGIN anna wallflower\r\n", "anna", "wallflower" },
	{ "a1 login \"anna b\" \"a \\\"quoted\\\\ one\"\r\n", "anna b", "a \"quoted\\ one" },
	{ "a1 LOGIN {6}\r\nanna b {4}\r\nsesa\r\n", "anna b", "sesa" },
	{ "a1 LOGIN {4+}\r\nanna {5+}\r\nx{3}\n\r\n", "anna", "x{3}\n" },
	{ "a1 LOGIN anna \"\"\r\n", "anna", "" },
};

static void logins_of_every_form(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(logins); i++) {
		const struct step steps[] = {
			GREETING,
			{ .direction = FROM_CLIENT, .bytes = bytes_of(logins[i].command) },
			SERVER("* CAPABILITY IMAP4rev1\r\na1 OK in\r\n"),
		};
		char *log = conversation_run(&(struct conversation){ .decoder = &app_decoder_imap,
								     .steps = steps,
								     .count = COUNT_OF(steps) },
					     1);
		char expected[300], class[80];

		snprintf(class, sizeof class, "%s",
			 *logins[i].secret ? "class=password data=credential.password"
					   : "class=username-only");
		snprintf(expected, sizeof expected, "credential scheme=plain %s user=%s", class,
			 logins[i].user);
		if (!strstr(log, expected) || !strstr(log, "result=accepted"))
			fail_msg("%s: %s", logins[i].command, log);
		snprintf(expected, sizeof expected, "secret=%.4s", logins[i].secret);
		if (*logins[i].secret && !strstr(log, expected))
			fail_msg("%s: %s", logins[i].command, log);
		free(log);
	}
}

static void a_refused_login_in_full(void **state)
{
	(void)state;
	const struct step steps[] = {
		GREETING,
		CLIENT("7 LOGIN {4}\r\n"),
		SERVER("+ go\r\n"),
		CLIENT("anna {10}\r\n"),
		SERVER("+ go\r\n"),
		CLIENT("wallflower\r\n"),
		SERVER("6 NO other\r\n7 NO wrong\r\n"),
	};

	CHECK_STREAM(
		&app_decoder_imap, steps,
		"credential scheme=plain class=password data=credential.password user=anna secret=wallflower "
		"method=LOGIN consent=unknown confidence=certain why=LOGIN command result=refused "
		"@6\n" SERVICE("nothing", "7"));
}

static void an_exchange(void **state)
{
	(void)state;
	const struct step steps[] = {
		GREETING,	    CLIENT("1 AUTHENTICATE PLAIN\r\n"),
		SERVER("+ \r\n"),   CLIENT("AGFubmEAd2FsbGZsb3dlcg==\r\n"),
		SERVER("1 OK\r\n"), CLIENT("2 LOGOUT\r\n"),
	};

	CHECK_STREAM(
		&app_decoder_imap, steps,
		"credential scheme=plain class=password data=credential.password user=anna secret=wallflower "
		"method=AUTHENTICATE encoding=base64 consent=unknown confidence=certain why=SASL exchange "
		"result=accepted @4\n" SERVICE("session", "5"));
}

static void messages_are_handed_over(void **state)
{
	(void)state;
	const struct step steps[] = {
		GREETING,
		CLIENT("2 FETCH 1 BODY[]\r\n"),
		SERVER("* 1 FETCH (FLAGS () BODY[] {17}\r\nA: b\r\n\r\nopened}\r\n)\r\n2 OK\r\n"),
		SERVER("* 1 FETCH (ENVELOPE (\"x\" {3}\r\nabc))\r\n"),
		CLIENT("3 APPEND box {9}\r\n"),
		SERVER("+ go\r\n"),
		CLIENT("A: b\r\n\r\no\r\n"),
	};

	CHECK_STREAM(&app_decoder_imap, steps,
		     "content body FETCH - type=message/rfc822: A: b\\r\\n\\r\\nopened}\\r\\n\n"
		     "content body APPEND - type=message/rfc822: A: b\\r\\n\\r\\no\n");
}

static void envelopes_name_persons(void **state)
{
	(void)state;
	const struct step steps[] = {
		GREETING,
		CLIENT("2 FETCH 1 ENVELOPE\r\n"),
		SERVER("* 1 FETCH (UID 7 ENVELOPE (\"Sun\" \"hello\" ((\"Li, Si\" NIL \"li\" \"a.example\")) "
		       "((NIL "
		       "NIL \"x\" \"a.example\")) NIL ((NIL NIL \"wang\" \"b.example\")({7}\r\nZhao \"L NIL "
		       "\"zhao\" \"b.example\")) NIL NIL NIL \"<1@a.example>\"))\r\n"),
		SERVER("* 2 FETCH (ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL))\r\n"),
		SERVER("* 3 FETCH (ENVELOPE (\"Sun\" \"hello\" ((\"cut\r\n2 OK\r\n"),
	};

	CHECK_STREAM(&app_decoder_imap, steps,
		     "content body FETCH - type=message/rfc822: From: \"Li, Si\" <li@a.example>, \\r\\nTo: "
		     "<wang@b.example>, \"Zhao \"L\" <zhao@b.example>, \\r\\n\n");
}

static void tls_and_the_open_door(void **state)
{
	(void)state;
	const struct step tls[] = { GREETING, CLIENT("1 STARTTLS\r\n"), SERVER("1 OK go\r\n"),
				    CLIENT("\x16\x03") };
	const struct step open[] = { SERVER("* PREAUTH IMAP4rev1 welcome\r\n"), CLIENT("1 LIST \"\" *\r\n") };

	CHECK_STREAM(&app_decoder_imap, tls, "rebid server\n");
	CHECK_STREAM(&app_decoder_imap, open, "service authentication=none action=login gave=session @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_imap, FROM_SERVER, BYTES("* OK ready\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_imap, FROM_CLIENT, BYTES("A.1 login a b\r\n")) >= 16);
	static const char *const others[] = {
		"GET LOGIN HTTP/1.1\r\n", "a1 LOGON x\r\n", "LOGIN a b\r\n", "a/b LOGIN a b\r\n",
		"a1 FETCH 1\r\n",	  "* OK ready\r\n", "a1 LOGIN",	     "",
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (*others[i] && bid_for(&app_decoder_imap, FROM_CLIENT, bytes_of(others[i])))
			fail_msg("%s", others[i]);
	assert_int_equal(bid_for(&app_decoder_imap, FROM_SERVER, BYTES("* BAD\r\n")), 0);
	const struct step other[] = { CLIENT("hello world\r\n"), SERVER("* OK\r\n") };

	CHECK_STREAM(&app_decoder_imap, other, "not-mine client\n");
}

static void survives_anything(void **state)
{
	(void)state;
	const struct step steps[] = {
		GREETING,
		CLIENT("1 LOGIN {4}\r\nanna \"a\\\"b\"\r\n2 AUTHENTICATE NTLM\r\nAAAA\r\n"),
		SERVER("1 NO\r\n* 1 FETCH (BODY[] {5}\r\nA: b\n)\r\n2 OK\r\n"),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_imap, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(logins_of_every_form),
		cmocka_unit_test(a_refused_login_in_full),
		cmocka_unit_test(an_exchange),
		cmocka_unit_test(messages_are_handed_over),
		cmocka_unit_test(envelopes_name_persons),
		cmocka_unit_test(tls_and_the_open_door),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
