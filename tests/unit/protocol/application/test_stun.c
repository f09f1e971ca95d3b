/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_stun;

#define CHECK(expected)	 CHECK_DATAGRAMS(&app_decoder_stun, steps, expected)
#define COOKIE		 "\x21\x12\xa4\x42"
#define HEAD(type, size) type size COOKIE "transaction1"
/* 203.0.113.9 masked by the cookie, with port 0x1234 masked by its first half */
#define XOR_ADDRESS "\0\1\x33\x26\xea\x12\xd5\x4b"

static void the_address_outside_is_told(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(HEAD("\0\1", "\0\x0c") "\x80\x22\0\5"
					      "cam 2\0\0\0"),
		SERVER(HEAD("\1\1", "\0\x0c") "\0\x20\0\x08" XOR_ADDRESS),
		/* 2001:db8::1, masked by cookie and transaction */
		SERVER(HEAD("\1\1", "\0\x18") "\0\x20\0\x14\0\2\0\0\x01\x13\xa9\xfatransaction\x30"),
	};
	/* RFC 3489: no cookie */
	const struct step old[] = {
		CLIENT("\0\1\0\x08"
		       "identification12"
		       "\0\3\0\4\0\0\0\0"),
		SERVER("\1\1\0\x0c"
		       "identification12"
		       "\0\1\0\x08\0\1\x12\x34\xcb\0\x71\x07"),
	};

	CHECK("value attribute request - software=cam 2\n"
	      "value attribute success - mapped-address=203.0.113.9\n"
	      "value attribute success - mapped-address=2001:db8::1\n");
	CHECK_DATAGRAMS(&app_decoder_stun, old, "value attribute success - mapped-address=203.0.113.7\n");
}

static void a_user_of_a_relay_is_named_but_not_one_of_ice(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(HEAD("\0\3", "\0\x18") "\0\6\0\4anna\0\x14\0\x0crelay.exampl"),
		SERVER(HEAD("\1\3", "\0\x0c") "\0\x16\0\x08" XOR_ADDRESS),
		CLIENT(HEAD("\0\1", "\0\x0c") "\0\6\0\x08"
					      "abcd:wxy"),
	};

	CHECK("value attribute request - realm=relay.exampl\n"
	      "value attribute success - relayed-address=203.0.113.9\n"
	      "credential scheme=stun class=username-only user=anna path=stun:attribute confidence=certain "
	      "why=user name of a relay; its password is not sent result=unknown @1\n");
}

/* A CoAP request, as something that is passed on. */
#define REQUEST "\x40\x02\0\1\xb4lock\xff{\"open\": 1}"

static void what_a_relay_passes_on_is_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(HEAD("\0\x16", "\0\x28") "\0\x12\0\x08" XOR_ADDRESS "\0\x13\0\x15" REQUEST "\0\0\0"),
		CLIENT("\x40\1\0\x15" REQUEST "\0\0\0"),
		/* beside it, to the server itself */
		CLIENT(REQUEST),
	};

	CHECK("value attribute indication - peer-address=203.0.113.9\n"
	      "content path POST /lock: /lock\n"
	      "content payload POST /lock: {\"open\": 1}\n"
	      "content path POST /lock: /lock\n"
	      "content payload POST /lock: {\"open\": 1}\n"
	      "content path POST /lock: /lock\n"
	      "content payload POST /lock: {\"open\": 1}\n");
}

static void over_tcp_messages_follow_each_other(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(HEAD("\0\1", "\0\0") "\x40\1\0\x15" REQUEST
					    "\0\0\0" HEAD("\0\1", "\0\x0c") "\x80\x22\0\5"
									    "cam 2\0\0\0"),
		SERVER(HEAD("\1\1", "\0\x0c") "\0\x20\0\x08" XOR_ADDRESS),
	};

	CHECK_STREAM(&app_decoder_stun, steps,
		     "content path POST /lock: /lock\n"
		     "content payload POST /lock: {\"open\": 1}\n"
		     "value attribute request - software=cam 2\n"
		     "value attribute success - mapped-address=203.0.113.9\n");
}

static void others_are_not_claimed(void **state)
{
	(void)state;
	static const struct bytes others[] = {
		BYTES("\0\1\0\2" COOKIE "transaction1ab"),
		BYTES("\x40\1\0\0" COOKIE "transaction1"),
		BYTES("\0\0\0\0" COOKIE "transaction1"),
		/* DNS, RTP, without a cookie one that goes on too long */
		BYTES("\0\1\1\0\0\1\0\0\0\0\0\0\4lock\0\0\1\0\1"),
		BYTES("\x80\x60\0\1\0\0\0\1\0\0\0\2abcdefgh"),
		BYTES("\0\1\0\0"
		      "identification12rest"),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(bid_for(&app_decoder_stun, FROM_CLIENT, others[i]), 0);
	assert_true(bid_for(&app_decoder_stun, FROM_CLIENT, BYTES(HEAD("\0\1", "\0\0"))) >= 32);
	/* too little to go by without the port */
	assert_true(bid_for(&app_decoder_stun, FROM_CLIENT,
			    BYTES("\0\1\0\0"
				  "identification12")) < 16);
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(HEAD("\0\x16", "\0\x28") "\0\x12\0\x08" XOR_ADDRESS "\0\x13\0\x15" REQUEST "\0\0\0"),
		CLIENT("\x40\1\0\x15" REQUEST "\0\0\0"),
		CLIENT(HEAD("\0\3", "\0\x18") "\0\6\0\4anna\0\x14\0\x0crelay.exampl"),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_stun, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_address_outside_is_told),
		cmocka_unit_test(a_user_of_a_relay_is_named_but_not_one_of_ice),
		cmocka_unit_test(what_a_relay_passes_on_is_read),
		cmocka_unit_test(over_tcp_messages_follow_each_other),
		cmocka_unit_test(others_are_not_claimed),
		cmocka_unit_test(survives_hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
