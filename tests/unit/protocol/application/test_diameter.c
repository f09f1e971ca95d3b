/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_diameter;

static void a_user_with_a_password(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0\\\x80\0\1\t\0\0\0\4\0\0\0\7\0\0\0\10\0\0\1\7@\0\0\13s;1\0\0\0\0\1@\0\0\14anna"
		       "\0\0\0\2@\0\0\24wallflower 9\0\0\0\37@\0\0\03102-00-5e-10-00-01\0\0\0"),
		SERVER("\1\0\0,\x80\0\1\t\0\0\0\4\0\0\0\7\0\0\0\10\0\0\1\7@\0\0\13s;1\0\0\0\1\14@\0\0\14\0\0"
		       "\7\xd1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_diameter, steps,
		     "value attribute - - Calling-Station-Id=02-00-5e-10-00-01\n"
		     "value attribute - - User-Name=anna\n"
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=AA consent=unknown confidence=certain why=User-Name and User-Passwo"
		     "rd result=unknown @1\n");
}

static void a_subscriber_in_groups(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0\xa4\x80\0\1\20\0\0\0\4\0\0\0\7\0\0\0\10\0\0\1\7@\0\0\13s;1\0\0\0\1\xbb@\0\0,"
		       "\0\0\1\xbc@\0\0\027001010123456789\0\0\0\1\xc2@\0\0\14\0\0\0\1\0\0\1\xbb@\0\0,\0\0\1"
		       "\xc2@\0\0\14\0\0\0\0\0\0\1\xbc@\0\0\258613900001234\0\0\0\0\0\1\xca@\0\0,\0\0\1\xcb@"
		       "\0\0\14\0\0\0\0\0\0\1\xcc@\0\0\0303520990012345601"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_diameter, steps,
		     "value attribute - - subscriber-IMSI=001010123456789\n"
		     "value attribute - - MSISDN=8613900001234\n"
		     "value attribute - - equipment-IMEI=3520990012345601\n");
}

static void a_subscriber_at_home(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0t\x80\0\0012\0\0\0\4\0\0\0\7\0\0\0\10\0\0\0\1@\0\0\31anna@lock.example\0\0\0\0"
		       "\0\2\xbc\xc0\0\0D\0\0(\xaf\0\0\2Y\xc0\0\0!\0\0(\xafsip:anna@lock.example\0\0\0\0\0\2"
		       "\xbd\xc0\0\0\23\0\0(\xafh1\t\0\0202\xf4\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_diameter, steps,
		     "value attribute - - Public-Identity=sip:anna@lock.example\n"
		     "value attribute - - MSISDN=8613900001234\n"
		     "value attribute - - User-Name=anna@lock.example\n"
		     "credential scheme=plain class=username-only user=anna@lock.example method=AA confide"
		     "nce=certain why=User-Name and User-Password result=unknown @1\n");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0,\x80\0\1\t\0\0\0\4\0\0\0\7\0\0\0\10\0\0\1\7@\0\0\ts\0\0\0\0\0\0\1@"
		       "\0\0\14anna"),
		CLIENT("\2hello, world"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_diameter, steps,
		     "value attribute - - User-Name=anna\n"
		     "malformed client\n"
		     "credential scheme=plain class=username-only user=anna method=AA confidence=certain w"
		     "hy=User-Name and User-Password result=unknown @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_diameter, FROM_CLIENT,
			    BYTES("\1\0\0\\\x80\0\1\t\0\0\0\4\0\0\0\7\0\0\0\10\0\0\1\7@\0\0\13s;1\0\0\0\0\1@"
				  "\0\0\14anna"
				  "\0\0\0\2@\0\0\24wallflower 9\0\0\0\37@\0\0\03102-00-5e-10-00-01\0\0\0")) >=
		    16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\2\0\0\\\x80\0\1\t\0\0\0\4\0\0\0\7\0\0\0\10\0\0\1\7@\0\0\13s;1\0\0\0\0\1@"
				   "\0\0\14anna"
				   "\0\0\0\2@\0\0\24wallflower 9\0\0\0\37@\0\0\03102-00-5e-10-00-01\0\0\0",
		  92 },
		{ (const uint8_t *)"\1\0\0\\\x80\0\1\t\0\0\0\4\0\0\0\7\0\0\0\10", 20 },
		{ (const uint8_t *)"\1\0\0\\\x80\0\1\t\0\0\0\4\0\0\0\7\0\0\0\10\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7"
				   "\7\7\7\7\7"
				   "\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7"
				   "\7\7\7\7\7\7"
				   "\7\7\7\7\7\7\7\7\7\7",
		  92 },
		{ (const uint8_t *)"\1\0\0\27\x80\0\0\0", 8 },
		{ (const uint8_t *)"GET / HTTP/1.1\r\n\r\n", 18 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_diameter, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0\\\x80\0\1\t\0\0\0\4\0\0\0\7\0\0\0\10\0\0\1\7@\0\0\13s;1\0\0\0\0\1@\0\0\14anna"
		       "\0\0\0\2@\0\0\24wallflower 9\0\0\0\37@\0\0\03102-00-5e-10-00-01\0\0\0"),
		SERVER("\1\0\0,\x80\0\1\t\0\0\0\4\0\0\0\7\0\0\0\10\0\0\1\7@\0\0\13s;1\0\0\0\1\14@\0\0\14\0\0"
		       "\7\xd1"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_diameter, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_user_with_a_password), cmocka_unit_test(a_subscriber_in_groups),
		cmocka_unit_test(a_subscriber_at_home),	  cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),  cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
