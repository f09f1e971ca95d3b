/* SPDX-License-Identifier: Apache-2.0 */
/* Terminals, places and numbers are invented. */
#include "protocol_harness.h"

#include <stdlib.h>
#include <time.h>

extern const struct app_decoder app_decoder_gt06;

#define LOGIN "\x78\x78\x0d\x01\x03\x50\x00\x00\x00\x00\x00\x19\x00\x01\xda\x1c\x0d\x0a"

#define POSITION \
	"\x78\x78\x1f\x12\x1a\x03\x01\x08\x00\x00\xc9\x03\x59\xc4\xdc\x0d\x08\x5f\xf7\x0a\x14\x5a" \
	"\x01\xcc\x00\x51\x79\x00\xa8\xcc\x00\x01\x81\xa0\x0d\x0a"

#define ALARM \
	"\x78\x78\x25\x16\x1a\x03\x01\x08\x00\x00\xc9\x03\x59\xc4\xdc\x0d\x08\x5f\xf7\x0a\x14\x5a" \
	"\x08\x01\xcc\x00\x51\x79\x00\xa8\xcc\x00\x00\x00\x00\x00\x00\x02\x34\x9e\x0d\x0a"

#define HEARTBEAT "\x78\x78\x0a\x13\x40\x04\x04\x00\x01\x00\x03\x16\x82\x0d\x0a"

#define SURROUNDINGS \
	"\x78\x78\x48\x2c\x1a\x03\x01\x08\x00\x00\x01\xcc\x00\x51\x79\x00\xa8\xcd\x20\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\x02\x02\xab\xcd\x00\x00\x01\x40\x02\xab" \
	"\xcd\x00\x00\x02\x55\x00\x04\x2a\xed\x0d\x0a"

#define INFORMATION \
	"\x79\x79\x00\x20\x94\x0a\x03\x50\x00\x00\x00\x00\x00\x19\x04\x60\x00\x12\x34\x56\x78\x90" \
	"\x89\x86\x00\x12\x34\x56\x78\x90\x12\x34\x00\x05\x66\xd5\x0d\x0a"

#define COMMAND \
	"\x78\x78\x1d\x80\x15\x00\x00\x00\x01\x53\x4f\x53\x2c\x41\x2c\x31\x39\x39\x30\x30\x30\x30" \
	"\x35\x36\x37\x38\x00\x02\x00\x06\x67\xae\x0d\x0a"

static void a_terminal_names_itself_and_where_it_is(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(LOGIN), CLIENT(POSITION ALARM HEARTBEAT),
				      CLIENT(SURROUNDINGS INFORMATION), SERVER(COMMAND) };

	CHECK_STREAM(&app_decoder_gt06, steps,
		     "record payload login -: imei=350000000000019\n"
		     "record payload position -: latitude=31.230416; longitude=121.473702; "
		     "baseStation=460,0,20857,43212\n"
		     "record payload alarm -: latitude=31.230416; longitude=121.473702; "
		     "baseStation=460,0,20857,43212\n"
		     "record payload surroundings -: baseStation=460,0,20857,43213; "
		     "wifiList=02:ab:cd:00:00:01|02:ab:cd:00:00:02\n"
		     "record payload information -: imei=350000000000019; imsi=460001234567890; "
		     "iccid=89860012345678901234\n"
		     "record payload command -: command=SOS,A,19900005678\n");
}

static void what_is_no_frame_is_passed_over(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(LOGIN "ab" LOGIN),
				      CLIENT_LOST(4),
				      { .direction = FROM_CLIENT, .bytes = bytes_from(BYTES(LOGIN), 4) },
				      CLIENT(LOGIN) };

	static const char *const lines[] = {
		"record payload login -: imei=350000000000019",
		"record payload login -: imei=350000000000019",
		"record payload login -: imei=350000000000019",
		"undecoded reason=malformed decoder=gt06 text=no frame starts here bytes=2 @1",
		"undecoded reason=cut decoder=gt06 text=the frame is not whole bytes=14 @3",
		NULL
	};

	conversation_says(&(struct conversation){ &app_decoder_gt06, steps, COUNT_OF(steps), false, 0 },
			  lines);
}

/* Each four bytes are the start of a frame of 3,338, whose end they are, too: only the sum is wrong. */
static void wrong_sums_cost_each_byte_once(void **state)
{
	enum { SIZE = 1 << 20 };
	uint8_t *flood = malloc(SIZE);
	struct step steps[] = { CLIENT(LOGIN), { .direction = FROM_CLIENT, .bytes = { flood, SIZE } } };
	clock_t start = clock();

	(void)state;
	assert_non_null(flood);
	for (size_t i = 0; i < SIZE; i++)
		flood[i] = (uint8_t) "\x79\x79\x0d\x0a"[i % 4];
	free(conversation_run(&(struct conversation){ &app_decoder_gt06, steps, COUNT_OF(steps), false, 0 },
			      0));
	/* Far more than it takes anywhere, far less than if it were read again and again. */
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 30);
	free(flood);
}

static void bids_for_frames_with_their_sum_only(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_gt06, FROM_CLIENT, BYTES(LOGIN)) >= 48);
	assert_true(bid_for(&app_decoder_gt06, FROM_CLIENT, BYTES(INFORMATION)) >= 48);
	assert_int_equal(bid_for(&app_decoder_gt06, FROM_CLIENT, bytes_slice(BYTES(LOGIN), 0, 10)), 0);
	assert_int_equal(
		bid_for(&app_decoder_gt06, FROM_CLIENT, BYTES("\x78\x78\x05\x13\x00\x01\x12\x34\x0d\x0a")),
		0);
	assert_int_equal(
		bid_for(&app_decoder_gt06, FROM_CLIENT, BYTES("xxyyxxyyxxyyxxyyxxyyxxyyxxyyxxyy\r\n")), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(LOGIN POSITION SURROUNDINGS), SERVER(COMMAND) };

	conversation_survives(&(struct conversation){ &app_decoder_gt06, steps, COUNT_OF(steps), false, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_names_itself_and_where_it_is),
		cmocka_unit_test(what_is_no_frame_is_passed_over),
		cmocka_unit_test(wrong_sums_cost_each_byte_once),
		cmocka_unit_test(bids_for_frames_with_their_sum_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
