/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol_harness.h"

#include <stdlib.h>

extern const struct app_decoder app_decoder_rtmp;

#define ZEROS_8	  "\0\0\0\0\0\0\0\0"
#define ZEROS_64  ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8 ZEROS_8
#define ZEROS_512 ZEROS_64 ZEROS_64 ZEROS_64 ZEROS_64 ZEROS_64 ZEROS_64 ZEROS_64 ZEROS_64
#define HANDSHAKE "\3" ZEROS_512 ZEROS_512 ZEROS_512 ZEROS_512 ZEROS_512 ZEROS_512

#define URL \
	"rtmp://push.lock.example/live?site=" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* name, number 1, an object of a name and the URL: more than one part of 128 bytes. */
#define CONNECT \
	"\3\0\0\0\0\0\x9e\x14\0\0\0\0" \
	"\2\0\7connect\0\x3f\xf0\0\0\0\0\0\0\3\0\3app\2\0\4live\0\5tcUrl\2\0\x5f" \
	"rtmp://push.lock.example/live?site=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"\xc3" \
	"aaaaaaaaa\0\7version\0\x40\0\0\0\0\0\0\0\0\0\x9"
#define SIZE_4096 "\2\0\0\0\0\0\4\1\0\0\0\0\0\0\x10\0"
#define PUBLISH \
	"\4\0\0\0\0\0\x26\x14\1\0\0\0\2\0\7publish\0\x40\x14\0\0\0\0\0\0\5\2\0\x0f" \
	"door?token=7x9y"
#define KEY \
	"\4\0\0\0\0\0\x2b\x14\1\0\0\0\2\0\7publish\0\x40\x14\0\0\0\0\0\0\5\2\0\x14" \
	"q7w8e9r0-t1y2-u3i4o5"
#define VIDEO "\6\0\0\0\0\0\7\x09\1\0\0\0\x17\1\0\0\0ab"
#define AUDIO "\5\0\0\0\0\0\4\x08\1\0\0\0\xaf\1ab"

static void streams_and_their_media_are_said(void **state)
{
	(void)state;
	const struct step steps[] = {
		CLIENT(HANDSHAKE CONNECT SIZE_4096),
		SERVER(HANDSHAKE),
		CLIENT(PUBLISH VIDEO AUDIO VIDEO),
	};

	CHECK_STREAM(&app_decoder_rtmp, steps,
		     "value command connect - app=live\n"
		     "value command connect - tcUrl=" URL "\n"
		     "content query publish - type=application/x-www-form-urlencoded: token=7x9y\n"
		     "value command publish - streamName=door\n"
		     "media media=video format=h264 method=RTMP bytes=14 @3\n"
		     "media media=voice format=aac method=RTMP bytes=4 @3\n");
}

static void a_key_is_a_token(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(HANDSHAKE KEY) };

	CHECK_STREAM(&app_decoder_rtmp, steps,
		     "credential scheme=url class=token data=credential.token secret=q7w8e9r0-t1y2-u3i4o5 "
		     "method=publish consent=unknown confidence=likely why=key of a stream: whoever has it "
		     "may publish result=unknown @1\n");
}

static void a_wrong_chunk_ends_it(void **state)
{
	(void)state;
	const struct step steps[] = { CLIENT(HANDSHAKE VIDEO "\xc9" VIDEO) };
	const char *const lines[] = { "malformed client",
				      "media media=video format=h264 method=RTMP bytes=7 @1", NULL };

	conversation_says(&(struct conversation){ .decoder = &app_decoder_rtmp,
						  .steps = steps,
						  .count = COUNT_OF(steps) },
			  lines);
}

static void bids_only_for_its_own(void **state)
{
	(void)state;
	assert_true(bid_for(&app_decoder_rtmp, FROM_CLIENT, BYTES("\3" ZEROS_512)) >= 16);
	static const struct bytes others[] = {
		{ (const uint8_t *)"\3\0\0\x13\x0e\xe0\0\0\0\0\0\1\0\x08\0\3\0\0\0", 19 }, /* RDP */
		{ (const uint8_t *)"\3\0\0\0\0\0\0\0\0", 9 },				   /* short */
		{ (const uint8_t *)"\6" ZEROS_512, 513 },				   /* RTMPE */
		{ (const uint8_t *)"\3", 1 },
	};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_true(bid_for(&app_decoder_rtmp, FROM_CLIENT, others[i]) < 16);
}

static void survives_anything(void **state)
{
	(void)state;
	/* The handshake is known well enough: only what follows it is broken. */
	const struct step steps[] = { CLIENT(HANDSHAKE), CLIENT(CONNECT SIZE_4096 PUBLISH AUDIO) };

	free(conversation_run(&(struct conversation){ .decoder = &app_decoder_rtmp,
						      .steps = steps,
						      .count = COUNT_OF(steps) },
			      1));
	uint8_t rest[] = CONNECT SIZE_4096 PUBLISH AUDIO;

	for (size_t i = 0; i < sizeof rest; i++) {
		uint8_t kept = rest[i];
		const struct step broken[] = {
			CLIENT(HANDSHAKE),
			{ .direction = FROM_CLIENT, .bytes = { rest, sizeof rest } },
		};

		rest[i] = (uint8_t)(kept ^ 0xff);
		free(conversation_run(&(struct conversation){ .decoder = &app_decoder_rtmp,
							      .steps = broken,
							      .count = COUNT_OF(broken) },
				      0));
		rest[i] = kept;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(streams_and_their_media_are_said),
		cmocka_unit_test(a_key_is_a_token),
		cmocka_unit_test(a_wrong_chunk_ends_it),
		cmocka_unit_test(bids_only_for_its_own),
		cmocka_unit_test(survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
