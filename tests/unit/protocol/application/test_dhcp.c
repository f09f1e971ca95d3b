/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_dhcp;

/* A message of op, own and given address, and options. */
struct message_bytes {
	size_t size;
	uint8_t data[600];
};

static struct message_bytes message_of(uint8_t op, struct bytes own, struct bytes given, struct bytes options)
{
	struct message_bytes message = { .size = 240 + options.size };

	message.data[0] = op;
	message.data[1] = 1;
	message.data[2] = 6;
	memcpy(message.data + 12, own.data, own.size);
	memcpy(message.data + 16, given.data, given.size);
	memcpy(message.data + 236, "\x63\x82\x53\x63", 4);
	memcpy(message.data + 240, options.data, options.size);
	return message;
}

static struct step step_of(const struct message_bytes *message)
{
	return (struct step){ .direction = FROM_CLIENT, .bytes = { message->data, message->size } };
}

#define NONE BYTES("\0\0\0\0")

static void names_of_hosts_are_handed_on(void **state)
{
	(void)state;
	const struct message_bytes discover = message_of(
		1, NONE, NONE,
		BYTES("\x35\1\1\0\x0c\5lock7\x3c\6lk-1.0\x51\x0e\4\0\0\5lock7\4home\0\x3d\6\0idnum\xff "
		      "rest"));
	const struct message_bytes request = message_of(1, NONE, NONE,
							BYTES("\x35\1\3\x32\4\xc0\xa8\1\7\x0c\6lock7\0\xff"));
	const struct message_bytes renewal = message_of(1, BYTES("\xc0\xa8\1\x08"), NONE,
							BYTES("\x35\1\3\x0c\5lock8\xff"));
	const struct message_bytes answer = message_of(2, NONE, BYTES("\xc0\xa8\1\x09"),
						       BYTES("\x35\1\5\x0c\5lock9\xff"));
	const struct step steps[] = { step_of(&discover), step_of(&request), step_of(&renewal),
				      step_of(&answer) };

	CHECK_DATAGRAMS(&app_decoder_dhcp, steps,
			"value option DISCOVER - hostname=lock7\n"
			"value option DISCOVER - fqdn=lock7.home\n"
			"value option DISCOVER - vendor-class=lk-1.0\n"
			"value option DISCOVER - client-id=idnum\n"
			"value option REQUEST - hostname=lock7\n"
			"value option REQUEST - hostname=lock8\n"
			"endpoint address=192.168.1.7 name=lock7 source=dhcp scope=local\n"
			"endpoint address=192.168.1.8 name=lock8 source=dhcp scope=local\n"
			"endpoint address=192.168.1.9 name=lock9 source=dhcp scope=local\n");
}

static void classes_and_serial_numbers_are_handed_on(void **state)
{
	(void)state;
	const struct message_bytes discover = message_of(1, NONE, NONE,
							 BYTES("\x35\1\1\x4d\6\5doors\x4d\4"
							       "bare\x7d\x12\0\0\x0d\xe9\x0d\1\3"
							       "ABC\2\4SN77\4\0\xff"));
	/* of another maker, whose items are not known */
	const struct message_bytes other = message_of(1, NONE, NONE,
						      BYTES("\x35\1\1\x7d\x0b\0\0\x0d\xea\6\2\4SN77\xff"));
	const struct step steps[] = { step_of(&discover), step_of(&other) };

	CHECK_DATAGRAMS(&app_decoder_dhcp, steps,
			"value option DISCOVER - user-class=bare\n"
			"value option DISCOVER - manufacturer-oui=ABC\n"
			"value option DISCOVER - serial-number=SN77\n");
}

static void options_may_stand_in_other_fields(void **state)
{
	(void)state;
	struct message_bytes discover = message_of(1, NONE, NONE, BYTES("\x34\1\3\xff"));

	memcpy(discover.data + 44, "\x0c\5lock7\xff", 8);
	memcpy(discover.data + 108, "\x35\1\1\x3c\2lk\xff", 8);
	const struct step steps[] = { step_of(&discover) };

	CHECK_DATAGRAMS(&app_decoder_dhcp, steps,
			"value option DISCOVER - hostname=lock7\n"
			"value option DISCOVER - vendor-class=lk\n");
}

static void a_cut_option_is_broken(void **state)
{
	(void)state;
	const struct message_bytes discover = message_of(1, NONE, NONE, BYTES("\x0c\5lock7\x3c\x20lk"));
	const struct step steps[] = { step_of(&discover) };

	CHECK_DATAGRAMS(&app_decoder_dhcp, steps, "value option - - hostname=lock7\nmalformed client\n");
}

static void bids_for_dhcp_only(void **state)
{
	(void)state;
	struct message_bytes message = message_of(1, NONE, NONE, BYTES("\x35\1\1\xff"));
	struct bytes bytes = { message.data, message.size };

	assert_true(bid_for(&app_decoder_dhcp, FROM_CLIENT, bytes) > 16);
	assert_int_equal(bid_for(&app_decoder_dhcp, FROM_CLIENT, bytes_slice(bytes, 0, 239)), 0);
	message.data[0] = 3;
	assert_int_equal(bid_for(&app_decoder_dhcp, FROM_CLIENT, bytes), 0);
	message.data[0] = 1;
	message.data[239] = 0x64;
	assert_int_equal(bid_for(&app_decoder_dhcp, FROM_CLIENT, bytes), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct message_bytes message = message_of(
		1, NONE, NONE,
		BYTES("\x34\1\3\x35\1\1\0\x0c\5lock7\x3c\6lk-1."
		      "0\x51\x0e\4\0\0\5lock7\4home\0\x3d\6\0idnum\xff"));
	const struct step steps[] = { step_of(&message) };

	conversation_survives(&(struct conversation){ &app_decoder_dhcp, steps, 1, true, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_hosts_are_handed_on),
		cmocka_unit_test(classes_and_serial_numbers_are_handed_on),
		cmocka_unit_test(options_may_stand_in_other_fields),
		cmocka_unit_test(a_cut_option_is_broken),
		cmocka_unit_test(bids_for_dhcp_only),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
