/* SPDX-License-Identifier: Apache-2.0 */
/* RTP over TCP (RFC 4571), as cameras of GB/T 28181 send it where SIP agreed on TCP/RTP/AVP:
 *
 *   *( size(2) packet of RTP or RTCP )
 *
 * Announced by SIP, or recognised by packets that follow one another. That media went is observed once a
 * direction, with its format and size. Left out: the frames themselves. */
#include "protocol/application/rtp.h"

#include "protocol/application/tunnel.h"
#include "protocol/expectation.h"

enum { FRAME_HEADER = 2, PACKET_LEAST = 12, PACKETS_LEAST = 3 };

struct rtp_tcp_side {
	struct tunnel_media media;
	uint32_t source;
	uint64_t packets;
	bool lost;
};

struct rtp_tcp {
	struct rtp_tcp_side sides[2];
	bool asked, announced, encrypted;
	char format[16], medium[8]; /* as announced */
	const char *shown;	    /* static; NULL: nothing yet */
};

/* Whether a packet can be one of RTCP (RFC 3550 6.4). */
static bool is_report(struct bytes packet)
{
	return packet.size >= 8 && packet.data[0] >> 6 == 2 && packet.data[1] >= 192 && packet.data[1] <= 223;
}

/* One frame that shows its format, or two with numbers that follow one another. */
static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct rtp_packet one, two;
	size_t size = cursor_be16(&cursor), left = cursor_left(&cursor);
	unsigned bits;

	(void)direction;
	if (size < PACKET_LEAST || !rtp_read(bytes_slice(cursor.rest, 0, size), &one) || one.contributors)
		return 0;
	if (size >= left)
		/* Its end is not known: only what a pack of a program stream begins with is enough. */
		return rtp_shown_format(&one, &bits) && bits >= 32 && !one.extended ? 8 + bits : 0;
	cursor_skip(&cursor, size);
	size = cursor_be16(&cursor);
	return size >= PACKET_LEAST && rtp_read(bytes_slice(cursor.rest, 0, size), &two) &&
			       two.source == one.source && (uint16_t)(two.sequence - one.sequence) == 1 &&
			       two.type == one.type
		       ? 2 + 7 + 16 + 32
		       : 0;
}

static void keep_word(char *to, size_t room, struct bytes word)
{
	if (word.size >= room)
		return;
	memcpy(to, word.data, word.size);
	to[word.size] = 0;
}

static void ask(struct rtp_tcp *rtp, struct stream *stream, struct observer *observer)
{
	const struct expectation *expected = stream_expected(stream, observer);

	rtp->asked = true;
	if (!expected)
		return;
	struct bytes note = expected->note;

	rtp->announced = true;
	keep_word(rtp->medium, sizeof rtp->medium, bytes_split(&note, ' '));
	keep_word(rtp->format, sizeof rtp->format, bytes_split(&note, ' '));
	rtp->encrypted = bytes_equal(note, BYTES("srtp"));
}

/* Reads one packet; false where it is none. */
static bool take_packet(struct rtp_tcp *rtp, struct rtp_tcp_side *side, struct bytes bytes,
			struct observer *observer)
{
	struct rtp_packet packet;
	unsigned bits;

	if (is_report(bytes))
		return true;
	if (!rtp_read(bytes, &packet) || (side->packets && packet.source != side->source))
		return false;
	if (!rtp->shown)
		rtp->shown = rtp_shown_format(&packet, &bits);
	side->source = packet.source;
	side->packets++;
	tunnel_note_media(&side->media, "video", NULL, packet.payload, observer);
	return true;
}

/* Out of step: the next frame has the same source. */
static void find_frame(struct rtp_tcp_side *side, struct stream *stream)
{
	uint8_t source[4] = { (uint8_t)(side->source >> 24), (uint8_t)(side->source >> 16),
			      (uint8_t)(side->source >> 8), (uint8_t)side->source };
	struct bytes unread = stream->unread.rest;
	size_t at = bytes_find(bytes_from(unread, 10), (struct bytes){ source, 4 });

	if (at != SIZE_MAX && unread.data[at + 2] >> 6 == 2) {
		cursor_skip(&stream->unread, at);
		side->lost = false;
	} else if (at != SIZE_MAX) {
		cursor_skip(&stream->unread, at + 1);
	} else {
		/* It may lie across the end of what has come. */
		size_t keep = stream->ended || stream->full ? 0 : 13;

		cursor_skip(&stream->unread, unread.size > keep ? unread.size - keep : 0);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct rtp_tcp *rtp = state;
	struct rtp_tcp_side *side = &rtp->sides[direction];

	if (!rtp->asked)
		ask(rtp, stream, observer);
	while (cursor_left(&stream->unread) > (side->lost ? 13 : FRAME_HEADER - 1)) {
		struct bytes unread = stream->unread.rest;

		if (side->lost) {
			find_frame(side, stream);
			continue;
		}
		size_t size = (size_t)(unread.data[0] << 8 | unread.data[1]);
		struct bytes packet = bytes_slice(unread, FRAME_HEADER, size);

		if (packet.size < size && !stream->ended && !stream->full) {
			stream->wanted = FRAME_HEADER + size;
			return DECODED;
		}
		if (size && !take_packet(rtp, side, packet, observer)) {
			if (side->packets < PACKETS_LEAST && !rtp->announced)
				return DECODED_NOT_MINE;
			if (!side->packets)
				return DECODED_MALFORMED;
			/* From the next byte on: the same place would be found again for ever. */
			cursor_skip(&stream->unread, 1);
			side->lost = true;
			continue;
		}
		cursor_skip(&stream->unread, FRAME_HEADER + packet.size);
	}
	return DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct rtp_tcp *rtp = state;

	(void)size;
	(void)observer;
	rtp->sides[direction].lost = rtp->sides[direction].packets > 0;
}

static void end(void *state, struct observer *observer)
{
	struct rtp_tcp *rtp = state;
	const char *format = rtp->format[0] ? rtp->format : rtp->shown;

	for (unsigned i = 0; i < 2 && !rtp->encrypted; i++) {
		struct tunnel_media *media = &rtp->sides[i].media;

		if (!media->medium || (!rtp->announced && rtp->sides[i].packets < PACKETS_LEAST))
			continue;
		if (!format && !rtp->medium[0])
			continue;
		media->medium = rtp->medium[0] ? rtp->medium : rtp_media(format);
		media->format = format ? format : "unknown";
		media_say(media, "RTP", i == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER, observer);
	}
}

const struct app_decoder app_decoder_rtp_tcp = {
	.name = "rtp-tcp",
	.specification = "RFC 4571, GB/T 28181-2022",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 5004 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct rtp_tcp),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = end,
};
