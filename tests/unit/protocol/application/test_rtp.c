/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include "protocol/application/rtp.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_rtp;

#define FU(sequence, start) "\x80\x60\0" sequence "\0\0\x10\0\x12\x34\x56\x78\x7c" start "abcdefgh"

static void video_is_said_once(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(FU("\1", "\x85")),
		CLIENT(FU("\2", "\5")),
		CLIENT(FU("\3", "\5")),
		/* lost: 4 */
		CLIENT(FU("\5", "\5")),
		CLIENT(FU("\6", "\x45")),
	};

	CHECK_DATAGRAMS(&app_decoder_rtp, steps, "media media=video format=h264 method=RTP bytes=50 @1\n");
}

static void both_directions_may_speak(void **state)
{
	/* PCMA, 10 ms */
	uint8_t voice[2][4][12 + 80];
	struct step steps[8];

	(void)state;
	memset(voice, 0xd5, sizeof voice);
	for (unsigned side = 0; side < 2; side++)
		for (unsigned i = 0; i < 4; i++) {
			memcpy(voice[side][i], "\x80\x08\0\0\0\0\0\0\1\2\3\4", 12);
			voice[side][i][3] = (uint8_t)i;
			voice[side][i][11] = (uint8_t)side;
			steps[2 * i + side] = (struct step){ .direction = side ? FROM_SERVER : FROM_CLIENT,
							     .bytes = { voice[side][i],
									sizeof voice[side][i] } };
		}
	CHECK_DATAGRAMS(&app_decoder_rtp, steps,
			"media media=voice format=pcma method=RTP bytes=320 @1\n"
			"media media=voice format=pcma method=RTP bytes=320 @2\n");
}

static void one_source_or_none(void **state)
{
	(void)state;
	/* Every datagram of another source: no stream. */
	const struct step steps[] = {
		CLIENT("\x80\x60\0\1\0\0\x10\0\1\1\1\1\x7c\x85"
		       "abcdefgh"),
		CLIENT("\x80\x60\0\1\0\0\x10\0\2\2\2\2\x7c\x85"
		       "abcdefgh"),
		CLIENT("\x80\x60\0\1\0\0\x10\0\3\3\3\3\x7c\x85"
		       "abcdefgh"),
		CLIENT("\x80\x60\0\1\0\0\x10\0\4\4\4\4\x7c\x85"
		       "abcdefgh"),
	};

	CHECK_DATAGRAMS(&app_decoder_rtp, steps, "not-mine client\n");
}

static void a_few_packets_are_no_stream(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(FU("\1", "\x85")), CLIENT(FU("\2", "\5")) };

	CHECK_DATAGRAMS(&app_decoder_rtp, steps, "");
}

static void bids_by_what_the_payload_shows(void **state)
{
	static const struct {
		const char *what;
		struct bytes datagram;
		bool claimed;
	} datagrams[] = {
		{ "H.264, a fragment", BYTES(FU("\1", "\x85")), true },
		{ "H.264, parameters", BYTES("\x80\xe0\0\1\0\0\0\0\1\2\3\4\x67\x64\0\x1f\xac"), true },
		{ "H.265, parameters", BYTES("\x80\x61\0\1\0\0\0\0\1\2\3\4\x40\1\x0c\1\xff"), true },
		{ "RTCP", BYTES("\x80\xc8\0\6\1\2\3\4\1\2\3\4\1\2\3\4\1\2\3\4\1\2\3\4\1\2\3\4"), false },
		{ "another version", BYTES("\x40\x60\0\1\0\0\x10\0\x12\x34\x56\x78\x7c\x85zz"), false },
		{ "a dynamic type that shows nothing", BYTES("\x80\x60\0\1\0\0\x10\0\x12\x34\x56\x78zzzzzz"),
		  false },
		{ "a fragment that starts and ends",
		  BYTES("\x80\x60\0\1\0\0\x10\0\x12\x34\x56\x78\x7c\xc5zz"), false },
		{ "a fragment of nothing", BYTES("\x80\x60\0\1\0\0\x10\0\x12\x34\x56\x78\x7c\x80zz"), false },
		{ "a fixed type of odd size", BYTES("\x80\0\0\1\0\0\x10\0\x12\x34\x56\x78zzzzzzz"), false },
		{ "cut", BYTES("\x80\x60\0\1\0\0\x10\0\x12\x34\x56"), false },
		{ "text", BYTES("GET / HTTP/1.1\r\n\r\n"), false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(datagrams); i++) {
		unsigned bits = bid_for(&app_decoder_rtp, FROM_CLIENT, datagrams[i].datagram);

		if ((bits >= 16) != datagrams[i].claimed)
			print_error("%s: %u bits\n", datagrams[i].what, bits);
		assert_int_equal(bits >= 16, datagrams[i].claimed);
	}
}

static void reads_extensions_and_padding(void **state)
{
	struct rtp_packet packet;
	struct bytes whole = BYTES("\xb1\x60\0\1\0\0\x10\0\x12\x34\x56\x78"
				   "\0\0\0\7"		      /* one contributor */
				   "\xbe\xde\0\1\x10\xff\0\0" /* an extension of one word */
				   "pay\0\0\3");

	(void)state;
	assert_true(rtp_read(whole, &packet));
	assert_true(bytes_equal(packet.payload, BYTES("pay")));
	assert_int_equal(packet.contributors, 1);
	for (size_t size = 0; size < whole.size - 3; size++)
		if (rtp_read(bytes_slice(whole, 0, size), &packet))
			assert_true(packet.payload.size <= size);
	/* Padding of more than there is, or of nothing. */
	assert_false(rtp_read(BYTES("\xa0\x60\0\1\0\0\x10\0\x12\x34\x56\x78pay\x09"), &packet));
	assert_false(rtp_read(BYTES("\xa0\x60\0\1\0\0\x10\0\x12\x34\x56\x78pay\0"), &packet));
}

static void survives(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(FU("\1", "\x85")), CLIENT(FU("\2", "\5")),
				      CLIENT(FU("\3", "\5")), CLIENT(FU("\4", "\x45")) };

	conversation_survives(&(struct conversation){
		.decoder = &app_decoder_rtp, .steps = steps, .count = COUNT_OF(steps), .datagrams = true });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(video_is_said_once),
		cmocka_unit_test(both_directions_may_speak),
		cmocka_unit_test(one_source_or_none),
		cmocka_unit_test(a_few_packets_are_no_stream),
		cmocka_unit_test(bids_by_what_the_payload_shows),
		cmocka_unit_test(reads_extensions_and_padding),
		cmocka_unit_test(survives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
