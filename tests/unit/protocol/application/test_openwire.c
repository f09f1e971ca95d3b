/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_openwire;

static void a_login_in_loose_encoding(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\26\1ActiveMQ\0\0\0\14\1\0\0\0\4\0\0\0\0"),
		SERVER("\0\0\0\26\1ActiveMQ\0\0\0\14\1\0\0\0\4\0\0\0\0"),
		CLIENT("\0\0\0004\3\0\0\0\1\1\1x\1\0\tID:lamp-1\1\0\4lamp\1\0\14wallflower "
		       "9\1\0\4anna\0\0\0"),
		SERVER("\0\0\0\t\36\0\0\0\0\0\0\0\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_openwire, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=ConnectionInfo consent=unknown confidence=certain why=login to a me"
		     "ssage broker result=accepted @3\n");
}

static void a_login_in_tight_encoding(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\26\1ActiveMQ\0\0\0\14\1\0\0\0\4\0\0\0\0\0\0\0(\3\2\xef\1\0\0\0\1x\0\tID:lamp-"
		       "1\0\14wallflower 9\0\4anna"),
		SERVER("\0\0\0\5\37\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_openwire, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=ConnectionInfo consent=unknown confidence=certain why=login to a me"
		     "ssage broker result=refused @1\n");
}

static void logins_with_a_cache(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\26\1ActiveMQ\0\0\0\14\1\0\0\0\4\0\0\0\0\0\0\0000\3\2\xff\7\0\0\0\1\0\1x\0\tID"
		       ":lamp-1\0\4lamp\0\14wallflower 9\0\4anna\0\0\0003\3\0\0\0\1\1\1\0\1\1x\1\0\tID:lamp-"
		       "1\1\0\4lamp\1\0\10spring 4\1\0\4otto\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_openwire, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=ConnectionInfo consent=unknown confidence=certain why=login to a me"
		     "ssage broker result=unknown @1\n"
		     "credential scheme=plain class=password data=credential.password user=otto secret=spr"
		     "ing 4 method=ConnectionInfo consent=unknown confidence=certain why=login to a messag"
		     "e broker result=unknown @1\n");
}

static void nobody_in_particular(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\26\1ActiveMQ\0\0\0\14\1\0\0\0\4\0\0\0\0\0\0\0 \3\0\0\0\1\1\1x\1\0\tID:lamp-1"
		       "\1\0\4lamp\0\0\0\0\0\0\0\0&\3\0\0\0\1\1\1x\1\0\tID:lamp-1\1\0\4lamp\0\1\0\4anna\0\0"
		       "\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_openwire, steps,
		     "credential scheme=plain class=username-only user=anna method=ConnectionInfo confiden"
		     "ce=certain why=login to a message broker result=unknown @1\n");
}

static void another_size_ends_it(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\26\1ActiveMQ\0\0\0\14\1\0\0\0\4\0\0\0\0\0\0\0\0hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_openwire, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_openwire, FROM_CLIENT,
			    BYTES("\0\0\0\26\1ActiveMQ\0\0\0\14\1\0\0\0\4\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0\0\0\21\1ActiveMX\0\0\0\14\1\0\0\0", 21 },
		{ (const uint8_t *)"\0\0\0\4\1Act", 8 },
		{ (const uint8_t *)"\0\0\0\26\2ActiveMQ\0\0\0\14\1\0\0\0\4\0\0\0\0", 26 },
		{ (const uint8_t *)"GET / HTTP/1.1\r\n", 16 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_openwire, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\26\1ActiveMQ\0\0\0\14\1\0\0\0\4\0\0\0\0"),
		SERVER("\0\0\0\26\1ActiveMQ\0\0\0\14\1\0\0\0\4\0\0\0\0"),
		CLIENT("\0\0\0004\3\0\0\0\1\1\1x\1\0\tID:lamp-1\1\0\4lamp\1\0\14wallflower "
		       "9\1\0\4anna\0\0\0"),
		SERVER("\0\0\0\t\36\0\0\0\0\0\0\0\1"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_openwire, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_in_loose_encoding), cmocka_unit_test(a_login_in_tight_encoding),
		cmocka_unit_test(logins_with_a_cache),	     cmocka_unit_test(nobody_in_particular),
		cmocka_unit_test(another_size_ends_it),	     cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
