/* SPDX-License-Identifier: Apache-2.0 */
/* WebP (RFC 9649): size and position.
 *
 *     "RIFF" size(4) "WEBP"  *( name(4) size(4, little-endian) data [pad to even] )
 *     VP8X: flags(1) 0(3) width-1(3) height-1(3)
 *     VP8 : tag(3) 9d 01 2a  width(2: 14 bits) height(2: 14 bits)
 *     VP8L: 2f  width-1(14 bits) height-1(14 bits)
 *     EXIF: TIFF */
#include "base/cursor.h"
#include "content/content.h"
#include "content/exif.h"

enum { CHUNKS_MOST = 4096 };

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data;

	return bytes_start_with(data, BYTES("RIFF")) && bytes_start_with(bytes_from(data, 8), BYTES("WEBP"))
		       ? 64
		       : 0;
}

/* The size a chunk tells, if it does. */
static void read_size(struct bytes name, struct bytes data, struct media *media)
{
	struct cursor cursor = cursor_over(data);
	uint32_t width = 0, height = 0;

	if (bytes_equal(name, BYTES("VP8X"))) {
		cursor_skip(&cursor, 4);
		width = (uint32_t)cursor_le(&cursor, 3) + 1;
		height = (uint32_t)cursor_le(&cursor, 3) + 1;
	} else if (bytes_equal(name, BYTES("VP8 "))) {
		cursor_skip(&cursor, 6);
		width = cursor_le16(&cursor) & 0x3fff;
		height = cursor_le16(&cursor) & 0x3fff;
	} else if (bytes_equal(name, BYTES("VP8L"))) {
		cursor_skip(&cursor, 1);
		uint32_t bits = cursor_le32(&cursor);

		width = (bits & 0x3fff) + 1;
		height = (bits >> 14 & 0x3fff) + 1;
	}
	if (cursor_ok(&cursor) && media->width == 0) {
		media->width = width;
		media->height = height;
	}
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(bytes_from(content->data, 12));
	struct media media = { .medium = "image", .format = "webp" };
	bool cut = false;

	for (unsigned i = 0; i < CHUNKS_MOST && !cut && cursor_left(&cursor) >= 8; i++) {
		struct bytes name = cursor_take(&cursor, 4);
		uint32_t size = cursor_le32(&cursor);
		struct bytes data = bytes_slice(cursor.rest, 0, size);

		read_size(name, data, &media);
		if (bytes_equal(name, BYTES("EXIF")))
			media.positioned |= exif_read(
				content, examination,
				bytes_from(data, bytes_start_with(data, BYTES("Exif\0\0")) ? 6 : 0));
		cut = data.size < size;
		cursor_skip(&cursor, data.size);
		cursor_skip(&cursor, size % 2 && cursor_left(&cursor) ? 1 : 0);
	}
	examination_media(examination, content, &media);
	return media.width && !cut && !content->incomplete ? DECODED : DECODED_IN_PART;
}

const struct content_decoder content_decoder_webp = {
	.name = "webp",
	.specification = "RFC 9649",
	.first = (const bool[256]){ ['R'] = true },
	.bid = bid,
	.decode = decode,
};
