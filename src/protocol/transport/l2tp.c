/* SPDX-License-Identifier: Apache-2.0 */
/* L2TP version 2 over UDP: flags and version (2), size (2, if said), tunnel (2), session (2), sequence
 * numbers (4), size of an offset (2) and so many bytes, each as the flags say; then PPP. Version 3 over UDP:
 * flags (2), reserved (2), and as over IP: session (4), a cookie (0, 4 or 8) and a sublayer (0 or 4) of sizes
 * agreed elsewhere, so what follows is found by trying. Messages of control are not read. */
#include "protocol/transport/tunnel.h"

enum {
	CONTROL = 0x8000,
	LENGTH = 0x4000,
	SEQUENCE = 0x0800,
	OFFSET = 0x0200,
	RESERVED = 0x34f0,
	VERSION = 0x000f,
};

/* Finds the frame behind a session number of version 3. */
static enum decoded follow_session(struct packet *packet, size_t at)
{
	for (size_t size = 0; size <= 12; size += 4) {
		bool ethernet = tunnel_holds_ethernet(packet, at + size);

		if (!ethernet && !tunnel_holds_ip(packet, at + size))
			continue;
		packet_consume(packet, at + size);
		if (ethernet)
			packet->next = (struct selector){ SELECT_LINK, 1 };
		else
			tunnel_follow_ip(packet);
		return DECODED;
	}
	return DECODED_NOT_MINE;
}

static enum decoded decode_ip(struct packet *packet)
{
	struct cursor header = packet->rest;
	uint32_t session = cursor_be32(&header);

	if (!cursor_ok(&header)) {
		packet_consume(packet, 4); /* fails */
		return DECODED_IN_PART;
	}
	if (session == 0)
		return tunnel_control(packet);
	return follow_session(packet, 4) == DECODED ? DECODED : packet_opaque(packet, NULL);
}

static enum decoded decode_data(struct packet *packet, uint16_t flags)
{
	struct cursor header = packet->rest;

	cursor_skip(&header, 2);
	size_t size = flags & LENGTH ? cursor_be16(&header) : packet->wire_left;

	cursor_skip(&header, flags & SEQUENCE ? 8 : 4);
	if (flags & OFFSET)
		cursor_skip(&header, cursor_be16(&header));
	size_t whole = cursor_left(&packet->rest) - cursor_left(&header);
	struct cursor protocol = header;

	if (!cursor_ok(&header) || size > packet->wire_left || size < whole)
		return DECODED_NOT_MINE;
	if (cursor_peek(&header, 0) == 0xff && cursor_peek(&header, 1) == 3)
		cursor_skip(&protocol, 2);
	/* PPP's numbers: the low bit of the first octet clear, of the last one set (RFC 1661 2) */
	uint8_t first = cursor_peek(&protocol, 0), second = cursor_peek(&protocol, 1);

	if (first & 1 ? first > 0x57 : !(second & 1))
		return DECODED_NOT_MINE;
	packet_limit(packet, size);
	packet_consume(packet, whole);
	packet->next = (struct selector){ SELECT_LINK, 9 };
	return DECODED;
}

static enum decoded decode_udp(struct packet *packet)
{
	struct cursor header = packet->rest;
	uint16_t flags = cursor_be16(&header), size = cursor_be16(&header);
	unsigned version = flags & VERSION;

	if (!cursor_ok(&header) || flags & RESERVED || (version != 2 && version != 3))
		return DECODED_NOT_MINE;
	if (flags & CONTROL) {
		if ((flags & (LENGTH | SEQUENCE)) != (LENGTH | SEQUENCE) || size != packet->wire_left ||
		    size < 12)
			return DECODED_NOT_MINE;
		return tunnel_control(packet);
	}
	return version == 2 ? decode_data(packet, flags) : follow_session(packet, 8);
}

static enum decoded decode(struct packet *packet)
{
	return packet->next.space == SELECT_IP_PROTOCOL ? decode_ip(packet) : decode_udp(packet);
}

static const struct selector claims[] = {
	{ SELECT_UDP_PORT, 1701 },
	{ SELECT_IP_PROTOCOL, 115 },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_l2tp = {
	.name = "l2tp",
	.specification = "RFC 2661 3.1, RFC 3931 4.1",
	.claims = claims,
	.decode = decode,
};
