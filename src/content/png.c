/* SPDX-License-Identifier: Apache-2.0 */
/* PNG (ISO/IEC 15948): size, position, texts; the picture itself is not decoded.
 *
 *     89 "PNG" 0d 0a 1a 0a  *( size(4) name(4) data crc(4) )
 *     IHDR, the first: width(4) height(4) …     eXIf: TIFF
 *     tEXt: keyword 0 text      iTXt: keyword 0 packed(1) method(1) language 0 translation 0 text
 *
 * Left out: packed texts (zTXt, packed iTXt). */
#include "base/cursor.h"
#include "content/content.h"
#include "content/exif.h"
#include "content/xmp.h"

enum { SIGNATURE_SIZE = 8, CHUNKS_MOST = 4096, KEYWORD_MOST = 79, TEXT_MOST = 4096 };

static unsigned bid(const struct content *content)
{
	return bytes_start_with(content->data, BYTES("\x89PNG\r\n\x1a\n")) ? 64 : 0;
}

/* `Author`, `Comment`, …; whether it held a position. */
static bool read_text(const struct content *content, struct examination *examination, struct bytes data,
		      bool international)
{
	struct bytes text = data, keyword = bytes_split(&text, 0);

	if (keyword.size == 0 || keyword.size > KEYWORD_MOST)
		return false;
	if (international) {
		if (text.size < 2 || text.data[0])
			return false;
		text = bytes_from(text, 2);
		bytes_split(&text, 0);
		bytes_split(&text, 0);
	}
	if (bytes_equal(keyword, BYTES("XML:com.adobe.xmp")))
		return xmp_read(content, examination, text);
	const struct step outer = { .name = BYTES("text") }, step = { &outer, keyword };

	text = bytes_trim(text);
	if (text.size && text.size <= TEXT_MOST)
		examination_value(examination, content, &step, keyword, text, text, false);
	return false;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(content->data);
	struct media media = { .medium = "image", .format = "png" };
	bool ended = false;

	cursor_skip(&cursor, SIGNATURE_SIZE);
	for (unsigned i = 0; i < CHUNKS_MOST && !ended && cursor_left(&cursor) >= 8; i++) {
		uint32_t size = cursor_be32(&cursor);
		struct bytes name = cursor_take(&cursor, 4), data = bytes_slice(cursor.rest, 0, size);

		if (i == 0 && bytes_equal(name, BYTES("IHDR")) && data.size >= 8) {
			struct cursor header = cursor_over(data);

			media.width = cursor_be32(&header);
			media.height = cursor_be32(&header);
		}
		if (bytes_equal(name, BYTES("eXIf")))
			media.positioned |= exif_read(content, examination, data);
		if (bytes_equal(name, BYTES("tEXt")) || bytes_equal(name, BYTES("iTXt")))
			media.positioned |= read_text(content, examination, data, name.data[0] == 'i');
		ended = bytes_equal(name, BYTES("IEND")) || data.size < size;
		cursor_skip(&cursor, data.size);
		cursor_skip(&cursor, 4);
	}
	examination_media(examination, content, &media);
	return media.width && !content->incomplete ? DECODED : DECODED_IN_PART;
}

const struct content_decoder content_decoder_png = {
	.name = "png",
	.specification = "ISO/IEC 15948",
	.first = (const bool[256]){ [0x89] = true },
	.bid = bid,
	.decode = decode,
};
