/* SPDX-License-Identifier: Apache-2.0 */
/* MQTT 3.1, 3.1.1 and 5 (OASIS) over TCP.
 *
 *     type(4 bits) flags(4 bits) size(1 to 4 bytes, 7 bits each) rest of the packet
 *
 * A stream that is joined late, or goes on behind a gap, is taken up where a segment starts with what
 * can only be a packet. Left out: MQTT over WebSocket, MQTT-SN. */
#include "protocol/application/mqtt.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>

struct bytes mqtt_take_string(struct cursor *cursor)
{
	size_t size = cursor_be16(cursor);

	return cursor_take(cursor, size);
}

uint32_t mqtt_take_varint(struct cursor *cursor)
{
	uint32_t number = 0;

	for (unsigned shift = 0; shift < 28; shift += 7) {
		uint8_t byte = cursor_u8(cursor);

		number |= (uint32_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return number;
	}
	cursor->failed = true;
	return 0;
}

bool mqtt_is_topic(struct bytes topic)
{
	for (size_t i = 0; i < topic.size; i++)
		if (topic.data[i] < 0x20 || topic.data[i] == 0x7f || topic.data[i] == '#' ||
		    topic.data[i] == '+')
			return false;
	return topic.size && text_is_utf8(topic);
}

enum header { HEADER_READ, HEADER_NOT_THERE, HEADER_BROKEN };

/* Reads the header at the start of `bytes`, strictly (3.1.1: 2.2.2, 2.2.3). */
static enum header read_header(struct bytes bytes, struct mqtt_header *ret_header)
{
	struct cursor cursor = cursor_over(bytes);
	uint8_t first = cursor_u8(&cursor);
	uint32_t left = mqtt_take_varint(&cursor);
	unsigned type = first >> 4, flags = first & 15;

	if (!bytes.size)
		return HEADER_NOT_THERE;
	if (type < MQTT_CONNECT)
		return HEADER_BROKEN;
	/* 3.1 allowed a copy flag and a quality in requests that are sent again; clients set them so. */
	if (type == MQTT_PUBLISH							? (flags & 6) == 6
	    : type == MQTT_PUBREL || type == MQTT_SUBSCRIBE || type == MQTT_UNSUBSCRIBE ? (flags & 6) != 2
											: flags != 0)
		return HEADER_BROKEN;
	if (!cursor_ok(&cursor))
		return bytes.size < 5 ? HEADER_NOT_THERE : HEADER_BROKEN;
	*ret_header = (struct mqtt_header){ type, flags, bytes.size - cursor_left(&cursor), left };
	return HEADER_READ;
}

/* Whether the size fits the type, as far as that tells without knowing the version. */
static bool size_fits(const struct mqtt_header *header)
{
	switch (header->type) {
	case MQTT_CONNECT:
		return header->left >= 12;
	case MQTT_PINGREQ:
	case MQTT_PINGRESP:
		return header->left == 0;
	case MQTT_CONNACK:
	case MQTT_PUBACK:
	case MQTT_PUBREC:
	case MQTT_PUBREL:
	case MQTT_PUBCOMP:
	case MQTT_UNSUBACK:
		return header->left >= 2;
	case MQTT_PUBLISH:
	case MQTT_SUBACK:
		return header->left >= 3;
	case MQTT_SUBSCRIBE:
	case MQTT_UNSUBSCRIBE:
		return header->left >= 5;
	case MQTT_DISCONNECT:
	case MQTT_AUTH:
		return true;
	}
	return false;
}

/* Bits of `bytes` that are as in a CONNECT packet. */
static unsigned connect_bits(struct bytes bytes)
{
	struct mqtt_header header;
	struct cursor cursor;

	if (read_header(bytes, &header) != HEADER_READ || header.type != MQTT_CONNECT || !size_fits(&header))
		return 0;
	cursor = cursor_over(bytes_from(bytes, header.size));
	struct bytes name = mqtt_take_string(&cursor);
	uint8_t version = cursor_u8(&cursor) & 0x7f, flags = cursor_u8(&cursor);
	bool old = bytes_equal(name, BYTES("MQIsdp")), known = old || bytes_equal(name, BYTES("MQTT"));

	if (!cursor_ok(&cursor) || !known || (flags & 1) || (old ? version != 3 : version < 3 || version > 5))
		return 0;
	return 8 * (unsigned)(4 + name.size);
}

/* Bits of a PUBLISH packet with a topic of levels, made of what such names are made of. */
static unsigned publish_bits(const struct mqtt_header *header, struct bytes packet)
{
	struct cursor cursor = cursor_over(packet);
	struct bytes topic = mqtt_take_string(&cursor);

	if (!cursor_ok(&cursor) || topic.size < 4 || topic.size + 2 > header->left || !mqtt_is_topic(topic) ||
	    bytes_find_byte(topic, '/') == SIZE_MAX)
		return 0;
	for (size_t i = 0; i < topic.size; i++)
		if (topic.data[i] >= 0x7f)
			return 0;
	return 8 * (unsigned)(topic.size < 16 ? topic.size : 16);
}

/* Bits of packets that follow each other up to the very end of `bytes` (or past it, where `cut`);
 * 0 where they do not, or where none is of a sort that does not occur by chance. */
static unsigned chain_bits(struct bytes bytes, bool cut)
{
	unsigned bits = 0;

	while (bytes.size) {
		struct mqtt_header header;

		if (read_header(bytes, &header) != HEADER_READ || !size_fits(&header))
			return 0;
		struct bytes packet = bytes_slice(bytes, header.size, header.left);

		if (header.type == MQTT_CONNECT)
			bits += connect_bits(bytes);
		else if (header.type == MQTT_PUBLISH)
			bits += publish_bits(&header, packet);
		if (packet.size < header.left)
			return cut ? bits : 0;
		bytes = bytes_from(bytes, header.size + header.left);
	}
	return bits;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	unsigned bits = connect_bits(first);
	struct cursor cursor = cursor_over(first);

	if (bits)
		return bits;
	/* A server's first packet, alone: CONNACK of 3.1.1. */
	if (direction == FROM_SERVER && first.size == 4 && cursor_be16(&cursor) == 0x2002 &&
	    cursor_u8(&cursor) <= 1 && cursor_u8(&cursor) <= 5)
		return 8 + 8 + 7 + 5;
	return chain_bits(first, first.size >= 512);
}

/* Looks for a packet at the start of what is there; passes all of it over where none is. */
static bool find_packet(struct mqtt_half *half, struct stream *stream, struct observer *observer)
{
	struct bytes bytes = stream->unread.rest;

	if (connect_bits(bytes) || chain_bits(bytes, true)) {
		half->lost = false;
		return true;
	}
	observer_undecoded(observer, "mqtt", half->synced ? "malformed" : "cut", "no packet starts here",
			   bytes.size, bytes);
	stream->skip = bytes.size;
	stream->skip_as = UNREAD;
	return false;
}

/* Reads one packet; false when more bytes are needed or others must be skipped. */
static bool read_packet(struct mqtt *mqtt, enum direction direction, struct stream *stream,
			struct observer *observer)
{
	struct mqtt_half *half = &mqtt->halves[direction];
	struct bytes bytes = stream->unread.rest;
	struct mqtt_header header;
	enum header found = read_header(bytes, &header);

	if (found == HEADER_NOT_THERE)
		return false;
	if (found == HEADER_BROKEN || !size_fits(&header)) {
		half->lost = true;
		return true;
	}
	size_t all = header.size + header.left;
	bool whole = bytes.size >= all;

	if (!whole && !stream->ended && !stream->full && bytes.size < LIMIT_MESSAGE_SIZE) {
		stream->wanted = all < LIMIT_MESSAGE_SIZE ? all : LIMIT_MESSAGE_SIZE;
		return false;
	}
	struct bytes packet = cursor_take(&stream->unread, whole ? all : bytes.size);
	bool right = mqtt_read_packet(mqtt, direction, &header, bytes_from(packet, header.size), !whole,
				      observer);

	half->synced = true;
	if (!whole && bytes.size >= LIMIT_MESSAGE_SIZE)
		observer_limit(observer, "message-size", LIMIT_MESSAGE_SIZE);
	else if (!whole && header.type != MQTT_PUBLISH)
		observer_undecoded(observer, "mqtt", "cut", "the packet is not whole", packet.size, packet);
	else if (whole && !right)
		observer_undecoded(observer, "mqtt", "malformed", "the packet is broken inside", packet.size,
				   packet);
	if (!whole) {
		stream->skip = all - bytes.size;
		stream->skip_as = UNREAD;
	}
	return whole;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct mqtt *mqtt = state;
	struct mqtt_half *half = &mqtt->halves[direction];
	bool goes_on = true;

	while (goes_on && cursor_left(&stream->unread)) {
		if (half->lost)
			goes_on = find_packet(half, stream, observer);
		else
			goes_on = read_packet(mqtt, direction, stream, observer);
	}
	return half->lost ? DECODED_IN_PART : DECODED;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct mqtt *mqtt = state;

	(void)size;
	(void)observer;
	mqtt->halves[direction].lost = true;
}

static void end(void *state, struct observer *observer)
{
	struct mqtt *mqtt = state;

	mqtt_say_pending(mqtt, "unknown", observer);
	buffer_free(&mqtt->pending.text);
	for (unsigned i = 0; i < 2; i++)
		free(mqtt->halves[i].aliases);
}

const struct app_decoder app_decoder_mqtt = {
	.name = "mqtt",
	.specification = "OASIS MQTT 3.1.1, 5.0; IBM MQTT 3.1",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 1883 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct mqtt),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = end,
};
