/* SPDX-License-Identifier: Apache-2.0 */
/* KCP, reliable streams over UDP, in which cameras and speakers wrap their own protocols (skywind3000/kcp):
 *
 *     conversation (4)  command (1)  fragment (1)  window (2)  time (4)  number (4)  received (4)  size (4)
 * payload
 *
 * all little-endian; several of them in a datagram, which they fill to its end. Commands: 51 data, 52
 * received, 53 and 54 ask for and tell the window. What is carried goes in order to whoever bids for it. Left
 * out: forward error correction and encryption of kcp-go, whose packets cannot be told. */
#include "protocol/inner.h"

#include <stdlib.h>

enum { HEADER = 24, COMMAND_DATA = 0x51, COMMAND_LAST = 0x54 };

struct kcp {
	bool known;
	uint32_t conversation;
	uint32_t next[2];
	bool begun[2];
	struct inner *inner;
};

struct segment {
	uint32_t conversation, number;
	uint8_t command;
	struct bytes payload;
};

static bool take_segment(struct cursor *cursor, struct segment *ret_segment)
{
	struct segment segment = { .conversation = cursor_le32(cursor), .command = cursor_u8(cursor) };

	cursor_skip(cursor, 1 + 2 + 4);
	segment.number = cursor_le32(cursor);
	cursor_skip(cursor, 4);
	size_t size = cursor_le32(cursor);

	segment.payload = cursor_take(cursor, size);
	if (!cursor_ok(cursor) || segment.command < COMMAND_DATA || segment.command > COMMAND_LAST ||
	    (segment.command != COMMAND_DATA && size))
		return false;
	*ret_segment = segment;
	return true;
}

/* Whether all of the datagram is segments of one conversation. */
static bool is_datagram(struct bytes datagram, uint32_t *ret_conversation, bool *ret_data)
{
	struct cursor cursor = cursor_over(datagram);
	struct segment segment;
	uint32_t conversation = 0;
	unsigned count = 0;

	*ret_data = false;
	while (cursor_left(&cursor)) {
		if (!take_segment(&cursor, &segment) || (count && segment.conversation != conversation))
			return false;
		conversation = segment.conversation;
		*ret_data |= segment.command == COMMAND_DATA && segment.payload.size;
		count++;
	}
	*ret_conversation = conversation;
	return count && conversation;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	uint32_t conversation;
	bool data;

	(void)direction;
	/* A size that fits says less where it is nought. */
	return is_datagram(first, &conversation, &data) ? (data ? 6 + 24 : 6 + 16) : 0;
}

static enum readability read_segment(struct kcp *kcp, enum direction direction, const struct segment *segment,
				     struct observer *observer)
{
	uint32_t ahead = segment->number - kcp->next[direction];

	if (segment->command != COMMAND_DATA || (kcp->begun[direction] && ahead >= 0x80000000u))
		return READABLE; /* sent again */
	if (!kcp->inner)
		kcp->inner = inner_new(&(struct inner_options){ .port = 0 }, observer);
	if (kcp->begun[direction] && ahead)
		inner_gap(kcp->inner, direction, ahead, observer);
	kcp->begun[direction] = true;
	kcp->next[direction] = segment->number + 1;
	return segment->payload.size
		       ? inner_deliver(kcp->inner, direction, segment->payload, segment->payload, observer)
		       : READABLE;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct kcp *kcp = state;
	struct bytes datagram = stream->unread.rest;
	struct cursor cursor = cursor_over(datagram);
	enum readability worst = READABLE;
	struct segment segment;
	uint32_t conversation;
	bool data;

	if (!is_datagram(datagram, &conversation, &data) ||
	    (kcp->known && conversation != kcp->conversation)) {
		/* The makers send packets of their own beside it, to find each other. */
		if (!kcp->known)
			return DECODED_NOT_MINE;
		stream->skip = datagram.size;
		stream->skip_as = UNREAD;
		return DECODED;
	}
	kcp->known = true;
	kcp->conversation = conversation;
	while (cursor_left(&cursor) && take_segment(&cursor, &segment)) {
		enum readability how = read_segment(kcp, direction, &segment, observer);

		if (how != READABLE)
			worst = how;
	}
	if (worst == READABLE) {
		cursor_skip(&stream->unread, datagram.size);
	} else {
		stream->skip = datagram.size;
		stream->skip_as = worst;
	}
	return DECODED;
}

static void end(void *state, struct observer *observer)
{
	struct kcp *kcp = state;

	inner_end(kcp->inner, FROM_CLIENT, observer);
	inner_end(kcp->inner, FROM_SERVER, observer);
	inner_close(kcp->inner, observer);
}

const struct app_decoder app_decoder_kcp = {
	.name = "kcp",
	.specification = "skywind3000/kcp",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 4000 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct kcp),
	.bid = bid,
	.decode = decode,
	.close = end,
};
