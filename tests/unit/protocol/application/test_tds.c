/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_tds;

static void a_password_that_is_hidden_by_a_constant(void **state)
{
	const struct step steps[] = {
		CLIENT("\22\1\0\32\0\0\1\0\0\0\13\0\6\1\0\21\0\1\xff\17\0\0\0\0\0\2"),
		SERVER("\4\1\0\32\0\0\1\0\0\0\13\0\6\1\0\21\0\1\xff\17\0\0\0\0\0\2"),
		CLIENT("\20\1\0\xae\0\0\1\0\xa6\0\0\0\4\0\0t\0\20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0^\0\6\0j\0\4\0r\0\14\0\x8a\0\3\0\x90\0\4\0\x98\0\0\0\x98\0\3\0\x9e\0\0\0"
		       "\x9e\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0l\0a\0m\0p\0-\0001\0a\0n\0n\0a"
		       "\0\xd2\xa5\xb3\xa5"
		       "c\xa5"
		       "c\xa5\xc3\xa5"
		       "c\xa5S\xa5\xd2\xa5\xf3\xa5\x82\xa5\xa7\xa5"
		       "6\xa5"
		       "a\0p\0p\0l\0a\0m\0p\0l\0i\0b\0l\0o\0c\0k\0"),
		SERVER("\4\1\0\13\0\0\1\0\xad\4\0"),
		CLIENT("\1\1\0D\0\0\1\0\26\0\0\0\22\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0s\0e\0l\0e\0c\0t\0 \0p"
		       "\0h\0o\0n\0e\0 \0f\0r\0o\0m\0 \0u\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tds, steps,
		     "value login - - hostname=lamp-1\n"
		     "value login - - server=lamp\n"
		     "value login - - database=lock\n"
		     "content statement - -: select phone from u\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=login encoding=swapped consent=unknown confidence=certain why=passw"
		     "ord hidden by a constant only result=accepted @3\n");
}

static void a_wrong_password_in_two_packets(void **state)
{
	const struct step steps[] = {
		CLIENT("\22\1\0\32\0\0\1\0\0\0\13\0\6\1\0\21\0\1\xff\17\0\0\0\0\0\2"),
		CLIENT("\20\0\0l\0\0\1\0\x98\0\0\0\4\0\0t\0\20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0^\0\6\0j\0\4\0r\0\5\0|\0\3\0\x82\0\4\0\x8a\0\0\0\x8a\0\3\0\x90\0\0\0\x90\0\4\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0l\0a\0m\0\20\1\0<\0\0\1\0p\0-\0001\0a\0n"
		       "\0n\0a\0\xd3\xa5\xf2\xa5\xf3\xa5\x92\xa5\x92\xa5"
		       "a\0p\0p\0l\0a\0m\0p\0l\0i\0b\0l\0o\0c\0k\0"),
		SERVER("\4\1\0\13\0\0\1\0\xaa\4\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tds, steps,
		     "value login - - hostname=lamp-1\n"
		     "value login - - server=lamp\n"
		     "value login - - database=lock\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=login encoding=swapped consent=unknown confidence=certain why=password hid"
		     "den by a constant only result=refused @2\n");
}

static void tls_within_is_opaque(void **state)
{
	const struct step steps[] = {
		CLIENT("\22\1\0\32\0\0\1\0\0\0\13\0\6\1\0\21\0\1\xff\17\0\0\0\0\0\2"),
		SERVER("\4\1\0\32\0\0\1\0\0\0\13\0\6\1\0\21\0\1\xff\17\0\0\0\0\0\2"),
		CLIENT("\22\1\0\22\0\0\1\0\26\3\1\0\5hello"),
		CLIENT("\27\3\3\0\1x"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tds, steps, "");
}

static void the_login_of_sybase(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\0\x8d\0\0\1\0lamp-1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\6anna\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\4wallflower 9\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0"),
		SERVER("\4\1\0\13\0\0\1\0\xad\4\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tds, steps,
		     "value login - - hostname=lamp-1\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=login consent=unknown confidence=certain why=user name and password"
		     " result=accepted @1\n");
}

static void joined_late(void **state)
{
	const struct step steps[] = {
		CLIENT("\3\1\0G\0\0\1\0\26\0\0\0\22\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\7\0s\0p\0_\0f\0i\0n\0d"
		       "\0\1\0021\0003\09\0000\0000\0000\0000\0001\0002\0003\0004\0\7"),
		SERVER("\4\1\0\30\0\0\1\0\x81\1A\0n\0n\0a\0\1\0a\0b\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tds, steps,
		     "content procedure - -: sp_find\\n13900001234\n"
		     "content answer - -: Anna\\n\n");
}

static void broken_packets_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\22\1\0\32\0\0\1\0\0\0\13\0\6\1\0\21\0\1\xff\17\0\0\0\0\0\2"),
		CLIENT("@\1\0\7hello.."),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tds, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_tds, FROM_CLIENT,
			    BYTES("\22\1\0\32\0\0\1\0\0\0\13\0\6\1\0\21\0\1\xff\17\0\0\0\0\0\2")) >= 16);
	assert_true(bid_for(&app_decoder_tds, FROM_CLIENT,
			    BYTES("\20\1\0\x88\0\0\1\0\x80\0\0\0\4\0\0t\0\20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0"
				  "\0\0\0\0\0^\0\1\0`"
				  "\0\1\0b\0\1\0d\0\3\0j\0\4\0r\0\0\0r\0\3\0x\0\0\0x\0\4\0\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0a\0b\0\x93\xa5"
				  "a\0p\0p\0l\0a\0m\0p\0l\0i\0b\0l\0o\0c\0k\0")) >= 16);
	assert_true(bid_for(&app_decoder_tds, FROM_CLIENT,
			    BYTES("\2\1\0\x8d\0\0\1\0h\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\1u\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1p\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	assert_true(
		bid_for(&app_decoder_tds, FROM_CLIENT,
			BYTES("\1\1\0."
			      "\0\0\1\0\26\0\0\0\22\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0s\0e\0l\0e\0c\0t\0 \000"
			      "1\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\22\1\0\32\0\0\1\0\0\0\13\0\6\1\0\21\0\1\xff\17\0\0\0\0\0\2x", 27 },
		{ (const uint8_t *)"\22\1\0\33\0\0\1\0\0\0\13\0\6\0\0\21\0\1\xff\0\0\0\0\0\0\0\0", 27 },
		{ (const uint8_t *)"\22\1\0\r\0\0\1\0hello", 13 },
		{ (const uint8_t *)"\20\1\0000\0\0\1\0\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7"
				   "\7\7\7\7\7\7"
				   "\7\7\7\7\7\7\7",
		  48 },
		{ (const uint8_t *)"\1\1\0\30\0\0\1\0s\0e\0l\0e\0c\0t\0 \0001\0", 24 },
		{ (const uint8_t *)"\2\1\0\x8d\0\0\1\0h\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\1\0\0"
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0p\0\0\0\0\0\0\0"
				   "\0\0\0\0\0"
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0\0\0"
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
		  141 },
		{ (const uint8_t *)"\2\1\0\xd0\0\0\1\0helloxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
				   "xxxxxxxxxxx"
				   "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
				   "xxxxxxxxxxx"
				   "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
		  208 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_tds, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\4\1\0\32\0\0\1\0\0\0\13\0\6\1\0\21\0\1\xff\17\0\0\0\0\0\2", 26 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_tds, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\22\1\0\32\0\0\1\0\0\0\13\0\6\1\0\21\0\1\xff\17\0\0\0\0\0\2"),
		SERVER("\4\1\0\32\0\0\1\0\0\0\13\0\6\1\0\21\0\1\xff\17\0\0\0\0\0\2"),
		CLIENT("\20\1\0\xae\0\0\1\0\xa6\0\0\0\4\0\0t\0\20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0^\0\6\0j\0\4\0r\0\14\0\x8a\0\3\0\x90\0\4\0\x98\0\0\0\x98\0\3\0\x9e\0\0\0"
		       "\x9e\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0l\0a\0m\0p\0-\0001\0a\0n\0n\0a"
		       "\0\xd2\xa5\xb3\xa5"
		       "c\xa5"
		       "c\xa5\xc3\xa5"
		       "c\xa5S\xa5\xd2\xa5\xf3\xa5\x82\xa5\xa7\xa5"
		       "6\xa5"
		       "a\0p\0p\0l\0a\0m\0p\0l\0i\0b\0l\0o\0c\0k\0"),
		SERVER("\4\1\0\13\0\0\1\0\xad\4\0"),
		CLIENT("\1\1\0D\0\0\1\0\26\0\0\0\22\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0s\0e\0l\0e\0c\0t\0 \0p"
		       "\0h\0o\0n\0e\0 \0f\0r\0o\0m\0 \0u\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_tds, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_that_is_hidden_by_a_constant),
		cmocka_unit_test(a_wrong_password_in_two_packets),
		cmocka_unit_test(tls_within_is_opaque),
		cmocka_unit_test(the_login_of_sybase),
		cmocka_unit_test(joined_late),
		cmocka_unit_test(broken_packets_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
