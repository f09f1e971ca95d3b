/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_mongodb;

static void a_login_and_a_document(void **state)
{
	const struct step steps[] = {
		CLIENT("q\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0\\\0\0\0\20saslStart\0\1\0\0\0\2mechanism"
		       "\0\6\0\0\0PLAIN\0\5payload\0\22\0\0\0\0\0anna\0wallflower 9\2$db\0\n"
		       "\0\0\0$external\0\0"),
		SERVER("=\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0(\0\0\0\20conversationId\0\1\0\0\0\10done"
		       "\0\1\20ok\0\1\0\0\0\0"),
		CLIENT("S\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0\23\0\0\0\2insert\0\2\0\0\0u\0\0\1*\0\0\0"
		       "documents\0\34\0\0\0\2phone\0\14\0\0\00013900001234\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mongodb, steps,
		     "content document - - type=application/bson: (\\x00\\x00\\x00\\x10conversationId\\x00"
		     "\\x01\\x00\\x00\\x00\\x08done\\x00\\x01\\x10ok\\x00\\x01\\x00\\x00\\x00\\x00\n"
		     "content document - - type=application/bson: \\x13\\x00\\x00\\x00\\x02insert\\x00\\x0"
		     "2\\x00\\x00\\x00u\\x00\\x00\n"
		     "content document - - type=application/bson: \\x1c\\x00\\x00\\x00\\x02phone\\x00\\x0c"
		     "\\x00\\x00\\x0013900001234\\x00\\x00\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=saslStart consent=unknown confidence=certain why=SASL exchange resu"
		     "lt=accepted @1\n");
}

static void the_older_form(void **state)
{
	const struct step steps[] = {
		CLIENT("x\0\0\0\7\0\0\0\0\0\0\0\xd4\7\0\0\0\0\0\0admin.$cmd\0\0\0\0\0\xff\xff\xff\xffQ\0\0\0"
		       "\20saslStart\0\1\0\0\0\3x\0\14\0\0\0\20a\0\1\0\0\0\0\2mechanism\0\6\0\0\0PLAIN\0\5pa"
		       "yload\0\13\0\0\0\0\0anna\0guess\0"),
		SERVER("@\0\0\0\7\0\0\0\7\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\34\0\0\0\20o"
		       "k\0\0\0\0\0\2errmsg\0\3\0\0\0no\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mongodb, steps,
		     "content document - - type=application/bson: \\x1c\\x00\\x00\\x00\\x10ok\\x00\\x00\\x"
		     "00\\x00\\x00\\x02errmsg\\x00\\x03\\x00\\x00\\x00no\\x00\\x00\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=saslStart consent=unknown confidence=certain why=SASL exchange result=refu"
		     "sed @1\n");
}

static void scram_is_no_password(void **state)
{
	const struct step steps[] = {
		CLIENT("a\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0L\0\0\0\20saslStart\0\1\0\0\0\2mechanism"
		       "\0\16\0\0\0SCRAM-SHA-256\0\5payload\0\r\0\0\0\0n,,n=anna,r=x\0"),
		SERVER("\"\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0\r\0\0\0\20ok\0\1\0\0\0\0"),
		CLIENT("K\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0006\0\0\0\20saslContinue\0\1\0\0\0\5paylo"
		       "ad\0\21\0\0\0\0c=biws,r=xy,p=abc\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mongodb, steps,
		     "content document - - type=application/bson: \\r\\x00\\x00\\x00\\x10ok\\x00\\x01\\x00"
		     "\\x00\\x00\\x00\n"
		     "credential scheme=scram class=hash user=anna secret=abc method=saslStart confidence="
		     "certain why=SASL exchange result=unknown @3\n");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("$\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0\17\0\0\0\20ping\0\1\0\0\0\0"),
		CLIENT("\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mongodb, steps,
		     "content document - - type=application/bson: \\x0f\\x00\\x00\\x00\\x10ping\\x00\\x01"
		     "\\x00\\x00\\x00\\x00\n"
		     "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(
		bid_for(&app_decoder_mongodb, FROM_CLIENT,
			BYTES("$\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0\17\0\0\0\20ping\0\1\0\0\0\0")) >=
		16);
	assert_true(bid_for(&app_decoder_mongodb, FROM_CLIENT,
			    BYTES("6\0\0\0\7\0\0\0\0\0\0\0\xd4\7\0\0\0\0\0\0admin.$"
				  "cmd\0\0\0\0\0\xff\xff\xff\xff\17\0\0"
				  "\0\20ping\0\1\0\0\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_mongodb, FROM_SERVER,
			    BYTES("1\0\0\0\7\0\0\0\7\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\r"
				  "\0\0\0\20ok"
				  "\0\1\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"$\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0\17\0\0\0\20ping\0\1\0\0\0\0x",
		  37 },
		{ (const uint8_t *)"!\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0hello, world", 33 },
		{ (const uint8_t *)"(\0\0\0\7\0\0\0\0\0\0\0\xda\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0",
		  40 },
		{ (const uint8_t *)"<\0\0\0\7\0\0\0\0\0\0\0\xd4\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0\0"
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
		  60 },
		{ (const uint8_t *)"\20\0\0\0", 4 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_mongodb, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("q\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0\\\0\0\0\20saslStart\0\1\0\0\0\2mechanism"
		       "\0\6\0\0\0PLAIN\0\5payload\0\22\0\0\0\0\0anna\0wallflower 9\2$db\0\n"
		       "\0\0\0$external\0\0"),
		SERVER("=\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0(\0\0\0\20conversationId\0\1\0\0\0\10done"
		       "\0\1\20ok\0\1\0\0\0\0"),
		CLIENT("S\0\0\0\7\0\0\0\0\0\0\0\xdd\7\0\0\0\0\0\0\0\23\0\0\0\2insert\0\2\0\0\0u\0\0\1*\0\0\0"
		       "documents\0\34\0\0\0\2phone\0\14\0\0\00013900001234\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_mongodb, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_document), cmocka_unit_test(the_older_form),
		cmocka_unit_test(scram_is_no_password),	  cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),  cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
