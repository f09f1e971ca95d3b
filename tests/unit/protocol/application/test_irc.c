/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_irc;

static void a_password_of_the_server(void **state)
{
	const struct step steps[] = {
		CLIENT("PASS wallflower\r\nNICK anna\r\n"
		       "USER anna 0 * :Anna Berg\r\n"),
		SERVER(":irc.example 001 anna :Welcome anna!~anna@192.0.2.7\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_irc, steps,
		     "content line NICK anna: NICK anna\n"
		     "content line USER anna: USER anna 0 * :Anna Berg\n"
		     "content line 001 anna: 001 anna :Welcome anna!~anna@192.0.2.7\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower method=PASS consent=unknown confidence=certain why=password of the server re"
		     "sult=accepted @1\n");
}

static void a_wrong_password(void **state)
{
	const struct step steps[] = {
		CLIENT("PASS guess\r\nNICK anna\r\n"),
		SERVER(":irc.example 464 anna :No\r\n"),
	};

	(void)state;
	const char *const lines[] = {
		"content line NICK anna: NICK anna",
		"content line 464 anna: 464 anna :No",
		"credential scheme=plain class=password data=credential.password user=anna secret=gue"
		"ss method=PASS consent=unknown confidence=certain why=password of the server result="
		"refused @1",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_irc,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void what_is_told_to_services(void **state)
{
	const struct step steps[] = {
		CLIENT("NICK anna\r\nPRIVMSG NickServ :IDENTIFY wallflower\r\n"
		       "NS IDENTIFY otto spring4\r\nPRIVMSG Q@CServe.example :AUTH anna wallflower\r\n"
		       "NICKSERV REGISTER wallflower anna@lock.example\r\n"
		       "PRIVMSG NickServ :HELP\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_irc, steps,
		     "content line NICK anna: NICK anna\n"
		     "content line PRIVMSG NickServ: PRIVMSG NickServ :HELP\n"
		     "credential scheme=plain class=password data=credential.password secret=wallflower me"
		     "thod=PRIVMSG consent=unknown confidence=certain why=password told to a service resul"
		     "t=unknown *2 @1\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower method=PRIVMSG consent=unknown confidence=certain why=password told to a ser"
		     "vice result=unknown @1\n"
		     "credential scheme=plain class=password data=credential.password user=otto secret=spr"
		     "ing4 method=PRIVMSG consent=unknown confidence=certain why=password told to a servic"
		     "e result=unknown @1\n");
}

static void sasl(void **state)
{
	const struct step steps[] = {
		CLIENT("CAP REQ :sasl\r\nAUTHENTICATE PLAIN\r\n"),
		SERVER("AUTHENTICATE +\r\n"),
		CLIENT("AUTHENTICATE AGFubmEAd2FsbGZsb3dlciA5\r\n"),
		SERVER(":irc.example 903 anna :In\r\n"),
	};

	(void)state;
	const char *const lines[] = {
		"content line CAP REQ: CAP REQ :sasl",
		"content line AUTHENTICATE +: AUTHENTICATE +",
		"content line 903 anna: 903 anna :In",
		"credential scheme=plain class=password data=credential.password user=anna secret=wal"
		"lflower 9 method=AUTHENTICATE encoding=base64 consent=unknown confidence=certain why"
		"=SASL exchange result=accepted @3",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_irc,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void operators_and_talk(void **state)
{
	const struct step steps[] = {
		CLIENT("NICK anna\r\nOPER anna wallflower\r\n"
		       "PRIVMSG #lock :call 13900001234\r\n"),
		SERVER("@time=1 :otto!~o@host.example PRIVMSG #lock :yes\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_irc, steps,
		     "content line NICK anna: NICK anna\n"
		     "content line PRIVMSG #lock: PRIVMSG #lock :call 13900001234\n"
		     "value line PRIVMSG #lock hostmask=o@host.example\n"
		     "content line PRIVMSG #lock: PRIVMSG #lock :yes\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower method=OPER consent=unknown confidence=certain why=password of an operator r"
		     "esult=unknown @1\n");
}

static void tls_is_left_to_others(void **state)
{
	const struct step steps[] = {
		CLIENT("NICK anna\r\nSTARTTLS\r\n"),
		SERVER(":irc.example 670 anna :Go\r\n"),
		CLIENT("\26\3"),
	};

	(void)state;
	const char *const lines[] = {
		"content line NICK anna: NICK anna",
		"content line STARTTLS -: STARTTLS",
		"content line 670 anna: 670 anna :Go",
		"rebid server",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_irc,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void another_text_is_given_back(void **state)
{
	const struct step steps[] = {
		CLIENT("NICKS\r\n"),
		SERVER("hello\r\n"),
	};

	(void)state;
	const char *const lines[] = {
		"not-mine client",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_irc,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_irc, FROM_CLIENT, BYTES("NICK anna\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_irc, FROM_CLIENT, BYTES("USER anna 0 * :Anna\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_irc, FROM_CLIENT, BYTES("PASS x\r\nNICK anna\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_irc, FROM_CLIENT, BYTES("CAP LS 302\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_irc, FROM_SERVER, BYTES(":irc.example NOTICE * :Hi\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_irc, FROM_SERVER, BYTES("NOTICE AUTH :*** Hi\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_irc, FROM_CLIENT, BYTES("JOIN #lock\r\n")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"USER anna\r\n", 11 },	 { (const uint8_t *)"PASS x\r\n", 8 },
		{ (const uint8_t *)"PASS x\r\nTYPE I\r\n", 16 }, { (const uint8_t *)"NICK anna", 9 },
		{ (const uint8_t *)"NICK a b\r\n", 10 },	 { (const uint8_t *)"CAP\r\n", 5 },
		{ (const uint8_t *)"PRIVMSG x\r\n", 11 },	 { (const uint8_t *)":x NICK anna\r\n", 14 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_irc, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"220 irc\r\n", 9 },
		{ (const uint8_t *)":hello world\r\n", 14 },
		{ (const uint8_t *)":\r\n", 3 },
		{ (const uint8_t *)"HTTP/1.1 200 OK\r\n", 17 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_irc, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("PASS wallflower\r\nNICK anna\r\n"
		       "USER anna 0 * :Anna Berg\r\n"),
		SERVER(":irc.example 001 anna :Welcome anna!~anna@192.0.2.7\r\n"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_irc, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_of_the_server),   cmocka_unit_test(a_wrong_password),
		cmocka_unit_test(what_is_told_to_services),   cmocka_unit_test(sasl),
		cmocka_unit_test(operators_and_talk),	      cmocka_unit_test(tls_is_left_to_others),
		cmocka_unit_test(another_text_is_given_back), cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
