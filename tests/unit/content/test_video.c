/* SPDX-License-Identifier: Apache-2.0 */
/* Video: streams and containers, the tracks in them, and what only looks like them. */
#include "content/reading.h"

/* Sets as two widely used encoders write them for a test picture. */
#define H264_SETS \
	"\0\0\0\1\x67\x64\0\x16\xac\xd9\x40\xa0\x2f\xf9\x70\x11\0\0\x03\0\x01\0\0\x03\0\x14\x0f\x16\x2d\x96" \
	"\0\0\0\1\x68\xeb\xe3\xcb\x22\xc0\0\0\1\x06\x05\xff"
#define H264_CUT_SETS \
	"\0\0\0\1\x67\xf4\0\x28\x91\x9b\x28\x0f\0\x44\xfc\x4e\x02\x20\0\0\x03\0\x20\0\0\x03\x02\x81\xe3\x06" \
	"\x32\xc0" \
	"\0\0\0\1\x68\xeb\xe3\xc4\x48\x44"
#define H265_SETS \
	"\0\0\0\1\x40\x01\x0c\x01\xff\xff\x01\x60\0\0\x03\0\x90\0\0\x03\0\0\x03\0\x3f\x95\x98\x09" \
	"\0\0\0\1\x42\x01\x01\x01\x60\0\0\x03\0\x90\0\0\x03\0\0\x03\0\x3f\xa0\x05\x02\x01\x69\x65\x95\x9a" \
	"\x49\x32" \
	"\xbc\x05\xa0\x20\0\0\x03\0\x20\0\0\x03\x01\x41" \
	"\0\0\0\1\x44\x01\xc1\x72\xb4\x62\x40"
#define FTYP \
	"\0\0\0\x14" \
	"ftypisom\0\0\0\1isom"
/* hdlr, then minf { stbl { stsd { one entry } } } */
#define TRACK(trak, mdia, handler, minf, stbl, stsd, entry) \
	"\0\0\0" trak "trak\0\0\0" mdia "mdia\0\0\0\x20hdlr\0\0\0\0\0\0\0\0" handler \
	"\0\0\0\0\0\0\0\0\0\0\0\0" \
	"\0\0\0" minf "minf\0\0\0" stbl "stbl\0\0\0" stsd "stsd\0\0\0\0\0\0\0\1" entry
#define VIDEO \
	TRACK("\x74", "\x6c", "vide", "\x44", "\x3c", "\x34", \
	      "\0\0\0\x24hvc1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x02\x80\x01\x68")
#define SOUND	       TRACK("\x5c", "\x54", "soun", "\x2c", "\x24", "\x1c", "\0\0\0\x0cmp4a\0\0\0\0")
#define AT(udta, name) "\0\0\0" udta "udta\0\0\0\x1e" name "\0\x12\x15\xc7+31.2376+121.4750/"
#define PLACE \
	"record\nvalue udta.latitude latitude=#31.2376\nvalue udta.longitude longitude=#121.4750\nend " \
	"udta\n"

