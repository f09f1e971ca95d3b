/* SPDX-License-Identifier: Apache-2.0 */
/* SILK v3, the voice messages of messengers: ["\x02"] "#!SILK_V3" *( size(2, little-endian) packet ).
 * Left out: the sound. */
#include "base/cursor.h"
#include "content/content.h"

static struct bytes packets_of(struct bytes data)
{
	struct bytes rest = bytes_from(data, data.size && data.data[0] == 2 ? 1 : 0);

	return bytes_start_with(rest, BYTES("#!SILK_V3")) ? bytes_from(rest, 9) : BYTES_EMPTY;
}

static unsigned bid(const struct content *content)
{
	if (content->data.size < 11 || (content->data.data[0] != '#' && content->data.data[0] != 2))
		return 0;
	struct cursor cursor = cursor_over(packets_of(content->data));

	/* No packet is larger; text that names the format goes on with text. */
	return cursor_le16(&cursor) <= 1250 && cursor_ok(&cursor) ? 72 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct media media = { .medium = "voice", .format = "silk" };

	examination_media(examination, content, &media);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_silk = {
	.name = "silk",
	.specification = "SILK SDK file format, version 3",
	.first = (const bool[256]){ ['#'] = true, [2] = true },
	.bid = bid,
	.decode = decode,
};
