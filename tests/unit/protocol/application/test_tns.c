/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_tns;

static void who_connects(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\265\0\0\1\0\0\0\19\1,\0\0\0\0\0\0\0\0\0\0\0\0\0\223\0\"\0\0\0\0\0\0(DESCRIPTION="
		       "(CONNECT_DATA=(SERVICE_NAME=homes)(CID=(PROGRAM=lamp)(HOST=nursery-pc)(USER=anna)))"
		       "(ADDRESS=(PROTOCOL=TCP)(HOST=10.0.0.2)(PORT=1521)))"),
		SERVER("\0 \0\0\2\0\0\0\19\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\0m\0\0\6\0\0\0\0\0\3v\2\r\0\0\0\rAUTH_TERMINAL\7\0\0\0\7nursery\0\0\0\0\14\0\0\0"
		       "\14AUTH_MACHINE\n"
		       "\0\0\0\n"
		       "nursery-pc\0\0\0\0\10\0\0\0\10AUTH_SID\4\0\0\0\4anna\0\0\0\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tns, steps,
		     "value connect - - hostname=nursery-pc\n"
		     "value login - - terminal=nursery\n"
		     "value login - - hostname=nursery-pc\n"
		     "value login - - user=anna\n"
		     "credential scheme=tns class=username-only user=anna method=connect confidence=ce"
		     "rtain why=user at the machine that connects result=unknown @1\n");
}

static void a_long_description_and_newer_names(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\"\0\0\1\0\0\0\19\1,\0\0\0\0\0\0\0\0\0\0\0\0\0\223\0\"\0\0\0\0\0\0"),
		CLIENT("\0\235\0\0\6\0\0\0\0\0(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=homes)(CID=(PROGRAM="
		       "lamp)(HOST=nursery-pc)(USER=anna)))(ADDRESS=(PROTOCOL=TCP)(HOST=10.0.0.2)(PORT=1521"
		       ")))"),
		CLIENT("\0!\0\0\6\0\0\0\0\0\3v\2\1\10\10AUTH_SID\1\5\5berta\0"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tns, steps,
		     "value connect - - hostname=nursery-pc\n"
		     "value login - - user=berta\n"
		     "credential scheme=tns class=username-only user=anna method=connect confidence=ce"
		     "rtain why=user at the machine that connects result=unknown @2\n");
}

static void broken_packets_are_said(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\265\0\0\1\0\0\0\19\1,\0\0\0\0\0\0\0\0\0\0\0\0\0\223\0\"\0\0\0\0\0\0(DESCRIPTION="
		       "(CONNECT_DATA=(SERVICE_NAME=homes)(CID=(PROGRAM=lamp)(HOST=nursery-pc)(USER=anna)))"
		       "(ADDRESS=(PROTOCOL=TCP)(HOST=10.0.0.2)(PORT=1521)))"),
		CLIENT("\0\1\0\0hello"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_tns, steps,
		     "value connect - - hostname=nursery-pc\n"
		     "malformed client\n"
		     "credential scheme=tns class=username-only user=anna method=connect confidence=ce"
		     "rtain why=user at the machine that connects result=unknown @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_tns, FROM_CLIENT,
			    BYTES("\0\265\0\0\1\0\0\0\19\1,\0\0\0\0\0\0\0\0\0\0\0\0\0\223\0\"\0\0\0\0\0\0("
				  "DESCRIPTION="
				  "(CONNECT_DATA=(SERVICE_NAME=homes)(CID=(PROGRAM=lamp)(HOST=nursery-pc)("
				  "USER=anna)))"
				  "(ADDRESS=(PROTOCOL=TCP)(HOST=10.0.0.2)(PORT=1521)))")) >= 16);
	assert_true(bid_for(&app_decoder_tns, FROM_CLIENT,
			    BYTES("\0\"\0\0\1\0\0\0\19\1,\0\0\0\0\0\0\0\0\0\0\0\0\0\223\0\"\0\0\0\0\0\0")) >=
		    16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"\0\25\0\0\6\0\0\0\0\0hello hello", 21 },
		{ (const uint8_t *)"\0\265\0\0\1\0\0\0\39\1,\0\0\0\0\0\0\0\0\0\0\0\0\0\223\0\"\0\0\0\0\0\0("
				   "DESCRIPTION="
				   "(CONNECT_DATA=(SERVICE_NAME=homes)(CID=(PROGRAM=lamp)(HOST=nursery-pc)("
				   "USER=anna)))"
				   "(ADDRESS=(PROTOCOL=TCP)(HOST=10.0.0.2)(PORT=1521)))",
		  181 },
		{ (const uint8_t *)"\0\265\0\0\1\0\0\0\19\1,\0\0\0\0\0\0\0\0\0\0\0\0\0\223\0\"\0\0\0\0\0\0("
				   "DESCRIPTION="
				   "(CO",
		  50 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_tns, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"\0\265\0\0\1\0\0\0\19\1,\0\0\0\0\0\0\0\0\0\0\0\0\0\223\0\"\0\0\0\0\0\0("
				   "DESCRIPTION="
				   "(CONNECT_DATA=(SERVICE_NAME=homes)(CID=(PROGRAM=lamp)(HOST=nursery-pc)("
				   "USER=anna)))"
				   "(ADDRESS=(PROTOCOL=TCP)(HOST=10.0.0.2)(PORT=1521)))",
		  181 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_tns, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("\0\265\0\0\1\0\0\0\19\1,\0\0\0\0\0\0\0\0\0\0\0\0\0\223\0\"\0\0\0\0\0\0(DESCRIPTION="
		       "(CONNECT_DATA=(SERVICE_NAME=homes)(CID=(PROGRAM=lamp)(HOST=nursery-pc)(USER=anna)))"
		       "(ADDRESS=(PROTOCOL=TCP)(HOST=10.0.0.2)(PORT=1521)))"),
		SERVER("\0 \0\0\2\0\0\0\19\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		CLIENT("\0m\0\0\6\0\0\0\0\0\3v\2\r\0\0\0\rAUTH_TERMINAL\7\0\0\0\7nursery\0\0\0\0\14\0\0\0"
		       "\14AUTH_MACHINE\n"
		       "\0\0\0\n"
		       "nursery-pc\0\0\0\0\10\0\0\0\10AUTH_SID\4\0\0\0\4anna\0\0\0\0"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_tns, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_connects),
		cmocka_unit_test(a_long_description_and_newer_names),
		cmocka_unit_test(broken_packets_are_said),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
