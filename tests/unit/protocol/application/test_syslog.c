/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_syslog;

#define CHECK(expected) CHECK_DATAGRAMS(&app_decoder_syslog, steps, expected)

static void messages_of_both_forms_are_read(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("<34>Oct 11 22:14:15 cam-7 login[12]: user anna failed\n"),
		CLIENT("<13>Feb  5 17:32:18 login: no host here"),
		CLIENT("<165>1 2030-01-02T03:04:05Z lock-7 gate 99 ID4 [ex@1 user=\"an\\\"na\" "
		       "door=\"2\"][x] "
		       "\xef\xbb\xbf"
		       "opened"),
		CLIENT("<7>1 - - - - - - bare"),
		CLIENT("<0>kernel: just text"),
		CLIENT("<14>2030-01-02T03:04:05.678+02:00 lock-8 gated[1]: shut"),
		CLIENT("Feb  5 17:32:18 lock-7 no priority"),
	};

	CHECK("value header - - hostname=cam-7\n"
	      "content message - -: login[12]: user anna failed\n"
	      "content message - -: login: no host here\n"
	      "value header - - hostname=lock-7\n"
	      "value structured-data - - user=an\\\"na\n"
	      "value structured-data - - door=2\n"
	      "content message - gate: opened\n"
	      "content message - -: bare\n"
	      "content message - -: kernel: just text\n"
	      "value header - - hostname=lock-8\n"
	      "content message - -: gated[1]: shut\n"
	      "value header - - hostname=lock-7\n"
	      "content message - -: no priority\n");
}

static void over_tcp_they_are_counted_or_lines(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("16 <13>counted\nonce<34>Oct 11 22:14:15 cam-7 su: x\n<13>next\n"),
		CLIENT("<13>last"),
		CLIENT_ENDS,
	};

	CHECK_STREAM(&app_decoder_syslog, steps,
		     "content message - -: counted\\nonce\n"
		     "value header - - hostname=cam-7\n"
		     "content message - -: su: x\n"
		     "content message - -: next\n"
		     "content message - -: last\n");
}

static void others_are_not_claimed(void **state)
{
	(void)state;
	static const struct bytes others[] = {
		BYTES("<192>too high"),
		BYTES("<01>leading zero"),
		BYTES("<a>link</a>"),
		BYTES("<?xml version=\"1.0\"?>"),
		BYTES("<13>"),
		BYTES("<13>\1\2\3"),
		BYTES("Fox 11 22:14:15 cam"),
		BYTES("Feb 11 22-14-15 cam"),
		BYTES("<13"),
		BYTES("12 "),
		BYTES("M-SEARCH * HTTP/1.1\r\n"),
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(bid_for(&app_decoder_syslog, FROM_CLIENT, others[i]), 0);
	assert_int_equal(bid_for(&app_decoder_syslog, FROM_SERVER, BYTES("<13>text")), 0);
	assert_true(bid_for(&app_decoder_syslog, FROM_CLIENT, BYTES("<13>text")) >= 16);
	assert_true(bid_for(&app_decoder_syslog, FROM_CLIENT, BYTES("Feb  5 17:32:18 lock-7 x")) >= 16);
}

static void survives_hostile_bytes(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT("<165>1 2030-01-02T03:04:05Z lock-7 gate 99 ID4 [ex@1 user=\"an\\\"na\" "
		       "door=\"2\"][x] opened"),
		CLIENT("<34>Oct 11 22:14:15 cam-7 login[12]: user anna failed\n"),
	};

	conversation_survives(&(struct conversation){ .decoder = &app_decoder_syslog,
						      .steps = steps,
						      .count = COUNT_OF(steps),
						      .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_of_both_forms_are_read),
		cmocka_unit_test(over_tcp_they_are_counted_or_lines),
		cmocka_unit_test(others_are_not_claimed),
		cmocka_unit_test(survives_hostile_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
