/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_kerberos;

static void who_asks_for_a_ticket(void **state)
{
	const struct step steps[] = {
		CLIENT("j_0]\xa1\3\2\1\5\xa2\3\2\1\n\xa4Q0O\xa0\7\3\5\0\0\0\0\0\xa1\0210\17\xa0\3\2\1\1\xa1"
		       "\0100\6\33\4anna\xa2\16\33\14LOCK.EXAMPLE\xa3!0\37\xa0\3\2\1\1\xa1\0300\26\33\6krbtg"
		       "t\33\14LOCK.EXAMPLE"),
		SERVER("~/0-\xa0\3\2\1\5\xa1\3\2\1\36\xa7\16\33\14LOCK.EXAMPLE\xa8\0210\17\xa0\3\2\1\1\xa1"
		       "\0100\6\33\4anna"),
		CLIENT("jw0u\xa1\3\2\1\5\xa2\3\2\1\n\xa3\0260\0240\22\xa1\3\2\1\2\xa2\13\4\t777777777\xa4Q0O"
		       "\xa0\7\3\5\0\0\0\0\0\xa1\0210\17\xa0\3\2\1\1\xa1\0100\6\33\4anna\xa2\16\33\14LOCK.EX"
		       "AMPLE\xa3!0\37\xa0\3\2\1\1\xa1\0300\26\33\6krbtgt\33\14LOCK.EXAMPLE"),
		SERVER("k301\xa0\3\2\1\5\xa1\3\2\1\13\xa3\16\33\14LOCK.EXAMPLE\xa4\0210\17\xa0\3\2\1\1\xa1"
		       "\0100\6\33\4anna\xa6\0020\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_kerberos, steps,
			"credential scheme=kerberos class=username-only user=anna@LOCK.EXAMPLE method=AS-REQ "
			"confidence=certain why=user name result=unknown @1\n"
			"credential scheme=kerberos class=username-only user=anna@LOCK.EXAMPLE method=KRB-ERR"
			"OR confidence=certain why=user name result=unknown @2\n"
			"credential scheme=kerberos class=hash user=anna@LOCK.EXAMPLE method=AS-REQ confidenc"
			"e=certain why=user name, with a proof made of the password result=unknown @3\n"
			"credential scheme=kerberos class=hash user=anna@LOCK.EXAMPLE method=AS-REP confidenc"
			"e=certain why=user name, with a proof made of the password result=accepted @4\n");
}

static void over_tcp(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0yjw0u\xa1\3\2\1\5\xa2\3\2\1\n"
		       "\xa3\0260\0240\22\xa1\3\2\1\2\xa2\13\4\t777777777\xa4Q0O\xa0\7\3\5\0\0\0\0\0\xa1\021"
		       "0\17\xa0\3\2\1\1\xa1\0100\6\33\4anna\xa2\16\33\14LOCK.EXAMPLE\xa3!0\37\xa0\3\2\1\1"
		       "\xa1\0300\26\33\6krbtgt\33\14LOCK.EXAMPLE"),
		SERVER("\0\0\0005k301\xa0\3\2\1\5\xa1\3\2\1\13\xa3\16\33\14LOCK.EXAMPLE\xa4\0210\17\xa0\3\2"
		       "\1\1\xa1\0100\6\33\4anna\xa6\0020\0\0\0\0007m503\xa0\3\2\1\5\xa1\3\2\1\r\xa3\16\33"
		       "\14LOCK.EXAMPLE\xa4\0270\25\xa0\3\2\1\1\xa1\0160\14\33\4host\33\4lamp"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_kerberos, steps,
		     "credential scheme=kerberos class=hash user=anna@LOCK.EXAMPLE method=AS-REQ confidenc"
		     "e=certain why=user name, with a proof made of the password result=unknown @1\n"
		     "credential scheme=kerberos class=hash user=anna@LOCK.EXAMPLE method=AS-REP confidenc"
		     "e=certain why=user name, with a proof made of the password result=accepted @2\n"
		     "credential scheme=kerberos class=username-only user=host/lamp@LOCK.EXAMPLE method=TG"
		     "S-REP confidence=certain why=user name result=accepted @2\n");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0aj_0]\xa1\3\2\1\5\xa2\3\2\1\n"
		       "\xa4Q0O\xa0\7\3\5\0\0\0\0\0\xa1\0210\17\xa0\3\2\1\1\xa1\0100\6\33\4anna\xa2\16\33\14"
		       "LOCK.EXAMPLE\xa3!0\37\xa0\3\2\1\1\xa1\0300\26\33\6krbtgt\33\14LOCK.EXAMPLE"),
		CLIENT("\0\0\0\7j@hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_kerberos, steps,
		     "malformed client\n"
		     "credential scheme=kerberos class=username-only user=anna@LOCK.EXAMPLE method=AS-REQ "
		     "confidence=certain why=user name result=unknown @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_kerberos, FROM_CLIENT,
			    BYTES("jw0u\xa1\3\2\1\5\xa2\3\2\1\n\xa3\0260\0240\22\xa1\3\2\1\2\xa2\13\4\t777777"
				  "777\xa4Q0O"
				  "\xa0\7\3\5\0\0\0\0\0\xa1\0210\17\xa0\3\2\1\1\xa1\0100\6\33\4anna\xa2\16\33"
				  "\14LOCK.EX"
				  "AMPLE\xa3!0\37\xa0\3\2\1\1\xa1\0300\26\33\6krbtgt\33\14LOCK.EXAMPLE")) >=
		    16);
	assert_true(bid_for(&app_decoder_kerberos, FROM_CLIENT,
			    BYTES("\0\0\0yjw0u\xa1\3\2\1\5\xa2\3\2\1\n"
				  "\xa3\0260\0240\22\xa1\3\2\1\2\xa2\13\4\t777777777\xa4Q0O\xa0\7\3\5\0\0\0\0"
				  "\0\xa1\021"
				  "0\17\xa0\3\2\1\1\xa1\0100\6\33\4anna\xa2\16\33\14LOCK.EXAMPLE\xa3!"
				  "0\37\xa0\3\2\1\1"
				  "\xa1\0300\26\33\6krbtgt\33\14LOCK.EXAMPLE")) >= 16);
	assert_true(bid_for(&app_decoder_kerberos, FROM_SERVER,
			    BYTES("~/"
				  "0-\xa0\3\2\1\5\xa1\3\2\1\36\xa7\16\33\14LOCK."
				  "EXAMPLE\xa8\0210\17\xa0\3\2\1\1\xa1"
				  "\0100\6\33\4anna")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"jw0u\xa1\3\2\1\5\xa2\3\2\1\n\xa3\0260\0240\22\xa1\3\2\1\2\xa2\13\4\t77777"
				   "7777\xa4Q0O"
				   "\xa0\7\3\5\0\0\0\0\0\xa1\0210\17\xa0\3\2\1\1\xa1\0100\6\33\4anna\xa2\16"
				   "\33\14LOCK.EX"
				   "AMPLE\xa3!0\37\xa0\3\2\1\1\xa1\0300\26\33\6krbtgt\33\14LOCK.EXAMPL",
		  120 },
		{ (const uint8_t *)"jw0u\xa1\3\2\1\5\xa2\3\2\1\n\xa3\0260\0240\22\xa1\3\2\1\2\xa2\13\4\t77777"
				   "7777\xa4Q0O"
				   "\xa0\7\3\5\0\0\0\0\0\xa1\0210\17\xa0\3\2\1\1\xa1\0100\6\33\4anna\xa2\16"
				   "\33\14LOCK.EX"
				   "AMPLE\xa3!0\37\xa0\3\2\1\1\xa1\0300\26\33\6krbtgt\33\14LOCK.EXAMPLEx",
		  122 },
		{ (const uint8_t *)"j\0070\5\xa1\3\2\1\4", 9 },
		{ (const uint8_t *)"o\0070\5\xa1\3\2\1\5", 9 },
		{ (const uint8_t *)"j\3hey", 5 },
		{ (const uint8_t *)"0\5\xa1\3\2\1\5", 7 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_kerberos, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0yjw0u\xa1\3\2\1\5\xa2\3\2\1\n"
		       "\xa3\0260\0240\22\xa1\3\2\1\2\xa2\13\4\t777777777\xa4Q0O\xa0\7\3\5\0\0\0\0\0\xa1\021"
		       "0\17\xa0\3\2\1\1\xa1\0100\6\33\4anna\xa2\16\33\14LOCK.EXAMPLE\xa3!0\37\xa0\3\2\1\1"
		       "\xa1\0300\26\33\6krbtgt\33\14LOCK.EXAMPLE"),
		SERVER("\0\0\0005k301\xa0\3\2\1\5\xa1\3\2\1\13\xa3\16\33\14LOCK.EXAMPLE\xa4\0210\17\xa0\3\2"
		       "\1\1\xa1\0100\6\33\4anna\xa6\0020\0\0\0\0007m503\xa0\3\2\1\5\xa1\3\2\1\r\xa3\16\33"
		       "\14LOCK.EXAMPLE\xa4\0270\25\xa0\3\2\1\1\xa1\0160\14\33\4host\33\4lamp"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_kerberos, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_asks_for_a_ticket),    cmocka_unit_test(over_tcp),
		cmocka_unit_test(broken_messages_are_said), cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
