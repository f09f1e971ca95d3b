/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_smtp;

#define CREDENTIAL(scheme, user_secret, method, result) \
	"credential scheme=" scheme " class=password data=credential.password " user_secret \
	" method=" method \
	" encoding=base64 consent=unknown confidence=certain why=SASL exchange result=" result

static void plain_with_an_initial_response(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("220 mail.example ESMTP\r\n"),
		CLIENT("EHLO lock\r\n"),
		SERVER("250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n"),
		CLIENT("AUTH PLAIN AGFubmEAd2FsbGZsb3dlciA5\r\n"),
		SERVER("235 2.7.0 Welcome\r\n"),
	};

	CHECK_STREAM(
		&app_decoder_smtp, steps,
		CREDENTIAL("plain", "user=anna secret=wallflower 9", "AUTH",
			   "accepted") " @4\n"
				       "service authentication=password action=login gave=session status=235 "
				       "text=mail.example ESMTP @5\n");
}

static void login_in_three_steps(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("220 mail.example ESMTP\r\n"),
		CLIENT("EHLO lock\r\nAUTH LOGIN\r\n"),
		SERVER("250 hello\r\n334 VXNlcm5hbWU6\r\n"),
		CLIENT("YW5uYQ==\r\n"),
		SERVER("334 UGFzc3dvcmQ6\r\n"),
		CLIENT("d2FsbGZsb3dlciA5\r\n"),
		SERVER("535 No\r\n"),
	};

	CHECK_STREAM(
		&app_decoder_smtp, steps,
		CREDENTIAL("login", "user=anna secret=wallflower 9", "AUTH",
			   "refused") " @6\n"
				      "service authentication=password action=login gave=nothing status=535 "
				      "text=mail.example ESMTP @7\n");
}

static void what_was_begun_only_is_not_said(void **state)
{
	(void)state;
	/* QUIT happens to be base64. */
	const struct step quits[] = {
		SERVER("220 ESMTP\r\n"),  CLIENT("EHLO x\r\n"),
		CLIENT("AUTH LOGIN\r\n"), SERVER("250 ok\r\n334 VXNlcm5hbWU6\r\n"),
		CLIENT("QUIT\r\n"),	  SERVER("221 Bye\r\n"),
	};
	const struct step stops[] = {
		SERVER("220 ESMTP\r\n"),	CLIENT("EHLO x\r\nAUTH LOGIN\r\n"),
		SERVER("334 VXNlcm5hbWU6\r\n"), CLIENT("YW5uYQ==\r\n"),
		SERVER("334 UGFzc3dvcmQ6\r\n"), CLIENT("*\r\n"),
		SERVER("501 Cancelled\r\n"),
	};

	CHECK_STREAM(&app_decoder_smtp, quits, "");
	CHECK_STREAM(&app_decoder_smtp, stops, "");
}

static void other_mechanisms(void **state)
{
	(void)state;
	const struct step cram[] = {
		CLIENT("EHLO x\r\nAUTH CRAM-MD5\r\n"),
		SERVER("220 SMTP\r\n250 ok\r\n334 PDEyMz4=\r\n"),
		/* anna 0123456789abcdef0123456789abcdef */
		CLIENT("YW5uYSAwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg==\r\n"),
		SERVER("235 ok\r\n"),
	};
	const struct step bearer[] = {
		/* user=anna^Aauth=Bearer abc.def^A^A */
		CLIENT("EHLO x\r\nAUTH XOAUTH2 dXNlcj1hbm5hAWF1dGg9QmVhcmVyIGFiYy5kZWYBAQ==\r\n"),
	};

	CHECK_STREAM(
		&app_decoder_smtp, cram,
		"credential scheme=cram-md5 class=hash user=anna secret=0123456789abcdef0123456789abcdef "
		"method=AUTH encoding=base64 confidence=certain why=SASL exchange result=accepted @3\n"
		"service authentication=password action=login gave=session status=235 text=SMTP @4\n");
	CHECK_STREAM(&app_decoder_smtp, bearer,
		     "credential scheme=bearer class=token data=credential.token user=anna secret=abc.def "
		     "method=AUTH encoding=base64 consent=unknown confidence=certain why=SASL exchange "
		     "result=unknown @1\n");
}

#define ENVELOPE \
	"value header MAIL - mail-from=anna@lock.example\n" \
	"value header RCPT - rcpt-to=bo@cloud.example\n"

static void a_message_is_handed_over(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("220 mail.example ESMTP\r\n"),
		CLIENT("HELO lock\r\nMAIL FROM:<anna@lock.example> SIZE=90\r\nRCPT "
		       "TO:<bo@cloud.example>\r\nDATA\r\n"),
		SERVER("250 a\r\n250 b\r\n250 c\r\n354 go ahead\r\n"),
		CLIENT("From: \"Lock, front\" <anna@lock.example>\r\nTo: bo@cloud.example,\r\n "
		       "<cy@cloud.example>\r\n"
		       "Message-ID: <20.31@lock.example>\r\nSubject: to: "
		       "x@y.example\r\n\r\nOpened\r\n..dot\r\n.\r\nQUIT\r\n"),
		SERVER("250 queued\r\n221 bye\r\n"),
	};

	CHECK_STREAM(
		&app_decoder_smtp, steps,
		ENVELOPE
		"content body DATA - type=message/rfc822: From: \"Lock, front\" <anna@lock.example>\\r\\n"
		"To: bo@cloud.example,\\r\\n <cy@cloud.example>\\r\\nMessage-ID: <20.31@lock.example>\\r\\n"
		"Subject: to: x@y.example\\r\\n\\r\\nOpened\\r\\n.dot\\r\\n\n");
}

