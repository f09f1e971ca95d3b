/* SPDX-License-Identifier: Apache-2.0 */
/* GIF87a and GIF89a: the size, from the screen descriptor.
 *
 *     "GIF87a" or "GIF89a"  width(2, little-endian)  height(2) */
#include "base/cursor.h"
#include "content/content.h"

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data;

	return bytes_start_with(data, BYTES("GIF87a")) || bytes_start_with(data, BYTES("GIF89a")) ? 48 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(bytes_from(content->data, 6));
	struct media media = { .medium = "image", .format = "gif" };

	media.width = cursor_le16(&cursor);
	media.height = cursor_le16(&cursor);
	examination_media(examination, content, &media);
	return cursor_ok(&cursor) && !content->incomplete ? DECODED : DECODED_IN_PART;
}

const struct content_decoder content_decoder_gif = {
	.name = "gif",
	.specification = "GIF89a",
	.first = (const bool[256]){ ['G'] = true },
	.bid = bid,
	.decode = decode,
};
