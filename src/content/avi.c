/* SPDX-License-Identifier: Apache-2.0 */
/* AVI: RIFF with "AVI ".
 *
 *     LIST "hdrl" { avih: …(32) width(4) height(4)
 *                   LIST "strl" { strh: "vids" or "auds"  codec(4) …   strf } }
 *     strf of pictures: …(16) codec(4);  of sound: format(2) …
 *
 * Left out: the pictures, the index. */
#include "content/riff.h"
#include "content/tracks.h"

enum { CHUNKS_MOST = 256 };

static void read_stream(struct bytes list, struct tracks *tracks)
{
	struct cursor cursor = cursor_over(list);
	struct bytes name, data, head = BYTES_EMPTY, format = BYTES_EMPTY;
	bool cut;

	for (unsigned i = 0; i < CHUNKS_MOST && riff_next(&cursor, &name, &data, &cut); i++) {
		if (bytes_equal(name, BYTES("strh")))
			head = data;
		else if (bytes_equal(name, BYTES("strf")))
			format = data;
	}
	if (bytes_start_with(head, BYTES("vids"))) {
		const char *codec = tracks_video_codec(bytes_slice(head, 4, 4));

		tracks->has_video = true;
		tracks->video = codec ? codec : tracks_video_codec(bytes_slice(format, 16, 4));
	} else if (bytes_start_with(head, BYTES("auds"))) {
		struct cursor wave = cursor_over(format);

		tracks->has_voice = true;
		tracks->voice = riff_voice_codec(cursor_le16(&wave));
	}
}

static void read_header(struct bytes list, struct tracks *tracks)
{
	struct cursor cursor = cursor_over(list);
	struct bytes name, data;
	bool cut;

	for (unsigned i = 0; i < CHUNKS_MOST && riff_next(&cursor, &name, &data, &cut); i++) {
		if (bytes_equal(name, BYTES("avih"))) {
			struct cursor head = cursor_over(bytes_from(data, 32));

			tracks->width = cursor_le32(&head);
			tracks->height = cursor_le32(&head);
		} else if (bytes_equal(name, BYTES("LIST")) && bytes_start_with(data, BYTES("strl"))) {
			read_stream(bytes_from(data, 4), tracks);
		}
	}
}

static unsigned bid(const struct content *content)
{
	return riff_is(content->data, BYTES("AVI ")) ? 64 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(bytes_from(content->data, 12));
	struct tracks tracks = { .container = "avi" };
	struct bytes name, data;
	bool cut = false;

	for (unsigned i = 0; i < CHUNKS_MOST && riff_next(&cursor, &name, &data, &cut); i++)
		if (bytes_equal(name, BYTES("LIST")) && bytes_start_with(data, BYTES("hdrl")))
			read_header(bytes_from(data, 4), &tracks);
	tracks_say(&tracks, content, examination);
	return cut || content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_avi = {
	.name = "avi",
	.specification = "RIFF AVI, OpenDML 1.02",
	.first = (const bool[256]){ ['R'] = true },
	.bid = bid,
	.decode = decode,
};
