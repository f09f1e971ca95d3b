/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_ldap;

static void a_simple_bind_waits_for_its_answer(void **state)
{
	const struct step steps[] = {
		CLIENT("02\2\1\1`-\2\1\3\4\32cn=anna,dc=lock,dc=example\x80\14wallflower 9"),
		SERVER("0\14\2\1\1a\7\n\1\0\4\0\4\0"),
		CLIENT("0\5\2\1\2B\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ldap, steps,
		     "credential scheme=plain class=password data=credential.password user=cn=anna,dc=lock"
		     ",dc=example secret=wallflower 9 method=bind consent=unknown confidence=certain why=s"
		     "imple bind result=accepted @1\n"
		     "service authentication=password action=bind gave=session @2\n");
}

static void a_refused_bind_and_one_without_an_answer(void **state)
{
	const struct step steps[] = {
		CLIENT("0+\2\1\1`&\2\1\3\4\32cn=anna,dc=lock,dc=example\x80\5guess"),
		SERVER("0\14\2\1\1a\7\n\0011\4\0\4\0"),
		CLIENT("02\2\1\2`-\2\1\3\4\32cn=anna,dc=lock,dc=example\x80\14wallflower 9"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ldap, steps,
		     "credential scheme=plain class=password data=credential.password user=cn=anna,dc=lock"
		     ",dc=example secret=guess method=bind consent=unknown confidence=certain why=simple b"
		     "ind result=refused @1\n"
		     "credential scheme=plain class=password data=credential.password user=cn=anna,dc=lock"
		     ",dc=example secret=wallflower 9 method=bind consent=unknown confidence=certain why=s"
		     "imple bind result=unknown @3\n"
		     "service authentication=password action=bind gave=nothing status=49 @2\n");
}

static void nobody_binds_without_a_password(void **state)
{
	const struct step steps[] = {
		CLIENT("0\14\2\1\1`\7\2\1\3\4\0\x80\0"),
		SERVER("0\14\2\1\1a\7\n\1\0\4\0\4\0"),
		CLIENT("0&\2\1\2`!\2\1\3\4\32cn=anna,dc=lock,dc=example\x80\0"),
		SERVER("0\14\2\1\2a\7\n\1\0\4\0\4\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ldap, steps,
		     "credential scheme=plain class=username-only user=cn=anna,dc=lock,dc=example method=b"
		     "ind confidence=certain why=simple bind result=accepted @3\n"
		     "service authentication=anonymous action=bind gave=session *2 @2\n");
}

static void a_search_and_what_it_finds(void **state)
{
	const struct step steps[] = {
		CLIENT("0\\\2\1\3cW\4\7dc=lock\n\1\2\n\1\0\2\1\0\2\1\0\1\1\0\xa0"
		       "5\xa3\13\4\3uid\4\4anna\xa2\31\xa4\27\4\4mail0\17\x80\3ann\x82\10.example\x87\13obje"
		       "ctClass0\6\4\4mail"),
		SERVER("0\x82\1\xaa\2\1\3d\x82\1\xa3\4\32cn=anna,dc=lock,dc=example0\x82\1\x83"
		       "0\33\4\4mail1\23\4\21anna@lock.example00\4\14userPassword1 \4\22{SSHA}aW52ZW50ZWQ=\4"
		       "\nwallflower0\24\4\nobjectGUID1\6\4\4\1\2\3\0040\x82\1\32\4\tjpegPhoto1\x82\1\13\4"
		       "\x82\1\7\xff\xd8\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0000\14\2\1\3e\7\n"
		       "\1\0\4\0\4\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ldap, steps,
		     "value filter search dc=lock uid=anna\n"
		     "value filter search dc=lock mail=ann\n"
		     "value filter search dc=lock mail=.example\n"
		     "value entry search cn=anna,dc=lock,dc=example dn=cn=anna,dc=lock,dc=example\n"
		     "value entry search cn=anna,dc=lock,dc=example mail=anna@lock.example\n"
		     "value entry search cn=anna,dc=lock,dc=example userPassword=wallflower\n"
		     "content entry search cn=anna,dc=lock,dc=example label=jpegPhoto: \\xff\\xd8\\xff\\x0"
		     "0\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x"
		     "00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\"
		     "x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		     "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x0"
		     "0\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x"
		     "00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\"
		     "x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		     "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x0"
		     "0\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x"
		     "00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\"
		     "x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		     "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x0"
		     "0\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x"
		     "00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\"
		     "x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		     "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\n");
}

static void changes_and_comparisons(void **state)
{
	const struct step steps[] = {
		CLIENT("0J\2\1\4fE\4\32cn=anna,dc=lock,dc=example0'0%\n"
		       "\1\0020 \4\17telephoneNumber1\r\4\013139000012340-\2\1\5n(\4\32cn=anna,dc=lock,dc=ex"
		       "ample0\n\4\2sn\4\4Berg01\2\1\6h,\4\32cn=anna,dc=lock,dc=example0\0160\14\4\2sn1\6\4"
		       "\4Berg"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ldap, steps,
		     "value entry modify cn=anna,dc=lock,dc=example telephoneNumber=13900001234\n"
		     "value entry compare cn=anna,dc=lock,dc=example sn=Berg\n"
		     "value entry add cn=anna,dc=lock,dc=example dn=cn=anna,dc=lock,dc=example\n"
		     "value entry add cn=anna,dc=lock,dc=example sn=Berg\n");
}

static void a_password_is_changed(void **state)
{
	const struct step steps[] = {
		CLIENT("0R\2\1\7wM\x80\0271.3.6.1.4.1.4203.1.11.1\x81"
		       "200\x80\32cn=anna,dc=lock,dc=example\x81\10old lamp\x82\10new lamp"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ldap, steps,
		     "credential scheme=plain class=password data=credential.password user=cn=anna,dc=lock"
		     ",dc=example secret=old lamp field=oldPasswd method=modify-password consent=unknown c"
		     "onfidence=certain why=operation that changes a password result=unknown @1\n"
		     "credential scheme=plain class=password data=credential.password user=cn=anna,dc=lock"
		     ",dc=example secret=new lamp field=newPasswd method=modify-password consent=unknown c"
		     "onfidence=certain why=operation that changes a password result=unknown @1\n");
}

static void sasl_plain_is_in_clear_too(void **state)
{
	const struct step steps[] = {
		CLIENT("0'\2\1\1`\"\2\1\3\4\0\xa3\33\4\5PLAIN\4\22\0anna\0wallflower 9"),
		SERVER("0\14\2\1\1a\7\n\1\0\4\0\4\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ldap, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=bind consent=unknown confidence=certain why=SASL exchange result=ac"
		     "cepted @1\n"
		     "service authentication=password action=bind gave=session @2\n");
}

static void a_security_layer_is_passed_over(void **state)
{
	const struct step steps[] = {
		CLIENT("0\34\2\1\1`\27\2\1\3\4\0\xa3\20\4\6GSSAPI\4\6ticket"),
		SERVER("0\14\2\1\1a\7\n\1\0\4\0\4\0"),
		CLIENT("\0\0\0\5\5\4\4\4\4\0\0\0\2\1\2"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ldap, steps,
		     "service authentication=challenge action=bind gave=session @2\n");
}

static void tls_is_left_to_others(void **state)
{
	const struct step steps[] = {
		CLIENT("0\35\2\1\1w\30\x80\0261.3.6.1.4.1.1466.20037"),
		SERVER("0\14\2\1\1x\7\n\1\0\4\0\4\0"),
		CLIENT("\26\3"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ldap, steps, "rebid server\n");
}

static void goes_on_behind_a_gap(void **state)
{
	const struct step steps[] = {
		CLIENT("0+\2\1\1`&\2\1\3\4\32cn=anna,dc=lock,dc=example\x80\5guess"),
		CLIENT_LOST(30),
		CLIENT("rest of it"),
		CLIENT("02\2\1\2`-\2\1\3\4\32cn=anna,dc=lock,dc=example\x80\14wallflower 9"),
	};

	(void)state;
	const char *const lines[] = {
		"credential scheme=plain class=password data=credential.password user=cn=anna,dc=lock"
		",dc=example secret=guess method=bind consent=unknown confidence=certain why=simple b"
		"ind result=unknown @1",
		"credential scheme=plain class=password data=credential.password user=cn=anna,dc=lock"
		",dc=example secret=wallflower 9 method=bind consent=unknown confidence=certain why=s"
		"imple bind result=unknown @4",
		NULL,
	};

	conversation_says(&(struct conversation){ .decoder = &app_decoder_ldap,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("0+\2\1\1`&\2\1\3\4\32cn=anna,dc=lock,dc=example\x80\5guess"),
		CLIENT("1\5garbage"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_ldap, steps,
		     "malformed client\n"
		     "credential scheme=plain class=password data=credential.password user=cn=anna,dc=lock"
		     ",dc=example secret=guess method=bind consent=unknown confidence=certain why=simple b"
		     "ind result=unknown @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_ldap, FROM_CLIENT,
			    BYTES("0'\2\1\1`\"\2\1\3\4\32cn=anna,dc=lock,dc=example\x80\1x")) >= 16);
	assert_true(bid_for(&app_decoder_ldap, FROM_SERVER, BYTES("0\14\2\1\1a\7\n\1\0\4\0\4\0")) >= 16);
	assert_true(bid_for(&app_decoder_ldap, FROM_CLIENT,
			    BYTES("02\2\1\1c-\4\7dc="
				  "lock\n\1\2\n\1\0\2\1\0\2\1\0\1\1\0\x87\13objectClass0\6\4\4mail")) >= 16);
	assert_true(bid_for(&app_decoder_ldap, FROM_SERVER,
			    BYTES("0\x82\1\xaa\2\1\3d\x82\1\xa3\4\32cn=anna,dc=lock,dc=example0\x82\1\x83"
				  "0\33\4\4mail1\23\4\21anna@lock.example00\4\14userPassword1 "
				  "\4\22{SSHA}aW52ZW50ZWQ=\4"
				  "\nwallflower0\24\4\nobjectGUID1\6\4\4\1\2\3\0040\x82\1\32\4\tjpegPhoto1"
				  "\x82\1\13\4"
				  "\x82\1\7\xff\xd8\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t
			   *)"0&\2\1\1\4\6public\xa0\31\2\1\1\2\1\0\2\1\0000\0160\14\6\10+\6\1\2\1\1\5\0\5\0",
		  40 },
		{ (const uint8_t *)"0\14\2\1\1`\7\2\1\7\4\0\x80\0", 14 },
		{ (const uint8_t *)"0\5hello", 7 },
		{ (const uint8_t *)"0\x82\2\5\2\1\1`", 8 },
		{ (const uint8_t *)"GET / HTTP/1.1\r\n", 16 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_ldap, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"0\3\2\1\1", 5 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_ldap, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("02\2\1\1`-\2\1\3\4\32cn=anna,dc=lock,dc=example\x80\14wallflower 9"),
		SERVER("0\14\2\1\1a\7\n\1\0\4\0\4\0"),
		CLIENT("0\5\2\1\2B\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_ldap, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_simple_bind_waits_for_its_answer),
		cmocka_unit_test(a_refused_bind_and_one_without_an_answer),
		cmocka_unit_test(nobody_binds_without_a_password),
		cmocka_unit_test(a_search_and_what_it_finds),
		cmocka_unit_test(changes_and_comparisons),
		cmocka_unit_test(a_password_is_changed),
		cmocka_unit_test(sasl_plain_is_in_clear_too),
		cmocka_unit_test(a_security_layer_is_passed_over),
		cmocka_unit_test(tls_is_left_to_others),
		cmocka_unit_test(goes_on_behind_a_gap),
		cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
