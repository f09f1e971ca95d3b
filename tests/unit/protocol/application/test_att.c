/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_att;

/* 6e400002-b5a3-f393-e0a9-e50e24dcca9e as sent */
#define LONG_NUMBER "\x9e\xca\xdc\x24\x0e\xe5\xa9\xe0\x93\xf3\xa3\xb5\x02\x00\x40\x6e"

static void values_go_by_what_discovery_said(void **state)
{
	static const struct step steps[] = {
		CLIENT("\x08\1\0\xff\xff\3\x28"),
		SERVER("\x09\x07\2\0\2\3\0\x25\x2a\4\0\x10\5\0\xe1\xff"),
		CLIENT("\x08\5\0\xff\xff\3\x28"),
		SERVER("\x09\x15\6\0\x08\7\0" LONG_NUMBER),
		CLIENT("\4\6\0\x08\0"),
		SERVER("\5\1\6\0\2\x29\x08\0\x37\x2a"),
		CLIENT("\x0a\3\0"),
		SERVER("\x0bSN-0001"),
		CLIENT("\x12\7\0secret-words"),
		SERVER("\x13"),
		CLIENT("\x52\5\0open"),
		CLIENT("\xd2\5\0shut"
		       "\1\0\0\0"
		       "12345678"),
		SERVER("\x1b\x08\0\0\x48"),
		SERVER("\x1d\x99\0told"),
		CLIENT("\x1e"),
		SERVER("\x23\5\0\2\0ab\7\0\1\0c"),
	};

	(void)state;
	CHECK_DATAGRAMS(
		&app_decoder_att, steps,
		"content value write 6e400002-b5a3-f393-e0a9-e50e24dcca9e "
		"label=6e400002-b5a3-f393-e0a9-e50e24dcca9e: secret-words\n"
		"content value write ffe1 label=ffe1: open\n"
		"content value write ffe1 label=ffe1: shut\n"
		"content value notification heart-rate-measurement label=heart-rate-measurement: \\x00H\n"
		"content value indication handle-0099 label=handle-0099: told\n"
		"content value notification ffe1 label=ffe1: ab\n"
		"content value notification 6e400002-b5a3-f393-e0a9-e50e24dcca9e "
		"label=6e400002-b5a3-f393-e0a9-e50e24dcca9e: c\n"
		"value value read serial-number serial-number=SN-0001\n");
}

static void long_values_are_put_together(void **state)
{
	static const struct step steps[] = {
		CLIENT("\x16\3\0\0\0half "),
		SERVER("\x17\3\0\0\0half "),
		CLIENT("\x16\3\0\5\0and half"),
		SERVER("\x17\3\0\5\0and half"),
		CLIENT("\x18\1"),
		SERVER("\x19"),
		CLIENT("\x16\4\0\0\0never"),
		CLIENT("\x18\0"),
		CLIENT("\x0a\5\0"),
		SERVER("\x0b"
		       "first "),
		CLIENT("\x0c\5\0\6\0"),
		SERVER("\x0d"
		       "second"),
		CLIENT("\x0a\6\0"),
		SERVER("\1\x0a\6\0\5"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_att, steps,
			"content value write handle-0003 label=handle-0003: half and half\n"
			"content value read handle-0005 label=handle-0005: first second\n");
}

static void reads_by_type_name_what_they_give(void **state)
{
	static const struct step steps[] = {
		CLIENT("\x08\1\0\xff\xff\0\x2a"),
		SERVER("\x09\x06\3\0Lamp"),
		/* the question was not captured */
		SERVER("\x09\x01"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_att, steps,
			"value value read device-name device-name=Lamp\n"
			"malformed server\n");
}

static void bids_on_operations(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_att, FROM_CLIENT, BYTES("\x12\1\0x")) > 0);
	assert_int_equal(bid_for(&app_decoder_att, FROM_CLIENT, BYTES("\x77\1\0x")), 0);
	assert_int_equal(bid_for(&app_decoder_att, FROM_CLIENT, BYTES("\0\1\0x")), 0);
}

static void survives(void **state)
{
	static const struct step steps[] = {
		CLIENT("\x08\1\0\xff\xff\3\x28"),
		SERVER("\x09\x07\2\0\2\3\0\x25\x2a\4\0\x10\5\0\xe1\xff"),
		CLIENT("\x16\3\0\0\0half "),
		CLIENT("\x16\3\0\5\0and half"),
		CLIENT("\x18\1"),
		SERVER("\x0b"
		       "first "),
		CLIENT("\x0c\5\0\6\0"),
		SERVER("\x0d"
		       "second"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_att, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_go_by_what_discovery_said),
		cmocka_unit_test(long_values_are_put_together),
		cmocka_unit_test(reads_by_type_name_what_they_give),
		cmocka_unit_test(bids_on_operations),
		cmocka_unit_test(survives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
