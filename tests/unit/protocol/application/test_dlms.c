/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_dlms;

static void a_password_over_tcp(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\1\0\20\0\1\0*`(\241\t\6\7`\205t\5\10\1\1\212\2\7\200\213\7`\205t\5\10\2\1\254\n"
		       "\200\10petal-71\276\2\4\0"),
		SERVER("\0\1\0\20\0\1\0\22a\22\241\t\6\7`\205t\5\10\1\1\242\3\2\1\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_dlms, steps,
		     "credential scheme=dlms class=password data=credential.password secret=petal-71 m"
		     "ethod=AARQ consent=unknown confidence=certain why=association of DLMS result=acc"
		     "epted @1\n");
}

static void refused_in_hdlc(void **state)
{
	const struct step steps[] = {
		CLIENT("~\240\7\3!\223\21\"~"),
		CLIENT("~\2403\3!\20\21\"\346\346\0`%\241\t\6\7`\205t\5\10\1\1\212\2\7\200\213\7`\205t\5\10"
		       "\2\1\254\7\200\5guess\276\2\4\0003D~"),
		SERVER("~\240\36\3!\20\21\"\346\347\0a\22\241\t\6\7`\205t\5\10\1\1\242\3\2\1\0013D~"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_dlms, steps,
		     "credential scheme=dlms class=password data=credential.password secret=guess meth"
		     "od=AARQ consent=unknown confidence=certain why=association of DLMS result=refuse"
		     "d @2\n");
}

static void numbers_used_once_are_no_passwords(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\1\0\20\0\1\0*`(\241\t\6\7`\205t\5\10\1\1\212\2\7\200\213\7`\205t\5\10\2\5\254\n"
		       "\200\01012345678\276\2\4\0"),
		SERVER("\0\1\0\20\0\1\0\22a\22\241\t\6\7`\205t\5\10\1\1\242\3\2\1\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_dlms, steps, "");
}

static void without_a_password(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\1\0\20\0\1\0\r`\13\241\t\6\7`\205t\5\10\1\1"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_dlms, steps, "");
}

static void broken_frames_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\1\0\20\0\1\0*`(\241\t\6\7`\205t\5\10\1\1\212\2\7\200\213\7`\205t\5\10\2\1\254\n"
		       "\200\10petal-71\276\2\4\0"),
		SERVER("hello again"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_dlms, steps,
		     "malformed server\n"
		     "credential scheme=dlms class=password data=credential.password secret=petal-71 m"
		     "ethod=AARQ consent=unknown confidence=certain why=association of DLMS result=unk"
		     "nown @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_dlms, FROM_CLIENT,
			    BYTES("\0\1\0\20\0\1\0*`(\241\t\6\7`\205t\5\10\1\1\212\2\7\200\213\7`"
				  "\205t\5\10\2\1\254\n"
				  "\200\10petal-71\276\2\4\0")) >= 16);
	assert_true(bid_for(&app_decoder_dlms, FROM_CLIENT, BYTES("~\240\7\3!\223\21\"~")) >= 16);
	assert_true(bid_for(&app_decoder_dlms, FROM_CLIENT,
			    BYTES("~\2406\3!\20\21\"\346\346\0`(\241\t\6\7`\205t\5\10\1\1\212\2\7\200\213\7`"
				  "\205t\5\10"
				  "\2\1\254\n"
				  "\200\10petal-71\276\2\4\0003D~")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0\1\0\20\0\1\0\4\300\1\201\0", 12 },
		{ (const uint8_t *)"\0\1\0\20\0\1\0*`(\241\t\6\7`\205t\5\10\1\1\212\2\7\200\213\7`"
				   "\205t\5\10\2\1\254\n"
				   "\200\10petal-71\276\2\4\0x",
		  51 },
		{ (const uint8_t *)"~\240\7\3!\20\21\"~", 9 },
		{ (const uint8_t *)"~~~", 3 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_dlms, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\0\1\0\20\0\1\0*`(\241\t\6\7`\205t\5\10\1\1\212\2\7\200\213\7`"
				   "\205t\5\10\2\1\254\n"
				   "\200\10petal-71\276\2\4\0",
		  50 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_dlms, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\1\0\20\0\1\0*`(\241\t\6\7`\205t\5\10\1\1\212\2\7\200\213\7`\205t\5\10\2\1\254\n"
		       "\200\10petal-71\276\2\4\0"),
		SERVER("\0\1\0\20\0\1\0\22a\22\241\t\6\7`\205t\5\10\1\1\242\3\2\1\0"),
		CLIENT("~\2403\3!\20\21\"\346\346\0`%\241\t\6\7`\205t\5\10\1\1\212\2\7\200\213\7`\205t\5\10"
		       "\2\1\254\7\200\5guess\276\2\4\0003D~"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_dlms, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_over_tcp),
		cmocka_unit_test(refused_in_hdlc),
		cmocka_unit_test(numbers_used_once_are_no_passwords),
		cmocka_unit_test(without_a_password),
		cmocka_unit_test(broken_frames_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
