/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_iax2;

static void a_call_with_a_password(void **state)
{
	const struct step steps[] = {
		CLIENT("\x80\1\0\0\0\0\0\7\0\0\6\1\13\2\0\2\1\003100\2\01313900001234\4\4Anna\6\4anna\7\14wa"
		       "llflower 9"),
		SERVER("\x80\1\0\0\0\0\0\7\0\0\6\7"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_iax2, steps,
			"value element - - called-number=100\n"
			"value element - - calling-number=13900001234\n"
			"value element - - calling-name=Anna\n"
			"credential scheme=plain class=password data=credential.password user=anna secret=wal"
			"lflower 9 method=IAX consent=unknown confidence=certain why=user name and password r"
			"esult=unknown @1\n");
}

static void a_digest_is_no_password(void **state)
{
	const struct step steps[] = {
		CLIENT("\x80\1\0\0\0\0\0\7\0\0\6\r\6\4anna\23\2\0<"),
		CLIENT("\x80\1\0\0\0\0\0\7\0\0\6\r\6\4anna\20 0123456789abcdef0123456789abcdef"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_iax2, steps,
			"credential scheme=plain class=username-only user=anna method=IAX confidence=certain "
			"why=user name and password result=unknown @1\n"
			"credential scheme=md5 class=hash user=anna method=IAX confidence=certain why=user na"
			"me; the password itself is not sent result=unknown @2\n");
}

static void sound_is_passed_over(void **state)
{
	const struct step steps[] = {
		CLIENT("\x80\1\0\0\0\0\0\7\0\0\6\1\13\2\0\2"),
		CLIENT("\0\1\0\7sound"),
		CLIENT("\x80\1\0\0\0\0\0\7\0\0\2\4sound"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_iax2, steps, "");
}

static void broken_elements_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\x80\1\0\0\0\0\0\7\0\0\6\1\6\4anna"),
		CLIENT("\x80\1\0\0\0\0\0\7\0\0\6\1\0060anna"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_iax2, steps,
			"malformed client\n"
			"credential scheme=plain class=username-only user=anna method=IAX confidence=certain "
			"why=user name and password result=unknown @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_iax2, FROM_CLIENT,
			    BYTES("\x80\1\0\0\0\0\0\7\0\0\6\1\6\4anna\13\2\0\2")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\x80\1\0\0\0\0\0\7\0\0\6\1\0060anna", 18 },
		{ (const uint8_t *)"\x80\1\0\0\0\0\0\7\0\0\0062\6\4anna", 18 },
		{ (const uint8_t *)"\x80\1\0\0\0\0\0\7\0\0\2\1\6\4anna", 18 },
		{ (const uint8_t *)"\0\1\0\0\0\0\0\7\0\0\6\1\6\4anna", 18 },
		{ (const uint8_t *)"\x80\1\0\0\0\0\0\7\0\0\6\1\xc8\4anna", 18 },
		{ (const uint8_t *)"\x80\0\0\0\0\0\0\7\0\0\6\1\6\1a", 15 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_iax2, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\x80\1\0\0\0\0\0\7\0\0\6\1\13\2\0\2\1\003100\2\01313900001234\4\4Anna\6\4anna\7\14wa"
		       "llflower 9"),
		SERVER("\x80\1\0\0\0\0\0\7\0\0\6\7"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_iax2, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_with_a_password), cmocka_unit_test(a_digest_is_no_password),
		cmocka_unit_test(sound_is_passed_over),	  cmocka_unit_test(broken_elements_are_said),
		cmocka_unit_test(bids_only_for_its_own),  cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
