/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_eap;

#define ASKED SERVER("\1\1\0\5\1")

static void a_name_that_is_asked_for(void **state)
{
	const struct step steps[] = {
		ASKED,
		CLIENT("\2\1\0\31\1anna@lock.example\0\0\0"),
		SERVER("\3\1\0\4"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_eap, steps,
			"value identity - - identity=anna@lock.example\n"
			"credential scheme=eap class=username-only user=anna@lock.example method=EAP "
			"confidence=certain why=identity in EAP result=unknown @2\n");
}

static void nobody_in_particular(void **state)
{
	const struct step steps[] = {
		ASKED,
		CLIENT("\2\1\0\33\1anonymous@lock.example"),
		CLIENT("\2\1\0\22\1@lock.example"),
		CLIENT("\2\1\0\42\1WFA-SimpleConfig-Enrollee-1-0"),
		CLIENT("\2\1\0\5\1"),
		CLIENT("\2\2\0\6\3\31"),
		SERVER("\4\1\0\4"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_eap, steps, "");
}

static void proofs_are_no_passwords(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\0\32\4\20"
		       "0123456789abcdef"
		       "anna"),
		CLIENT("\2\1\0\24\21\1\0\10"
		       "01234567"
		       "anna"),
		CLIENT("\2\1\0\100\32\2\1\0\73\61"
		       "0123456789012345678901234567890123456789012345678"
		       "berta"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_eap, steps,
			"credential scheme=eap-md5 class=hash user=anna method=EAP confidence=certain "
			"why=user name in EAP, with a proof made of the password result=unknown @1\n"
			"credential scheme=leap class=hash user=anna method=EAP confidence=certain "
			"why=user name in EAP, with a proof made of the password result=unknown @2\n"
			"credential scheme=mschap class=hash user=berta method=EAP confidence=certain "
			"why=user name in EAP, with a proof made of the password result=unknown @3\n");
}

static void the_answer_of_a_token_card(void **state)
{
	const struct step steps[] = {
		SERVER("\1\1\0\15\6Password"),
		CLIENT("\2\1\0\21\6wallflower 9"),
		CLIENT("\2\1\0\37\6RESPONSE=anna\0wallflower 8"),
	};

	(void)state;
	CHECK_DATAGRAMS(
		&app_decoder_eap, steps,
		"credential scheme=eap-gtc class=password data=credential.password secret=wallflower 9 "
		"method=EAP consent=unknown confidence=certain why=answer of a token card in EAP, in "
		"clear result=unknown @2\n"
		"credential scheme=eap-gtc class=password data=credential.password user=anna "
		"secret=wallflower 8 method=EAP consent=unknown confidence=certain why=answer of a "
		"token card in EAP, in clear result=unknown @3\n");
}

static void a_subscriber(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\0\44\22\12\0\0\7\1\0\0\16\6\0\21"
		       "0460001@lock.test"
		       "\0\0\0"),
		CLIENT("\2\1\0\14\22\12\0\0\16\0\0\0"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_eap, steps,
			"value identity - - identity=0460001@lock.test\n"
			"credential scheme=eap class=username-only user=0460001@lock.test method=EAP "
			"confidence=certain why=identity in EAP result=unknown @1\n");
}

static void a_device_that_describes_itself(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\0\47\376\0\67\52\0\0\0\1\4\0"
		       "\20\21\0\7Lamp\0\0\0"
		       "\20\42\0\1\4"
		       "\20\102\0\5SN-71"),
		CLIENT("\2\1\0\26\376\0\67\53\0\0\0\1\4\0\20\21\0\4Lamp"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_eap, steps,
			"value item EAP-WSC - device-name=Lamp\n"
			"value item EAP-WSC - serial-number=SN-71\n");
}

static void a_subscriber_by_number(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\0\37\1"
		       "0460001234567890@lock.test"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_eap, steps, "value identity - - imsi=460001234567890\n");
}

static void broken_packets_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\0\77\1anna"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_eap, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_eap, FROM_CLIENT, BYTES("\2\1\0\11\1anna")) >= 1);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\2\1\0\12\1anna", 9 },
		{ (const uint8_t *)"\7\1\0\11\1anna", 9 },
		{ (const uint8_t *)"\2\1\0\4", 4 },
		{ (const uint8_t *)"\2\1\0", 3 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_eap, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\2\1\0\31\1anna@lock.example\0\0\0"),
		CLIENT("\2\1\0\32\4\20"
		       "0123456789abcdef"
		       "anna"),
		CLIENT("\2\1\0\44\22\12\0\0\7\1\0\0\16\6\0\21"
		       "0460001@lock.test"
		       "\0\0\0"),
		CLIENT("\2\1\0\47\376\0\67\52\0\0\0\1\4\0"
		       "\20\21\0\7Lamp\0\0\0"
		       "\20\42\0\1\4"
		       "\20\102\0\5SN-71"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_eap, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_that_is_asked_for),
		cmocka_unit_test(nobody_in_particular),
		cmocka_unit_test(proofs_are_no_passwords),
		cmocka_unit_test(the_answer_of_a_token_card),
		cmocka_unit_test(a_subscriber),
		cmocka_unit_test(a_device_that_describes_itself),
		cmocka_unit_test(a_subscriber_by_number),
		cmocka_unit_test(broken_packets_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
