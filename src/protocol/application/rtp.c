/* SPDX-License-Identifier: Apache-2.0 */
/* Media over UDP: RTP (RFC 3550), announced by RTSP or SIP, or recognised by what its payload shows. That
 * media went is observed once a direction, with its format and size. Left out: the frames themselves, and
 * formats that only a description names where none was captured. */
#include "protocol/application/rtp.h"

#include "protocol/expectation.h"

enum { PACKETS_LEAST = 4, STRAYS_MOST = 2, COMFORT_NOISE = 13 };

struct rtp_side {
	uint32_t source;
	uint16_t sequence;
	uint64_t packets, bytes;
	struct span origin;
	const char *format, *fixed; /* static; fixed: of a type that means one format for all */
};

struct rtp {
	struct rtp_side sides[2];
	unsigned strays; /* packets of another source, before there were enough of one */
	bool announced, encrypted;
	char format[16]; /* as announced */
	char media[8];
	uint8_t topic_size;
	uint8_t topic[EXPECTATION_TEXT];
};

static unsigned bid(enum direction direction, struct bytes first)
{
	struct rtp_packet packet;
	unsigned bits;

	(void)direction;
	if (!rtp_read(first, &packet) || packet.contributors || packet.extended || packet.padded)
		return 0;
	/* Version, and no contributors, extension, padding. */
	return rtp_shown_format(&packet, &bits) ? 8 + bits : 0;
}

static void keep_word(char *to, size_t room, struct bytes word)
{
	if (word.size >= room)
		return;
	memcpy(to, word.data, word.size);
	to[word.size] = 0;
}

/* `video h264`, and `srtp` behind it where the payload is encrypted (RFC 3711). */
static void take_announcement(struct rtp *rtp, const struct expectation *expected)
{
	struct bytes note = expected->note;

	rtp->announced = true;
	keep_word(rtp->media, sizeof rtp->media, bytes_split(&note, ' '));
	keep_word(rtp->format, sizeof rtp->format, bytes_split(&note, ' '));
	rtp->encrypted = bytes_equal(note, BYTES("srtp"));
	rtp->topic_size = (uint8_t)expected->label.size;
	if (expected->label.size)
		memcpy(rtp->topic, expected->label.data, expected->label.size);
}

/* Whether the packet goes on where its direction's last one was. */
static bool follows(const struct rtp_side *side, const struct rtp_packet *packet)
{
	uint16_t ahead = (uint16_t)(packet->sequence - side->sequence);

	return side->packets == 0 ||
	       (packet->source == side->source && (ahead < 3000 || ahead > UINT16_MAX - 100));
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct rtp *rtp = state;
	struct rtp_side *side = &rtp->sides[direction];
	struct bytes datagram = stream->unread.rest;
	struct rtp_packet packet;
	unsigned bits;

	if (!side->packets && !rtp->sides[!direction].packets) {
		const struct expectation *expected = stream_expected(stream, observer);

		if (expected)
			take_announcement(rtp, expected);
	}
	bool enough = rtp->announced || side->packets >= PACKETS_LEAST;

	if (!rtp_read(datagram, &packet))
		/* Reports on the same port, keep-alives and STUN come between. */
		return enough || side->packets ? DECODED : DECODED_NOT_MINE;
	if (!follows(side, &packet)) {
		if (!enough && ++rtp->strays > STRAYS_MOST)
			return DECODED_NOT_MINE;
		side->packets = enough ? side->packets : 0;
	}
	if (!side->bytes)
		side->origin = observer_span(observer, datagram);
	if (!side->format)
		side->format = rtp_shown_format(&packet, &bits);
	/* Of several formats on offer only the packets tell which one was taken. */
	if (!side->fixed && packet.type != COMFORT_NOISE)
		side->fixed = rtp_fixed_format(packet.type);
	side->source = packet.source;
	side->sequence = packet.sequence;
	side->packets++;
	side->bytes += packet.payload.size;
	if (rtp->encrypted) {
		stream->skip = datagram.size;
		stream->skip_as = OPAQUE;
	} else {
		cursor_skip(&stream->unread, datagram.size);
	}
	return DECODED;
}

static void say_side(const struct rtp *rtp, enum direction direction, struct observer *observer)
{
	const struct rtp_side *side = &rtp->sides[direction];
	struct observation said = observation_of(KIND_MEDIA);
	const char *format = side->fixed ? side->fixed : rtp->format[0] ? rtp->format : side->format;

	if (!side->bytes || rtp->encrypted || (!rtp->announced && side->packets < PACKETS_LEAST))
		return;
	if (!rtp->media[0] && !format)
		return;
	observation_word(&said, ATTRIBUTE_MEDIA, rtp->media[0] ? rtp->media : rtp_media(format));
	observation_text(&said, ATTRIBUTE_FORMAT, bytes_of(format ? format : "unknown"));
	observation_word(&said, ATTRIBUTE_METHOD, "RTP");
	if (rtp->topic_size)
		observation_text(&said, ATTRIBUTE_TOPIC, (struct bytes){ rtp->topic, rtp->topic_size });
	observation_number(&said, ATTRIBUTE_BYTES, side->bytes);
	said.origin = side->origin;
	said.sender = direction == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER;
	observer_say(observer, &said, BYTES_EMPTY);
}

static void close_flow(void *state, struct observer *observer)
{
	const struct rtp *rtp = state;

	say_side(rtp, FROM_CLIENT, observer);
	say_side(rtp, FROM_SERVER, observer);
}

static const struct selector usual_ports[] = { { SELECT_UDP_PORT, 5004 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_rtp = {
	.name = "rtp",
	.specification = "RFC 3550, RFC 3551",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct rtp),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
