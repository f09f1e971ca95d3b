/* SPDX-License-Identifier: Apache-2.0 */
/* Flash video (Adobe FLV 10.1), also with the enhancements of Enhanced RTMP v1 and as Chinese clouds use
 * it for H.265:
 *
 *     "FLV" 01  flags(1: 4 sound, 1 pictures)  9(4)  0(4)
 *     *( kind(1: 8 sound, 9 pictures, 18 data) size(3) time(4) 0(3) body  size of all that(4) )
 *     pictures: kind(4 bits) codec(4 bits: 7 H.264, 12 H.265) 0: sets, time(3), configuration
 *               1(1 bit) kind(3) packet(4) code of four letters
 *     sound: format(4 bits: 2 MP3, 7 and 8 G.711, 10 AAC, 11 Speex) …
 *
 * Left out: the data, which names the program that wrote it. */
#include "base/cursor.h"
#include "content/picture_size.h"
#include "content/tracks.h"

enum { TAGS_MOST = 64 };

/* ISO/IEC 14496-15: version(1) profile(3) …(1) count(1: low 5 bits) *( size(2) set ). */
static void read_h264_size(struct cursor *cursor, struct tracks *tracks)
{
	struct picture_size size;

	cursor_skip(cursor, 6);
	struct bytes set = cursor_take(cursor, cursor_be16(cursor));

	if (cursor_ok(cursor) && set.size > 4 && picture_size_h264(bytes_from(set, 1), &size)) {
		tracks->width = size.width;
		tracks->height = size.height;
	}
}

static void read_picture(struct bytes body, struct tracks *tracks)
{
	struct cursor cursor = cursor_over(body);
	uint8_t first = cursor_u8(&cursor);

	if (body.size < 5)
		return;
	tracks->has_video = true;
	if (first & 0x80) {
		tracks->video = tracks_video_codec(cursor_take(&cursor, 4));
	} else if ((first & 15) == 7) {
		tracks->video = "h264";
		if (cursor_be32(&cursor) >> 24 == 0)
			read_h264_size(&cursor, tracks);
	} else if ((first & 15) == 12) {
		tracks->video = "h265";
	} else if ((first & 15) == 2) {
		tracks->video = "h263";
	}
}

static void read_sound(struct bytes body, struct tracks *tracks)
{
	static const char *const codecs[16] = {
		[0] = "pcm",   [2] = "mp3",  [3] = "pcm",    [7] = "g711a",
		[8] = "g711u", [10] = "aac", [11] = "speex", [14] = "mp3",
	};

	if (body.size == 0)
		return;
	tracks->has_voice = true;
	tracks->voice = codecs[body.data[0] >> 4];
}

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data;

	return bytes_start_with(data, BYTES("FLV\1")) && data.size >= 9 && (data.data[4] & 0xfa) == 0 &&
			       bytes_equal(bytes_slice(data, 5, 4), BYTES("\0\0\0\x09"))
		       ? 68
		       : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(bytes_from(content->data, 4));
	struct tracks tracks = { .container = "flv" };
	uint8_t flags = cursor_u8(&cursor);

	cursor_skip(&cursor, 8);
	for (unsigned i = 0; i < TAGS_MOST && cursor_left(&cursor) >= 11; i++) {
		uint8_t kind = cursor_u8(&cursor);
		uint32_t size = cursor_be24(&cursor);

		cursor_skip(&cursor, 7);
		struct bytes body = bytes_slice(cursor.rest, 0, size);

		if (kind == 9 && tracks.width == 0)
			read_picture(body, &tracks);
		else if (kind == 8 && !tracks.has_voice)
			read_sound(body, &tracks);
		else if (kind != 8 && kind != 9 && kind != 18)
			break;
		cursor_skip(&cursor, body.size);
		cursor_skip(&cursor, 4);
	}
	tracks.has_video |= flags & 1;
	tracks.has_voice |= flags >> 2 & 1;
	tracks_say(&tracks, content, examination);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_flv = {
	.name = "flv",
	.specification = "Adobe FLV 10.1, annex E; Enhanced RTMP v1",
	.first = (const bool[256]){ ['F'] = true },
	.bid = bid,
	.decode = decode,
};
