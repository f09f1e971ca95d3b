/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_radius;

static void a_user_with_a_hidden_password(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\7\0M0123456789abcdef\1\6anna\2\22\21\21\21\21\21\21\21\21\21\21\21\21\21\21\21\21"
		       "\37\02302-00-5e-10-00-01\10\6\xc0\0\2\7 \10gate-1"),
		SERVER("\2\7\0\0350123456789abcdef\22\twelcome"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_radius, steps,
			"value attribute access - Calling-Station-Id=02-00-5e-10-00-01\n"
			"value attribute access - Framed-IP-Address=192.0.2.7\n"
			"value attribute access - NAS-Identifier=gate-1\n"
			"value attribute access - Reply-Message=welcome\n"
			"credential scheme=radius class=encrypted user=anna method=access confidence=certain "
			"why=user name; the password itself is not readable result=unknown @1\n");
}

static void a_challenge_is_answered(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\7\0-0123456789abcdef\1\6anna\3\23\1\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\""),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_radius, steps,
			"credential scheme=chap class=hash user=anna method=access confidence=certain why=use"
			"r name; the password itself is not readable result=unknown @1\n");
}

static void the_identity_that_eap_asks_for(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\7\090123456789abcdefO\23\2\1\0\21\1anna@lock.xxP\22\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_radius, steps,
			"credential scheme=eap class=username-only user=anna@lock.xx method=access confidence"
			"=certain why=user name result=unknown @1\n");
}

static void a_mobile_subscriber(void **state)
{
	const struct step steps[] = {
		CLIENT("\4\7\0C0123456789abcdef\1\6anna\32)\0\0(\xaf\1\021001010123456789\24\022352099001234"
		       "5601"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_radius, steps,
			"value attribute accounting - 3GPP-IMSI=001010123456789\n"
			"value attribute accounting - 3GPP-IMEISV=3520990012345601\n"
			"credential scheme=radius class=username-only user=anna method=accounting confidence="
			"certain why=user name result=unknown @1\n");
}

static void names_only_when_asked(void **state)
{
	const struct step steps[] = {
		CLIENT("(\7\0T0123456789abcdef\1\6anna\32:\0\0\0017\0314xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		       "xxxxxxxxxxxxxx"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_radius, steps,
			"credential scheme=mschap class=hash user=anna method=change confidence=certain why=u"
			"ser name; the password itself is not readable result=unknown @1\n");
}

static void broken_attributes_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\7\0\0320123456789abcdef\1\6anna"),
		CLIENT("\1\7\0\0340123456789abcdef\1\6anna\2\1"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_radius, steps,
			"malformed client\n"
			"credential scheme=radius class=username-only user=anna method=access confidence=cert"
			"ain why=user name result=unknown *2 @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_radius, FROM_CLIENT,
			    BYTES("\1\7\0M0123456789abcdef\1\6anna\2\22\21\21\21\21\21\21\21\21\21\21\21\21"
				  "\21\21\21\21"
				  "\37\02302-00-5e-10-00-01\10\6\xc0\0\2\7 \10gate-1")) >= 16);
	assert_true(bid_for(&app_decoder_radius, FROM_SERVER,
			    BYTES("\2\7\0 0123456789abcdef\22\twelcome\31\3x")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\1\7\0M0123456789abcdef\1\6anna\2\22\21\21\21\21\21\21\21\21\21\21\21\21"
				   "\21\21\21\21"
				   "\37\02302-00-5e-10-00-01\10\6\xc0\0\2\7 \10gate-",
		  76 },
		{ (const uint8_t *)"\1\7\0M0123456789abcdef\1\6anna\2\22\21\21\21\21\21\21\21\21\21\21\21\21"
				   "\21\21\21\21"
				   "\37\02302-00-5e-10-00-01\10\6\xc0\0\2\7 \10gate-1x",
		  78 },
		{ (const uint8_t *)"\t\7\0\0270123456789abcdef\1\3x", 23 },
		{ (const uint8_t *)"\1\7\0\0260123456789abcdef\1\1", 22 },
		{ (const uint8_t *)"\1\7\0\0270123456789abcdef\0\3x", 23 },
		{ (const uint8_t *)"\1\0\0\24hello", 9 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_radius, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\7\0M0123456789abcdef\1\6anna\2\22\21\21\21\21\21\21\21\21\21\21\21\21\21\21\21\21"
		       "\37\02302-00-5e-10-00-01\10\6\xc0\0\2\7 \10gate-1"),
		SERVER("\2\7\0\0350123456789abcdef\22\twelcome"),
	};

	(void)state;
	conversation_survives(&(struct conversation){ .decoder = &app_decoder_radius,
						      .steps = steps,
						      .count = COUNT_OF(steps),
						      .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_user_with_a_hidden_password),
		cmocka_unit_test(a_challenge_is_answered),
		cmocka_unit_test(the_identity_that_eap_asks_for),
		cmocka_unit_test(a_mobile_subscriber),
		cmocka_unit_test(names_only_when_asked),
		cmocka_unit_test(broken_attributes_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
