/* SPDX-License-Identifier: Apache-2.0 */
/* JPEG (ITU-T T.81, JFIF, Exif): size, position and what the metadata say of people; the picture itself
 * is not decoded.
 *
 *     ff d8  *( ff marker size(2) data )  … until ff da, the picture, to ff d9
 *     c0–cf but c4, c8, cc: bits(1) height(2) width(2)
 *     e1: "Exif" 0 0 TIFF, or "http://ns.adobe.com/xap/1.0/" 0 XMP
 *
 * Pictures right behind each other are a video (Motion JPEG): they are counted, the first is read. Two
 * of different sizes are a photo with its preview. A cut one is an image all the same. */
#include "base/cursor.h"
#include "content/content.h"
#include "content/exif.h"
#include "content/xmp.h"

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

struct head {
	const struct content *content; /* NULL: only the size is wanted */
	struct examination *examination;
	uint32_t width, height;
	bool sized, positioned;
	struct bytes rest; /* behind it */
};

static void read_metadata(struct head *head, struct bytes segment)
{
	static const struct bytes xmp = BYTES("http://ns.adobe.com/xap/1.0/\0");
	/* Of the same size: how ImageMagick wrote it for years. */
	static const struct bytes mangled_xmp = BYTES("XMP\0://ns.adobe.com/xap/1.0/\0");

	if (bytes_start_with(segment, BYTES("Exif\0\0")))
		head->positioned |= exif_read(head->content, head->examination, bytes_from(segment, 6));
	else if (bytes_start_with(segment, xmp) || bytes_start_with(segment, mangled_xmp))
		head->positioned |= xmp_read(head->content, head->examination, bytes_from(segment, xmp.size));
}

/* Reads the segments before the picture. */
static void read_head(struct head *head, struct bytes data)
{
	struct cursor cursor = cursor_over(data);

	cursor_skip(&cursor, 2);
	while (!head->sized && cursor_ok(&cursor) && cursor_left(&cursor) >= 4) {
		if (cursor_u8(&cursor) != 0xff)
			break;
		while (cursor_peek(&cursor, 0) == 0xff)
			cursor_skip(&cursor, 1);
		uint8_t marker = cursor_u8(&cursor);
		uint16_t size = cursor_be16(&cursor);

		if (marker < 0xc0 || marker == 0xda || size < 2)
			break;
		struct bytes segment = bytes_slice(cursor.rest, 0, size - 2u);

		if (marker == 0xe1 && head->content)
			read_metadata(head, segment);
		if (is_frame(marker) && segment.size >= 5) {
			struct cursor frame = cursor_over(bytes_from(segment, 1));

			head->height = cursor_be16(&frame);
			head->width = cursor_be16(&frame);
			head->sized = true;
		}
		cursor_skip(&cursor, segment.size);
	}
	head->rest = cursor.rest;
}

/* Whether another picture of the same size follows, or any two more. */
static bool is_stream(const struct head *first)
{
	static const struct bytes joint = BYTES("\xff\xd9\xff\xd8\xff");
	size_t at = bytes_find(first->rest, joint);

	if (at == SIZE_MAX)
		return false;
	struct head second = { .content = NULL };
	struct bytes rest = bytes_from(first->rest, at + 2);

	read_head(&second, rest);
	return (second.sized && second.width == first->width && second.height == first->height) ||
	       bytes_find(second.rest, joint) != SIZE_MAX;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct head head = { content, examination, .sized = false };

	read_head(&head, content->data);
	bool stream = is_stream(&head);
	struct media media = {
		.medium = stream ? "video" : "image",
		.format = stream ? "mjpeg" : "jpeg",
		.width = head.width,
		.height = head.height,
		.positioned = head.positioned,
	};

	examination_media(examination, content, &media);
	return head.sized && !content->incomplete ? DECODED : DECODED_IN_PART;
}

const struct content_decoder content_decoder_jpeg = {
	.name = "jpeg",
	.specification = "ITU-T T.81, Exif 2.32",
	.first = (const bool[256]){ [0xff] = true },
	.bid = bid,
	.decode = decode,
};
