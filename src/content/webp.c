/* SPDX-License-Identifier: Apache-2.0 */
/* WebP (RFC 9649): size and position.
 *
 *     "RIFF" size(4) "WEBP"  *( name(4) size(4, little-endian) data [pad to even] )
 *     VP8X: flags(1) 0(3) width-1(3) height-1(3)
 *     VP8 : tag(3) 9d 01 2a  width(2: 14 bits) height(2: 14 bits)
 *     VP8L: 2f  width-1(14 bits) height-1(14 bits)
 *     EXIF: TIFF     XMP : XMP */
#include "content/content.h"
#include "content/exif.h"
#include "content/riff.h"
#include "content/xmp.h"

enum { CHUNKS_MOST = 4096 };

static unsigned bid(const struct content *content)
{
	return riff_is(content->data, BYTES("WEBP")) ? 64 : 0;
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
	struct bytes name, data;
	bool cut = false;

	for (unsigned i = 0; i < CHUNKS_MOST && riff_next(&cursor, &name, &data, &cut); i++) {
		read_size(name, data, &media);
		if (bytes_equal(name, BYTES("EXIF")))
			media.positioned |= exif_read(
				content, examination,
				bytes_from(data, bytes_start_with(data, BYTES("Exif\0\0")) ? 6 : 0));
		else if (bytes_equal(name, BYTES("XMP ")))
			media.positioned |= xmp_read(content, examination, data);
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
