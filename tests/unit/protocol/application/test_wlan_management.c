/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_wlan_management;

#define CHECK(number, steps_, expected) \
	conversation_check(&(struct conversation){ .decoder = &app_decoder_wlan_management, \
						   .steps = (steps_), \
						   .count = COUNT_OF(steps_), \
						   .datagrams = true, \
						   .port = number }, \
			   expected)

static void reads_what_stations_ask(void **state)
{
	static const struct step probe[] = {
		CLIENT("\x00\x0b"
		       "InventedNet\x01\x04\x02\x04\x0b\x16"),
		/* any network; the checksum is left on */
		CLIENT("\x00\x00\x01\x04\x02\x04\x0b\x16\1\2\3\4"),
		CLIENT("\x00\x04\0\0\0\0"),
		CLIENT("\xdd\x14\x00\x50\xf2\x04\x10\x42\x00\x03"
		       "A-1\x10\x11\x00\x05"
		       "Doll1"),
	};
	static const struct step association[] = { CLIENT("\x11\x04\x0a\x00\x00\x03Net") };
	static const struct step again[] = { CLIENT("\x11\x04\x0a\x00\2\0\0\0\0\xaa\x00\x03Net") };

	(void)state;
	CHECK(0x40, probe,
	      "value management probe-request - ssid=InventedNet\n"
	      "value management probe-request - serial-number=A-1\n"
	      "value management probe-request - device-name=Doll1\n");
	CHECK(0x00, association, "value management association-request - ssid=Net\n");
	CHECK(0x20, again, "value management association-request - ssid=Net\n");
}

static void survives(void **state)
{
	static const struct step steps[] = {
		CLIENT("\x00\x0b"
		       "InventedNet\x01\x04\x02\x04\x0b\x16"),
		CLIENT("\xdd\x14\x00\x50\xf2\x04\x10\x42\x00\x03"
		       "A-1\x10\x11\x00\x05"
		       "Doll1"),
	};

	(void)state;
	conversation_survives(&(struct conversation){ .decoder = &app_decoder_wlan_management,
						      .steps = steps,
						      .count = COUNT_OF(steps),
						      .datagrams = true,
						      .port = 0x40 });
	/* As an association request the fixed fields may be all there is, or less. */
	conversation_survives(&(struct conversation){ .decoder = &app_decoder_wlan_management,
						      .steps = steps,
						      .count = COUNT_OF(steps),
						      .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_stations_ask),
		cmocka_unit_test(survives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
