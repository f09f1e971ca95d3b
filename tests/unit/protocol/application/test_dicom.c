/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_dicom;

static void a_user_and_a_patient(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0\0\0~\0\1\0\0STORE           LAMP            \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0251.2.840.10008.3.1.1.1P\0\0\35Q\0\0\4\0\0"
		       "@\0X\0\0\21\2\0\0\4anna\0\7petal-7"),
		SERVER("\2\0\0\0\0D\0\1\0\0STORE           LAMP            \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\4\0\0\0\0\20\0\0\0\14\1\3\0\0\0\1\2\0\0\0\1\0"),
		CLIENT("\4\0\0\0\0a\0\0\0]\1\2\10\0`\0CS\2\0US\10\0@\21SQ\0\0\0\0\0\0\20\0\20\0PN\14\0Examp"
		       "le^Anna\20\0 \0LO\6\000471147\20\0000\0DA\10\00019610615\20\0@\0CS\2\0F \30\0\20\0L"
		       "O\1\0x"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_dicom, steps,
		     "record elements - -: patient-name=Anna Example; patient-id=471147; birth-date=19"
		     "610615; gender=female\n"
		     "credential scheme=dicom class=password data=credential.password user=anna secret"
		     "=petal-7 method=A-ASSOCIATE consent=unknown confidence=certain why=identity of t"
		     "he user result=unknown @1\n");
}

static void without_written_kinds(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0\0\0w\0\1\0\0STORE           LAMP            \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0251.2.840.10008.3.1.1.1P\0\0\26Q\0\0\4\0\0"
		       "@\0X\0\0\n"
		       "\1\0\0\4anna\0\0"),
		CLIENT("\4\0\0\0\0J\0\0\0F\1\2\20\0\20\0\22\0\0\0EXAMPLE-LOCK^BERTA\20\0@\20\16\0\0\0007 Ga"
		       "rden Lane \20\0T!\14\0\0\00013900001234\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_dicom, steps,
		     "record elements - -: patient-name=Berta Example-Lock; home-address=7 Garden Lane"
		     "; phone-number=13900001234\n"
		     "credential scheme=dicom class=username-only user=anna method=A-ASSOCIATE confide"
		     "nce=certain why=identity of the user result=unknown @1\n");
}

static void sequences_of_unknown_size(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0\0\0i\0\1\0\0STORE           LAMP            \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0251.2.840.10008.3.1.1.1P\0\0\10Q\0\0\4\0\0"
		       "@\0"),
		CLIENT("\4\0\0\0\0\"\0\0\0\36\1\2\10\0@\21\377\377\377\377\20\0\20\0\14\0\0\0Example^Anna"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_dicom, steps, "");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0\0\0i\0\1\0\0STORE           LAMP            \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0251.2.840.10008.3.1.1.1P\0\0\10Q\0\0\4\0\0"
		       "@\0"),
		CLIENT("hello hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_dicom, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_dicom, FROM_CLIENT,
			    BYTES("\1\0\0\0\0i\0\1\0\0STORE           LAMP            "
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0251.2.840.10008.3.1.1."
				  "1P\0\0\10Q\0\0\4\0\0"
				  "@\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\1\0\0\0\0D\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0\0"
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
		  74 },
		{ (const uint8_t *)"\4\0\0\0\0\16\0\0\0\n"
				   "\1\2\0\0\0\0\0\0\0\0",
		  20 },
		{ (const uint8_t *)"\1\0\0\0\0i\0\1\0\0STORE           LAMP", 30 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_dicom, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\1\0\0\0\0i\0\1\0\0STORE           LAMP            "
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0251.2.840.10008.3.1.1."
				   "1P\0\0\10Q\0\0\4\0\0"
				   "@\0",
		  111 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_dicom, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\1\0\0\0\0~\0\1\0\0STORE           LAMP            \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\20\0\0\0251.2.840.10008.3.1.1.1P\0\0\35Q\0\0\4\0\0"
		       "@\0X\0\0\21\2\0\0\4anna\0\7petal-7"),
		SERVER("\2\0\0\0\0D\0\1\0\0STORE           LAMP            \0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\4\0\0\0\0\20\0\0\0\14\1\3\0\0\0\1\2\0\0\0\1\0"),
		CLIENT("\4\0\0\0\0a\0\0\0]\1\2\10\0`\0CS\2\0US\10\0@\21SQ\0\0\0\0\0\0\20\0\20\0PN\14\0Examp"
		       "le^Anna\20\0 \0LO\6\000471147\20\0000\0DA\10\00019610615\20\0@\0CS\2\0F \30\0\20\0L"
		       "O\1\0x"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_dicom, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_user_and_a_patient),	     cmocka_unit_test(without_written_kinds),
		cmocka_unit_test(sequences_of_unknown_size), cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),     cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
