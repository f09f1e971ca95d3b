/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_snmp;

#define CHECK(expected)	      CHECK_DATAGRAMS(&app_decoder_snmp, steps, expected)
#define PDU(tag)	      tag "\x19\2\1\1\2\1\0\2\1\0\x30\x0e\x30\x0c\6\x08\x2b\6\1\2\1\1\1\0\5\0"
#define MESSAGE(version, tag) "\x30\x28\2\1" version "\4\x08invented" PDU(tag)
#define WORDS		      " path=snmp:community confidence=certain why=community: whoever knows it may ask result="

static void a_community_waits_for_the_answer(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(MESSAGE("\0", "\xa0")),
		CLIENT(MESSAGE("\1", "\xa1")),
		SERVER(MESSAGE("\1", "\xa2")),
	};

	CHECK("credential scheme=community class=community secret=invented" WORDS "unknown @1\n"
	      "credential scheme=community class=community secret=invented" WORDS "accepted @2\n");
}

static void a_trap_has_no_answer(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(MESSAGE("\1", "\xa7")) };

	CHECK("credential scheme=community class=community secret=invented" WORDS "unknown @1\n");
}

#define V3(user_size, user) \
	"\x30\x31\2\1\3\x30\x0d\2\1\1\2\2\5\xc0\4\1\4\2\1\3\4\x14\x30\x12\4\4\x80\1\2\3\2\1\1\2\1\1" \
	"\4" user_size user "\4\0\4\0\4\x07" \
	"1234567"

static void version_three_tells_a_user_only(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(V3("\0", "")), SERVER(V3("\0", "")), CLIENT(V3("\4", "anna")) };

	CHECK("credential scheme=usm class=username-only user=anna path=snmp:security confidence=certain "
	      "why=user name of SNMPv3 result=unknown @3\n");
}

static void texts_are_handed_on(void **state)
{
	(void)state;
	/* sysContact.0 and a number */
	const struct step steps[] = {
		SERVER("\x30\x3b\2\1\1\4\x08invented\xa2\x2c\2\1\1\2\1\0\2\1\0\x30\x21"
		       "\x30\x12\6\x08\x2b\6\1\2\1\1\4\0\4\6me@lk1"
		       "\x30\x0b\6\6\x2b\6\x81\x80\0\3\2\1\7"),
	};

	CHECK("value value - - 1.3.6.1.2.1.1.4.0=me@lk1\n"
	      "credential scheme=community class=community secret=invented" WORDS "accepted @1\n");
}

static void bids_for_snmp_only(void **state)
{
	(void)state;
	static const struct {
		struct bytes bytes;
		bool snmp;
	} cases[] = {
		{ BYTES(MESSAGE("\0", "\xa0")), true },
		{ BYTES(MESSAGE("\1", "\xa8")), true },
		{ BYTES(MESSAGE("\2", "\xa0")), false },
		{ BYTES(MESSAGE("\0", "\x63")), false },
		{ BYTES(MESSAGE("\0", "\xa0") "\0"), false },
		{ BYTES("\x30\x0c\2\1\1\x60\7\2\1\3\4\0\x80\0"), false }, /* LDAP bind */
		{ BYTES("\x30\x80\2\1\0\4\0\xa0\0"), false },
		{ BYTES("\x30\x84\xff\xff\xff\xff"), false },
		{ BYTES("\x30"), false },
		{ BYTES("0 letters that start alike"), false },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if ((bid_for(&app_decoder_snmp, FROM_CLIENT, cases[i].bytes) > 0) != cases[i].snmp)
			fail_msg("case %zu", i);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(MESSAGE("\0", "\xa0")), CLIENT(V3("\4", "anna")) };

	conversation_survives(&(struct conversation){ &app_decoder_snmp, steps, 2, true, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_community_waits_for_the_answer),
		cmocka_unit_test(a_trap_has_no_answer),
		cmocka_unit_test(version_three_tells_a_user_only),
		cmocka_unit_test(texts_are_handed_on),
		cmocka_unit_test(bids_for_snmp_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
