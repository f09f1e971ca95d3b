/* SPDX-License-Identifier: Apache-2.0 */
/* H.264 and H.265 as a byte stream (ITU-T H.264 and H.265, annex B), as cameras send it in frames of
 * their own and store it:
 *
 *     *( [00] 00 00 01  NAL unit )
 *     H.264: 0(1) importance(2) type(5): 1, 5 slices  6 SEI  7 sequence set  8 picture set  9 delimiter
 *     H.265: 0(1) type(6) layer(6) temporal id + 1(3): 0-21 slices  32-34 sets  35 delimiter  39 SEI
 *
 * `00 00 00 01` is also the number one: a stream counts as one only with a sequence set that makes
 * sense among its first units and another unit behind it. Left out: streams met in their middle, until
 * the next set; RTP, which is a protocol's. */
#include "content/content.h"
#include "content/picture_size.h"

enum { HEAD = 512, UNITS_BEFORE_SET = 4 };

static bool is_start(struct bytes data, size_t *ret_size)
{
	*ret_size = bytes_start_with(data, BYTES("\0\0\1"))	? 3
		    : bytes_start_with(data, BYTES("\0\0\0\1")) ? 4
								: 0;
	return *ret_size > 0;
}

/* Whether a unit may stand at the beginning of a stream or behind its set. */
static bool is_unit(struct bytes unit, bool new)
{
	if (unit.size < 2 || unit.data[0] & 0x80)
		return false;
	unsigned type = new ? unit.data[0] >> 1 : unit.data[0] & 31;

	if (new)
		return (unit.data[0] & 1) == 0 && unit.data[1] == 1 &&
		       (type <= 9 || (type >= 16 && type <= 21) || (type >= 32 && type <= 40));
	return type >= 1 && type <= 13;
}

static const char *read(struct bytes data, struct picture_size *ret_size)
{
	struct bytes head = bytes_slice(data, 0, HEAD), unit;
	bool found = false, new = false;

	for (unsigned i = 0; i <= UNITS_BEFORE_SET + 1u && nal_next(&head, &unit); i++) {
		if (found)
			return !is_unit(unit, new) ? NULL : new ? "h265" : "h264";
		if (!is_unit(unit, false) && !is_unit(unit, true))
			return NULL;
		if (unit.size < 8)
			continue;
		if ((unit.data[0] & 0x9f) == 7 && picture_size_h264(bytes_from(unit, 1), ret_size)) {
			found = true;
		} else if (unit.data[0] == 0x42 && unit.data[1] == 1 &&
			   picture_size_h265(bytes_from(unit, 2), ret_size)) {
			found = new = true;
		}
	}
	return NULL;
}

static unsigned bid(const struct content *content)
{
	struct picture_size size;
	size_t start;

	if (content->data.size < 16 || content->data.data[0] || !is_start(content->data, &start))
		return 0;
	return read(content->data, &size) ? 72 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct picture_size size = { 0, 0 };
	struct media media = { .medium = "video", .format = read(content->data, &size) };

	if (!media.format)
		return DECODED_NOT_MINE;
	media.width = size.width;
	media.height = size.height;
	examination_media(examination, content, &media);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_elementary_video = {
	.name = "elementary-video",
	.specification = "ITU-T H.264 and H.265, annex B",
	.first = (const bool[256]){ [0] = true },
	.bid = bid,
	.decode = decode,
};
