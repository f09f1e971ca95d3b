/* SPDX-License-Identifier: Apache-2.0 */
/* Ogg (RFC 3533): pages, the first of every stream with a codec's mark.
 *
 *     "OggS" 0  flags(1: 2 first)  position(8) serial(4) page(4) checksum(4) count(1) sizes(count)  data
 *     "OpusHead" (RFC 7845)  "Speex   "  01 "vorbis"  7f "FLAC"  80 "theora"
 *
 * Left out: sound and pictures, comments. */
#include "base/cursor.h"
#include "content/tracks.h"

enum { PAGES_MOST = 8 };

/* The next page; false: no page starts here. */
static bool next_page(struct cursor *cursor, bool *ret_first, struct bytes *ret_data)
{
	struct bytes mark = cursor_take(cursor, 5);
	uint8_t flags = cursor_u8(cursor);

	cursor_skip(cursor, 20);
	struct bytes sizes = cursor_take(cursor, cursor_u8(cursor));
	size_t size = 0;

	for (size_t i = 0; i < sizes.size; i++)
		size += sizes.data[i];
	*ret_first = flags & 2;
	*ret_data = bytes_slice(cursor->rest, 0, size);
	cursor_skip(cursor, ret_data->size);
	return cursor_ok(cursor) && bytes_equal(mark, BYTES("OggS\0")) && flags < 8;
}

static void read_codec(struct bytes data, struct tracks *tracks)
{
	static const struct {
		struct bytes mark;
		const char *codec;
	} codecs[] = {
		{ BYTES("OpusHead"), "opus" },
		{ BYTES("Speex   "), "speex" },
		{ BYTES("\x01vorbis"), "vorbis" },
		{ BYTES("\x7f"
			"FLAC"),
		  "flac" },
	};

	if (bytes_start_with(data, BYTES("\x80theora"))) {
		tracks->has_video = true;
		tracks->video = "theora";
	}
	for (size_t i = 0; i < sizeof codecs / sizeof *codecs; i++)
		if (bytes_start_with(data, codecs[i].mark)) {
			tracks->has_voice = true;
			tracks->voice = codecs[i].codec;
		}
}

static unsigned bid(const struct content *content)
{
	struct cursor cursor = cursor_over(content->data);
	bool first;
	struct bytes data;

	if (content->data.size < 28 || content->data.data[0] != 'O')
		return 0;
	return next_page(&cursor, &first, &data) ? 48 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(content->data);
	struct tracks tracks = { .container = "ogg" };
	bool first = true;
	struct bytes data;

	for (unsigned i = 0; i < PAGES_MOST && next_page(&cursor, &first, &data) && first; i++)
		read_codec(data, &tracks);
	/* A stream met in its middle: pages of sound are what most are. */
	tracks.has_voice |= !tracks.has_video;
	tracks_say(&tracks, content, examination);
	return tracks.voice && !content->incomplete ? DECODED : DECODED_IN_PART;
}

const struct content_decoder content_decoder_ogg = {
	.name = "ogg",
	.specification = "RFC 3533, RFC 7845",
	.first = (const bool[256]){ ['O'] = true },
	.bid = bid,
	.decode = decode,
};
