/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 3550 section 5.1:
 *
 *   version (2 bits) padding (1) extension (1) contributors (4) marker (1) payload type (7)
 *   sequence number (2) timestamp (4) source (4) contributing sources (4 each)
 *   extension: profile (2) words (2) words of four bytes
 *   the last byte of padding counts it */
#include "protocol/application/rtp.h"

#include "base/cursor.h"

bool rtp_read(struct bytes datagram, struct rtp_packet *ret_packet)
{
	struct cursor cursor = cursor_over(datagram);
	struct rtp_packet packet = { .contributors = 0 };
	uint8_t first = cursor_u8(&cursor), second = cursor_u8(&cursor);

	/* 192 to 223 are RTCP's packet types. */
	if (!cursor_ok(&cursor) || first >> 6 != 2 || (second >= 192 && second <= 223))
		return false;
	packet.padded = first & 0x20;
	packet.extended = first & 0x10;
	packet.contributors = first & 15;
	packet.marker = second & 0x80;
	packet.type = second & 0x7f;
	packet.sequence = cursor_be16(&cursor);
	packet.timestamp = cursor_be32(&cursor);
	packet.source = cursor_be32(&cursor);
	cursor_skip(&cursor, 4 * (size_t)packet.contributors);
	if (packet.extended) {
		cursor_skip(&cursor, 2);
		cursor_skip(&cursor, 4 * (size_t)cursor_be16(&cursor));
	}
	if (!cursor_ok(&cursor))
		return false;
	packet.payload = cursor.rest;
	if (packet.padded) {
		size_t padding = packet.payload.size ? packet.payload.data[packet.payload.size - 1] : 0;

		if (padding == 0 || padding > packet.payload.size)
			return false;
		packet.payload.size -= padding;
	}
	*ret_packet = packet;
	return true;
}

const char *rtp_fixed_format(unsigned type)
{
	static const char *const formats[35] = {
		[0] = "pcmu",  [3] = "gsm",   [4] = "g723",   [7] = "lpc",  [8] = "pcma",  [9] = "g722",
		[10] = "l16",  [11] = "l16",  [12] = "qcelp", [13] = "cn",  [14] = "mpa",  [15] = "g728",
		[18] = "g729", [26] = "jpeg", [31] = "h261",  [32] = "mpv", [33] = "mp2t", [34] = "h263",
	};

	return type < 35 ? formats[type] : NULL;
}

const char *rtp_media(const char *format)
{
	static const char *const video[] = { "h261", "h263", "h264", "h265", "jpeg",  "mp2t",
					     "mpv",  "vp8",  "vp9",  "av1",  "mpeg4", "ps" };

	for (size_t i = 0; i < sizeof video / sizeof *video; i++)
		if (strcmp(format, video[i]) == 0)
			return "video";
	return "voice";
}

/* A NAL unit alone, or a fragment of one (FU-A). */
static unsigned h264_bits(struct bytes payload)
{
	uint8_t first = payload.data[0], second = payload.size > 1 ? payload.data[1] : 0, type = first & 31;

	if (payload.size < 4 || first & 0x80)
		return 0;
	if (type == 28 || type == 29) /* start and end are not both set, the reserved bit is zero */
		return !(second & 0x20) && second >> 6 != 3 && ((second & 31) == 1 || (second & 31) == 5) ? 12
													  : 0;
	if (type == 7) /* a sequence parameter set of a usual profile */
		return second == 66 || second == 77 || second == 88 || second == 100 || second == 110 ? 14
												      : 0;
	return 0;
}

/* Type 49 is a fragment, 32 to 34 are parameter sets; layer 0, first temporal layer. */
static unsigned h265_bits(struct bytes payload)
{
	uint8_t first = payload.data[0], type = first >> 1 & 63;

	if (payload.size < 4 || first & 0x81 || payload.data[1] != 1)
		return 0;
	if (type == 49) {
		uint8_t inner = payload.data[2] & 63;

		return payload.data[2] >> 6 != 3 && (inner <= 9 || (inner >= 16 && inner <= 21)) ? 17 : 0;
	}
	return type >= 32 && type <= 34 ? 16 : 0;
}

static unsigned mp2t_bits(struct bytes payload)
{
	if (payload.size < 188 || payload.size % 188)
		return 0;
	for (size_t at = 0; at < payload.size; at += 188)
		if (payload.data[at] != 0x47)
			return 0;
	return 8 + 8 * (unsigned)(payload.size / 188 > 1);
}

/* Type-specific, fragment offset (3), type, quality, width and height by 8. */
static unsigned jpeg_bits(struct bytes payload)
{
	return payload.size > 8 && payload.data[0] <= 3 && (payload.data[4] & 63) <= 1 && payload.data[6] &&
			       payload.data[7]
		       ? 12
		       : 0;
}

const char *rtp_shown_format(const struct rtp_packet *packet, unsigned *ret_bits)
{
	struct bytes payload = packet->payload;
	unsigned type = packet->type;

	*ret_bits = 0;
	if (!payload.size)
		return NULL;
	if (type >= 96) {
		/* A program stream (RFC 3555, GB/T 28181): the header of a pack. */
		*ret_bits = bytes_start_with(payload, BYTES("\0\0\1\xba")) ? 32 : 0;
		if (*ret_bits)
			return "ps";
		*ret_bits = h264_bits(payload);
		if (*ret_bits)
			return "h264";
		*ret_bits = h265_bits(payload);
		if (*ret_bits)
			return "h265";
		*ret_bits = mp2t_bits(payload);
		return *ret_bits ? "mp2t" : NULL;
	}
	if (type == 33)
		*ret_bits = 7 + mp2t_bits(payload);
	else if (type == 26)
		*ret_bits = 7 + jpeg_bits(payload);
	else if (type == 0 || type == 8) /* 10 to 60 ms at 8 kHz */
		*ret_bits = payload.size % 80 == 0 && payload.size <= 480 ? 7 + 8 : 0;
	else if (type == 18) /* 10 bytes for 10 ms */
		*ret_bits = payload.size % 10 == 0 && payload.size <= 60 ? 7 + 5 : 0;
	else if (type == 9)
		*ret_bits = payload.size % 80 == 0 && payload.size <= 480 ? 7 + 8 : 0;
	if (*ret_bits <= 7)
		*ret_bits = 0;
	return *ret_bits ? rtp_fixed_format(type) : NULL;
}
