/* SPDX-License-Identifier: Apache-2.0 */
/* Recorded sound, by its container; it is not decoded.
 *
 *     WAV     "RIFF" size(4) "WAVE"
 *     AMR     "#!AMR" (RFC 4867)     SILK  "#!SILK" with a byte before it or not
 *     Ogg     "OggS" (RFC 3533) with "OpusHead", "Speex" or vorbis in the first page
 *     AAC     ADTS frames: fff(12 bits) … size(13 bits) …, the next frame right behind
 *     MP3     frames: 7ff(11 bits) version layer bitrate rate …, the next right behind; or "ID3"
 *     FLAC    "fLaC"
 *
 * Left out: raw samples and RTP, which have no mark; Ogg with pictures. */
#include "content/content.h"

static const struct {
	const char *format;
	struct bytes start;
	size_t more_at; /* where `more` stands; anywhere in the first page if SIZE_MAX */
	struct bytes more;
} containers[] = {
	{ "wav", BYTES("RIFF"), 8, BYTES("WAVE") },
	{ "amr", BYTES("#!AMR"), 0, BYTES_EMPTY },
	{ "silk", BYTES("#!SILK"), 0, BYTES_EMPTY },
	{ "silk", BYTES("\x02#!SILK"), 0, BYTES_EMPTY },
	{ "ogg-opus", BYTES("OggS"), SIZE_MAX, BYTES("OpusHead") },
	{ "ogg-speex", BYTES("OggS"), SIZE_MAX, BYTES("Speex   ") },
	{ "ogg-vorbis", BYTES("OggS"), SIZE_MAX, BYTES("\x01vorbis") },
	{ "flac", BYTES("fLaC"), 0, BYTES_EMPTY },
	{ "mp3", BYTES("ID3"), 0, BYTES_EMPTY },
};

/* Size of an ADTS frame at `at`, 0 if none starts there. */
static size_t adts_size(struct bytes data, size_t at)
{
	struct bytes head = bytes_slice(data, at, 7);

	if (head.size < 7 || head.data[0] != 0xff || (head.data[1] & 0xf6) != 0xf0 ||
	    (head.data[2] & 0x3c) > 0x30)
		return 0;
	size_t size = (size_t)(head.data[3] & 3) << 11 | (size_t)head.data[4] << 3 | head.data[5] >> 5;

	return size > 7 ? size : 0;
}

/* The same for a layer III frame. */
static size_t mp3_size(struct bytes data, size_t at)
{
	static const uint16_t rates[2][16] = {
		{ 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0 },
		{ 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0 },
	};
	static const uint16_t frequencies[] = { 44100, 48000, 32000 };
	struct bytes head = bytes_slice(data, at, 4);

	if (head.size < 4 || head.data[0] != 0xff || (head.data[1] & 0xe6) != 0xe2)
		return 0;
	unsigned version = head.data[1] >> 3 & 3, rate = head.data[2] >> 4, frequency = head.data[2] >> 2 & 3;

	if (version == 1 || frequency == 3 || rates[version == 3][rate] == 0)
		return 0;
	size_t samples = version == 3 ? 144000 : 72000;
	size_t hertz = (size_t)frequencies[frequency] >> (version == 3 ? 0 : version == 2 ? 1 : 2);

	return samples * rates[version == 3][rate] / hertz + (head.data[2] >> 1 & 1);
}

static const char *format_of(struct bytes data, unsigned *ret_bits)
{
	for (size_t i = 0; i < sizeof containers / sizeof *containers; i++) {
		struct bytes more = containers[i].more;

		if (!bytes_start_with(data, containers[i].start))
			continue;
		bool has = containers[i].more_at == SIZE_MAX
				   ? bytes_find(bytes_slice(data, 0, 64), more) != SIZE_MAX
				   : bytes_start_with(bytes_from(data, containers[i].more_at), more);

		/* `ID3` is followed by a small version. */
		if (has &&
		    (more.size || containers[i].start.size > 3 || (data.size > 10 && data.data[3] <= 4))) {
			*ret_bits = (unsigned)(containers[i].start.size + more.size) * 8;
			return containers[i].format;
		}
	}
	size_t size = adts_size(data, 0);

	*ret_bits = 36;
	if (size && adts_size(data, size))
		return "aac";
	size = mp3_size(data, 0);
	return size && mp3_size(data, size) ? "mp3" : NULL;
}

static unsigned bid(const struct content *content)
{
	unsigned bits;

	if (content->data.size < 8)
		return 0;
	return format_of(content->data, &bits) ? bits : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	unsigned bits;
	struct media media = { .medium = "voice", .format = format_of(content->data, &bits) };

	if (!media.format)
		return DECODED_NOT_MINE;
	examination_media(examination, content, &media);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_voice = {
	.name = "voice",
	.specification = "RIFF WAVE, RFC 4867, RFC 3533, ISO/IEC 13818-7, ISO/IEC 11172-3",
	.first = (const bool[256]){ ['R'] = true,
				    ['#'] = true,
				    [0x02] = true,
				    ['O'] = true,
				    ['f'] = true,
				    ['I'] = true,
				    [0xff] = true },
	.bid = bid,
	.decode = decode,
};
