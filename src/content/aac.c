/* SPDX-License-Identifier: Apache-2.0 */
/* AAC in frames of its own, which have no other mark than that the next follows:
 *
 *     ADTS (ISO/IEC 13818-7): fff(12 bits) id(1) 0(2) bare(1)  profile(2) rate(4) private(1) channels(3)
 *                             …(4) size(13, head included) …
 *     LOAS (ISO/IEC 14496-3 1.7): 2b7(11 bits) size(13, of what follows)
 *
 * Three frames in a row, or two that are all there is, with the same head. Left out: the sound. */
#include "content/content.h"

enum { FRAMES = 3 };

/* Size of an ADTS frame; 0: none starts there. */
static size_t adts_size(struct bytes data)
{
	if (data.size < 7 || data.data[0] != 0xff || (data.data[1] & 0xf6) != 0xf0 ||
	    (data.data[2] & 0x3c) > 0x30)
		return 0;
	size_t size = (size_t)(data.data[3] & 3) << 11 | (size_t)data.data[4] << 3 | data.data[5] >> 5;

	return size > 7 ? size : 0;
}

static size_t loas_size(struct bytes data)
{
	if (data.size < 3 || data.data[0] != 0x56 || (data.data[1] & 0xe0) != 0xe0)
		return 0;
	size_t size = (size_t)(data.data[1] & 31) << 8 | data.data[2];

	return size >= 4 ? size + 3 : 0;
}

static bool same_head(struct bytes a, struct bytes b, bool adts)
{
	return a.data[0] == b.data[0] && (!adts || (a.data[1] == b.data[1] && a.data[2] == b.data[2] &&
						    (a.data[3] & 0xfc) == (b.data[3] & 0xfc)));
}

static unsigned frames_of(struct bytes data, bool adts)
{
	struct bytes first = data;
	unsigned frames = 0;

	while (frames < FRAMES && data.size) {
		size_t size = adts ? adts_size(data) : loas_size(data);

		if (size == 0 || !same_head(first, data, adts))
			return 0;
		frames++;
		data = bytes_from(data, size);
	}
	return frames;
}

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data;

	if (data.size < 8 || (data.data[0] != 0xff && data.data[0] != 0x56))
		return 0;
	bool adts = data.data[0] == 0xff;
	unsigned frames = frames_of(data, adts);

	/* "V" is a letter: such text has no control characters. */
	return frames >= 2 && (adts || frames == FRAMES) ? frames * (adts ? 18 : 11) : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct media media = { .medium = "voice", .format = "aac" };

	examination_media(examination, content, &media);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_aac = {
	.name = "aac",
	.specification = "ISO/IEC 13818-7, ISO/IEC 14496-3",
	.first = (const bool[256]){ [0xff] = true, [0x56] = true },
	.bid = bid,
	.decode = decode,
};