static const struct {
	const struct content_decoder *decoder;
	struct bytes data;
	const char *expected;
} readings[] = {
	{ &content_decoder_elementary_video, BYTES(H264_SETS), "media video h264 640x360\ndecoded" },
	{ &content_decoder_elementary_video, BYTES(H264_CUT_SETS), "media video h264 1920x1080\ndecoded" },
	{ &content_decoder_elementary_video, BYTES(H265_SETS), "media video h265 640x360\ndecoded" },
	{ &content_decoder_mp4, BYTES(FTYP), "media video mp4 0x0\ndecoded" },
	{ &content_decoder_mp4, BYTES(FTYP "\0\0\0\xd8moov" VIDEO SOUND),
	  "media video mp4-h265 640x360\nmedia voice mp4-aac 0x0\ndecoded" },
	{ &content_decoder_mp4, BYTES(FTYP "\0\0\0\x64moov" SOUND), "media voice mp4-aac 0x0\ndecoded" },
	{ &content_decoder_mp4, BYTES(FTYP "\0\0\0\x2emoov" AT("\x26", "\xa9xyz")),
	  PLACE "media video mp4 0x0 positioned\ndecoded" },
	{ &content_decoder_mp4, BYTES(FTYP "\0\0\0\x2emoov" AT("\x26", "xnam")),
	  "media video mp4 0x0\ndecoded" },
	{ &content_decoder_mp4,
	  BYTES(FTYP "\0\0\0\x29moov\0\0\0\x21udta\0\0\0\x19loci\0\0\0\0\x15\xc7x\0\0\0\x79\x79\x99\0\x1f\x3c"
		     "\xd2"),
	  "record\nvalue udta.latitude latitude=#31.2376\nvalue udta.longitude longitude=#121.4750\nend "
	  "udta\n"
	  "media video mp4 0x0 positioned\ndecoded" },
	{ &content_decoder_mp4,
	  BYTES("\0\0\0\x14"
		"ftypheic\0\0\0\0mif1\0\0\0\x30meta\0\0\0\0\0\0\0\x24iprp\0\0\0\x1cipco"
		"\0\0\0\x14ispe\0\0\0\0\0\0\x02\x80\0\0\x01\xe0"),
	  "media image heic 640x480\ndecoded" },
	{ &content_decoder_mp4, BYTES("\0\0\0\x20moof\0\0\0\x10mfhd\0\0\0\0\0\0\0\1\0\0\0\x08traf"),
	  "media video mp4 0x0\ndecoded" },
	{ &content_decoder_matroska,
	  BYTES("\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff"
		"\x16\x54\xae\x6b\xa1\xae\x94\x83\x81\x01\x86\x85V_"
		"VP8\xe0\x88\xb0\x82\x02\x80\xba\x82\x01\x68"
		"\xae\x89\x83\x81\x02\x86\x84"
		"A_OP"),
	  "media video webm-vp8 640x360\nmedia voice webm 0x0\nin-part" },
	{ &content_decoder_flv,
	  BYTES("FLV\1\5\0\0\0\x09\0\0\0\0"
		"\x09\0\0\x25\0\0\0\0\0\0\0\x17\0\0\0\0\1\x64\0\x16\xff\xe1\0\x18"
		"\x67\x64\0\x16\xac\xd9\x40\xa0\x2f\xf9\x70\x11\0\0\x03\0\x01\0\0\x03\0\x14\x0f\x16"
		"\0\0\0\x30"
		"\x08\0\0\1\0\0\0\0\0\0\0\x7f\0\0\0\x0c"),
	  "media video flv-h264 640x360\nmedia voice flv-g711a 0x0\ndecoded" },
	{ &content_decoder_avi,
	  BYTES("RIFF\xff\0\0\0AVI LIST\x9c\0\0\0hdrlavih\x28\0\0\0"
		"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x80\x02\0\0\x68\1\0\0"
		"LIST\x30\0\0\0strlstrh\x08\0\0\0vidsMJPGstrf\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0MJPG"
		"LIST\x20\0\0\0strlstrh\x08\0\0\0auds\0\0\0\0strf\x02\0\0\0\x06\0"),
	  "media video avi-mjpeg 640x360\nmedia voice avi-g711a 0x0\nin-part" },
	{ &content_decoder_mpeg_ps,
	  BYTES("\0\0\1\xba\x44\0\4\0\4\1\0\0\x03\xf8"
		"\0\0\1\xbc\0\x12\xe0\xff\0\0\0\x08\x1b\xe0\0\0\x90\xc0\0\0\0\0\0\0"
		"\0\0\1\xe0\0\x31\x80\0\0" H264_SETS "\0\0\1\xc0\0\4abcd"),
	  "media video mpeg-ps-h264 640x360\nmedia voice mpeg-ps-g711a 0x0\ndecoded" },
};

