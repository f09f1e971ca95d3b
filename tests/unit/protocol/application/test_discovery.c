/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_dropbox, app_decoder_ubiquiti, app_decoder_mndp,
	app_decoder_steam;

#define DROPBOX "{\"host_int\": 77, \"version\": [2, 0], \"displayname\": \"\", \"port\": 17500}"
#define UBIQUITI \
	"\1\0\0\x1d\2\0\x0a\x02\xcd\xef\1\2\3\xc0\xa8\1\7\x0b\0\6" \
	"roof-7" \
	"\x03\0\4" \
	"v1.2"
#define MIKROTIK \
	"\0\0\0\1\0\1\0\6\x02\xcd\xef\1\2\4\0\5\0\6" \
	"gate-7" \
	"\0\7\0\3" \
	"6.1"
#define STEAM \
	"\xff\xff\xff\xff\x21\x4c\x5f\xa0\2\0\0\0\x08\1\x21\0\0\0\x08\7\x22\5" \
	"annas" \
	"\x7a\x11" \
	"02:cd:ef:01:02:05" \
	"\x15" \
	"four"

static void hosts_make_themselves_known(void **state)
{
	(void)state;
	const struct step dropbox[] = { CLIENT(DROPBOX) },
			  ubiquiti[] = { CLIENT("\1\0\0\0"), CLIENT(UBIQUITI) };
	const struct step mikrotik[] = { CLIENT(MIKROTIK) }, steam[] = { CLIENT(STEAM) };

	CHECK_DATAGRAMS(&app_decoder_dropbox, dropbox,
			"content payload - - type=application/json: " DROPBOX "\n");
	CHECK_DATAGRAMS(&app_decoder_ubiquiti, ubiquiti,
			"value item - - mac=02:cd:ef:01:02:03\n"
			"value item - - hostname=roof-7\n"
			"value item - - firmware=v1.2\n");
	CHECK_DATAGRAMS(&app_decoder_mndp, mikrotik,
			"value item - - mac=02:cd:ef:01:02:04\n"
			"value item - - hostname=gate-7\n"
			"value item - - firmware=6.1\n");
	CHECK_DATAGRAMS(&app_decoder_steam, steam,
			"value item - - hostname=annas\n"
			"value item - - mac=02:cd:ef:01:02:05\n");
}

static void others_are_not_claimed(void **state)
{
	(void)state;
	static const struct app_decoder *const decoders[] = { &app_decoder_dropbox, &app_decoder_ubiquiti,
							      &app_decoder_mndp, &app_decoder_steam };
	static const struct bytes others[] = {
		BYTES("{\"host\": 77, \"version\": 1}"),
		BYTES("\1\0\0\0"),
		BYTES("\0\0\0\0"),
		BYTES("\1\0\0\7\x0b\0\4roof"),
		BYTES("\1\0\0\5\2\0\2ab"),
		BYTES("\xff\xff\xff\xff\x21\x4c\x5f\xa1"),
		BYTES("\0\0\0\1\0\5\0\6gate-7\0\1\0\6\x02\xcd\xef\1\2\4"),
		BYTES("\0\0\0\1\0\1\0\6\x02\xcd\xef\1\2\4"),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		for (size_t j = 0; j < COUNT_OF(decoders); j++)
			assert_int_equal(bid_for(decoders[j], FROM_CLIENT, others[i]), 0);
	assert_true(bid_for(&app_decoder_dropbox, FROM_CLIENT, BYTES(DROPBOX)) >= 16);
	assert_true(bid_for(&app_decoder_ubiquiti, FROM_CLIENT, BYTES(UBIQUITI)) >= 16);
	assert_true(bid_for(&app_decoder_mndp, FROM_CLIENT, BYTES(MIKROTIK)) >= 16);
	assert_true(bid_for(&app_decoder_steam, FROM_CLIENT, BYTES(STEAM)) >= 16);
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	static const struct app_decoder *const decoders[] = { &app_decoder_dropbox, &app_decoder_ubiquiti,
							      &app_decoder_mndp, &app_decoder_steam };
	const struct step steps[] = { CLIENT(DROPBOX), CLIENT(UBIQUITI), CLIENT(MIKROTIK), CLIENT(STEAM) };

	for (size_t i = 0; i < COUNT_OF(decoders); i++)
		conversation_survives(&(struct conversation){
			.decoder = decoders[i], .steps = &steps[i], .count = 1, .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts_make_themselves_known),
		cmocka_unit_test(others_are_not_claimed),
		cmocka_unit_test(survives_hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
