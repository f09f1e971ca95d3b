/* SPDX-License-Identifier: Apache-2.0 */
/* Hosts and subscribers are invented. */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_sctp;

#define HEADER "\xc0\1\x0f\x1c\0\0\0\7\0\0\0\0"
#define ANSWER "\x0f\x1c\xc0\1\0\0\0\7\0\0\0\0"
#define BEGIN  "\1\0\0\x14\0\0\0\7\0\1\0\0\0\1\0\1\0\0\0\5"
/* Numbers and a size; streams and Diameter; a user of one of 3GPP's applications */
#define DATA(number, size) "\0\3\0" size "\0\0\0" number "\0\0\0\0\0\0\0\x2e"
#define SUBSCRIBER \
	"\1\0\0\x2c\xc0\0\1\x3c\1\0\0\x23\0\0\0\1\0\0\0\1" \
	"\0\0\0\1\x40\0\0\x17" \
	"460001234567890\0"
#define WEB \
	"GET /?phone=13800138000 HTTP/1.1\r\n" \
	"\r\n"

static void messages_are_read_by_what_they_are(void **state)
{
	const struct step steps[] = {
		CLIENT(HEADER BEGIN), CLIENT(HEADER DATA("\5", "\x3c") SUBSCRIBER),
		CLIENT(HEADER DATA("\5", "\x3c") SUBSCRIBER), /* sent again */
	};

	(void)state;
	conversation_says(
		&(struct conversation){ &app_decoder_sctp, steps, COUNT_OF(steps), true, 0 },
		(const char *const[]){ "value attribute - - subscriber-IMSI=460001234567890", NULL });
}

static void anything_else_is_bid_for(void **state)
{
	const struct step steps[] = {
		CLIENT(HEADER "\0\3\0\x34\0\0\0\x09\0\0\0\0\0\0\0\0" WEB),
		SERVER(ANSWER "\3\0\0\x10\0\0\0\5\0\1\0\0\0\0\0\0"),
	};

	(void)state;
	conversation_says(&(struct conversation){ &app_decoder_sctp, steps, COUNT_OF(steps), true, 0 },
			  (const char *const[]){ "content query GET /: phone=13800138000", NULL });
}

static void bids_for_chunks(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_sctp, FROM_CLIENT, BYTES(HEADER BEGIN)) > 0);
	assert_int_equal(bid_for(&app_decoder_sctp, FROM_CLIENT, BYTES(HEADER "\1\0\0\3")), 0);
	assert_int_equal(bid_for(&app_decoder_sctp, FROM_CLIENT, BYTES(HEADER "\1\0\0\x20")), 0);
	assert_int_equal(bid_for(&app_decoder_sctp, FROM_CLIENT, BYTES(HEADER)), 0);
}

static void survives_broken_input(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(HEADER BEGIN DATA("\5", "\x3c") SUBSCRIBER),
				      CLIENT(HEADER DATA("\x09", "\x3c") SUBSCRIBER) };

	conversation_survives(&(struct conversation){ &app_decoder_sctp, steps, COUNT_OF(steps), true, 0 });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(messages_are_read_by_what_they_are),
		cmocka_unit_test(anything_else_is_bid_for),
		cmocka_unit_test(bids_for_chunks),
		cmocka_unit_test(survives_broken_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
