/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

extern const struct app_decoder app_decoder_rtp_tcp;

#define PACK(number) \
	"\0\x14\x80\x60\0" number "\0\0\0\1" \
	"\x07\x08\x09\x0a" \
	"\0\0\1\xba" \
	"abcd"
#define REST(number) \
	"\0\x10\x80\x60\0" number "\0\0\0\1" \
	"\x07\x08\x09\x0a" \
	"abcd"
#define REPORT \
	"\0\x0c\x80\xc8\0\2" \
	"\x07\x08\x09\x0a" \
	"abcd"

static void media_is_said_once(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(PACK("\1") REST("\2") REPORT REST("\3")),
		CLIENT(PACK("\4") REST("\5")),
	};

	CHECK_STREAM(&app_decoder_rtp_tcp, steps, "media media=video format=ps method=RTP bytes=28 @1\n");
}

static void finds_the_next_packet_behind_a_gap(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(PACK("\1") REST("\2") REST("\3")),
		CLIENT_LOST(100),
		CLIENT("rest of a packet" REST("\4") REST("\5")),
	};

	CHECK_STREAM(&app_decoder_rtp_tcp, steps, "media media=video format=ps method=RTP bytes=24 @1\n");
}

static void what_does_not_go_on_is_given_back(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(PACK("\1") "\0\4abcd" REST("\2")) };

	CHECK_STREAM(&app_decoder_rtp_tcp, steps, "not-mine client\n");
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_rtp_tcp, FROM_CLIENT, BYTES(PACK("\1"))) >= 16);
	assert_true(bid_for(&app_decoder_rtp_tcp, FROM_SERVER, BYTES(REST("\1") REST("\2"))) >= 16);
	static const struct bytes others[] = {
		{ (const uint8_t *)REST("\1") REST("\1"), 36 }, /* the same number again */
		{ (const uint8_t *)REST("\1"), 18 },
		{ (const uint8_t *)REPORT, 14 },
		{ (const uint8_t *)"\0\x04\x80\x60\0\1", 6 }, /* too short */
		{ (const uint8_t *)"GET / HTTP/1.1\r\n\r\n", 18 },
		{ (const uint8_t *)"\0", 1 },
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_true(bid_for(&app_decoder_rtp_tcp, FROM_CLIENT, others[i]) < 16);
}

static void survives_anything(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(PACK("\1") REST("\2") REPORT REST("\3")), CLIENT_LOST(9),
				      CLIENT(REST("\4") PACK("\5")) };

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_rtp_tcp, .steps = steps, .count = COUNT_OF(steps) });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(media_is_said_once),
		cmocka_unit_test(finds_the_next_packet_behind_a_gap),
		cmocka_unit_test(what_does_not_go_on_is_given_back),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
