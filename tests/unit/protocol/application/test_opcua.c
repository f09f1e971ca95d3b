/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_opcua;

static void a_session(void **state)
{
	const struct step steps[] = {
		CLIENT("HELF3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\23\0\0\0opc.tcp://lamp:4840"),
		SERVER("ACKF\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("MSGFI\0\0\0\1\0\0\0\1\0\0\0\1\0\323\1\1\0D\1\1(\0\0\0\10\0\0\0policy-1\4\0\0\0anna"
		       "\14\0\0\0wallflower 9\377\377\377\377\377\377\377\377"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_opcua, steps,
		     "credential scheme=opcua class=password data=credential.password user=anna secret"
		     "=wallflower 9 method=ActivateSession consent=unknown confidence=certain why=toke"
		     "n of name and password result=unknown @3\n");
}

static void a_password_that_is_encrypted(void **state)
{
	const struct step steps[] = {
		CLIENT("HELF3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\23\0\0\0opc.tcp://lamp:4840"),
		CLIENT("MSGF9\0\0\0\1\0D\1\1(\0\0\0\10\0\0\0policy-1\4\0\0\0anna\4\0\0\0\1\2\3\4\10\0\0\0rs"
		       "a-oaep"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_opcua, steps,
		     "credential scheme=opcua class=encrypted user=anna method=ActivateSession confide"
		     "nce=certain why=token of name and password result=unknown @2\n");
}

static void something_that_looks_alike(void **state)
{
	const struct step steps[] = {
		CLIENT("HELF3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\23\0\0\0opc.tcp://lamp:4840"),
		CLIENT("MSGF#\0\0\0\1\0D\1\1\22\0\0\0\6\0\0\0policy\4\0\0\0anna"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_opcua, steps, "");
}

static void broken_messages_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("HELF3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\23\0\0\0opc.tcp://lamp:4840"),
		CLIENT("hello, anna"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_opcua, steps, "malformed client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_opcua, FROM_CLIENT,
			    BYTES("HELF3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\23\0\0\0opc.tcp://"
				  "lamp:4840")) >= 16);
	assert_true(bid_for(&app_decoder_opcua, FROM_SERVER,
			    BYTES("ACKF\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"MSGF\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 28 },
		{ (const uint8_t *)"HELF\1\0\0\0", 8 },
		{ (const uint8_t *)"HELLO Anna", 10 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_opcua, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"HELF3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\23\0\0\0opc.tcp://"
				   "lamp:4840",
		  51 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_opcua, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("HELF3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\23\0\0\0opc.tcp://lamp:4840"),
		SERVER("ACKF\34\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("MSGFI\0\0\0\1\0\0\0\1\0\0\0\1\0\323\1\1\0D\1\1(\0\0\0\10\0\0\0policy-1\4\0\0\0anna"
		       "\14\0\0\0wallflower 9\377\377\377\377\377\377\377\377"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_opcua, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session),
		cmocka_unit_test(a_password_that_is_encrypted),
		cmocka_unit_test(something_that_looks_alike),
		cmocka_unit_test(broken_messages_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
