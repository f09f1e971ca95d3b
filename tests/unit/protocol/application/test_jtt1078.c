/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers are invented. */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_jtt1078;

#define VIDEO \
	"\x30\x31\x63\x64\x81\xe2\x00\x00\x01\x99\x00\x00\x12\x34\x01\x00\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x28\x00\x00\x00\x01\x67\x00\x00\x00\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00"

#define PART \
	"\x30\x31\x63\x64\x81\xe2\x00\x01\x01\x99\x00\x00\x12\x34\x01\x10\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x32\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

#define VOICE \
	"\x30\x31\x63\x64\x81\x86\x00\x02\x01\x99\x00\x00\x12\x34\x01\x30\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" \
	"\x00\x00"

#define PLAIN \
	"\x30\x31\x63\x64\x81\xdb\x00\x03\x01\x99\x00\x00\x12\x34\x01\x40\x00\x0b\x7b\x22\x70\x68" \
	"\x6f\x6e\x65\x22\x3a\x31\x7d"

#define LONGER \
	"\x30\x31\x63\x64\x81\xe3\x00\x00\x00\x00\x00\x00\x01\x99\x00\x00\x12\x34\x01\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x28\x00\x00\x00\x01\x67\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x00\x00\x00\x00\x00\x00"

static void media_is_said_once_with_its_size(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(VIDEO PART), CLIENT(VOICE), CLIENT(PLAIN PART) };
	const struct step longer[] = { CLIENT(LONGER LONGER) };

	CHECK_STREAM(&app_decoder_jtt1078, steps,
		     "record header media -: simPhone=19900001234\n"
		     "content header media -: {\"phone\":1}\n"
		     "media media=video format=h264 method=JT/T 1078 bytes=140 @1\n"
		     "media media=voice format=pcma method=JT/T 1078 bytes=20 @2\n");
	conversation_says(&(struct conversation){ &app_decoder_jtt1078, longer, 1, false, 0 },
			  (const char *const[]){ "record header media -: simPhone=19900001234",
						 "media media=video format=h265 method=JT/T 1078 bytes=80 @1",
						 NULL });
}

static void takes_up_behind_a_gap(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(VIDEO), CLIENT_LOST(30), CLIENT("rest" PART) };

	conversation_says(
		&(struct conversation){ &app_decoder_jtt1078, steps, COUNT_OF(steps), false, 0 },
		(const char *const[]){
			"undecoded reason=cut decoder=jtt1078 text=no packet starts here bytes=4 @3",
			"media media=video format=h264 method=JT/T 1078 bytes=90 @1", NULL });
}

static void bids_for_its_mark_only(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_jtt1078, FROM_CLIENT, BYTES(VIDEO)) >= 40);
	assert_true(bid_for(&app_decoder_jtt1078, FROM_CLIENT, BYTES(LONGER)) >= 40);
	assert_int_equal(bid_for(&app_decoder_jtt1078, FROM_CLIENT,
				 BYTES("01cd and what else text may say, all of it long enough")),
			 0);
	assert_int_equal(bid_for(&app_decoder_jtt1078, FROM_CLIENT, bytes_slice(BYTES(VIDEO), 0, 20)), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(VIDEO VOICE PLAIN), CLIENT(LONGER) };

	conversation_survives(
		&(struct conversation){ &app_decoder_jtt1078, steps, COUNT_OF(steps), false, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(media_is_said_once_with_its_size),
		cmocka_unit_test(takes_up_behind_a_gap),
		cmocka_unit_test(bids_for_its_mark_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
