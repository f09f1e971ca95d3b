/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "flow_wire.h"
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_tftp;

#define CHECK(expected) CHECK_DATAGRAMS(&app_decoder_tftp, steps, expected)

static void a_file_given_at_the_same_port_is_joined(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\0\1lock.cfg\0octet\0blksize\0"
		       "8\0"),
		SERVER("\0\6blksize\0"
		       "8\0"),
		CLIENT("\0\4\0\0"),
		SERVER("\0\3\0\1name=ann"),
		CLIENT("\0\4\0\1"),
		SERVER("\0\3\0\1name=ann"),
		SERVER("\0\3\0\2"
		       "a"),
	};

	CHECK("value request RRQ - file-name=lock.cfg\n"
	      "content file RRQ lock.cfg: name=anna\n"
	      "service authentication=none action=RRQ lock.cfg gave=files @4\n");
}

static void a_missing_block_or_end_makes_it_incomplete(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\0\2up\0NETASCII\0blksize\0"
		       "8\0"),
		SERVER("\0\6blksize\0"
		       "8\0"),
		CLIENT("\0\3\0\1eight by"),
		CLIENT("\0\3\0\3and more"),
	};

	CHECK("value request WRQ - file-name=up\n"
	      "content file WRQ up incomplete: eight byand more\n"
	      "service authentication=none action=WRQ up gave=nothing @3\n");
}

static void a_transfer_from_another_port_is_expected(void **state)
{
	struct wire wire;

	(void)state;
	wire_open(&wire, 0, 1);
	wire.server_port = 69;
	wire_datagram(&wire, 0, BYTES("\0\1lock.cfg\0octet\0"));
	wire.server_port = 40069;
	wire_datagram(&wire, 1, BYTES("\0\3\0\1owner=anna"));
	wire_datagram(&wire, 0, BYTES("\0\4\0\1"));
	wire_close(&wire);
	assert_string_equal(wire.topic, "RRQ lock.cfg");
	assert_int_equal(wire.contents[0] + wire.contents[1], 1);
	wire_free(&wire);
}

static void others_are_not_claimed(void **state)
{
	(void)state;
	static const struct bytes others[] = {
		BYTES("\0\1lock.cfg\0binary\0"),
		BYTES("\0\3\0\1data"),
		BYTES("\0\1\0octet\0"),
		BYTES("\0\1lock.cfg"),
		BYTES("\0\1lo\1ck\0octet\0"),
		BYTES("\0\4\0\1"),
		BYTES("\0\1\0\0\x21\x12\xa4\x42"
		      "abcdefghijkl"),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(bid_for(&app_decoder_tftp, FROM_CLIENT, others[i]), 0);
	assert_true(bid_for(&app_decoder_tftp, FROM_CLIENT, BYTES("\0\1a\0octet\0")) >= 32);
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("\0\1lock.cfg\0octet\0blksize\0"
		       "8\0"),
		SERVER("\0\6blksize\0"
		       "8\0"),
		SERVER("\0\3\0\1name=ann"),
		SERVER("\0\3\0\2"
		       "a"),
	};

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_tftp, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_given_at_the_same_port_is_joined),
		cmocka_unit_test(a_missing_block_or_end_makes_it_incomplete),
		cmocka_unit_test(a_transfer_from_another_port_is_expected),
		cmocka_unit_test(others_are_not_claimed),
		cmocka_unit_test(survives_hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