static void video_is_described(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(readings); i++) {
		struct content content = { .data = readings[i].data };

		assert_true(bid_of(readings[i].decoder, &content) >= 16);
		assert_reading(readings[i].decoder, &content, readings[i].expected);
		assert_survives(readings[i].decoder, &content);
	}
}

enum { PACKET = 188, PACKETS = 6 };

/* A packet of its PID with `payload`, filled up behind it. */
static void put_packet(uint8_t *to, unsigned pid, unsigned counter, bool start, struct bytes payload)
{
	memset(to, 0xff, PACKET);
	to[0] = 0x47;
	to[1] = (uint8_t)((start ? 0x40 : 0) | pid >> 8);
	to[2] = (uint8_t)pid;
	to[3] = (uint8_t)(0x10 | counter);
	memcpy(to + 4, payload.data, payload.size);
}

static struct bytes transport_stream(uint8_t to[PACKETS * PACKET])
{
	put_packet(to, 0, 0, true, BYTES("\0\0\xb0\x0d\0\1\xc1\0\0\0\1\xe1\0crc."));
	put_packet(to + PACKET, 0x100, 0, true,
		   BYTES("\0\2\xb0\x17\0\1\xc1\0\0\xe1\1\xf0\0\x1b\xe1\1\xf0\0\x0f\xe1\2\xf0\0crc."));
	put_packet(to + 2 * PACKET, 0x101, 0, true, BYTES("\0\0\1\xe0\0\0\x80\0\0" H264_SETS));
	for (unsigned i = 3; i < PACKETS; i++)
		put_packet(to + i * PACKET, 0x101, i - 2, false, BYTES("pictures"));
	return (struct bytes){ to, PACKETS * PACKET };
}

static void a_transport_stream_tells_its_tracks(void **state)
{
	uint8_t packets[PACKETS * PACKET];
	struct content content = { .data = transport_stream(packets) };

	(void)state;
	assert_int_equal(bid_of(&content_decoder_mpeg_ts, &content), 48);
	assert_reading(&content_decoder_mpeg_ts, &content,
		       "media video mpeg-ts-h264 640x360\nmedia voice mpeg-ts-aac 0x0\ndecoded");
	assert_survives(&content_decoder_mpeg_ts, &content);
	/* Met without its tables. */
	content.data = bytes_from(content.data, PACKET);
	assert_int_equal(bid_of(&content_decoder_mpeg_ts, &content), 48);
	assert_reading(&content_decoder_mpeg_ts, &content, "media video mpeg-ts 0x0\ndecoded");
}

static void a_byte_every_188_is_no_transport_stream(void **state)
{
	uint8_t packets[PACKETS * PACKET];
	struct content content = { .data = transport_stream(packets) };

	(void)state;
	/* Nothing counts. */
	content.data = bytes_from(content.data, PACKET);
	for (size_t i = 1; i < PACKETS; i++)
		packets[i * PACKET + 3] = 0x10;
	assert_int_equal(bid_of(&content_decoder_mpeg_ts, &content), 0);
	/* Neither payload nor anything else. */
	for (size_t i = 1; i < PACKETS; i++)
		packets[i * PACKET + 3] = (uint8_t)i;
	assert_int_equal(bid_of(&content_decoder_mpeg_ts, &content), 0);
	/* Text of one letter, and text in columns. */
	memset(packets, 'G', sizeof packets);
	content.data = (struct bytes){ packets, sizeof packets };
	assert_int_equal(bid_of(&content_decoder_mpeg_ts, &content), 0);
	memset(packets, ' ', sizeof packets);
	for (size_t i = 0; i < PACKETS; i++)
		packets[i * PACKET] = 'G';
	assert_int_equal(bid_of(&content_decoder_mpeg_ts, &content), 0);
}

