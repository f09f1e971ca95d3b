/* SPDX-License-Identifier: Apache-2.0 */
/* Persons are invented. */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_dhip;

#define LOGIN \
	"\x20\x00\x00\x00\x44\x48\x49\x50\x00\x00\x00\x00\x01\x00\x00\x00\x4d\x00\x00\x00\x00\x00" \
	"\x00\x00\x4d\x00\x00\x00\x00\x00\x00\x00\x7b\x22\x6d\x65\x74\x68\x6f\x64\x22\x3a\x22\x67" \
	"\x6c\x6f\x62\x61\x6c\x2e\x6c\x6f\x67\x69\x6e\x22\x2c\x22\x70\x61\x72\x61\x6d\x73\x22\x3a" \
	"\x7b\x22\x75\x73\x65\x72\x4e\x61\x6d\x65\x22\x3a\x22\x61\x6e\x6e\x61\x22\x2c\x22\x70\x61" \
	"\x73\x73\x77\x6f\x72\x64\x22\x3a\x22\x22\x7d\x2c\x22\x69\x64\x22\x3a\x31\x7d\x0a\x00"

#define ANSWER \
	"\x20\x00\x00\x00\x44\x48\x49\x50\x00\x00\x00\x00\x01\x00\x00\x00\x23\x00\x00\x00\x00\x00" \
	"\x00\x00\x23\x00\x00\x00\x00\x00\x00\x00\x7b\x22\x65\x72\x72\x6f\x72\x22\x3a\x7b\x22\x63" \
	"\x6f\x64\x65\x22\x3a\x32\x36\x38\x36\x33\x32\x30\x37\x39\x7d\x2c\x22\x69\x64\x22\x3a\x31" \
	"\x7d"

static void messages_are_json(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(LOGIN), SERVER(ANSWER ANSWER) };

	CHECK_STREAM(&app_decoder_dhip, steps,
		     "content body - -: "
		     "{\"method\":\"global.login\",\"params\":{\"userName\":\"anna\",\"password\":\"\"},"
		     "\"id\":1}\n"
		     "content body - -: {\"error\":{\"code\":268632079},\"id\":1}\n"
		     "content body - -: {\"error\":{\"code\":268632079},\"id\":1}\n");
}

static void takes_up_behind_a_gap(void **state)
{
	(void)state;
	const struct step steps[] = { SERVER(ANSWER), SERVER_LOST(9), SERVER("rest" ANSWER) };

	conversation_says(
		&(struct conversation){ &app_decoder_dhip, steps, COUNT_OF(steps), false, 0 },
		(const char *const[]){
			"undecoded reason=cut decoder=dhip text=no message starts here bytes=4 @3", NULL });
}

static void bids_for_its_mark_only(void **state)
{
	(void)state;
	assert_int_equal(bid_for(&app_decoder_dhip, FROM_CLIENT, BYTES(LOGIN)), 64);
	assert_int_equal(bid_for(&app_decoder_dhip, FROM_CLIENT,
				 BYTES(" DHIP is the name of a protocol, not the start of it")),
			 0);
	assert_int_equal(bid_for(&app_decoder_dhip, FROM_CLIENT, bytes_slice(BYTES(LOGIN), 0, 31)), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(LOGIN), SERVER(ANSWER) };

	conversation_survives(&(struct conversation){ &app_decoder_dhip, steps, COUNT_OF(steps), false, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_are_json),
		cmocka_unit_test(takes_up_behind_a_gap),
		cmocka_unit_test(bids_for_its_mark_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
