/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_dcerpc;

static void a_user_proved_by_ntlm(void **state)
{
	const struct step steps[] = {
		CLIENT("\5\0\13\3\20\0\0\0000\0\14\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\n"
		       "\6\0\0\0\0\0\0NTLMSSP\0\1\0\0\0"),
		SERVER("\5\0\14\3\20\0\0\0,\0\14\0\7\0\0\0\0\0\0\0\0\0\0\0\n"
		       "\6\0\0\0\0\0\0NTLMSSP\0\2\0\0\0"),
		CLIENT("\5\0\20\3\20\0\0\0\xa8\0\x8c\0\7\0\0\0\0\0\0\0\n"
		       "\6\0\0\0\0\0\0NTLMSSP\0\3\0\0\0\30\0\30\0@\0\0\0\30\0\30\0X\0\0\0\10\0\10\0p\0\0\0"
		       "\10\0\10\0x\0\0\0\14\0\14\0\x80\0\0\0\0\0\0\0\x8c\0\0\0\1\0\0\0\"\"\"\"\"\"\"\"\"\""
		       "\"\"\"\"\"\"\"\"\"\"\"\"\"\"333333333333333333333333L\0O\0C\0K\0a\0n\0n\0a\0l\0a\0m"
		       "\0p\0-\0001\0"),
		CLIENT("\5\0\0\3\20\0\0\0\35\0\0\0\7\0\0\0\5\0\0\0\0\0\1\0hello"),
		CLIENT("\5\0\0\3\20\0\0\0001\0\5\0\7\0\0\0\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\n"
		       "\6\0\0\0\0\0\0proof"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_dcerpc, steps,
		     "value authenticate NTLM - computer-name=lamp-1\n"
		     "content stub - -: hello\n"
		     "credential scheme=ntlm class=hash user=anna method=bind confidence=certain why=SASL "
		     "exchange result=unknown @3\n");
}

static void of_the_other_order(void **state)
{
	const struct step steps[] = {
		CLIENT("\5\0\13\3\0\0\0\0\0\34\0\0\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0"),
		SERVER("\5\0\14\3\0\0\0\0\0\30\0\0\0\0\0\7\0\0\0\0\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_dcerpc, steps, "");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\5\0\13\3\20\0\0\0\34\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\6hello, world and more"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_dcerpc, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_dcerpc, FROM_CLIENT,
			    BYTES("\5\0\13\3\20\0\0\0\34\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	assert_true(bid_for(&app_decoder_dcerpc, FROM_SERVER,
			    BYTES("\5\0\14\3\20\0\0\0\30\0\0\0\7\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\5\0\13\3\20\0\0\0\20\0\0\0\7\0\0\0x", 17 },
		{ (const uint8_t *)"\5\0\36\3\20\0\0\0\20\0\0\0\7\0\0\0", 16 },
		{ (const uint8_t *)"\5\2\0\3\20\0\0\0\20\0\0\0\7\0\0\0", 16 },
		{ (const uint8_t *)"\5\0\0\3 \0\0\0\20\0\0\0\7\0\0\0", 16 },
		{ (const uint8_t *)"\5\0\0", 3 },
		{ (const uint8_t *)"\5\1\0", 3 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_dcerpc, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\5\0\13\3\20\0\0\0000\0\14\0\7\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\n"
		       "\6\0\0\0\0\0\0NTLMSSP\0\1\0\0\0"),
		SERVER("\5\0\14\3\20\0\0\0,\0\14\0\7\0\0\0\0\0\0\0\0\0\0\0\n"
		       "\6\0\0\0\0\0\0NTLMSSP\0\2\0\0\0"),
		CLIENT("\5\0\20\3\20\0\0\0\xa8\0\x8c\0\7\0\0\0\0\0\0\0\n"
		       "\6\0\0\0\0\0\0NTLMSSP\0\3\0\0\0\30\0\30\0@\0\0\0\30\0\30\0X\0\0\0\10\0\10\0p\0\0\0"
		       "\10\0\10\0x\0\0\0\14\0\14\0\x80\0\0\0\0\0\0\0\x8c\0\0\0\1\0\0\0\"\"\"\"\"\"\"\"\"\""
		       "\"\"\"\"\"\"\"\"\"\"\"\"\"\"333333333333333333333333L\0O\0C\0K\0a\0n\0n\0a\0l\0a\0m"
		       "\0p\0-\0001\0"),
		CLIENT("\5\0\0\3\20\0\0\0\35\0\0\0\7\0\0\0\5\0\0\0\0\0\1\0hello"),
		CLIENT("\5\0\0\3\20\0\0\0001\0\5\0\7\0\0\0\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\7\n"
		       "\6\0\0\0\0\0\0proof"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_dcerpc, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_user_proved_by_ntlm),    cmocka_unit_test(of_the_other_order),
		cmocka_unit_test(broken_messages_are_said), cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
