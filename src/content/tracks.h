/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures and sound in one container: a recording with sound is a voice too. */
#ifndef PROBITY_CONTENT_TRACKS_H
#define PROBITY_CONTENT_TRACKS_H

#include "content/content.h"

struct tracks {
	const char *container; /* static word */
	bool has_video, has_voice;
	const char *video, *voice; /* static words: codecs; NULL where unknown */
	uint32_t width, height;
	bool positioned;
};

/* Says the pictures and the sound, each under the container's name and the codec's (`mp4-h264`). A
 * container that tells of neither is a video, since that is what most are. */
void tracks_say(const struct tracks *tracks, const struct content *content, struct examination *examination);

/* A codec by its name in a container (a four-letter code, a Matroska CodecID); NULL: not known. */
const char *tracks_video_codec(struct bytes name);
const char *tracks_voice_codec(struct bytes name);

/* Codecs by the stream types of ISO/IEC 13818-1 table 2-34 and GB/T 28181-2022 annex C. */
const char *tracks_video_of_stream_type(uint8_t type);
const char *tracks_voice_of_stream_type(uint8_t type);

#endif
