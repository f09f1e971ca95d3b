/* SPDX-License-Identifier: Apache-2.0 */
/* The packets were made by the miio library of npm (0.15.6), with an invented token and device. */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_miio;

static const struct device_key keys[] = {
	{ "tuya-local-key", BYTES_EMPTY, BYTES("invented-key-016") },
	{ "miio-token", BYTES_EMPTY, BYTES("the-wrong-key-17") },
	{ "miio-token", BYTES_EMPTY, BYTES("invented-key-016") },
};

#define HELLO \
	"\x21\x31\x00\x20\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff" \
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"

#define SHOWN \
	"\x21\x31\x00\x20\x00\x00\x00\x00\x0a\x0b\x0c\x0d\x00\x00\x12\x34\x69\x6e\x76\x65\x6e\x74" \
	"\x65\x64\x2d\x6b\x65\x79\x2d\x30\x31\x36"

#define HIDDEN \
	"\x21\x31\x00\x20\x00\x00\x00\x00\x0a\x0b\x0c\x0d\x00\x00\x12\x34\xff\xff\xff\xff\xff\xff" \
	"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"

#define REQUEST \
	"\x21\x31\x00\x50\x00\x00\x00\x00\x0a\x0b\x0c\x0d\x00\x00\x12\x35\x8a\xfa\x89\xd9\xf0\x9d" \
	"\x64\xad\xbd\xda\x5f\x4f\xec\xf8\xc9\xc5\x90\x9a\xef\x4e\x8f\x03\xf0\x90\x9c\xa6\x68\x48" \
	"\xe2\xe4\x5b\xae\x07\x08\x5d\x61\xbd\xd7\x3f\x71\x29\x51\x30\x84\xd5\x7b\x9c\x7f\x4b\x61" \
	"\x5d\x1c\x76\x2d\x7b\x34\x1a\xdb\x7e\xdd\xf2\x5c\x6e\x1b"

#define ANSWER \
	"\x21\x31\x00\x70\x00\x00\x00\x00\x0a\x0b\x0c\x0d\x00\x00\x12\x35\x17\x53\x3a\x5e\x61\x4e" \
	"\x7b\xfd\x01\xfe\x99\x02\xed\xc2\x72\x32\x41\xd4\xb3\x88\x90\xae\x9c\xc5\xdd\x7c\x8f\xcf" \
	"\x41\x94\x3a\x70\x71\x06\x14\xf8\x09\xcc\x3a\x22\x50\x36\xde\x0d\xe9\x13\x50\x05\xde\xad" \
	"\xd8\xfe\x67\x6b\x83\x44\x57\x76\x62\x74\x63\x3c\x45\x17\x1e\x75\x04\xc1\x30\x69\x9e\x5d" \
	"\x6e\xab\x82\x80\x9f\x68\xcb\xdd\x2b\x6b\x18\x18\x8b\xb3\x5a\xd1\x9e\xb2\x34\x1e\x2d\xa0" \
	"\x69\xd0"

static void a_token_that_is_shown_opens_what_follows(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(HELLO), SERVER(SHOWN), CLIENT(REQUEST), SERVER(ANSWER) };

	conversation_keys(NULL, 0);
	CHECK_DATAGRAMS(
		&app_decoder_miio, steps,
		"record header hello -: deviceId=168496141\n"
		"content payload - -: {\"id\":1,\"method\":\"miIO.info\",\"params\":[]}\n"
		"content payload - -: {\"id\":1,\"result\":{\"mac\":\"02:00:00:00:00:09\",\"ap\":{\"ssid\":"
		"\"corner-net\"}}}\n"
		"credential scheme=miio class=key data=credential.key "
		"secret=696e76656e7465642d6b65792d303136 method=hello consent=unknown confidence=certain "
		"why=token in the answer to a hello: whoever has it commands the device @2\n");
}

static void a_token_of_the_case_opens_what_others_cannot_read(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(HELLO), SERVER(HIDDEN), CLIENT(REQUEST), SERVER(ANSWER) };

	conversation_keys(keys, COUNT_OF(keys));
	CHECK_DATAGRAMS(
		&app_decoder_miio, steps,
		"record header hello -: deviceId=168496141\n"
		"content payload - - decrypted: {\"id\":1,\"method\":\"miIO.info\",\"params\":[]}\n"
		"content payload - - decrypted: {\"id\":1,\"result\":{\"mac\":\"02:00:00:00:00:09\",\"ap\":{"
		"\"ssid\":\"corner-net\"}}}\n");
}

static void without_a_token_it_is_counted(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(HELLO), SERVER(HIDDEN), CLIENT(REQUEST) };

	conversation_keys(keys, 2);
	CHECK_DATAGRAMS(&app_decoder_miio, steps,
			"record header hello -: deviceId=168496141\n"
			"undecoded reason=encrypted decoder=miio text=the device's miio-token in the case "
			"would decide "
			"bytes=80 @3\n");
}

static void bids_for_packets_of_the_size_they_say(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_miio, FROM_CLIENT, BYTES(HELLO)) >= 32);
	assert_true(bid_for(&app_decoder_miio, FROM_CLIENT, BYTES(REQUEST)) >= 32);
	assert_int_equal(bid_for(&app_decoder_miio, FROM_CLIENT, bytes_slice(BYTES(HELLO), 0, 31)), 0);
	assert_int_equal(bid_for(&app_decoder_miio, FROM_CLIENT, BYTES(HELLO "\xff")), 0);
	assert_int_equal(
		bid_for(&app_decoder_miio, FROM_CLIENT, BYTES("!1 is not a packet of this sort at all")), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(HELLO), SERVER(SHOWN), CLIENT(REQUEST) };

	conversation_keys(keys, COUNT_OF(keys));
	conversation_survives(&(struct conversation){ &app_decoder_miio, steps, COUNT_OF(steps), true, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_that_is_shown_opens_what_follows),
		cmocka_unit_test(a_token_of_the_case_opens_what_others_cannot_read),
		cmocka_unit_test(without_a_token_it_is_counted),
		cmocka_unit_test(bids_for_packets_of_the_size_they_say),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
