/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_dhcpv6;

#define CHECK(expected) CHECK_DATAGRAMS(&app_decoder_dhcpv6, steps, expected)
#define DUID		"\0\1\0\x0e\0\1\0\1\x20\x30\x40\x50\x02\xcd\xef\1\2\3"
#define OPTIONS \
	DUID "\0\x10\0\x0c\0\0\1\x37\0\6lk-1.0" \
	     "\0\x0f\0\7\0\5" \
	     "doors" \
	     "\0\x27\0\x0c\0\5lock7\4home" \
	     "\0\6\0\2\0\x17"

static void a_host_tells_who_it_is(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\1\1\2\3" OPTIONS),
		/* what the server sends back is not the client's word */
		SERVER("\2\1\2\3" OPTIONS "\0\2\0\x0a\0\3\0\1\x02\xaa\xbb\1\2\3"),
		CLIENT("\3\1\2\3\0\1\0\x0a\0\2\0\0\0\x09SN42"),
	};

	CHECK("value option SOLICIT - duid-mac=02:cd:ef:01:02:03\n"
	      "value option SOLICIT - vendor-class=lk-1.0\n"
	      "value option SOLICIT - user-class=doors\n"
	      "value option SOLICIT - fqdn=lock7.home\n"
	      "value option SOLICIT - fqdn-hostname=lock7\n"
	      "value option REQUEST - duid=SN42\n");
}

static void a_relay_hands_it_on(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\x0c\0"
		       "linkaddress 16b."
		       "peeraddress 16b."
		       "\0\x4f\0\x08\0\1\x02\xcd\xef\1\2\4"
		       "\0\x09\0\x16\1\1\2\3" DUID),
	};

	CHECK("value option RELAY-FORW - client-mac=02:cd:ef:01:02:04\n"
	      "value option SOLICIT - duid-mac=02:cd:ef:01:02:03\n");
}

static void others_are_not_claimed(void **state)
{
	(void)state;
	static const struct bytes others[] = {
		BYTES("\1\1\2\3"),
		BYTES("\x0e\1\2\3" DUID),
		BYTES("\1\1\2\3\0\6\0\2\0\x17"),
		BYTES("\1\1\2\3" DUID "\0\6\0\x09\0\x17"),
		BYTES("\1\1\2\3" DUID "x"),
		BYTES("\1\1\2\3\1\1\0\1x" DUID),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(bid_for(&app_decoder_dhcpv6, FROM_CLIENT, others[i]), 0);
	assert_true(bid_for(&app_decoder_dhcpv6, FROM_CLIENT, BYTES("\1\1\2\3" DUID "\0\6\0\2\0\x17")) >= 16);
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\1\1\2\3" OPTIONS),
		CLIENT("\x0c\0"
		       "linkaddress 16b."
		       "peeraddress 16b."
		       "\0\x09\0\x16\1\1\2\3" DUID),
	};

	conversation_survives(&(struct conversation){ .decoder = &app_decoder_dhcpv6,
						      .steps = steps,
						      .count = COUNT_OF(steps),
						      .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_host_tells_who_it_is),
		cmocka_unit_test(a_relay_hands_it_on),
		cmocka_unit_test(others_are_not_claimed),
		cmocka_unit_test(survives_hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
