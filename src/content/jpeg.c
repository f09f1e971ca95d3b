/* SPDX-License-Identifier: Apache-2.0 */
/* JPEG (ITU-T T.81, JFIF, Exif): size and position; the picture itself is not decoded.
 *
 *     ff d8  *( ff marker size(2) data )  … until ff da, the picture
 *     c0–cf but c4, c8, cc: bits(1) height(2) width(2)     e1: "Exif" 0 0 TIFF
 *
 * A cut one is an image all the same. */
#include "base/cursor.h"
#include "content/content.h"
#include "content/exif.h"

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data;

	return bytes_start_with(data, BYTES("\xff\xd8\xff")) && data.size > 4 && data.data[3] >= 0xc0 ? 26
												      : 0;
}

static bool is_frame(uint8_t marker)
{
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(content->data);
	struct media media = { .medium = "image", .format = "jpeg" };
	bool sized = false;

	cursor_skip(&cursor, 2);
	while (!sized && cursor_ok(&cursor) && cursor_left(&cursor) >= 4) {
		if (cursor_u8(&cursor) != 0xff)
			break;
		while (cursor_peek(&cursor, 0) == 0xff)
			cursor_skip(&cursor, 1);
		uint8_t marker = cursor_u8(&cursor);
		uint16_t size = cursor_be16(&cursor);

		if (marker < 0xc0 || marker == 0xda || size < 2)
			break;
		struct bytes segment = bytes_slice(cursor.rest, 0, size - 2u);

		if (marker == 0xe1 && bytes_start_with(segment, BYTES("Exif\0\0")))
			media.positioned |= exif_read(content, examination, bytes_from(segment, 6));
		if (is_frame(marker) && segment.size >= 5) {
			struct cursor frame = cursor_over(bytes_from(segment, 1));

			media.height = cursor_be16(&frame);
			media.width = cursor_be16(&frame);
			sized = true;
		}
		cursor_skip(&cursor, segment.size);
	}
	examination_media(examination, content, &media);
	return sized && !content->incomplete ? DECODED : DECODED_IN_PART;
}

const struct content_decoder content_decoder_jpeg = {
	.name = "jpeg",
	.specification = "ITU-T T.81, Exif 2.32",
	.first = (const bool[256]){ [0xff] = true },
	.bid = bid,
	.decode = decode,
};
