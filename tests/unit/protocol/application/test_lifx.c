/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_lifx;

#define LAMP "\x02\x73\xd5\1\2\3\0\0"
#define HEAD(size, type) \
	size "\0\0\x14" \
	     "src." LAMP "\0\0\0\0\0\0\1\7\0\0\0\0\0\0\0\0" type "\0\0"
#define PAD16 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static void names_of_lamps_and_places_are_seen(void **state)
{
	(void)state;
	const struct step steps[] = {
		SERVER(HEAD("\x44", "\x19\0") "Anna's bed\0\0\0\0\0\0" PAD16),
		SERVER(HEAD("\x5c", "\x32\0") PAD16 "Home\0\0\0\0\0\0\0\0\0\0\0\0" PAD16 "\0\0\0\0\0\0\0\0"),
		SERVER(HEAD("\x24", "\x03\0")),
	};

	CHECK_DATAGRAMS(&app_decoder_lifx, steps,
			"value payload - - mac=02:73:d5:01:02:03\n"
			"value payload - - label=Anna's bed\n"
			"value payload - - mac=02:73:d5:01:02:03\n"
			"value payload - - location=Home\n"
			"value payload - - mac=02:73:d5:01:02:03\n");
}

static void the_password_of_the_network_is_a_credential(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(HEAD("\x86", "\x31\1") "\1"
					      "annas\0\0\0\0\0\0\0\0\0\0\0" PAD16
					      "invented\0\0\0\0\0\0\0\0" PAD16 PAD16 PAD16 "\3"),
	};

	CHECK_DATAGRAMS(&app_decoder_lifx, steps,
			"value payload - - mac=02:73:d5:01:02:03\n"
			"value payload - - ssid=annas\n"
			"credential scheme=wifi class=password user=annas secret=invented path=lifx:payload "
			"confidence=certain why=Wi-Fi password given to a lamp result=unknown @1\n");
}

static void others_are_not_claimed(void **state)
{
	(void)state;
	static const struct bytes others[] = {
		BYTES(HEAD("\x25", "\x03\0")),
		BYTES("\x24\0\0\4src." LAMP "\0\0\0\0\0\0\1\7\0\0\0\0\0\0\0\0\3\0\0\0"),
		BYTES("\x24\0\0\x14src." LAMP "\0\0\0\0\0\0\1\7\0\0\0\0\0\0\0\0\3\x20\0\0"),
		BYTES("\x24\0\0\x14"),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(bid_for(&app_decoder_lifx, FROM_CLIENT, others[i]), 0);
	assert_true(bid_for(&app_decoder_lifx, FROM_CLIENT, BYTES(HEAD("\x24", "\x03\0"))) >= 16);
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(HEAD("\x86", "\x31\1") "\1"
					      "annas\0\0\0\0\0\0\0\0\0\0\0" PAD16
					      "invented\0\0\0\0\0\0\0\0" PAD16 PAD16 PAD16 "\3"),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_lifx, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_lamps_and_places_are_seen),
		cmocka_unit_test(the_password_of_the_network_is_a_credential),
		cmocka_unit_test(others_are_not_claimed),
		cmocka_unit_test(survives_hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
