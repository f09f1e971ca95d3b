/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_ftp;

#define SAID_ANNA(result) \
	"credential scheme=plain class=password data=credential.password user=anna secret=wallflower 9 " \
	"method=PASS consent=unknown confidence=certain why=PASS command result=" result

static void a_login_is_said_with_its_answer(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("220-Example lock\r\n 230 not yet\r\n220 FTP ready\r\n"),
		CLIENT("USER anna\r\n"),
		SERVER("331 Password required\r\n"),
		CLIENT("PASS wallflower 9\r\n"),
		SERVER("230-Welcome\r\n530 in the middle\r\n230 Logged in\r\n"),
		CLIENT("STOR door/photo 1.jpg\r\nQUIT\r\n"),
		SERVER("226 Done\r\n221 Bye\r\n"),
	};

	CHECK_STREAM(&app_decoder_ftp, steps,
		     "value command STOR door/photo 1.jpg file=door/photo 1.jpg\n" SAID_ANNA(
			     "accepted") " @4\n"
					 "service authentication=password action=login gave=session "
					 "status=230 text=Example lock @5\n");
}

static void a_refused_login_is_a_credential_still(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("220 FTP ready\n"),
		CLIENT("HOST lock.example\nuser anna\npass wallflower 9\n"),
		SERVER("331 Password\n530 Login incorrect\n"),
	};

	CHECK_STREAM(&app_decoder_ftp, steps,
		     SAID_ANNA("refused") " @2\n"
					  "service authentication=password action=login gave=nothing "
					  "status=530 text=FTP ready @3\n");
}

static void logins_in_a_row_are_told_apart(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("USER a1\r\nPASS b1\r\n"),
		SERVER("331 ok\r\n530 no\r\n"),
		CLIENT("USER a2\r\nPASS b2\r\n"),
		CLIENT("USER a3\r\nPASS b3\r\n"),
	};
	const char *const lines[] = {
		"credential scheme=plain class=password data=credential.password user=a1 secret=b1 "
		"method=PASS "
		"consent=unknown confidence=certain why=PASS command result=refused @1",
		"credential scheme=plain class=password data=credential.password user=a3 secret=b3 "
		"method=PASS "
		"consent=unknown confidence=certain why=PASS command result=unknown @4",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_ftp,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void anonymous_is_no_password(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("220 FTP\r\n"),
		CLIENT("USER anonymous\r\n"),
		SERVER("331 Send your address\r\n"),
		CLIENT("PASS guest@host.example\r\n"),
		SERVER("230 Welcome\r\n"),
	};

	CHECK_STREAM(&app_decoder_ftp, steps,
		     "value command PASS - anonymous-id=guest@host.example\n"
		     "credential scheme=plain class=anonymous user=anonymous method=PASS confidence=certain "
		     "why=PASS command result=accepted @2\n"
		     "service authentication=anonymous action=login gave=session status=230 text=FTP @5\n");
}

static void a_name_without_a_password(void **state)
{
	(void)state;
	const struct step refused[] = {
		SERVER("220 FTP\r\n"),
		CLIENT("USER anna\r\n"),
		SERVER("530 No such user\r\n"),
	};
	const struct step open[] = {
		SERVER("220 FTP\r\n"),
		CLIENT("USER anna\r\n"),
		SERVER("230 Come in\r\n"),
	};

	CHECK_STREAM(&app_decoder_ftp, refused,
		     "credential scheme=plain class=username-only user=anna method=USER confidence=certain "
		     "why=USER command result=refused @2\n");
	CHECK_STREAM(&app_decoder_ftp, open,
		     "credential scheme=plain class=username-only user=anna method=USER confidence=certain "
		     "why=USER command result=accepted @2\n"
		     "service authentication=none action=login gave=session status=230 text=FTP @3\n");
}

static void tls_is_left_to_others(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("220 FTP\r\n"),
		CLIENT("AUTH TLS\r\n"),
		SERVER("234 Go ahead\r\n"),
		CLIENT("\x16\x03\x01"),
	};

	CHECK_STREAM(&app_decoder_ftp, steps, "rebid server\n");
}

static void others_that_greet_alike_are_given_back(void **state)
{
	(void)state;
	const struct step smtp[] = { SERVER("220 mail.example ready\r\n"), CLIENT("EHLO lock.example\r\n") };

	CHECK_STREAM(&app_decoder_ftp, smtp, "not-mine client\n");
	assert_true(bid_for(&app_decoder_ftp, FROM_SERVER, BYTES("220 (a FTP server)\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_ftp, FROM_CLIENT, BYTES("USER anna\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_ftp, FROM_CLIENT, BYTES("EPSV\r\n")) >= 16);
	/* Not enough but on the usual port. */
	assert_int_equal(bid_for(&app_decoder_ftp, FROM_SERVER, BYTES("220 ready\r\n")), 8);
	assert_int_equal(bid_for(&app_decoder_ftp, FROM_CLIENT, BYTES("PASS x\r\n")), 8);
	static const char *const servers[] = {
		"220 mail.example ESMTP\r\n", "2200 FTP\r\n", "HTTP/1.1 220 FTP\r\n",
		"220 FTP \x01\x02\r\n",	      "+OK FTP\r\n",
	};
	static const char *const clients[] = {
		"USER",		  "USER \r\n",		"USER anna 0 * :Anna\r\n",
		"USERS anna\r\n", "GET / HTTP/1.1\r\n", "EHLO x\r\n",
		"STAT\r\n",	  "LIST\r\n",		"PORT / HTTP/1.1\r\n",
		"QUIT\r\n",
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_ftp, FROM_SERVER, bytes_of(servers[i])))
			fail_msg("%s", servers[i]);
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_ftp, FROM_CLIENT, bytes_of(clients[i])))
			fail_msg("%s", clients[i]);
}

static void goes_on_behind_a_gap(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("USER an"),
		CLIENT_LOST(4),
		CLIENT("of a line\r\nUSER anna\r\nPASS wallflower 9\r\n"),
		SERVER_LOST(10),
		SERVER("rest\r\n230 Yes\r\n"),
	};
	char *log = conversation_run(&(struct conversation){ .decoder = &app_decoder_ftp,
							     .steps = steps,
							     .count = COUNT_OF(steps) },
				     0);

	assert_non_null(strstr(log, SAID_ANNA("accepted") " @3\n"));
	free(log);
}

static void survives_anything(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("220-x\r\n220 FTP\r\n"), CLIENT("USER a\r\nPASS b\r\n"), SERVER("230 ok\r\n"),
		CLIENT("AUTH TLS\r\n"),		SERVER("234 ok\r\n"),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_ftp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_is_said_with_its_answer),
		cmocka_unit_test(a_refused_login_is_a_credential_still),
		cmocka_unit_test(logins_in_a_row_are_told_apart),
		cmocka_unit_test(anonymous_is_no_password),
		cmocka_unit_test(a_name_without_a_password),
		cmocka_unit_test(tls_is_left_to_others),
		cmocka_unit_test(others_that_greet_alike_are_given_back),
		cmocka_unit_test(goes_on_behind_a_gap),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
