/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_nmdc;

static void a_password(void **state)
{
	const struct step steps[] = {
		SERVER("$Lock EXTENDEDPROTOCOLlamp Pk=lamp|"),
		CLIENT("$Key abc|$ValidateNick anna|"),
		SERVER("$GetPass|"),
		CLIENT("$MyPass wallflower 9|"),
		SERVER("$Hello anna|"),
		CLIENT("<anna> call 13900001234|"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_nmdc, steps,
		     "content message - -: $GetPass\n"
		     "content message - -: <anna> call 13900001234\n"
		     "credential scheme=nmdc class=password data=credential.password user=anna secret="
		     "wallflower 9 method=login consent=unknown confidence=certain why=password in a l"
		     "ine result=accepted @4\n");
}

static void refused(void **state)
{
	const struct step steps[] = {
		SERVER("$Lock abc Pk=lamp|"),
		CLIENT("$ValidateNick anna|$MyPass guess|"),
		SERVER("$BadPass|"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_nmdc, steps,
		     "credential scheme=nmdc class=password data=credential.password user=anna secret="
		     "guess method=login consent=unknown confidence=certain why=password in a line res"
		     "ult=refused @2\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_nmdc, FROM_SERVER, BYTES("$Lock abc Pk=lamp|")) >= 16);
	assert_true(bid_for(&app_decoder_nmdc, FROM_CLIENT, BYTES("$ValidateNick anna|")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"$Lock abc|", 10 },
		{ (const uint8_t *)"$ValidateNick anna", 18 },
		{ (const uint8_t *)"$MyPasta is good|", 17 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_nmdc, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"$ValidateNick anna|", 19 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_nmdc, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		SERVER("$Lock EXTENDEDPROTOCOLlamp Pk=lamp|"),
		CLIENT("$Key abc|$ValidateNick anna|"),
		SERVER("$GetPass|"),
		CLIENT("$MyPass wallflower 9|"),
		SERVER("$Hello anna|"),
		CLIENT("<anna> call 13900001234|"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_nmdc, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password),
		cmocka_unit_test(refused),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
