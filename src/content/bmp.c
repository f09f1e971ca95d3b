/* SPDX-License-Identifier: Apache-2.0 */
/* Windows bitmaps: the size.
 *
 *     "BM"  size(4, little-endian)  0(4)  offset of pixels(4)  header size(4)
 *     header size 12: width(2) height(2);  40 and more: width(4) height(4, negative: top first) */
#include "base/cursor.h"
#include "content/content.h"

static unsigned bid(const struct content *content)
{
	struct cursor cursor = cursor_over(content->data);

	if (!bytes_equal(cursor_take(&cursor, 2), BYTES("BM")))
		return 0;
	cursor_skip(&cursor, 4);
	uint32_t reserved = cursor_le32(&cursor), pixels = cursor_le32(&cursor),
		 header = cursor_le32(&cursor);

	/* Two letters alone would be any text. */
	return cursor_ok(&cursor) && reserved == 0 && header >= 12 && header <= 124 &&
			       pixels >= 14 + header && pixels < 4096
		       ? 64
		       : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(bytes_from(content->data, 14));
	struct media media = { .medium = "image", .format = "bmp" };

	if (cursor_le32(&cursor) == 12) {
		media.width = cursor_le16(&cursor);
		media.height = cursor_le16(&cursor);
	} else {
		media.width = cursor_le32(&cursor);
		int32_t height = (int32_t)cursor_le32(&cursor);

		media.height = height < 0 ? (uint32_t) - (int64_t)height : (uint32_t)height;
	}
	examination_media(examination, content, &media);
	return cursor_ok(&cursor) && !content->incomplete ? DECODED : DECODED_IN_PART;
}

const struct content_decoder content_decoder_bmp = {
	.name = "bmp",
	.specification = "BITMAPINFOHEADER",
	.first = (const bool[256]){ ['B'] = true },
	.bid = bid,
	.decode = decode,
};
