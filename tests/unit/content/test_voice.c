/* SPDX-License-Identifier: Apache-2.0 */
/* Recorded sound, and what only looks like it. */
#include "content/reading.h"

#define ADTS "\xff\xf1\x50\x80\x01\x1f\xfc\x01"
#define LOAS "\x56\xe0\x04\x20\0\x11\x90"
#define PAGE "OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01"
/* 8 kbit/s at 22,050 Hz: 26 bytes. */
#define LAYER3 "\xff\xf3\x10\xc4......................"

static const struct {
	const struct content_decoder *decoder;
	struct bytes data;
	const char *expected;
} readings[] = {
	{ &content_decoder_wav,
	  BYTES("RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0"),
	  "media voice wav-pcm 0x0\ndecoded" },
	{ &content_decoder_wav, BYTES("RIFF\0\0\0\0WAVELIST\2\0\0\0abfmt \2\0\0\0\7\0"),
	  "media voice wav-g711u 0x0\ndecoded" },
	{ &content_decoder_wav, BYTES("RIFF\0\0\0\0WAVEfmt "), "media voice wav 0x0\nin-part" },
	{ &content_decoder_amr, BYTES("#!AMR\n\x3c...."), "media voice amr 0x0\ndecoded" },
	{ &content_decoder_amr, BYTES("#!AMR-WB\n\x44...."), "media voice amr-wb 0x0\ndecoded" },
	{ &content_decoder_amr, BYTES("#!AMR_MC1.0\n\0\0\0\2...."), "media voice amr 0x0\ndecoded" },
	{ &content_decoder_silk, BYTES("\x02#!SILK_V3\x0c\0....."), "media voice silk 0x0\ndecoded" },
	{ &content_decoder_silk, BYTES("#!SILK_V3\x0c\0....."), "media voice silk 0x0\ndecoded" },
	{ &content_decoder_ogg, BYTES(PAGE "\x13OpusHead\1\1\0\0\x80\xbb\0\0\0\0\0"),
	  "media voice ogg-opus 0x0\ndecoded" },
	{ &content_decoder_ogg, BYTES(PAGE "\x08Speex   "), "media voice ogg-speex 0x0\ndecoded" },
	{ &content_decoder_ogg, BYTES(PAGE "\x07\x80theora" PAGE "\x07\x01vorbis"),
	  "media video ogg-theora 0x0\nmedia voice ogg-vorbis 0x0\ndecoded" },
	{ &content_decoder_aac, BYTES(ADTS ADTS), "media voice aac 0x0\ndecoded" },
	{ &content_decoder_aac, BYTES(LOAS LOAS LOAS), "media voice aac 0x0\ndecoded" },
	{ &content_decoder_mp3, BYTES(LAYER3 LAYER3 LAYER3), "media voice mp3 0x0\ndecoded" },
	{ &content_decoder_mp3, BYTES("ID3\4\0\0\0\0\0\x23TSSE"), "media voice mp3 0x0\ndecoded" },
	{ &content_decoder_flac, BYTES("fLaC\0\0\0\x22\x10\0\x10\0"), "media voice flac 0x0\ndecoded" },
};

static void sound_is_described(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(readings); i++) {
		struct content content = { .data = readings[i].data };

		assert_true(bid_of(readings[i].decoder, &content) >= 16);
		assert_reading(readings[i].decoder, &content, readings[i].expected);
		assert_survives(readings[i].decoder, &content);
	}
}

static void samples_without_a_mark_count_by_their_declared_type_only(void **state)
{
	uint8_t samples[160];
	struct content content = { .data = { samples, sizeof samples } };

	(void)state;
	for (size_t i = 0; i < sizeof samples; i++)
		samples[i] = (uint8_t)(0xd5 ^ i % 7);
	assert_int_equal(bid_of(&content_decoder_raw_sound, &content), 0);
	content.media_type = BYTES("audio/PCMA;rate=8000");
	assert_true(bid_of(&content_decoder_raw_sound, &content) > 0);
	assert_reading(&content_decoder_raw_sound, &content, "media voice g711a 0x0\ndecoded");
	content.media_type = BYTES("audio/L16");
	assert_reading(&content_decoder_raw_sound, &content, "media voice pcm 0x0\ndecoded");
	content.media_type = BYTES("audio/L160");
	assert_int_equal(bid_of(&content_decoder_raw_sound, &content), 0);
	content.media_type = BYTES("application/octet-stream");
	assert_int_equal(bid_of(&content_decoder_raw_sound, &content), 0);
	/* An error page under a sound's name. */
	memset(samples, 'a', sizeof samples);
	content.media_type = BYTES("audio/pcm");
	assert_int_equal(bid_of(&content_decoder_raw_sound, &content), 0);
}

static void look_alikes_get_no_bid(void **state)
{
	static const struct {
		const struct content_decoder *decoder;
		struct bytes data;
	} cases[] = {
		{ &content_decoder_wav, BYTES("RIFF\0\0\0\0AVI LIST") },
		{ &content_decoder_amr, BYTES("#!AMR is the mark of a file\n") },
		{ &content_decoder_amr, BYTES("#!AMR\n\xff\xff\xff\xff") },
		{ &content_decoder_silk, BYTES("#!SILK_V3 is the mark of a file") },
		{ &content_decoder_ogg, BYTES("OggS is the mark of a page of sound") },
		{ &content_decoder_flac, BYTES("fLaC is the mark of a file") },
		{ &content_decoder_mp3, BYTES("ID3 tags are text") },
		{ &content_decoder_mp3, BYTES("\xff\xfb\x90\x64\0\0\0\0\0\0\0\0") },
		{ &content_decoder_mp3, BYTES("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff") },
		{ &content_decoder_aac, BYTES("\xff\xf1\x50\x80\x01\x1f\xfc\x01\0\0\0\0") },
		{ &content_decoder_aac,
		  BYTES("\xff\xf1\x50\x80\x01\x1f\xfc\x01\xff\xf1\x60\x80\x01\x1f\xfc\x01") },
		{ &content_decoder_aac, BYTES(LOAS LOAS) },
		{ &content_decoder_aac, BYTES("V\xc3\xa9rit\xc3\xa9, a French word") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(bid_of(cases[i].decoder, &(struct content){ .data = cases[i].data }), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound_is_described),
		cmocka_unit_test(samples_without_a_mark_count_by_their_declared_type_only),
		cmocka_unit_test(look_alikes_get_no_bid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
