/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_foscam;

static void a_login_and_a_picture(void **state)
{
	const struct step steps[] = {
		CLIENT("MO_O\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("MO_O\1\0\0\0\0\0\0\0\0\0\0\26\0\0\0\26\0\0\0\0\0xxxxxxxxxxxxxxxxxxxx"),
		CLIENT("MO_O\2\0\0\0\0\0\0\0\0\0\0\32\0\0\0\32\0\0\0anna\0\0\0\0\0\0\0\0\0petal-7\0\0\0\0\0"
		       "\0"),
		SERVER("MO_O\3\0\0\0\0\0\0\0\0\0\0\3\0\0\0\3\0\0\0\0\0\0"),
		SERVER("MO_V\1\0\0\0\0\0\0\0\0\0\0\23\0\0\0\23\0\0\0\1\0\0\0\2\0\0\0\0\6\0\0\0\377\330\377"
		       "\340ab"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_foscam, steps,
		     "content media - -: \\xff\\xd8\\xff\\xe0ab\n"
		     "credential scheme=foscam class=password data=credential.password user=anna secre"
		     "t=petal-7 method=verify consent=unknown confidence=certain why=login of a camera"
		     " result=accepted @3\n");
}

static void refused(void **state)
{
	const struct step steps[] = {
		CLIENT("MO_O\2\0\0\0\0\0\0\0\0\0\0\32\0\0\0\32\0\0\0anna\0\0\0\0\0\0\0\0\0guess\0\0\0\0\0\0"
		       "\0\0"),
		SERVER("MO_O\3\0\0\0\0\0\0\0\0\0\0\2\0\0\0\2\0\0\0\5\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_foscam, steps,
		     "credential scheme=foscam class=password data=credential.password user=anna secre"
		     "t=guess method=verify consent=unknown confidence=certain why=login of a camera r"
		     "esult=refused @1\n");
}

static void found_in_the_network(void **state)
{
	const struct step steps[] = {
		CLIENT("MO_I\0\0\0\0\0\0\0\0\0\0\0\4\0\0\0\4\0\0\0\0\0\0\1"),
		SERVER("MO_I\1\0\0\0\0\0\0\0\0\0\0002\0\0\0002\0\0\0000A1B2C3D4E5F\0Nursery\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\300\0\2\7\300\0\2\7\300\0\2\7\300\0\2\7"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_foscam, steps,
			"value item - - device-id=0A1B2C3D4E5F\n"
			"value item - - device-name=Nursery\n");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("MO_O\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("GET / HTTP/1.1\r\n"
		       "Host: lock.example\r\n"
		       "\r\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_foscam, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_foscam, FROM_CLIENT,
			    BYTES("MO_O\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_foscam, FROM_CLIENT,
			    BYTES("MO_I\0\0\0\0\0\0\0\0\0\0\0\4\0\0\0\4\0\0\0\0\0\0\1")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"MO_X\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 23 },
		{ (const uint8_t *)"MO_O\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22 },
		{ (const uint8_t
			   *)"MO_"
			     "O\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377",
		  23 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_foscam, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("MO_O\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("MO_O\1\0\0\0\0\0\0\0\0\0\0\26\0\0\0\26\0\0\0\0\0xxxxxxxxxxxxxxxxxxxx"),
		CLIENT("MO_O\2\0\0\0\0\0\0\0\0\0\0\32\0\0\0\32\0\0\0anna\0\0\0\0\0\0\0\0\0petal-7\0\0\0\0\0"
		       "\0"),
		SERVER("MO_O\3\0\0\0\0\0\0\0\0\0\0\3\0\0\0\3\0\0\0\0\0\0"),
		SERVER("MO_V\1\0\0\0\0\0\0\0\0\0\0\23\0\0\0\23\0\0\0\1\0\0\0\2\0\0\0\0\6\0\0\0\377\330\377"
		       "\340ab"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_foscam, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_login_and_a_picture), cmocka_unit_test(refused),
		cmocka_unit_test(found_in_the_network),	 cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own), cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
