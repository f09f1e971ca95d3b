/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_pop3;

#define SAID_ANNA(result) \
	"credential scheme=plain class=password data=credential.password user=anna secret=wallflower 9 " \
	"method=PASS consent=unknown confidence=certain why=PASS command result=" result

static void a_login_and_a_message(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("+OK POP3 ready\r\n"),
		CLIENT("CAPA\r\nUSER anna\r\n"),
		SERVER("+OK\r\nUSER\r\n.\r\n+OK\r\n"),
		CLIENT("PASS wallflower 9\r\nLIST\r\nRETR 1\r\nQUIT\r\n"),
		SERVER("+OK in\r\n+OK\r\n1 20\r\n.\r\n+OK\r\nTo: anna@lock.example\r\n\r\n..open\r\n.\r\n+OK "
		       "bye\r\n"),
	};

	CHECK_STREAM(&app_decoder_pop3, steps,
		     "content body RETR - type=message/rfc822: To: "
		     "anna@lock.example\\r\\n\\r\\n.open\\r\\n\n" SAID_ANNA(
			     "accepted") " @4\n"
					 "service authentication=password action=login gave=session "
					 "text=POP3 ready @5\n");
}

static void a_refused_login_and_a_digest(void **state)
{
	(void)state;
	const struct step refused[] = {
		SERVER("+OK POP3\r\n"),		 CLIENT("USER anna\r\n"), SERVER("+OK\r\n"),
		CLIENT("PASS wallflower 9\r\n"), SERVER("-ERR no\r\n"),
	};
	const struct step digest[] = {
		SERVER("+OK POP3 <1.2@x.example>\r\n"),
		CLIENT("APOP anna 0123456789abcdef0123456789abcdef\r\n"),
		SERVER("+OK\r\n"),
	};

	CHECK_STREAM(&app_decoder_pop3, refused,
		     SAID_ANNA("refused") " @4\n"
					  "service authentication=password action=login gave=nothing "
					  "text=POP3 @5\n");
	CHECK_STREAM(
		&app_decoder_pop3, digest,
		"credential scheme=apop class=hash user=anna secret=0123456789abcdef0123456789abcdef "
		"method=APOP confidence=certain why=APOP command result=accepted @2\n"
		"service authentication=password action=login gave=session text=POP3 <1.2@x.example> @3\n");
}

static void an_exchange(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("+OK POP3\r\n"), CLIENT("AUTH PLAIN\r\n"),
		SERVER("+ \r\n"),	CLIENT("AGFubmEAd2FsbGZsb3dlciA5\r\n"),
		SERVER("+OK\r\n"),	CLIENT("STAT\r\n"),
		SERVER("+OK 0 0\r\n"),
	};
	const struct step given_up[] = {
		SERVER("+OK POP3\r\n"), CLIENT("AUTH LOGIN\r\n"), SERVER("+ VXNlcm5hbWU6\r\n"),
		CLIENT("YW5uYQ==\r\n"), SERVER("-ERR time\r\n"),
	};

	CHECK_STREAM(&app_decoder_pop3, steps,
		     "credential scheme=plain class=password data=credential.password user=anna "
		     "secret=wallflower 9 method=AUTH encoding=base64 consent=unknown confidence=certain "
		     "why=SASL exchange result=accepted @4\n"
		     "service authentication=password action=login gave=session text=POP3 @5\n");
	CHECK_STREAM(&app_decoder_pop3, given_up,
		     "service authentication=password action=login gave=nothing text=POP3 @5\n");
}

static void tls_is_left_to_others(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("+OK POP3\r\n"),
		CLIENT("STLS\r\n"),
		SERVER("+OK go\r\n"),
		CLIENT("\x16\x03"),
	};

	CHECK_STREAM(&app_decoder_pop3, steps, "rebid server\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_pop3, FROM_SERVER, BYTES("+OK ready\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_pop3, FROM_CLIENT, BYTES("APOP a b\r\n")) >= 16);
	/* What RESP and NATS say too is not enough but on the usual port. */
	assert_int_equal(bid_for(&app_decoder_pop3, FROM_SERVER, BYTES("+OK\r\n")), 8);
	assert_int_equal(bid_for(&app_decoder_pop3, FROM_CLIENT, BYTES("PASS x\r\n")), 8);
	static const char *const servers[] = { "+OKAY\r\n", "+PONG\r\n", "+OK", "220 POP\r\n",
					       "OK POP3\r\n" };
	static const char *const clients[] = { "USER\r\n", "USER anna 0 * :Anna\r\n", "LIST\r\n",
					       "USER / HTTP/1.1\r\n" };

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_pop3, FROM_SERVER, bytes_of(servers[i])))
			fail_msg("%s", servers[i]);
	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_pop3, FROM_CLIENT, bytes_of(clients[i])))
			fail_msg("%s", clients[i]);
	const struct step ftp[] = { CLIENT("USER anna\r\n"), SERVER("331 Password\r\n") };
	const char *const lines[] = { "not-mine server", NULL };

	conversation_says(
		&(struct conversation){ .decoder = &app_decoder_pop3, .steps = ftp, .count = COUNT_OF(ftp) },
		lines);
}

static void survives_anything(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER("+OK POP3\r\n"),
		CLIENT("USER a\r\nPASS b\r\nAUTH NTLM\r\n"),
		SERVER("+OK\r\n-ERR\r\n+ \r\n"),
		CLIENT("TlRMTVNTUAADAAAAGAAYAEAAAAAYABgAWAAAAAAAAABAAAAACAAIAEAAAAAAAAAAQAAAAAAAAABAAAAA\r\nR"
		       "ETR 1\r\n"),
		SERVER("+OK\r\n+OK\r\n.x\r\n.\r\n"),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_pop3, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_message), cmocka_unit_test(a_refused_login_and_a_digest),
		cmocka_unit_test(an_exchange),		 cmocka_unit_test(tls_is_left_to_others),
		cmocka_unit_test(bids_only_for_its_own), cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
