/* SPDX-License-Identifier: Apache-2.0 */
/* Images and recorded sound. */
#include "content/reading.h"

/* A GPS directory: 31 degrees 14' 15.6" north, 121 degrees 28' 30" east (a public square). */
#define GPS_LITTLE \
	"II*\0\x08\0\0\0" \
	"\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0" \
	"\x04\0" \
	"\x01\0\x02\0\x02\0\0\0N\0\0\0" \
	"\x02\0\x05\0\x03\0\0\0\x50\0\0\0" \
	"\x03\0\x02\0\x02\0\0\0E\0\0\0" \
	"\x04\0\x05\0\x03\0\0\0\x68\0\0\0" \
	"\0\0\0\0" \
	"\x1f\0\0\0\x01\0\0\0\x0e\0\0\0\x01\0\0\0\x9c\0\0\0\x0a\0\0\0" \
	"\x79\0\0\0\x01\0\0\0\x1c\0\0\0\x01\0\0\0\x1e\0\0\0\x01\0\0\0"
#define GPS_BIG \
	"MM\0*\0\0\0\x08" \
	"\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0" \
	"\0\x04" \
	"\0\x01\0\x02\0\0\0\x02S\0\0\0" \
	"\0\x02\0\x05\0\0\0\x03\0\0\0\x50" \
	"\0\x03\0\x02\0\0\0\x02W\0\0\0" \
	"\0\x04\0\x05\0\0\0\x03\0\0\0\x68" \
	"\0\0\0\0" \
	"\0\0\0\x1f\0\0\0\x01\0\0\0\x0e\0\0\0\x01\0\0\0\x9c\0\0\0\x0a" \
	"\0\0\0\x79\0\0\0\x01\0\0\0\x1c\0\0\0\x01\0\0\0\x1e\0\0\0\x01"
#define POSITION \
	"record\nvalue exif.latitude latitude=#31.237667\nvalue exif.longitude longitude=#121.475000\nend " \
	"exif\n"
#define FRAME "\xff\xc0\0\x0b\x08\x01\xe0\x02\x80\x01\x01\x11\0"

static const struct {
	const struct content_decoder *decoder;
	struct bytes data;
	const char *expected;
} readings[] = {
	{ &content_decoder_jpeg, BYTES("\xff\xd8\xff\xe0\0\x04xx" FRAME "\xff\xda"),
	  "media image jpeg 640x480\ndecoded" },
	{ &content_decoder_jpeg,
	  BYTES("\xff\xd8\xff\xe1\0\xa0"
		"Exif\0\0" GPS_LITTLE "xxxxxxxxxxxxxxxxxxxxxxxx" FRAME),
	  POSITION "media image jpeg 640x480 positioned\ndecoded" },
	{ &content_decoder_jpeg, BYTES("\xff\xd8\xff\xe0\0\x04"), "media image jpeg 0x0\nin-part" },
	{ &content_decoder_png,
	  BYTES("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x20\x08\x02\0\0\0crc."
		"\0\0\0\x80"
		"eXIf" GPS_BIG "crc.\0\0\0\0IENDcrc."),
	  "record\nvalue exif.latitude latitude=#-31.237667\nvalue exif.longitude "
	  "longitude=#-121.475000\nend exif\n"
	  "media image png 16x32 positioned\ndecoded" },
	{ &content_decoder_png, BYTES("\x89PNG\r\n\x1a\n"), "media image png 0x0\nin-part" },
	{ &content_decoder_gif, BYTES("GIF89a\x20\0\x10\0\0"), "media image gif 32x16\ndecoded" },
	{ &content_decoder_gif, BYTES("GIF89a\x20"), "media image gif 0x0\nin-part" },
	{ &content_decoder_webp, BYTES("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0"),
	  "media image webp 640x480\ndecoded" },
	{ &content_decoder_webp, BYTES("RIFF\0\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01"),
	  "media image webp 640x480\ndecoded" },
	{ &content_decoder_webp, BYTES("RIFF\0\0\0\0WEBPVP8L\x05\0\0\0\x2f\x7f\xc2\x77\0"),
	  "media image webp 640x480\ndecoded" },
	{ &content_decoder_bmp, BYTES("BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x10\0\0\0\xe0\xff\xff\xff"),
	  "media image bmp 16x32\ndecoded" },
	{ &content_decoder_voice, BYTES("RIFF\0\0\0\0WAVEfmt "), "media voice wav 0x0\ndecoded" },
	{ &content_decoder_video,
	  BYTES("\0\0\0\x18"
		"ftypmp42\0\0\0\0"),
	  "media video mp4 0x0\ndecoded" },
	{ &content_decoder_video,
	  BYTES("\0\0\0\x18"
		"ftypheic\0\0\0\0"),
	  "media image heic 0x0\ndecoded" },
	{ &content_decoder_video, BYTES("RIFF\0\0\0\0AVI LIST"), "media video avi 0x0\ndecoded" },
	{ &content_decoder_video,
	  BYTES("\0\0\0\1\x67\x42\0\x1e\xab\xcd\xef\x01\x02\x03\0\0\0\1\x68\xce\x3c\x80\0\0"),
	  "media video h264 0x0\ndecoded" },
	{ &content_decoder_video,
	  BYTES("\0\0\0\1\x40\x01\x0c\x01\xff\xff\x01\x60\0\0\0\1\x42\x01\x01\0\0\0\0\0"),
	  "media video h265 0x0\ndecoded" },
	{ &content_decoder_voice, BYTES("#!AMR\n\x0c"), "media voice amr 0x0\ndecoded" },
	{ &content_decoder_voice, BYTES("\x02#!SILK_V3"), "media voice silk 0x0\ndecoded" },
	{ &content_decoder_voice, BYTES("OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead"),
	  "media voice ogg-opus 0x0\ndecoded" },
	{ &content_decoder_voice, BYTES("\xff\xf1\x50\x80\x01\x1f\xfc\x01\xff\xf1\x50\x80\x01\x1f\xfc\x01"),
	  "media voice aac 0x0\ndecoded" },
};

