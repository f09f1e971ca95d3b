/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_gtp;

static void a_subscriber_opens_a_session(void **state)
{
	const struct step steps[] = {
		CLIENT("2\20\0Y\0\0\0\0\0\1\0\0\2\0\1\1!Ce\x87\xf9\16\7\x83\0\r\4lock\7example\x84\0!\x80"
		       "\xc0#\26\1\1\0\26\4anna\14wallflower 9\x80!\4\1\1\0\4\x86\0\10\x91h1\t\0\0202\xf4"
		       "\x9a\0\10S\2\x99\0!Ce\20"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_gtp, steps,
			"value element - - subscriber-IMSI=001010123456789\n"
			"value element - - APN=lock.example\n"
			"value element - - MSISDN=8613900001234\n"
			"value element - - equipment-IMEI=3520990012345601\n"
			"credential scheme=plain class=password data=credential.password user=anna secret=wal"
			"lflower 9 method=PAP consent=unknown confidence=certain why=authentication of PPP am"
			"ong the options result=unknown @1\n");
}

static void a_subscriber_of_version_two(void **state)
{
	const struct step steps[] = {
		CLIENT("H \0]\0\0\0\0\0\0\1\0\1\0\10\0\0\1\1!Ce\x87\xf9L\0\7\0h1\t\0\0202\xf4K\0\10\0S\2\x99"
		       "\0!Ce\20G\0\r\0\4lock\7exampleN\0\35\0\x80\xc2#\31\2\1\0\31\0207777777777777777anna"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_gtp, steps,
			"value element - - subscriber-IMSI=001010123456789\n"
			"value element - - MSISDN=8613900001234\n"
			"value element - - equipment-IMEI=3520990012345601\n"
			"value element - - APN=lock.example\n"
			"credential scheme=chap class=hash user=anna method=CHAP confidence=certain why=authe"
			"ntication of PPP: the password itself is not sent result=unknown @1\n");
}

static void a_subscriber_of_version_zero(void **state)
{
	const struct step steps[] = {
		CLIENT("\36\20\0\13\0\1\0\0\0\xff\xff\xff\0\1\1!Ce\x87\t\x86\0\10\x91h1\t\0\0202\xf4"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_gtp, steps,
			"value header - - subscriber-IMSI=001010123456789\n"
			"value element - - MSISDN=8613900001234\n");
}

static void no_digits_no_number(void **state)
{
	const struct step steps[] = {
		CLIENT("2\20\0\31\0\0\0\0\0\1\0\0\2\xff\xff\xff\xff\xff\xff\xff\xff\x86\0\4\x91\xab\xcd\xef"
		       "\x83\0\2@x"),
		CLIENT("2\20\0P"),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_gtp, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_gtp, FROM_CLIENT,
			    BYTES("2\20\0Y\0\0\0\0\0\1\0\0\2\0\1\1!"
				  "Ce\x87\xf9\16\7\x83\0\r\4lock\7example\x84\0!\x80"
				  "\xc0#\26\1\1\0\26\4anna\14wallflower "
				  "9\x80!\4\1\1\0\4\x86\0\10\x91h1\t\0\0202\xf4"
				  "\x9a\0\10S\2\x99\0!Ce\20")) >= 16);
	assert_true(bid_for(&app_decoder_gtp, FROM_CLIENT,
			    BYTES("H \0\24\0\0\0\0\0\0\1\0\1\0\10\0\0\1\1!Ce\x87\xf9")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"2\20\0Y\0\0\0\0\0\1\0\0\2\0\1\1!"
				   "Ce\x87\xf9\16\7\x83\0\r\4lock\7example\x84\0!\x80"
				   "\xc0#\26\1\1\0\26\4anna\14wallflower "
				   "9\x80!\4\1\1\0\4\x86\0\10\x91h1\t\0\0202\xf4"
				   "\x9a\0\10S\2\x99\0!Ce",
		  96 },
		{ (const uint8_t *)"2\20\0Y\0\0\0\0\0\1\0\0\2\0\1\1!"
				   "Ce\x87\xf9\16\7\x83\0\r\4lock\7example\x84\0!\x80"
				   "\xc0#\26\1\1\0\26\4anna\14wallflower "
				   "9\x80!\4\1\1\0\4\x86\0\10\x91h1\t\0\0202\xf4"
				   "\x9a\0\10S\2\x99\0!Ce\20x",
		  98 },
		{ (const uint8_t *)"r\20\0Y\0\0\0\0\0\1\0\0\2\0\1\1!"
				   "Ce\x87\xf9\16\7\x83\0\r\4lock\7example\x84\0!\x80"
				   "\xc0#\26\1\1\0\26\4anna\14wallflower "
				   "9\x80!\4\1\1\0\4\x86\0\10\x91h1\t\0\0202\xf4"
				   "\x9a\0\10S\2\x99\0!Ce\20",
		  97 },
		{ (const uint8_t *)"2\xff\0Y\0\0\0\0\0\1\0\0\2\0\1\1!"
				   "Ce\x87\xf9\16\7\x83\0\r\4lock\7example\x84\0!\x80"
				   "\xc0#\26\1\1\0\26\4anna\14wallflower "
				   "9\x80!\4\1\1\0\4\x86\0\10\x91h1\t\0\0202\xf4"
				   "\x9a\0\10S\2\x99\0!Ce\20",
		  97 },
		{ (const uint8_t *)"2\1", 2 },
		{ (const uint8_t *)"\23\0\0\0hello", 9 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_gtp, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("2\20\0Y\0\0\0\0\0\1\0\0\2\0\1\1!Ce\x87\xf9\16\7\x83\0\r\4lock\7example\x84\0!\x80"
		       "\xc0#\26\1\1\0\26\4anna\14wallflower 9\x80!\4\1\1\0\4\x86\0\10\x91h1\t\0\0202\xf4"
		       "\x9a\0\10S\2\x99\0!Ce\20"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_gtp, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_subscriber_opens_a_session), cmocka_unit_test(a_subscriber_of_version_two),
		cmocka_unit_test(a_subscriber_of_version_zero), cmocka_unit_test(no_digits_no_number),
		cmocka_unit_test(bids_only_for_its_own),	cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
