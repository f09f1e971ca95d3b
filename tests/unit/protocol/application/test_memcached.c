/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_memcached;

static void a_login_in_binary(void **state)
{
	const struct step steps[] = {
		CLIENT("\x80 \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("\x81 \0\0\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\0PLAIN"),
		CLIENT("\x80!\0\5\0\0\0\0\0\0\0\27\0\0\0\0\0\0\0\0\0\0\0\0PLAIN\0anna\0wallflower 9"),
		SERVER("\x81!\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\x80\1\0\5\10\0\0\0\0\0\0\30\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0phone1390000123"
		       "4"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_memcached, steps,
		     "content value request phone label=phone: 13900001234\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=auth consent=unknown confidence=certain why=SASL exchange result=ac"
		     "cepted @3\n");
}

static void a_login_that_is_refused(void **state)
{
	const struct step steps[] = {
		CLIENT("\x80!\0\5\0\0\0\0\0\0\0\20\0\0\0\0\0\0\0\0\0\0\0\0PLAIN\0anna\0guess"),
		SERVER("\x81!\0\0\0\0\0 \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_memcached, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=auth consent=unknown confidence=certain why=SASL exchange result=refused @"
		     "1\n");
}

static void what_is_stored_in_text(void **state)
{
	const struct step steps[] = {
		CLIENT("set phone 0 60 11\r\n13900001234\r\n"
		       "get phone\r\n"),
		SERVER("STORED\r\nVALUE phone 0 11\r\n13900001234\r\n"
		       "END\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_memcached, steps,
		     "content value set phone label=phone: 13900001234\n"
		     "content value VALUE phone label=phone: 13900001234\n");
}

static void the_end_is_missing(void **state)
{
	const struct step steps[] = {
		CLIENT("set phone 0 60 11\r\n1390000"),
	};

	(void)state;
	const char *const lines[] = {
		"content value set phone label=phone incomplete: 1390000",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_memcached,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void another_text_ends_it(void **state)
{
	const struct step steps[] = {
		CLIENT("set phone 0 0 1\r\n1\r\nhello world\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_memcached, steps,
		     "content value set phone label=phone: 1\n"
		     "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_memcached, FROM_CLIENT, BYTES("set phone 0 60 11\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_memcached, FROM_SERVER, BYTES("VALUE phone 0 11\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_memcached, FROM_CLIENT,
			    BYTES("\x80!\0\5\0\0\0\0\0\0\0\6\0\0\0\0\0\0\0\0\0\0\0\0PLAINx")) >= 16);
	assert_true(bid_for(&app_decoder_memcached, FROM_SERVER,
			    BYTES("\x81!\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"set\r\n", 5 },
		{ (const uint8_t *)"set a b c d\r\n", 13 },
		{ (const uint8_t *)"settle a 0 0 1\r\n", 16 },
		{ (const uint8_t *)"\x81\1\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0x", 25 },
		{ (const uint8_t *)"\x80\1\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0", 24 },
		{ (const uint8_t *)"get / HTTP/1.1\r\n", 16 },
		{ (const uint8_t *)"\x80\x80\1\3\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0\0\0"
				   "\0\0\0\0\0",
		  45 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_memcached, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\x80\1\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0x", 25 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_memcached, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\x80 \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("\x81 \0\0\0\0\0\0\0\0\0\5\0\0\0\0\0\0\0\0\0\0\0\0PLAIN"),
		CLIENT("\x80!\0\5\0\0\0\0\0\0\0\27\0\0\0\0\0\0\0\0\0\0\0\0PLAIN\0anna\0wallflower 9"),
		SERVER("\x81!\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\x80\1\0\5\10\0\0\0\0\0\0\30\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0phone1390000123"
		       "4"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_memcached, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_in_binary),	  cmocka_unit_test(a_login_that_is_refused),
		cmocka_unit_test(what_is_stored_in_text), cmocka_unit_test(the_end_is_missing),
		cmocka_unit_test(another_text_ends_it),	  cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
