/* SPDX-License-Identifier: Apache-2.0 */
/* MP3 (ISO/IEC 11172-3 layer III, 13818-3): frames, the next right behind, or a tag in front.
 *
 *     7ff(11 bits) version(2) layer(2: 1) bare(1)  bit rate(4) sampling(2) padding(1) private(1)  …
 *     "ID3" version(2: 2 to 4, less than 255) flags(1) size(4 of 7 bits)
 *
 * Left out: the sound; what tags say of music. */
#include "content/content.h"

enum { FRAMES = 3, TAG = 10 };

static size_t frame_size(struct bytes data)
{
	static const uint16_t rates[2][16] = {
		{ 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0 },
		{ 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0 },
	};
	static const uint16_t frequencies[] = { 44100, 48000, 32000 };

	if (data.size < 4 || data.data[0] != 0xff || (data.data[1] & 0xe6) != 0xe2)
		return 0;
	unsigned version = data.data[1] >> 3 & 3, rate = data.data[2] >> 4, frequency = data.data[2] >> 2 & 3;

	if (version == 1 || frequency == 3 || rates[version == 3][rate] == 0)
		return 0;
	size_t samples = version == 3 ? 144000 : 72000;
	size_t hertz = (size_t)frequencies[frequency] >> (version == 3 ? 0 : version == 2 ? 1 : 2);

	return samples * rates[version == 3][rate] / hertz + (data.data[2] >> 1 & 1);
}

static unsigned frames_of(struct bytes data)
{
	struct bytes first = data;
	unsigned frames = 0;

	while (frames < FRAMES && data.size) {
		size_t size = frame_size(data);

		/* Version, layer and sampling stay the same. */
		if (size == 0 || data.data[1] != first.data[1] || ((data.data[2] ^ first.data[2]) & 0x0c))
			return 0;
		frames++;
		data = bytes_from(data, size);
	}
	return frames;
}

static bool is_tag(struct bytes data)
{
	struct bytes head = bytes_slice(data, 0, TAG);

	return head.size == TAG && bytes_start_with(head, BYTES("ID3")) && head.data[3] >= 2 &&
	       head.data[3] <= 4 && head.data[4] != 0xff &&
	       !((head.data[6] | head.data[7] | head.data[8] | head.data[9]) & 0x80);
}

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data;

	if (data.size < 8 || (data.data[0] != 0xff && data.data[0] != 'I'))
		return 0;
	if (data.data[0] == 'I')
		return is_tag(data) ? 44 : 0;
	unsigned frames = frames_of(data);

	return frames >= 2 ? frames * 15 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct media media = { .medium = "voice", .format = "mp3" };

	examination_media(examination, content, &media);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_mp3 = {
	.name = "mp3",
	.specification = "ISO/IEC 11172-3, ISO/IEC 13818-3",
	.first = (const bool[256]){ [0xff] = true, ['I'] = true },
	.bid = bid,
	.decode = decode,
};
