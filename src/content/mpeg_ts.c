/* SPDX-License-Identifier: Apache-2.0 */
/* MPEG transport streams (ISO/IEC 13818-1 2.4): packets of 188 bytes.
 *
 *     47  error(1 bit) start(1) priority(1) PID(13)  scrambled(2) extra(1) payload(1) counter(4)
 *         [size(1) extra]  payload
 *     PID 0, start: pointer(1), table 0: size(12 bits) …(5)  *( program(2) PID of its table(13 bits) )
 *     that PID: pointer(1), table 2: size …(5) PCR(2) size(12 bits) descriptors
 *               *( type(1) PID(2) size(12 bits) descriptors )
 *
 * The byte 47 every 188 bytes is met by chance: the flags must make sense too, and the counters of one
 * PID must count. Left out: packets of 192 and 204 bytes, scrambled streams' content. */
#include "base/cursor.h"
#include "content/picture_size.h"
#include "content/tracks.h"

enum { PACKET = 188, BID_PACKETS = 5, PACKETS_MOST = 4096, NO_PID = 0x2000 };

struct packet {
	bool start, has_payload;
	unsigned pid, counter;
	struct bytes payload;
};

static bool next_packet(struct cursor *cursor, struct packet *ret_packet)
{
	struct bytes packet = cursor_take(cursor, PACKET);

	if (!packet.size || packet.data[0] != 0x47 || packet.data[1] & 0x80 || !(packet.data[3] & 0x30) ||
	    (packet.data[3] >> 6) == 1)
		return false;
	size_t extra = packet.data[3] & 0x20 ? 1u + packet.data[4] : 0;

	*ret_packet = (struct packet){
		.start = packet.data[1] >> 6 & 1,
		.has_payload = packet.data[3] >> 4 & 1,
		.pid = (packet.data[1] & 31u) << 8 | packet.data[2],
		.counter = packet.data[3] & 15,
		.payload = bytes_from(packet, 4 + extra),
	};
	return extra <= PACKET - 4;
}

/* Whether packets of one PID that follow each other count up by one (or repeat). */
static bool counts(const struct packet *packets, size_t count)
{
	bool same = false;

	for (size_t i = 0; i + 1 < count; i++)
		for (size_t next = i + 1; next < count; next++) {
			if (packets[next].pid != packets[i].pid || packets[i].pid == 0x1fff)
				continue;
			unsigned step = (packets[next].counter - packets[i].counter) & 15;

			if (step > 1 || (step == 0 && packets[next].has_payload && next != i + 1))
				return false;
			same |= step == 1;
			break;
		}
	return same || packets[0].pid == 0;
}

static unsigned bid(const struct content *content)
{
	struct packet packets[BID_PACKETS];
	struct cursor cursor = cursor_over(content->data);

	if (content->data.size < BID_PACKETS * PACKET || content->data.data[0] != 0x47)
		return 0;
	for (size_t i = 0; i < BID_PACKETS; i++)
		if (!next_packet(&cursor, &packets[i]))
			return 0;
	return counts(packets, BID_PACKETS) ? 48 : 0;
}

/* The body of the table that starts in this payload, without its checksum. */
static struct bytes table_of(const struct packet *packet, uint8_t table)
{
	struct cursor cursor = cursor_over(packet->payload);

	if (!packet->start)
		return BYTES_EMPTY;
	cursor_skip(&cursor, cursor_u8(&cursor));
	uint8_t found = cursor_u8(&cursor);
	size_t size = cursor_be16(&cursor) & 0xfff;

	if (found != table || size < 9)
		return BYTES_EMPTY;
	cursor_skip(&cursor, 5);
	return bytes_slice(cursor.rest, 0, size - 9);
}

/* The first program's table. */
static unsigned read_programs(const struct packet *packet)
{
	struct cursor cursor = cursor_over(table_of(packet, 0));

	while (cursor_ok(&cursor) && cursor_left(&cursor) >= 4) {
		uint16_t program = cursor_be16(&cursor), pid = cursor_be16(&cursor) & 0x1fff;

		if (program)
			return pid;
	}
	return NO_PID;
}

static void read_streams(const struct packet *packet, struct tracks *tracks, unsigned *video_pid)
{
	struct cursor cursor = cursor_over(table_of(packet, 2));

	cursor_skip(&cursor, 2);
	cursor_skip(&cursor, cursor_be16(&cursor) & 0xfff);
	while (cursor_ok(&cursor) && cursor_left(&cursor) >= 5) {
		uint8_t type = cursor_u8(&cursor);
		unsigned pid = cursor_be16(&cursor) & 0x1fff;
		const char *video = tracks_video_of_stream_type(type);
		const char *voice = tracks_voice_of_stream_type(type);

		cursor_skip(&cursor, cursor_be16(&cursor) & 0xfff);
		if (video) {
			tracks->has_video = true;
			tracks->video = video;
			*video_pid = pid;
		} else if (voice) {
			tracks->has_voice = true;
			tracks->voice = voice;
		}
	}
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct cursor cursor = cursor_over(content->data);
	struct tracks tracks = { .container = "mpeg-ts" };
	struct packet packet;
	unsigned table = NO_PID, video = NO_PID;

	for (unsigned i = 0; i < PACKETS_MOST && next_packet(&cursor, &packet); i++) {
		struct picture_size size;
		const char *codec;

		if (packet.pid == 0 && table == NO_PID)
			table = read_programs(&packet);
		else if (packet.pid == table && video == NO_PID)
			read_streams(&packet, &tracks, &video);
		else if (packet.pid == video && packet.start &&
			 picture_size_find(packet.payload, &size, &codec)) {
			tracks.width = size.width;
			tracks.height = size.height;
			break;
		}
	}
	tracks_say(&tracks, content, examination);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_mpeg_ts = {
	.name = "mpeg-ts",
	.specification = "ISO/IEC 13818-1",
	.first = (const bool[256]){ [0x47] = true },
	.bid = bid,
	.decode = decode,
};