static void media_are_described(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(readings); i++) {
		struct content content = { .data = readings[i].data };

		if (content.data.size >= 8)
			assert_true(bid_of(readings[i].decoder, &content) > 0 || content.data.size < 16);
		assert_reading(readings[i].decoder, &content, readings[i].expected);
		assert_survives(readings[i].decoder, &content);
	}
}

static void look_alikes_get_no_bid(void **state)
{
	static const struct {
		const struct content_decoder *decoder;
		struct bytes data;
	} cases[] = {
		{ &content_decoder_jpeg, BYTES("\xff\xd8\xff\x01\0\0\0\0") },
		{ &content_decoder_jpeg, BYTES("\xff\xd8") },
		{ &content_decoder_png, BYTES("\x89PNG\n\x1a\n") },
		{ &content_decoder_gif, BYTES("GIF87 is a format") },
		{ &content_decoder_bmp, BYTES("BM25 ranks documents by relevance") },
		{ &content_decoder_webp, BYTES("RIFF\0\0\0\0AVI LIST") },
		{ &content_decoder_voice, BYTES("RIFF\0\0\0\0AVI LIST") },
		{ &content_decoder_video, BYTES("RIFF\0\0\0\0WAVEfmt ") },
		{ &content_decoder_video, BYTES("GGGGGGGGGGGGGGGGGGGGGGGGGGG") },
		{ &content_decoder_video,
		  BYTES("\0\0\0\1\x67\x42\0\x1e\xab\xcd\xef\x01\x02\x03\0\0\0\2\x68\xce\x3c\x80\0\0") },
		{ &content_decoder_video, BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") },
		{ &content_decoder_voice, BYTES("ID3 tags are text") },
		{ &content_decoder_voice, BYTES("\xff\xf1\x50\x80\x01\x1f\xfc\x01\0\0\0\0") },
		{ &content_decoder_voice, BYTES("\xff\xfb\x90\x64\0\0\0\0\0\0\0\0") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(bid_of(cases[i].decoder, &(struct content){ .data = cases[i].data }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(media_are_described),
		cmocka_unit_test(look_alikes_get_no_bid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
