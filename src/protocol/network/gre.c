/* SPDX-License-Identifier: Apache-2.0 */
/* GRE: flags and version (2), Ethernet type (2), then as the flags say checksum and offset (4), key (4),
 * sequence (4), and in version 1 (PPTP) acknowledgement (4), where the key's first half is the size of what
 * follows. Source routes (RFC 1701) are skipped. Not here: reassembly of PPP cut by PPTP (nobody does). */
#include "protocol/packet.h"

enum {
	CHECKSUM = 0x8000,
	ROUTING = 0x4000,
	KEY = 0x2000,
	SEQUENCE = 0x1000,
	ACKNOWLEDGEMENT = 0x0080,
	VERSION = 7,
	TYPE_PPP = 0x880b,
	TYPE_ERSPAN = 0x88be,
	TYPE_WCCP = 0x883e,
	TYPE_METADATA = 0x8909,
};

/* Routing entries: family (2), offset (1), size (1), addresses; the last has no size. */
static void skip_routes(struct packet *packet)
{
	uint8_t size;

	do {
		struct cursor entry = cursor_over(packet_consume(packet, 4));

		cursor_skip(&entry, 3);
		size = cursor_u8(&entry);
		packet_consume(packet, size);
	} while (size && cursor_ok(&packet->rest));
}

static enum decoded decode_pptp(struct packet *packet, uint16_t flags, uint16_t type)
{
	struct cursor key = cursor_over(packet_consume(packet, 4));
	uint16_t size = cursor_be16(&key);

	if (type != TYPE_PPP || !(flags & KEY))
		return DECODED_MALFORMED;
	packet_consume(packet, (flags & SEQUENCE ? 4 : 0) + (flags & ACKNOWLEDGEMENT ? 4u : 0));
	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (size > packet->wire_left)
		return DECODED_MALFORMED;
	packet_limit(packet, size);
	packet->next = size ? (struct selector){ SELECT_ETHER_TYPE, type }
			    : (struct selector){ SELECT_CONTROL, 0 }; /* an acknowledgement */
	return DECODED;
}

/* WCCP (version 2) puts a header (4) before the packet, which begins with no IP version. */
static void skip_redirect(struct packet *packet)
{
	if (cursor_peek(&packet->rest, 0) >> 4 != 4)
		packet_consume(packet, 4);
}

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 4));
	uint16_t flags = cursor_be16(&header), type = cursor_be16(&header);
	unsigned version = flags & VERSION;

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (version == 1)
		return decode_pptp(packet, flags, type);
	if (version != 0)
		return DECODED_MALFORMED;
	packet_consume(packet, (flags & (CHECKSUM | ROUTING) ? 4u : 0) + (flags & KEY ? 4u : 0) +
				       (flags & SEQUENCE ? 4u : 0));
	if (flags & ROUTING)
		skip_routes(packet);
	packet->next = (struct selector){ SELECT_ETHER_TYPE, type };
	if (type == TYPE_ERSPAN && !(flags & SEQUENCE))
		packet->next = (struct selector){ SELECT_LINK, 1 }; /* type I has no header of its own */
	if (type == TYPE_WCCP) {
		skip_redirect(packet);
		packet->next = (struct selector){ SELECT_ETHER_TYPE, 0x0800 };
	}
	if (type ==
	    TYPE_METADATA) { /* Cisco's: here the type stands before them, not behind as in Ethernet */
		struct cursor metadata = cursor_over(packet_consume(packet, 8));

		packet->next = (struct selector){ SELECT_ETHER_TYPE, cursor_be16(&metadata) };
	}
	if (type == 0) /* a keepalive */
		packet->next = (struct selector){ SELECT_CONTROL, 0 };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, 47 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_gre = {
	.name = "gre",
	.specification = "RFC 2784, RFC 2890, RFC 2637 4.1",
	.claims = claims,
	.decode = decode,
};
