/* SPDX-License-Identifier: Apache-2.0 */
/* L2CAP in basic mode: size (2), channel (2), content; little endian; may come in pieces. The fixed channels
 * 4 (ATT) and 6 (SMP) go on under SELECT_BLUETOOTH, signalling is control, channels agreed on between the
 * ends are opaque. */
#include "protocol/link/l2cap.h"

enum { HEADER = 4, CHANNEL_SIGNALS = 1, CHANNEL_SIGNALS_LE = 5 };

struct address bluetooth_address(struct cursor *cursor)
{
	struct bytes sent = cursor_take(cursor, 6);
	uint8_t octets[6];

	for (size_t i = 0; i < sent.size; i++)
		octets[5 - i] = sent.data[i];
	return address_of((struct bytes){ octets, sent.size });
}

/* Who sent it, where the capture does not say: answers of ATT have odd numbers and servers are peripherals as
 * a rule; pairing is asked for by the central. */
static enum bluetooth_side guess_side(uint16_t channel, uint8_t first)
{
	if (channel == BLUETOOTH_ATT)
		return first & 1 ? SIDE_PERIPHERAL : SIDE_CENTRAL;
	return first == 2 ? SIDE_PERIPHERAL : SIDE_CENTRAL;
}

static enum decoded follow(struct packet *packet, struct bluetooth_link *link, enum bluetooth_side side)
{
	struct cursor header = cursor_over(packet_consume(packet, HEADER));
	uint16_t size = cursor_le16(&header), channel = cursor_le16(&header);

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	packet_limit(packet, size);
	if (side == SIDE_UNKNOWN)
		side = guess_side(channel, cursor_peek(&packet->rest, 0));
	if (link) {
		packet->source_mac = side == SIDE_CENTRAL ? link->central : link->peripheral;
		packet->destination_mac = side == SIDE_CENTRAL ? link->peripheral : link->central;
	}
	packet->next = (struct selector){ SELECT_BLUETOOTH, channel };
	if (channel == CHANNEL_SIGNALS || channel == CHANNEL_SIGNALS_LE)
		packet->next = (struct selector){ SELECT_CONTROL, 0 };
	return DECODED;
}

enum decoded l2cap_piece(struct packet *packet, struct bluetooth_link *link, enum bluetooth_side side,
			 bool starts)
{
	struct cursor header = packet->rest;
	size_t whole = cursor_le16(&header) + (size_t)HEADER, left = packet->wire_left;

	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	if (link && starts)
		link->sides[side].wanted = 0;
	if (starts && (left >= whole || !link || left < HEADER || !cursor_ok(&header)))
		return left < whole && cursor_ok(&header) ? packet_opaque(packet, "fragment")
							  : follow(packet, link, side);
	if (!link || (!starts && !link->sides[side].wanted))
		return packet_opaque(packet, "fragment");
	struct buffer *pieces = &link->sides[side].pieces;

	if (starts) {
		buffer_clear(pieces);
		link->sides[side].wanted = whole;
	}
	/* A piece that is cut leaves a hole that nothing fills. */
	if (cursor_left(&packet->rest) < left || !buffer_append(pieces, packet->rest.rest)) {
		link->sides[side].wanted = 0;
		return packet_opaque(packet, "fragment");
	}
	if (pieces->size < link->sides[side].wanted)
		return DECODED;
	link->sides[side].wanted = 0;
	packet->rest = cursor_over(buffer_bytes(pieces));
	packet->wire_left = pieces->size;
	return follow(packet, link, side);
}
