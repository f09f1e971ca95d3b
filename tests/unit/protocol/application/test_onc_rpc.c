/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_onc_rpc;

static void who_calls_and_with_what(void **state)
{
	const struct step steps[] = {
		CLIENT("\200\0\0\\\0\0\0\7\0\0\0\0\0\0\0\2\0\1\206\243\0\0\0\3\0\0\0\1\0\0\0\1\0\0\0 \0\0\0"
		       "c\0\0\0\n"
		       "nursery-pc\0\0\0\0\3\350\0\0\3\350\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\20call 13900001234"),
		SERVER("\200\0\0(\0\0\0\7\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\6answer\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_onc_rpc, steps,
		     "value header - - machineName=nursery-pc\n"
		     "content stub - -: \\x00\\x00\\x00\\x10call 13900001234\n"
		     "content stub - -: \\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x06answer\\x00\\x00\n");
}

static void over_udp(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\0\0\7\0\0\0\0\0\0\0\2\0\1\206\245\0\0\0\3\0\0\0\1\0\0\0\1\0\0\0 \0\0\0c\0\0\0\n"
		       "nursery-pc\0\0\0\0\3\350\0\0\3\350\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\n"
		       "/home/anna\0\0"),
		SERVER("\0\0\0\7\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\r"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_onc_rpc, steps,
			"value header - - machineName=nursery-pc\n"
			"content stub - -: \\x00\\x00\\x00\\n/home/anna\\x00\\x00\n");
}

static void without_a_proof_and_encrypted(void **state)
{
	const struct step steps[] = {
		CLIENT("\200\0\08\0\0\0\7\0\0\0\0\0\0\0\2\0\1\206\240\0\0\0\2\0\0\0\3\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\200\0\0>\0\0\0\7\0\0\0\0\0\0\0\2\0\1\206\243\0\0\0\3\0\0\0\1\0\0\0\6\0\0\0\0101234"
		       "5678\0\0\0\0\0\0\0\0encrypted text"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_onc_rpc, steps,
		     "content stub - -: \\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		     "\\x00\\x00\\x"
		     "00\n");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\200\0\0(\0\0\0\7\0\0\0\0\0\0\0\2\0\1\206\243\0\0\0\3\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0"
		       "\0\0\0\0\0"),
		CLIENT("\177\377\377\377hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_onc_rpc, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_onc_rpc, FROM_CLIENT,
			    BYTES("\200\0\0H\0\0\0\7\0\0\0\0\0\0\0\2\0\1\206\243\0\0\0\3\0\0\0\1\0\0\0\1\0\0"
				  "\0 \0\0\0c"
				  "\0\0\0\n"
				  "nursery-pc\0\0\0\0\3\350\0\0\3\350\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_onc_rpc, FROM_CLIENT,
			    BYTES("\0\0\0\7\0\0\0\0\0\0\0\2\0\1\206\243\0\0\0\3\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0"
				  "\0\0\0\0"
				  "\0")) >= 16);
	assert_true(bid_for(&app_decoder_onc_rpc, FROM_SERVER,
			    BYTES("\0\0\0\7\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_onc_rpc, FROM_SERVER,
			    BYTES("\200\0\0\30\0\0\0\7\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0\0\0\7\0\0\0\0\0\0\0\2\0\0\0c\0\0\0\3\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0",
		  40 },
		{ (const uint8_t *)"\0\0\0\7\0\0\0\0\0\0\0\2\0\1\206\243\0\0\0\3\0\0\0\1\0\0\0\0\0\0", 30 },
		{ (const uint8_t *)"\0\0\0\7\0\0\0\0\0\0\0\3\0\1\206\243\0\0\0\3\0\0\0\1\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\0\0"
				   "\0",
		  40 },
		{ (const uint8_t *)"\0\0\0\7\0\0\0\0\0\0\0\2\0\1\206\243\0\0\0\3\0\0\0\1\0\0\0\t\0\0\0\0\0\0"
				   "\0\0\0\0\0"
				   "\0",
		  40 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_onc_rpc, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\0\0\0\7\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\t", 24 },
		{ (const uint8_t *)"\0\0\0\7\0\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_onc_rpc, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\200\0\0T\0\0\0\7\0\0\0\0\0\0\0\2\0\1\206\243\0\0\0\3\0\0\0\1\0\0\0\1\0\0\0 \0\0\0c"
		       "\0\0\0\n"
		       "nursery-pc\0\0\0\0\3\350\0\0\3\350\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\5hello\0\0\0"),
		SERVER("\200\0\0$\0\0\0\7\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\6answer\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_onc_rpc, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_calls_and_with_what),	 cmocka_unit_test(over_udp),
		cmocka_unit_test(without_a_proof_and_encrypted), cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),	 cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
