/* SPDX-License-Identifier: Apache-2.0 */
/* Playlists of HLS; hosts and tokens are invented. */
#include "content/reading.h"

extern const struct content_decoder content_decoder_playlist;

static const struct {
	struct bytes data;
	const char *expected;
} playlists[] = {
	{ BYTES("#EXTM3U\n#EXT-X-VERSION:3\r\n"
		"#EXT-X-KEY:METHOD=AES-128,URI=\"https://keys.example/k?token=a1b2\",IV=0x9c7d\n"
		"#EXTINF:6.0,the \"front\" door\nseg0.ts?token=a1b2\n\n"
		"#EXT-X-MEDIA:TYPE=AUDIO,NAME=\"door\",URI=\"\"\n  https://cdn.example/1.ts  "),
	  "value URI URI=https://keys.example/k?token=a1b2\n"
	  "value URI URI=seg0.ts?token=a1b2\n"
	  "value NAME NAME=door\n"
	  "value URI URI=https://cdn.example/1.ts\n"
	  "decoded" },
	{ BYTES("\xef\xbb\xbf#EXTM3U x-tvg-url=\"https://a.example/epg\""),
	  "value x-tvg-url x-tvg-url=https://a.example/epg\ndecoded" },
	/* a quote that is not closed */
	{ BYTES("#EXTM3U\n#EXT-X-MAP:URI=\"init.mp4"), "value URI URI=init.mp4\ndecoded" },
	{ BYTES("#EXTM3U\n#=\"nameless\"\n"), "decoded" },
};

static void urls_are_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(playlists); i++) {
		struct content content = { .data = playlists[i].data };

		assert_true(bid_of(&content_decoder_playlist, &content) >= 16);
		assert_reading(&content_decoder_playlist, &content, playlists[i].expected);
		assert_survives(&content_decoder_playlist, &content);
	}
	struct content cut = { .data = BYTES("#EXTM3U\nseg"), .incomplete = true };

	assert_reading(&content_decoder_playlist, &cut, "value URI URI=seg\nin-part");
}

static void other_texts_get_no_bid(void **state)
{
	static const struct bytes others[] = {
		BYTES("#EXTM3U8 is the mark of a file"),
		BYTES("#EXTINF:6.0,\nseg0.ts\n"),
		BYTES(" #EXTM3U\n"),
		BYTES("#!/bin/sh\n# EXTM3U\n"),
		BYTES("#EXTM3"),
		BYTES("\xef\xbb\xbf"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		assert_int_equal(bid_of(&content_decoder_playlist, &(struct content){ .data = others[i] }),
				 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(urls_are_values),
		cmocka_unit_test(other_texts_get_no_bid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
