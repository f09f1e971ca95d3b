/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_kasa;

/* {"system":{"get_sysinfo":{}}} and its answer, coded */
#define REQUEST \
	"\xd0\xf2\x81\xf8\x8b\xff\x9a\xf7\xd5\xef\x94\xb6\xd1\xb4\xc0\x9f\xec\x95\xe6\x8f\xe1\x87\xe8\xca" \
	"\xf0\x8b\xf6\x8b\xf6"
#define ANSWER \
	"\xd0\xf2\x81\xf8\x8b\xff\x9a\xf7\xd5\xef\x94\xb6\xd1\xb4\xc0\x9f\xec\x95\xe6\x8f\xe1\x87\xe8\xca" \
	"\xf0\x8b\xa9\xc8\xa4\xcd\xac\xdf\xfd\xc7\xe5\x8d\xec\x80\xec\xce\xb3\xce\xb3"

static void the_coding_is_undone(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(REQUEST), SERVER(ANSWER), CLIENT("{\"clear\":1}") };

	CHECK_DATAGRAMS(&app_decoder_kasa, steps,
			"content payload request - type=application/json: {\"system\":{\"get_sysinfo\":{}}}\n"
			"content payload answer - type=application/json: "
			"{\"system\":{\"get_sysinfo\":{\"alias\":\"hall\"}}}\n"
			"malformed client\n"
			"service authentication=none action=command gave=configuration @2\n");
}

static void over_tcp_a_size_stands_in_front(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\0\0\0\x1d" REQUEST "\0\0\0\x1d" REQUEST),
		SERVER("\0\0\0\x2b" ANSWER),
	};

	CHECK_STREAM(&app_decoder_kasa, steps,
		     "content payload request - type=application/json: {\"system\":{\"get_sysinfo\":{}}}\n"
		     "content payload request - type=application/json: {\"system\":{\"get_sysinfo\":{}}}\n"
		     "content payload answer - type=application/json: "
		     "{\"system\":{\"get_sysinfo\":{\"alias\":\"hall\"}}}\n"
		     "service authentication=none action=command gave=configuration @2\n");
}

static void others_are_not_claimed(void **state)
{
	(void)state;
	static const struct bytes others[] = {
		BYTES("{\"system\":{}}"),
		BYTES("\xd0\xf2\x81\xf8"),
		BYTES("\0\0\0\x04" REQUEST),
		BYTES("\x01\0\0\x1d" REQUEST),
		BYTES("\xab\xab\xab\xab\xab\xab\xab\xab\xab\xab\xab"),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(bid_for(&app_decoder_kasa, FROM_CLIENT, others[i]), 0);
	assert_true(bid_for(&app_decoder_kasa, FROM_CLIENT, BYTES(REQUEST)) >= 16);
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(REQUEST), SERVER(ANSWER) };

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_kasa, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_coding_is_undone),
		cmocka_unit_test(over_tcp_a_size_stands_in_front),
		cmocka_unit_test(others_are_not_claimed),
		cmocka_unit_test(survives_hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
