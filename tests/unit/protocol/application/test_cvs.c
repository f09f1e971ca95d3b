/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_cvs;

static void a_password_changed_by_a_table(void **state)
{
	const struct step steps[] = {
		CLIENT("BEGIN AUTH REQUEST\n/lock\nanna\n"
		       "A3y''E'03d rA\nEND AUTH REQUEST\n"),
		SERVER("I LOVE YOU\n"),
		CLIENT("Root /lock\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_cvs, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=wal"
		     "lflower 9 method=auth encoding=table consent=unknown confidence=certain why=password"
		     " changed by a table that everybody has result=accepted @1\n");
}

static void a_wrong_password(void **state)
{
	const struct step steps[] = {
		CLIENT("BEGIN VERIFICATION REQUEST\n/lock\n"
		       "anna\nAIbdZZ\nEND VERIFICATION REQUEST\n"),
		SERVER("I HATE YOU\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_cvs, steps,
		     "credential scheme=plain class=password data=credential.password user=anna secret=gue"
		     "ss method=auth encoding=table consent=unknown confidence=certain why=password change"
		     "d by a table that everybody has result=refused @1\n");
}

static void another_change_tells_nothing(void **state)
{
	const struct step steps[] = {
		CLIENT("BEGIN AUTH REQUEST\n/lock\nanna\n"
		       "Bxyz\nEND AUTH REQUEST\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_cvs, steps,
		     "credential scheme=plain class=username-only user=anna method=auth encoding=table con"
		     "fidence=certain why=user name; the password itself is not sent result=unknown @1\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_cvs, FROM_CLIENT, BYTES("BEGIN AUTH REQUEST\n/lock\n")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"BEGIN AUTH REQUESTS\n", 20 },
		{ (const uint8_t *)"BEGIN\n", 6 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_cvs, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"BEGIN AUTH REQUEST\n", 19 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_cvs, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		CLIENT("BEGIN AUTH REQUEST\n/lock\nanna\n"
		       "A3y''E'03d rA\nEND AUTH REQUEST\n"),
		SERVER("I LOVE YOU\n"),
		CLIENT("Root /lock\n"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_cvs, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_password_changed_by_a_table),
		cmocka_unit_test(a_wrong_password),
		cmocka_unit_test(another_change_tells_nothing),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