static void look_alikes_get_no_bid(void **state)
{
	static const struct {
		const struct content_decoder *decoder;
		struct bytes data;
	} cases[] = {
		/* The number one, then text or numbers. */
		{ &content_decoder_elementary_video, BYTES("\0\0\0\1garage door opened \0\0\0\1 again") },
		{ &content_decoder_elementary_video,
		  BYTES("\0\0\0\1\x67\x42\0\x1e\xab\xcd\xef\x01\x02\x03\0\0\0\2\x68\xce\x3c\x80\0\0") },
		{ &content_decoder_elementary_video,
		  BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") },
		/* A set of no known profile; one of a picture of 16 by 268,435,456. */
		{ &content_decoder_elementary_video,
		  BYTES("\0\0\0\1\x67\x65\0\x16\xac\xd9\x40\xa0\x2f\xf9\x70\x11\0\0\0\1\x68\xeb\xe3\xcb") },
		{ &content_decoder_elementary_video,
		  BYTES("\0\0\0\1\x67\x42\0\x1e\xf4\x80\0\0\x08\0\0\x08\x11\0\0\0\1\x68\xeb\xe3\xcb") },
		/* A set alone. */
		{ &content_decoder_elementary_video, BYTES("\0\0\0\1\x67\x64\0\x16\xac\xd9\x40\xa0\x2f\xf9"
							   "\x70\x11\0\0\x03\0\x01\0\0\x03\0\x14") },
		{ &content_decoder_mp4, BYTES("\0\0\0\x18"
					      "ftyp\x01\x02\x03\x04\0\0\0\0") },
		{ &content_decoder_mp4, BYTES("\0\0\0\x19"
					      "ftypisom\0\0\0\0") },
		{ &content_decoder_mp4, BYTES("\0\0\0\x20moofabcdefghijkl") },
		{ &content_decoder_matroska, BYTES("\x1a\x45\xdf\xa3\x84\x42\x86\x81\1 not it") },
		{ &content_decoder_flv, BYTES("FLV\1 is a format of video") },
		{ &content_decoder_avi, BYTES("RIFF\0\0\0\0WAVEfmt ") },
		{ &content_decoder_mpeg_ps, BYTES("\0\0\1\xba\0\0\0\0\0\0\0\0\0\0\0\0\1\xbb") },
		{ &content_decoder_mpeg_ps, BYTES("\0\0\1\xba\x44\0\4\0\4\1\0\0\x03\xf8 no start code") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(bid_of(cases[i].decoder, &(struct content){ .data = cases[i].data }), 0);
}

/* What random bytes are taken for, of any decoder of this folder: nothing. */
static void random_bytes_are_nothing(void **state)
{
	static const struct content_decoder *const decoders[] = {
		&content_decoder_wav,	  &content_decoder_amr,	 &content_decoder_silk,
		&content_decoder_ogg,	  &content_decoder_aac,	 &content_decoder_mp3,
		&content_decoder_flac,	  &content_decoder_mp4,	 &content_decoder_matroska,
		&content_decoder_flv,	  &content_decoder_avi,	 &content_decoder_mpeg_ts,
		&content_decoder_mpeg_ps, &content_decoder_jpeg, &content_decoder_elementary_video,
	};
	uint8_t data[1200];
	uint64_t random = 88172645463325252u;

	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		for (size_t i = 0; i < sizeof data; i++) {
			random ^= random << 13;
			random ^= random >> 7;
			random ^= random << 17;
			data[i] = (uint8_t)random;
		}
		/* As hard as it can be: they begin as the formats do. */
		static const uint8_t first[] = { 0, 0x47, 0xff, 'R', 'O', '#', 0x1a, 'I' };

		data[0] = first[round % sizeof first];
		for (size_t d = 0; d < COUNT_OF(decoders); d++)
			assert_int_equal(decoders[d]->bid(&(struct content){ .data = { data, sizeof data } }),
					 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(video_is_described),
		cmocka_unit_test(a_transport_stream_tells_its_tracks),
		cmocka_unit_test(a_byte_every_188_is_no_transport_stream),
		cmocka_unit_test(look_alikes_get_no_bid),
		cmocka_unit_test(random_bytes_are_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
