/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_rsync;

static void a_digest_is_no_password(void **state)
{
	const struct step steps[] = {
		SERVER("@RSYNCD: 31.0\n"),	   CLIENT("@RSYNCD: 31.0\nlock\n"),
		SERVER("@RSYNCD: AUTHREQD abc\n"), CLIENT("anna 0123456789abcdef\n"),
		SERVER("@RSYNCD: OK\n"),	   SERVER("\7\7"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rsync, steps,
		     "value command - - module=lock\n"
		     "credential scheme=rsync class=hash user=anna method=auth confidence=certain why=user"
		     " name; the password itself is not sent result=accepted @4\n");
}

static void refused(void **state)
{
	const struct step steps[] = {
		SERVER("@RSYNCD: 31.0\n"),	   CLIENT("@RSYNCD: 31.0\nlock\n"),
		SERVER("@RSYNCD: AUTHREQD abc\n"), CLIENT("anna 0123456789abcdef\n"),
		SERVER("@ERROR: auth failed\n"),
	};

	(void)state;
	CHECK_STREAM(&app_decoder_rsync, steps,
		     "value command - - module=lock\n"
		     "credential scheme=rsync class=hash user=anna method=auth confidence=certain why=user"
		     " name; the password itself is not sent result=refused @4\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_rsync, FROM_SERVER, BYTES("@RSYNCD: 31.0\n")) >= 16);
	assert_true(bid_for(&app_decoder_rsync, FROM_CLIENT, BYTES("@RSYNCD: 29\n")) >= 16);
	static const struct bytes clients[] = {
		{ (const uint8_t *)"RSYNCD: 1\n", 10 },
	};

	for (size_t i = 0; i < COUNT_OF(clients); i++)
		if (bid_for(&app_decoder_rsync, FROM_CLIENT, clients[i]))
			fail_msg("clients %zu", i);
	static const struct bytes servers[] = {
		{ (const uint8_t *)"@RSYNC: 1\n", 10 },
	};

	for (size_t i = 0; i < COUNT_OF(servers); i++)
		if (bid_for(&app_decoder_rsync, FROM_SERVER, servers[i]))
			fail_msg("servers %zu", i);
}

static void survives_anything(void **state)
{
	const struct step steps[] = {
		SERVER("@RSYNCD: 31.0\n"),	   CLIENT("@RSYNCD: 31.0\nlock\n"),
		SERVER("@RSYNCD: AUTHREQD abc\n"), CLIENT("anna 0123456789abcdef\n"),
		SERVER("@RSYNCD: OK\n"),	   SERVER("\7\7"),
	};

	(void)state;
	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_rsync, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_digest_is_no_password),
		cmocka_unit_test(refused),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