static void a_message_in_chunks_or_cut_is_handed_over(void **state)
{
	(void)state;
	const struct step chunks[] = {
		CLIENT("EHLO x\r\nBDAT 9\r\nA: b\r\n\r\noBDAT 5 LAST\r\npened"),
		CLIENT("QUIT\r\n"),
	};
	const struct step refused[] = {
		CLIENT("EHLO x\r\nDATA\r\n"),
		SERVER("250 ok\r\n554 no\r\n"),
		CLIENT("QUIT\r\n.\r\n"),
	};
	const struct step cut[] = {
		CLIENT("EHLO x\r\nDATA\r\n"),
		SERVER("250 ok\r\n354 yes\r\n"),
		CLIENT("A: b\r\n\r\nopen"),
	};
	/* Only the client was captured. */
	const struct step one_side[] = { CLIENT("EHLO x\r\nDATA\r\nA: b\r\n\r\nopen\r\n.\r\nQUIT\r\n") };

	CHECK_STREAM(&app_decoder_smtp, chunks,
		     "content body BDAT - type=message/rfc822 incomplete: A: b\\r\\n\\r\\no\n"
		     "content body BDAT - type=message/rfc822 incomplete: pened\n");
	CHECK_STREAM(&app_decoder_smtp, refused, "");
	CHECK_STREAM(&app_decoder_smtp, cut,
		     "content body DATA - type=message/rfc822 incomplete: A: b\\r\\n\\r\\nopen\n");
	CHECK_STREAM(&app_decoder_smtp, one_side,
		     "content body DATA - type=message/rfc822: A: b\\r\\n\\r\\nopen\\r\\n\n");
}

static void tls_is_left_to_others(void **state)
{
	(void)state;
	const struct step agreed[] = {
		SERVER("220 ESMTP\r\n"), CLIENT("EHLO x\r\n"),	     SERVER("250 STARTTLS\r\n"),
		CLIENT("STARTTLS\r\n"),	 SERVER("220 Go ahead\r\n"), CLIENT("\x16\x03\x01"),
	};
	const struct step refused[] = {
		SERVER("220 ESMTP\r\n"),
		CLIENT("EHLO x\r\nSTARTTLS\r\n"),
		SERVER("250 ok\r\n454 later\r\n"),
		CLIENT("AUTH PLAIN AGFubmEAd2FsbGZsb3dlciA5\r\n"),
	};

	CHECK_STREAM(&app_decoder_smtp, agreed, "rebid server\n");
	CHECK_STREAM(&app_decoder_smtp, refused,
		     CREDENTIAL("plain", "user=anna secret=wallflower 9", "AUTH", "unknown") " @4\n");
}

static void others_that_greet_alike_are_given_back(void **state)
{
	(void)state;
	const struct step ftp[] = { SERVER("220 Ready\r\n"), CLIENT("USER anna\r\n") };

	/* What a proxy and its client said before. */
	const struct step proxy[] = {
		CLIENT("\x05\x01\0EHLO x\r\nAUTH PLAIN AGFubmEAd2FsbGZsb3dlciA5\r\n"),
		SERVER("\x05\0"
		       "220 ESMTP\r\n"),
	};

	CHECK_STREAM(&app_decoder_smtp, ftp, "not-mine client\n");
	CHECK_STREAM(&app_decoder_smtp, proxy,
		     CREDENTIAL("plain", "user=anna secret=wallflower 9", "AUTH", "unknown") " @1\n");
	assert_true(bid_for(&app_decoder_smtp, FROM_CLIENT, BYTES("EHLO lock.example\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_smtp, FROM_CLIENT, BYTES("MAIL FROM:<a@b>\r\n")) >= 16);
	assert_int_equal(bid_for(&app_decoder_smtp, FROM_SERVER, BYTES("220 Ready\r\n")), 8);
	static const char *const servers[] = { "220 FTP server\r\n", "250 ESMTP\r\n", "2201 ESMTP\r\n",
					       "ESMTP\r\n" };
	static const char *const clients[] = { "EHLO", "HELO\r\n", "HELOS x\r\n", "MAIL /x HTTP/1.1\r\n",
					       "DATA\r\n" };

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_smtp, FROM_SERVER, bytes_of(servers[i])))
			fail_msg("%s", servers[i]);
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_smtp, FROM_CLIENT, bytes_of(clients[i])))
			fail_msg("%s", clients[i]);
}

static void survives_anything(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("220 ESMTP\r\n"),
		CLIENT("EHLO x\r\nAUTH LOGIN\r\n"),
		SERVER("334 VXNlcm5hbWU6\r\n"),
		CLIENT("YW5uYQ==\r\nYQ==\r\n"),
		SERVER("235 ok\r\n354 go\r\n"),
		CLIENT("MAIL FROM:<a@b>\r\nDATA\r\nTo: \"a, <b@c>\r\n\r\n..x\r\n.\r\nBDAT 3 LAST\r\nabc"),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_smtp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_with_an_initial_response),
		cmocka_unit_test(login_in_three_steps),
		cmocka_unit_test(what_was_begun_only_is_not_said),
		cmocka_unit_test(other_mechanisms),
		cmocka_unit_test(a_message_is_handed_over),
		cmocka_unit_test(a_message_in_chunks_or_cut_is_handed_over),
		cmocka_unit_test(tls_is_left_to_others),
		cmocka_unit_test(others_that_greet_alike_are_given_back),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
