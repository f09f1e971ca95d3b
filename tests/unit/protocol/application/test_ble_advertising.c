/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_ble_advertising;

#define CHECK(number, steps_, expected) \
	conversation_check(&(struct conversation){ .decoder = &app_decoder_ble_advertising, \
						   .steps = (steps_), \
						   .count = COUNT_OF(steps_), \
						   .datagrams = true, \
						   .port = number }, \
			   expected)

static void reads_the_air(void **state)
{
	static const struct step steps[] = {
		/* public address, flags, name */
		CLIENT("\x00\x12\x01\x00\x00\x00\x00\x02\x02\x01\x06\x08\x09"
		       "Lock 12"),
		/* static random address, data of service FEAA and of manufacturer 0059, early end */
		CLIENT("\x40\x18\x01\x00\x00\x00\x00\xc2\x05\x16\xaa\xfe"
		       "ab\x06\xff\x59\x00"
		       "xyz\0\0\0\0\0"),
		/* private address, which changes: not said; nor is data of nothing */
		CLIENT("\x40\x0a\x01\x00\x00\x00\x00\x52\x03\xff\x59\x00"),
		/* extended: header of address and set */
		CLIENT("\x07\x10\x09\x09\x01\x00\x00\x00\x00\x02\x01\x00\x05\x09"
		       "Lamp"),
	};

	(void)state;
	CHECK(BLUETOOTH_ADVERTISING, steps,
	      "value advertising - - public-address-mac=02:00:00:00:00:01\n"
	      "value advertising - - complete-local-name=Lock 12\n"
	      "value advertising - - static-address-mac=c2:00:00:00:00:01\n"
	      "content advertising - - label=service-data-feaa: ab\n"
	      "content advertising - - label=manufacturer-data-0059: xyz\n"
	      "value advertising - - public-address-mac=02:00:00:00:00:01\n"
	      "value advertising - - complete-local-name=Lamp\n");
}

static void reads_reports(void **state)
{
	static const struct step report[] = {
		CLIENT("\0\1\1\0\0\0\0\xc2\x06\x05\x08"
		       "Lock"),
	};
	static const struct step extended[] = {
		CLIENT("\x10\0\0\1\0\0\0\0\2\1\0\xff\x7f\xc0\0\0\0\0\0\0\0\0\0\x06\x05\x09"
		       "Lock"),
	};

	(void)state;
	CHECK(BLUETOOTH_REPORT, report,
	      "value advertising - - static-address-mac=c2:00:00:00:00:01\n"
	      "value advertising - - shortened-local-name=Lock\n");
	CHECK(BLUETOOTH_REPORT_EXTENDED, extended,
	      "value advertising - - public-address-mac=02:00:00:00:00:01\n"
	      "value advertising - - complete-local-name=Lock\n");
}

static void survives(void **state)
{
	static const struct step steps[] = {
		CLIENT("\x40\x18\x01\x00\x00\x00\x00\xc2\x05\x16\xaa\xfe"
		       "ab\x06\xff\x59\x00"
		       "xyz\0\0\0\0\0"),
		CLIENT("\x07\x10\x09\x09\x01\x00\x00\x00\x00\x02\x01\x00\x05\x09"
		       "Lamp"),
	};

	(void)state;
	conversation_survives(&(struct conversation){ .decoder = &app_decoder_ble_advertising,
						      .steps = steps,
						      .count = COUNT_OF(steps),
						      .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_air),
		cmocka_unit_test(reads_reports),
		cmocka_unit_test(survives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
