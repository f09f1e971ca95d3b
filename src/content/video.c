/* SPDX-License-Identifier: Apache-2.0 */
/* Video, and images in its containers, by their marks; nothing is decoded.
 *
 *     ISO base media  size(4) "ftyp" brand(4)     (MP4, MOV; HEIC and AVIF are images)
 *     Flash video     "FLV" 01
 *     Matroska        1a 45 df a3
 *     AVI             "RIFF" size(4) "AVI "
 *     MPEG-TS         47 every 188 bytes
 *     H.264, H.265    00 00 00 01 and the parameter sets that begin a stream
 *
 * Left out: RTP and the private framings of cameras. */
#include "content/content.h"

enum { PACKET = 188 };

static bool is_at(struct bytes data, size_t at, struct bytes mark)
{
	return bytes_start_with(bytes_from(data, at), mark);
}

static bool is_transport_stream(struct bytes data)
{
	if (data.size < 3 * PACKET + 1)
		return false;
	for (size_t at = 0; at <= 3 * PACKET; at += PACKET)
		if (data.data[at] != 0x47)
			return false;
	return true;
}

/* H.264 begins with a sequence parameter set (7), H.265 with a video parameter set (32). */
static const char *elementary_stream(struct bytes data)
{
	if (!is_at(data, 0, BYTES("\0\0\0\1")) || data.size < 24)
		return NULL;
	struct bytes rest = bytes_slice(data, 5, 64);

	if (bytes_find(rest, BYTES("\0\0\0\1")) == SIZE_MAX)
		return NULL;
	if ((data.data[4] & 0x9f) == 7)
		return "h264";
	return data.data[4] == 0x40 && data.data[5] == 1 ? "h265" : NULL;
}

static const char *format_of(struct bytes data, unsigned *ret_bits, const char **ret_medium)
{
	static const struct bytes images[] = { BYTES("heic"), BYTES("heix"), BYTES("mif1"), BYTES("avif") };

	*ret_medium = "video";
	*ret_bits = 32;
	if (is_at(data, 4, BYTES("ftyp")) && data.data[0] == 0) {
		for (size_t i = 0; i < sizeof images / sizeof *images; i++)
			if (is_at(data, 8, images[i])) {
				*ret_medium = "image";
				return i == 3 ? "avif" : "heic";
			}
		return "mp4";
	}
	if (is_at(data, 0, BYTES("FLV\1")))
		return "flv";
	if (is_at(data, 0, BYTES("\x1a\x45\xdf\xa3")))
		return "matroska";
	if (is_at(data, 0, BYTES("RIFF")) && is_at(data, 8, BYTES("AVI ")))
		return "avi";
	if (is_transport_stream(data))
		return "mpeg-ts";
	return elementary_stream(data);
}

static unsigned bid(const struct content *content)
{
	unsigned bits;
	const char *medium;

	if (content->data.size < 12)
		return 0;
	return format_of(content->data, &bits, &medium) ? bits : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	unsigned bits;
	struct media media = { .medium = NULL };

	media.format = format_of(content->data, &bits, &media.medium);
	if (!media.format)
		return DECODED_NOT_MINE;
	examination_media(examination, content, &media);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_video = {
	.name = "video",
	.specification = "ISO/IEC 14496-12, ISO/IEC 13818-1, ITU-T H.264, H.265",
	.first = (const bool[256]){ [0] = true, ['F'] = true, ['R'] = true, ['G'] = true, [0x1a] = true },
	.bid = bid,
	.decode = decode,
};
