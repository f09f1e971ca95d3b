/* SPDX-License-Identifier: Apache-2.0 */
/* JT/T 1078-2016: live video and voice of vehicles' terminals and of watches, over TCP or UDP (5.5.3):
 *
 *     30316364  81  marker and payload type (1)  serial (2)  SIM in BCD (6; 10 where the terminal speaks JT/T
 * 808-2019) channel (1)  sort and part (4 bits each)  time (8; not with transparent data) since the last key
 * frame (2)  since the last frame (2)       with video only size (2)  content
 *
 * What flows is said once for a conversation and direction, with its number of bytes. Left out: the pictures
 * themselves. */
#include "protocol/application/members.h"
#include "protocol/application/tunnel.h"

enum { HEADER_MOST = 34, CONTENT_MOST = 1500 };
enum { SORT_VIDEO_LAST = 2, SORT_AUDIO = 3, SORT_TRANSPARENT = 4 };

struct jtt1078 {
	bool proven, named, longer; /* longer: the SIM has 10 bytes */
	struct tunnel_media video[2], audio[2];
};

struct packet_header {
	uint8_t type, sort;
	struct bytes sim;
	size_t size, content; /* of the header, of what follows */
};

enum found { HEADER_READ, HEADER_NOT_THERE, HEADER_NONE };

static const struct bytes mark = { (const uint8_t *)"\x30\x31\x63\x64", 4 };

static bool all_digits(struct bytes bcd)
{
	for (size_t i = 0; i < bcd.size; i++)
		if (bcd.data[i] >> 4 > 9 || (bcd.data[i] & 15) > 9)
			return false;
	return bcd.size != 0;
}

static enum found read_header(struct bytes bytes, bool longer, struct packet_header *ret_header)
{
	struct cursor cursor = cursor_over(bytes);
	struct packet_header header = { .size = 0 };

	if (!bytes_start_with(mark, bytes_slice(bytes, 0, 4)))
		return HEADER_NONE;
	cursor_skip(&cursor, 4);
	uint8_t version = cursor_u8(&cursor);

	header.type = cursor_u8(&cursor) & 0x7f;
	cursor_skip(&cursor, 2);
	header.sim = cursor_take(&cursor, longer ? 10 : 6);
	cursor_skip(&cursor, 1);
	header.sort = cursor_u8(&cursor) >> 4;
	cursor_skip(&cursor, header.sort == SORT_TRANSPARENT ? 0 : 8);
	cursor_skip(&cursor, header.sort <= SORT_VIDEO_LAST ? 4 : 0);
	header.content = cursor_be16(&cursor);
	if (!cursor_ok(&cursor))
		return bytes.size < HEADER_MOST ? HEADER_NOT_THERE : HEADER_NONE;
	header.size = bytes.size - cursor_left(&cursor);
	if (version >> 6 != 2 || header.sort > SORT_TRANSPARENT || header.content > CONTENT_MOST ||
	    !all_digits(header.sim))
		return HEADER_NONE;
	*ret_header = header;
	return HEADER_READ;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct packet_header header;

	(void)direction;
	return read_header(first, false, &header) == HEADER_READ ||
			       read_header(first, true, &header) == HEADER_READ
		       ? 32 + 2 + 8
		       : 0;
}

/* JT/T 1078-2016 table 12. */
static const char *format_of(uint8_t type)
{
	static const struct {
		uint8_t type;
		const char *format;
	} formats[] = { { 98, "h264" },	 { 99, "h265" }, { 100, "avs" }, { 101, "svac" }, { 6, "pcma" },
			{ 7, "pcmu" },	 { 8, "g726" },	 { 9, "g729a" }, { 19, "aac" },	  { 25, "mp3" },
			{ 26, "adpcm" }, { 1, "g721" },	 { 2, "g722" },	 { 3, "g723" },	  { 4, "g728" } };

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (formats[i].type == type)
			return formats[i].format;
	return NULL;
}

static void read_packet(struct jtt1078 *jtt1078, enum direction direction, const struct packet_header *header,
			struct bytes packet, struct observer *observer)
{
	const struct message message = { .part = BYTES("header"), .method = BYTES("media") };
	struct bytes content = bytes_from(packet, header->size);
	struct members members;

