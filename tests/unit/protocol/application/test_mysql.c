/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_mysql;

static void a_hash_and_a_statement(void **state)
{
	const struct step steps[] = {
		SERVER("O\0\0\0\n8.0.30-lamp\0\7\0\0\0salt1234\0\xff\xff!\2\0\xff\xdf\25\0\0\0\0\0\0\0\0\0\0"
		       "salt56789012\0mysql_native_password\0"),
		CLIENT("U\0\0\1\10\x82\10\0\0\0\0\1!\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0anna\0\024"
		       "77777777777777777777lock\0mysql_native_password\0"),
		SERVER("\7\0\0\2\0\0\0\2\0\0\0"),
		CLIENT("\32\0\0\0\3select name, phone from u"),
		SERVER("\1\0\0\1\2$\0\0\2\3def\4lock\1u\1u\4name\4name\14!\0\0\1\0\0\xfd\0\0\0\0\0&\0\0\3\3d"
		       "ef\4lock\1u\1u\5phone\5phone\14!\0\0\1\0\0\xfd\0\0\0\0\0\5\0\0\4\xfe\0\0\2\0\21\0\0"
		       "\5\4Anna\01313900001234\3\0\0\6\xfb\0011\5\0\0\7\xfe\0\0\2\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mysql, steps,
		     "value login - - database=lock\n"
		     "content statement - -: select name, phone from u\n"
		     "value row - - name=Anna\n"
		     "value row - - phone=13900001234\n"
		     "value row - - phone=1\n"
		     "credential scheme=mysql class=hash user=anna method=login confidence=certain why=use"
		     "r name; the password is hashed with a challenge result=accepted @2\n"
		     "service authentication=challenge action=connect text=8.0.30-lamp @1\n");
}

static void a_password_asked_for_as_it_is(void **state)
{
	const struct step steps[] = {
		SERVER("O\0\0\0\n8.0.30-lamp\0\7\0\0\0salt1234\0\xff\xff!\2\0\xff\xdf\25\0\0\0\0\0\0\0\0\0\0"
		       "salt56789012\0mysql_native_password\0"),
		CLIENT("U\0\0\1\10\x82\10\0\0\0\0\1!\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0anna\0\024"
		       "77777777777777777777lock\0mysql_native_password\0"),
		SERVER("\26\0\0\2\xfemysql_clear_password\0"),
		CLIENT("\r\0\0\3wallflower 9\0"),
		SERVER("\7\0\0\4\0\0\0\2\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mysql, steps,
		     "value login - - database=lock\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=login consent=unknown confidence=certain why=password that the serv"
		     "er asked for as it is result=accepted @4\n"
		     "service authentication=challenge action=connect text=8.0.30-lamp @1\n");
}

static void a_password_sent_at_once_and_refused(void **state)
{
	const struct step steps[] = {
		SERVER("O\0\0\0\n8.0.30-lamp\0\7\0\0\0salt1234\0\xff\xff!\2\0\xff\xdf\25\0\0\0\0\0\0\0\0\0\0"
		       "salt56789012\0mysql_native_password\0"),
		CLIENT("F\0\0\1\10\x82\10\0\0\0\0\1!\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0anna\0\6gu"
		       "ess\0lock\0mysql_clear_password\0"),
		SERVER("\13\0\0\2\xff\25\4#28000no"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mysql, steps,
		     "value login - - database=lock\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=login consent=unknown confidence=certain why=password that the server aske"
		     "d for as it is result=refused @2\n"
		     "service authentication=challenge action=connect text=8.0.30-lamp @1\n");
}

static void a_name_without_a_password(void **state)
{
	const struct step steps[] = {
		SERVER("O\0\0\0\n8.0.30-lamp\0\7\0\0\0salt1234\0\xff\xff!\2\0\xff\xdf\25\0\0\0\0\0\0\0\0\0\0"
		       "salt56789012\0mysql_native_password\0"),
		CLIENT("A\0\0\1\10\x82\10\0\0\0\0\1!\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0anna\0\0lo"
		       "ck\0mysql_native_password\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mysql, steps,
		     "value login - - database=lock\n"
		     "credential scheme=mysql class=username-only user=anna method=login confidence=certai"
		     "n why=user name result=unknown @2\n"
		     "service authentication=challenge action=connect text=8.0.30-lamp @1\n");
}

static void an_old_client(void **state)
{
	const struct step steps[] = {
		SERVER("O\0\0\0\n8.0.30-lamp\0\7\0\0\0salt1234\0\xff\xff!\2\0\xff\xdf\25\0\0\0\0\0\0\0\0\0\0"
		       "salt56789012\0mysql_native_password\0"),
		CLIENT("\23\0\0\1\x85$\0\0\0anna\0abcdefgh\0"),
		SERVER("\7\0\0\2\0\0\0\2\0\0\0"),
		CLIENT("\7\0\0\0\21otto\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mysql, steps,
		     "credential scheme=mysql class=hash user=anna method=login confidence=certain why=use"
		     "r name; the password is hashed with a challenge result=accepted @2\n"
		     "credential scheme=mysql class=hash user=otto method=login confidence=certain why=use"
		     "r name; the password is hashed with a challenge result=unknown @4\n"
		     "service authentication=challenge action=connect text=8.0.30-lamp @1\n");
}

static void tls_is_left_to_others(void **state)
{
	const struct step steps[] = {
		SERVER("O\0\0\0\n8.0.30-lamp\0\7\0\0\0salt1234\0\xff\xff!\2\0\xff\xdf\25\0\0\0\0\0\0\0\0\0\0"
		       "salt56789012\0mysql_native_password\0"),
		CLIENT(" \0\0\1\10\x8a\10\0\0\0\0\1!\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\26\3\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_mysql, steps,
		     "rebid client\n"
		     "service authentication=challenge action=connect text=8.0.30-lamp @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_mysql, FROM_SERVER,
			    BYTES("O\0\0\0\n8.0.30-lamp\0\7\0\0\0salt1234\0\xff\xff!"
				  "\2\0\xff\xdf\25\0\0\0\0\0\0\0\0\0\0"
				  "salt56789012\0mysql_native_password\0")) >= 16);
	assert_true(bid_for(&app_decoder_mysql, FROM_CLIENT,
			    BYTES("U\0\0\1\10\x82\10\0\0\0\0\1!"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0anna\0\024"
				  "77777777777777777777lock\0mysql_native_password\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"A\0\0\0\10\x82\10\0\0\0\0\1!"
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0anna\0\0lo"
				   "ck\0mysql_native_password\0",
		  69 },
		{ (const uint8_t *)"(\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0\0"
				   "\0\0",
		  44 },
		{ (const uint8_t *)"\1\0\0", 3 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_mysql, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"O\0\0\0\n8.0.30-lamp\0\7\0\0\0salt1234\0\xff\xff!"
				   "\2\0\xff\xdf\25\0\0\0\0\0\0\0\0\0\0"
				   "salt56789012\0mysql_native_password\0x",
		  84 },
		{ (const uint8_t *)"\7\0\0\0\nhello\0", 11 },
		{ (const uint8_t *)"O\0\0\0\t8.0.30-lamp\0\7\0\0\0salt1234\0\xff\xff!"
				   "\2\0\xff\xdf\25\0\0\0\0\0\0\0\0\0\0"
				   "salt56789012\0mysql_native_password\0",
		  83 },
		{ (const uint8_t *)"O\0\0\1\n8.0.30-lamp\0\7\0\0\0salt1234\0\xff\xff!"
				   "\2\0\xff\xdf\25\0\0\0\0\0\0\0\0\0\0"
				   "salt56789012\0mysql_native_password\0",
		  83 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_mysql, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		SERVER("O\0\0\0\n8.0.30-lamp\0\7\0\0\0salt1234\0\xff\xff!\2\0\xff\xdf\25\0\0\0\0\0\0\0\0\0\0"
		       "salt56789012\0mysql_native_password\0"),
		CLIENT("U\0\0\1\10\x82\10\0\0\0\0\1!\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0anna\0\024"
		       "77777777777777777777lock\0mysql_native_password\0"),
		SERVER("\7\0\0\2\0\0\0\2\0\0\0"),
		CLIENT("\32\0\0\0\3select name, phone from u"),
		SERVER("\1\0\0\1\2$\0\0\2\3def\4lock\1u\1u\4name\4name\14!\0\0\1\0\0\xfd\0\0\0\0\0&\0\0\3\3d"
		       "ef\4lock\1u\1u\5phone\5phone\14!\0\0\1\0\0\xfd\0\0\0\0\0\5\0\0\4\xfe\0\0\2\0\21\0\0"
		       "\5\4Anna\01313900001234\3\0\0\6\xfb\0011\5\0\0\7\xfe\0\0\2\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_mysql, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hash_and_a_statement),
		cmocka_unit_test(a_password_asked_for_as_it_is),
		cmocka_unit_test(a_password_sent_at_once_and_refused),
		cmocka_unit_test(a_name_without_a_password),
		cmocka_unit_test(an_old_client),
		cmocka_unit_test(tls_is_left_to_others),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
