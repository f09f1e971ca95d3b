/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_smp;

#define RANDOM \
	"\4" \
	"0123456789abcdef"
#define CHECKED \
	"\x0d" \
	"0123456789abcdef"

static void just_works(void **state)
{
	static const struct step steps[] = {
		CLIENT("\1\3\0\1\x10\7\7"),
		SERVER("\2\3\0\1\x10\7\7"),
		CLIENT("\3"
		       "0123456789abcdef"),
		SERVER("\3"
		       "0123456789abcdef"),
		CLIENT(RANDOM),
		SERVER(RANDOM),
	};

	(void)state;
	CHECK_DATAGRAMS(&app_decoder_smp, steps,
			"pairing scheme=just-works version=legacy key-bits=128 weakness=just-works legacy "
			"result=accepted @5\n");
}

static void methods_follow_from_both_ends(void **state)
{
	static const struct {
		struct step steps[2];
		const char *expected;
	} cases[] = {
		{ { CLIENT("\1\4\0\x0d\x10\0\0"), SERVER("\2\1\0\x0d\x10\0\0") },
		  "numeric-comparison version=secure-connections" },
		{ { CLIENT("\1\4\0\x05\x10\0\0"), SERVER("\2\1\0\x0d\x10\0\0") }, "passkey version=legacy" },
		{ { CLIENT("\1\2\0\x0d\x10\0\0"), SERVER("\2\0\0\x0d\x10\0\0") },
		  "passkey version=secure-connections" },
		{ { CLIENT("\1\1\0\x05\x10\0\0"), SERVER("\2\1\0\x05\x10\0\0") },
		  "just-works version=legacy" },
		{ { CLIENT("\1\4\0\x0d\x10\0\0"), SERVER("\2\3\0\x0d\x10\0\0") },
		  "just-works version=secure-connections" },
		{ { CLIENT("\1\4\1\x0d\x10\0\0"), SERVER("\2\3\0\x0d\x10\0\0") },
		  "out-of-band version=secure-connections" },
		{ { CLIENT("\1\4\1\x05\x10\0\0"), SERVER("\2\3\0\x05\x10\0\0") },
		  "just-works version=legacy" },
		{ { CLIENT("\1\4\1\x05\x10\0\0"), SERVER("\2\3\1\x05\x10\0\0") },
		  "out-of-band version=legacy" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char *said = conversation_run(&(struct conversation){ .decoder = &app_decoder_smp,
								      .steps = cases[i].steps,
								      .count = 2,
								      .datagrams = true },
					      0);

		if (!strstr(said, cases[i].expected) || !strstr(said, "result=unknown"))
			fail_msg("%zu: %s", i, said);
		free(said);
	}
}

static void says_how_it_ended(void **state)
{
	static const struct step refused[] = { CLIENT("\1\4\0\x0d\x07\0\0"), SERVER("\2\1\0\x0d\x10\0\0"),
					       SERVER("\5\4") };
	static const struct step accepted[] = { CLIENT("\1\4\0\x0d\x10\0\0"), SERVER("\2\1\0\x0d\x10\0\0"),
						CLIENT(CHECKED), SERVER(CHECKED) };
	static const struct step half[] = { CLIENT("\1\4\0\x0d\x10\0\0") };

	(void)state;
	CHECK_DATAGRAMS(
		&app_decoder_smp, refused,
		"pairing scheme=numeric-comparison version=secure-connections key-bits=56 weakness=short-key "
		"result=refused @3\n");
	CHECK_DATAGRAMS(&app_decoder_smp, accepted,
			"pairing scheme=numeric-comparison version=secure-connections key-bits=128 "
			"result=accepted @3\n");
	CHECK_DATAGRAMS(&app_decoder_smp, half, "");
}

static void survives(void **state)
{
	static const struct step steps[] = { CLIENT("\1\4\0\x0d\x10\0\0"), SERVER("\2\1\0\x0d\x10\0\0"),
					     CLIENT(CHECKED), SERVER(CHECKED) };

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_smp, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(just_works),
		cmocka_unit_test(methods_follow_from_both_ends),
		cmocka_unit_test(says_how_it_ended),
		cmocka_unit_test(survives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