	if (header->sort == SORT_TRANSPARENT && content.size)
		observer_content(observer, &message, content, content);
	else if (header->sort == SORT_AUDIO)
		tunnel_note_media(&jtt1078->audio[direction], "voice", format_of(header->type), content,
				  observer);
	else
		tunnel_note_media(&jtt1078->video[direction], "video", format_of(header->type), content,
				  observer);
	if (jtt1078->named)
		return;
	jtt1078->named = true;
	members_begin(&members);
	members_bcd(&members, "simPhone", header->sim);
	members_say(&members, &message, bytes_slice(packet, 0, header->size), observer);
}

/* Whether a packet of this header fits what is there: the next one starts behind it, or nothing does. */
static bool fits(struct bytes bytes, const struct packet_header *header, bool sure)
{
	struct bytes next = bytes_slice(bytes, header->size + header->content, 4);

	return next.size == 4 || !sure ? bytes_start_with(mark, next) : false;
}

/* Which of the two sizes of the SIM this is: the one behind whose packet the next one starts. */
static enum found find_header(struct jtt1078 *jtt1078, struct stream *stream,
			      struct packet_header *ret_header)
{
	struct bytes bytes = stream->unread.rest;
	bool waits = false;

	for (unsigned longer = 0; longer < 2 && !jtt1078->proven; longer++) {
		struct packet_header header;
		enum found found = read_header(bytes, longer, &header);
		bool whole = found == HEADER_READ && bytes.size >= header.size + header.content;

		/* The end of what came may lie anywhere but in a datagram. */
		if (whole && fits(bytes, &header, longer && waits && !stream->datagram)) {
			*ret_header = header;
			jtt1078->longer = longer;
			return HEADER_READ;
		}
		waits |= found == HEADER_NOT_THERE || (found == HEADER_READ && !whole);
	}
	if (!jtt1078->proven && waits && !stream->ended && !stream->full)
		return HEADER_NOT_THERE;
	return read_header(bytes, jtt1078->longer, ret_header);
}

/* Where the next packet may start, behind the first byte. */
static size_t next_start(struct bytes bytes, bool longer)
{
	struct packet_header header;
	size_t at = 1;

	while (at < bytes.size && read_header(bytes_from(bytes, at), longer, &header) == HEADER_NONE)
		at++;
	return at;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct jtt1078 *jtt1078 = state;

	while (cursor_left(&stream->unread)) {
		struct bytes bytes = stream->unread.rest;
		struct packet_header header;
		enum found found = find_header(jtt1078, stream, &header);
		bool whole = found == HEADER_READ && bytes.size >= header.size + header.content;

		if (whole) {
			struct bytes packet = cursor_take(&stream->unread, header.size + header.content);

			jtt1078->proven = true;
			read_packet(jtt1078, direction, &header, packet, observer);
		} else if (found != HEADER_NONE && !stream->ended && !stream->full) {
			stream->wanted = found == HEADER_READ ? header.size + header.content : 0;
			return DECODED;
		} else if (!jtt1078->proven) {
			return DECODED_NOT_MINE;
		} else {
			struct bytes passed = cursor_take(&stream->unread,
							  next_start(bytes, jtt1078->longer));

			observer_undecoded(observer, "jtt1078", "cut", "no packet starts here", passed.size,
					   passed);
		}
	}
	return DECODED;
}

static void end(void *state, struct observer *observer)
{
	const struct jtt1078 *jtt1078 = state;

	for (unsigned i = 0; i < 2; i++) {
		enum sender sender = i == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER;

		media_say(&jtt1078->video[i], "JT/T 1078", sender, observer);
		media_say(&jtt1078->audio[i], "JT/T 1078", sender, observer);
	}
}

const struct app_decoder app_decoder_jtt1078 = {
	.name = "jtt1078",
	.specification = "JT/T 1078-2016",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 1078 },
						  { SELECT_UDP_PORT, 1078 },
						  { SELECT_NONE, 0 } },
	.state_size = sizeof(struct jtt1078),
	.bid = bid,
	.decode = decode,
	.gap = app_decoder_resume,
	.close = end,
};
