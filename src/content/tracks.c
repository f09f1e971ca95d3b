/* SPDX-License-Identifier: Apache-2.0 */
#include "content/tracks.h"

#include <stdio.h>

struct codec {
	struct bytes name;
	const char *codec;
};

static const char *find(const struct codec *codecs, size_t count, struct bytes name)
{
	for (size_t i = 0; i < count; i++)
		if (bytes_start_with_nocase(name, codecs[i].name))
			return codecs[i].codec;
	return NULL;
}

const char *tracks_video_codec(struct bytes name)
{
	static const struct codec codecs[] = {
		{ BYTES("avc1"), "h264" },
		{ BYTES("avc3"), "h264" },
		{ BYTES("H264"), "h264" },
		{ BYTES("X264"), "h264" },
		{ BYTES("hvc1"), "h265" },
		{ BYTES("hev1"), "h265" },
		{ BYTES("HEVC"), "h265" },
		{ BYTES("H265"), "h265" },
		{ BYTES("av01"), "av1" },
		{ BYTES("vp08"), "vp8" },
		{ BYTES("VP80"), "vp8" },
		{ BYTES("vp09"), "vp9" },
		{ BYTES("VP90"), "vp9" },
		{ BYTES("mp4v"), "mpeg4" },
		{ BYTES("XVID"), "mpeg4" },
		{ BYTES("FMP4"), "mpeg4" },
		{ BYTES("MJPG"), "mjpeg" },
		{ BYTES("mjpa"), "mjpeg" },
		{ BYTES("jpeg"), "mjpeg" },
		{ BYTES("s263"), "h263" },
		{ BYTES("H263"), "h263" },
		{ BYTES("V_MPEG4/ISO/AVC"), "h264" },
		{ BYTES("V_MPEGH/ISO/HEVC"), "h265" },
		{ BYTES("V_VP8"), "vp8" },
		{ BYTES("V_VP9"), "vp9" },
		{ BYTES("V_AV1"), "av1" },
		{ BYTES("V_MJPEG"), "mjpeg" },
		{ BYTES("V_MPEG4"), "mpeg4" },
	};

	return find(codecs, sizeof codecs / sizeof *codecs, name);
}

const char *tracks_voice_codec(struct bytes name)
{
	static const struct codec codecs[] = {
		{ BYTES("mp4a"), "aac" },  { BYTES("alaw"), "g711a" },	  { BYTES("ulaw"), "g711u" },
		{ BYTES("sowt"), "pcm" },  { BYTES("twos"), "pcm" },	  { BYTES("lpcm"), "pcm" },
		{ BYTES("ipcm"), "pcm" },  { BYTES("samr"), "amr" },	  { BYTES("sawb"), "amr-wb" },
		{ BYTES("Opus"), "opus" }, { BYTES(".mp3"), "mp3" },	  { BYTES("fLaC"), "flac" },
		{ BYTES("A_AAC"), "aac" }, { BYTES("A_OPUS"), "opus" },	  { BYTES("A_VORBIS"), "vorbis" },
		{ BYTES("A_PCM"), "pcm" }, { BYTES("A_MPEG/L3"), "mp3" }, { BYTES("A_FLAC"), "flac" },
	};

	return find(codecs, sizeof codecs / sizeof *codecs, name);
}

const char *tracks_video_of_stream_type(uint8_t type)
{
	switch (type) {
	case 0x01:
	case 0x02:
		return "mpeg2";
	case 0x10:
		return "mpeg4";
	case 0x1b:
		return "h264";
	case 0x24:
		return "h265";
	case 0x80:
		return "svac";
	default:
		return NULL;
	}
}

const char *tracks_voice_of_stream_type(uint8_t type)
{
	switch (type) {
	case 0x03:
	case 0x04:
		return "mp3";
	case 0x0f:
	case 0x11:
		return "aac";
	case 0x90:
		return "g711a";
	case 0x91:
		return "g711u";
	case 0x92:
		return "g722";
	case 0x93:
		return "g723";
	case 0x99:
		return "g729";
	default:
		return NULL;
	}
}

static void say(const struct tracks *tracks, const char *medium, const char *codec,
		const struct content *content, struct examination *examination)
{
	char format[32];
	bool voice = medium[1] == 'o';
	struct media media = {
		.medium = medium,
		.format = format,
		.width = voice ? 0 : tracks->width,
		.height = voice ? 0 : tracks->height,
		.positioned = tracks->positioned,
	};

	snprintf(format, sizeof format, "%s%s%s", tracks->container, codec ? "-" : "", codec ? codec : "");
	examination_media(examination, content, &media);
}

void tracks_say(const struct tracks *tracks, const struct content *content, struct examination *examination)
{
	if (tracks->has_video || !tracks->has_voice)
		say(tracks, "video", tracks->video, content, examination);
	if (tracks->has_voice)
		say(tracks, "voice", tracks->voice, content, examination);
}
