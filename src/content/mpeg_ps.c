/* SPDX-License-Identifier: Apache-2.0 */
/* MPEG program streams (ISO/IEC 13818-1 2.5), as GB/T 28181 carries cameras' pictures, also behind the
 * header of one vendor's recordings (40 bytes from "IMKH" on):
 *
 *     00 00 01 ba  clock(6, with marks)  rate(3)  5 bits, stuffing(3 bits)  stuffing
 *     00 00 01 bb  size(2) system header
 *     00 00 01 bc  size(2) …(2) size(2) descriptors  size(2) *( type(1) stream(1) size(2) descriptors )
 *     00 00 01 e0-ef video, c0-df sound, size(2) packet
 *
 * Left out: MPEG-1 pack headers. */
#include "base/cursor.h"
#include "content/picture_size.h"
#include "content/tracks.h"

enum { PACK = 14, VENDOR_HEAD = 40, PARTS_MOST = 256 };

static struct bytes stream_of(struct bytes data)
{
	return bytes_start_with(data, BYTES("IMKH")) ? bytes_from(data, VENDOR_HEAD) : data;
}

static bool is_pack(struct bytes data)
{
	struct bytes pack = bytes_slice(data, 0, PACK);

	return pack.size == PACK && bytes_start_with(pack, BYTES("\0\0\1\xba")) &&
	       (pack.data[4] & 0xc4) == 0x44 && (pack.data[6] & 4) && (pack.data[8] & 4) &&
	       (pack.data[9] & 1) && (pack.data[12] & 3) == 3;
}

static unsigned bid(const struct content *content)
{
	if (content->data.size < PACK + 4 || (content->data.data[0] && content->data.data[0] != 'I'))
		return 0;
	struct bytes data = stream_of(content->data);

	if (!is_pack(data))
		return 0;
	/* Behind the pack stands another start code. */
	struct bytes rest = bytes_from(data, PACK + (data.data[PACK - 1] & 7u));

	return bytes_start_with(rest, BYTES("\0\0\1")) ? 64 : 0;
}

static void read_map(struct bytes map, struct tracks *tracks)
{
	struct cursor cursor = cursor_over(bytes_from(map, 2));

	cursor_skip(&cursor, cursor_be16(&cursor));
	cursor_skip(&cursor, 2);
	while (cursor_ok(&cursor) && cursor_left(&cursor) >= 4) {
		uint8_t type = cursor_u8(&cursor);
		const char *video = tracks_video_of_stream_type(type);
		const char *voice = tracks_voice_of_stream_type(type);

		cursor_skip(&cursor, 1);
		cursor_skip(&cursor, cursor_be16(&cursor));
		if (video)
			tracks->video = video;
		else if (voice)
			tracks->voice = voice;
	}
}

static bool read_part(struct cursor *cursor, struct tracks *tracks)
{
	if (is_pack(cursor->rest)) {
		cursor_skip(cursor, PACK + (cursor->rest.data[PACK - 1] & 7u));
		return true;
	}
	uint32_t code = cursor_be32(cursor);
	uint16_t part_size = cursor_be16(cursor);
	struct bytes part = bytes_slice(cursor->rest, 0, part_size);
	struct picture_size size;
	const char *codec;

	if (!cursor_ok(cursor) || code < 0x1bb || code > 0x1ff)
		return false;
	cursor_skip(cursor, part.size);
	if (code == 0x1bc)
		read_map(part, tracks);
	tracks->has_voice |= code >= 0x1c0 && code < 0x1e0;
	if (code < 0x1e0 || code >= 0x1f0)
		return true;
	tracks->has_video = true;
	if (tracks->width == 0 && picture_size_find(part, &size, &codec)) {
		tracks->width = size.width;
		tracks->height = size.height;
		tracks->video = codec;
	}
	return true;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(stream_of(content->data));
	struct tracks tracks = { .container = "mpeg-ps" };

	for (unsigned i = 0; i < PARTS_MOST && cursor_left(&cursor) >= 6 && read_part(&cursor, &tracks); i++)
		;
	tracks_say(&tracks, content, examination);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_mpeg_ps = {
	.name = "mpeg-ps",
	.specification = "ISO/IEC 13818-1; GB/T 28181-2022, annex C",
	.first = (const bool[256]){ [0] = true, ['I'] = true },
	.bid = bid,
	.decode = decode,
};
