/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_redis;

static void a_password_and_what_is_stored(void **state)
{
	const struct step steps[] = {
		CLIENT("*2\r\n$4\r\nAUTH\r\n$12\r\nwallflower 9\r\n"),
		SERVER("+OK\r\n"),
		CLIENT("*5\r\n$3\r\nSET\r\n$5\r\nphone\r\n"
		       "$11\r\n13900001234\r\n$2\r\nEX\r\n"
		       "$2\r\n60\r\n*2\r\n$3\r\nGET\r\n"
		       "$5\r\nphone\r\n"),
		SERVER("+OK\r\n$11\r\n13900001234\r\n*1\r\n"
		       ":1\r\n$-1\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_redis, steps,
		     "content command SET phone label=phone: 13900001234\n"
		     "content answer - -: 13900001234\n"
		     "credential scheme=plain class=password data=credential.password secret=wallflower 9 "
		     "method=AUTH consent=unknown confidence=certain why=AUTH command result=accepted @1\n");
}

static void a_user_that_is_refused(void **state)
{
	const struct step steps[] = {
		CLIENT("*3\r\n$4\r\nAUTH\r\n$4\r\nanna\r\n"
		       "$5\r\nguess\r\n"),
		SERVER("-WRONGPASS no\r\n"),
		CLIENT("*5\r\n$5\r\nHELLO\r\n$1\r\n3\r\n"
		       "$4\r\nAUTH\r\n$4\r\nanna\r\n$12\r\n"
		       "wallflower 9\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_redis, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=AUTH consent=unknown confidence=certain why=AUTH command result=refused @1"
		     "\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=AUTH consent=unknown confidence=certain why=AUTH command result=unk"
		     "nown @3\n");
}

static void a_person_types(void **state)
{
	const struct step steps[] = {
		CLIENT("PING\r\nAUTH wallflower\r\n"),
		SERVER("+PONG\r\n+OK\r\n"),
	};

	(void)state;
	const char *const lines[] = {
		"credential scheme=plain class=password data=credential.password secret=wallflower me"
		"thod=AUTH consent=unknown confidence=certain why=AUTH command result=accepted @1",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_redis,
						  .steps = steps,
						  .count = COUNT_OF(steps),
						  .port = 6379 },
			  lines);
}

static void a_password_is_set(void **state)
{
	const struct step steps[] = {
		CLIENT("*4\r\n$6\r\nCONFIG\r\n$3\r\nSET\r\n"
		       "$11\r\nrequirepass\r\n$12\r\nwallflower 9\r\n"
		       "*6\r\n$4\r\nHSET\r\n$6\r\nuser:1\r\n"
		       "$4\r\nname\r\n$4\r\nAnna\r\n$5\r\n"
		       "phone\r\n$11\r\n13900001234\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_redis, steps,
		     "content command HSET user:1 label=name: Anna\n"
		     "content command HSET user:1 label=phone: 13900001234\n"
		     "credential scheme=plain class=password data=credential.password secret=wallflower 9 "
		     "field=requirepass method=CONFIG consent=unknown confidence=certain why=password that"
		     " is set result=unknown @1\n");
}

static void another_text_ends_it(void **state)
{
	const struct step steps[] = {
		CLIENT("*1\r\n$4\r\nPING\r\n*1\r\nhello\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_redis, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_redis, FROM_CLIENT, BYTES("*2\r\n$4\r\nAUTH\r\n$1\r\nx\r\n")) >= 16);
	assert_true(bid_for(&app_decoder_redis, FROM_CLIENT, BYTES("*1\r\n$7\r\ncommand\r\n")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"*1\r\n$0\r\n\r\n", 10 }, { (const uint8_t *)"*1\r\nPING\r\n", 10 },
		{ (const uint8_t *)"*x\r\n$4\r\n", 8 },	     { (const uint8_t *)"*1\r\n$4\r\n1234\r\n", 14 },
		{ (const uint8_t *)"PINGS\r\n", 7 },	     { (const uint8_t *)"PING", 4 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_redis, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"+OK\r\n", 5 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_redis, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("*2\r\n$4\r\nAUTH\r\n$12\r\nwallflower 9\r\n"),
		SERVER("+OK\r\n"),
		CLIENT("*5\r\n$3\r\nSET\r\n$5\r\nphone\r\n"
		       "$11\r\n13900001234\r\n$2\r\nEX\r\n"
		       "$2\r\n60\r\n*2\r\n$3\r\nGET\r\n"
		       "$5\r\nphone\r\n"),
		SERVER("+OK\r\n$11\r\n13900001234\r\n*1\r\n"
		       ":1\r\n$-1\r\n"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_redis, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_and_what_is_stored),
		cmocka_unit_test(a_user_that_is_refused),
		cmocka_unit_test(a_person_types),
		cmocka_unit_test(a_password_is_set),
		cmocka_unit_test(another_text_ends_it),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
