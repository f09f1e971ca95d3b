/* SPDX-License-Identifier: Apache-2.0 */
/* Further link types whose headers hold nothing worth reading but what follows. One function for those with
 * a header of fixed size, and one each for:
 *   token ring (6): access (1), control (1), destination (6), source (6), perhaps a route, LLC
 *   PFLOG (117), BSD: size (1), family (1), …, padded to four bytes
 *   Symantec (99): ?, Ethernet type at 6, 44 bytes in all
 *   ERF (197), Endace: time (8), kind (1), flags (1), size (2), lost (2), size on the wire (2), perhaps
 *     extensions of 8 bytes, for Ethernet 2 bytes of padding
 *   MPACKET (274): preamble (7) and delimiter (1) before an Ethernet frame
 * The rest: EPON (259) a preamble (8); NetAnalyzer (240, 241) a header (4), and preamble (8); HDLC (205) and
 * Frame Relay (206) with a direction (1); IP over Fibre Channel (122) two addresses (8, 8) and LLC; IP over
 * 1394 (138) two addresses (8, 8), Ethernet type; ENC (109) family, index, flags (4 each) and IP. */
#include "protocol/link/ether_type.h"

enum {
	LINK_ETHERNET = 1,
	LINK_TOKEN_RING = 6,
	LINK_SYMANTEC = 99,
	LINK_RAW = 101,
	LINK_CISCO_HDLC = 104,
	LINK_FRAME_RELAY = 107,
	LINK_ENC = 109,
	LINK_PFLOG = 117,
	LINK_FIBRE_CHANNEL = 122,
	LINK_1394 = 138,
	LINK_ERF = 197,
	LINK_HDLC_DIRECTION = 205,
	LINK_FRAME_RELAY_DIRECTION = 206,
	LINK_NETANALYZER = 240,
	LINK_NETANALYZER_PREAMBLE = 241,
	LINK_EPON = 259,
	LINK_MPACKET = 274,
};

/* Headers of fixed size, and what follows. */
static const struct {
	uint32_t link, size;
	struct selector next;
} fixed[] = {
	{ LINK_ENC, 12, { SELECT_LINK, LINK_RAW } },
	{ LINK_FIBRE_CHANNEL, 16, { SELECT_ETHER_TYPE, ETHER_TYPE_LLC } },
	{ LINK_HDLC_DIRECTION, 1, { SELECT_LINK, LINK_CISCO_HDLC } },
	{ LINK_FRAME_RELAY_DIRECTION, 1, { SELECT_LINK, LINK_FRAME_RELAY } },
	{ LINK_NETANALYZER, 4, { SELECT_LINK, LINK_ETHERNET } },
	{ LINK_NETANALYZER_PREAMBLE, 12, { SELECT_LINK, LINK_ETHERNET } },
	{ LINK_EPON, 8, { SELECT_LINK, LINK_ETHERNET } },
};

/* The route is there where the first bit of the source says so; its size is in the low bits of its first
 * byte. */
static enum decoded decode_token_ring(struct packet *packet)
{
	enum { ROUTED = 0x80, SIZE = 31, FRAME = 0x40 };
	struct cursor header = cursor_over(packet_consume(packet, 14));

	cursor_skip(&header, 1);
	uint8_t control = cursor_u8(&header);

	packet->destination_mac = address_of(cursor_take(&header, 6));
	uint8_t first = cursor_peek(&header, 0);

	packet->source_mac = address_of(cursor_take(&header, 6));
	if (first & ROUTED)
		packet_consume(packet, cursor_peek(&packet->rest, 0) & SIZE);
	packet->next = (control & 0xc0) == FRAME ? (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_LLC }
						 : (struct selector){ SELECT_CONTROL, 0 };
	return DECODED;
}

static enum decoded decode_pflog(struct packet *packet)
{
	size_t size = (cursor_peek(&packet->rest, 0) + 3u) & ~3u;

	if (size < 4)
		return DECODED_MALFORMED;
	packet_consume(packet, size);
	packet->next = (struct selector){ SELECT_LINK, LINK_RAW };
	return DECODED;
}

static enum decoded decode_typed(struct packet *packet, size_t at, size_t size)
{
	struct cursor header = cursor_over(packet_consume(packet, size));

	cursor_skip(&header, at);
	packet->next = (struct selector){ SELECT_ETHER_TYPE, cursor_be16(&header) };
	return DECODED;
}

static enum decoded decode_erf(struct packet *packet)
{
	enum { KIND_HDLC = 1, KIND_ETHERNET = 2, KIND_IPV4 = 22, KIND_IPV6 = 23, MORE = 0x80, MOST = 16 };
	struct cursor header = cursor_over(packet_consume(packet, 16));

	cursor_skip(&header, 8);
	uint8_t kind = cursor_u8(&header), more = kind;

	for (unsigned i = 0; more & MORE && i < MOST && cursor_ok(&packet->rest); i++) {
		struct bytes extension = packet_consume(packet, 8);

		more = extension.size ? extension.data[0] : 0;
	}
	switch (kind & ~MORE) {
	case KIND_ETHERNET:
		packet_consume(packet, 2);
		packet->next = (struct selector){ SELECT_LINK, LINK_ETHERNET };
		return DECODED;
	case KIND_HDLC:
		packet->next = (struct selector){ SELECT_LINK, 50 };
		return DECODED;
	case KIND_IPV4:
	case KIND_IPV6:
		packet->next = (struct selector){ SELECT_LINK, LINK_RAW };
		return DECODED;
	default:
		return packet_opaque(packet, NULL);
	}
}

/* A frame that is all there begins with D5; pieces of one that was interrupted do not. */
static enum decoded decode_mpacket(struct packet *packet)
{
	struct bytes preamble = packet_consume(packet, 8);

	if (preamble.size && preamble.data[7] != 0xd5)
		return packet_opaque(packet, "fragment");
	packet->next = (struct selector){ SELECT_LINK, LINK_ETHERNET };
	return DECODED;
}

static enum decoded decode(struct packet *packet)
{
	switch (packet->next.number) {
	case LINK_TOKEN_RING:
		return decode_token_ring(packet);
	case LINK_PFLOG:
		return decode_pflog(packet);
	case LINK_SYMANTEC:
		return decode_typed(packet, 6, 44);
	case LINK_1394:
		return decode_typed(packet, 16, 18);
	case LINK_ERF:
		return decode_erf(packet);
	case LINK_MPACKET:
		return decode_mpacket(packet);
	default:
		break;
	}
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		if (fixed[i].link == packet->next.number) {
			packet_consume(packet, fixed[i].size);
			packet->next = fixed[i].next;
			return DECODED;
		}
	return DECODED_MALFORMED;
}

static const struct selector claims[] = {
	{ SELECT_LINK, LINK_TOKEN_RING },
	{ SELECT_LINK, LINK_SYMANTEC },
	{ SELECT_LINK, LINK_ENC },
	{ SELECT_LINK, LINK_PFLOG },
	{ SELECT_LINK, LINK_FIBRE_CHANNEL },
	{ SELECT_LINK, LINK_1394 },
	{ SELECT_LINK, LINK_ERF },
	{ SELECT_LINK, LINK_HDLC_DIRECTION },
	{ SELECT_LINK, LINK_FRAME_RELAY_DIRECTION },
	{ SELECT_LINK, LINK_NETANALYZER },
	{ SELECT_LINK, LINK_NETANALYZER_PREAMBLE },
	{ SELECT_LINK, LINK_EPON },
	{ SELECT_LINK, LINK_MPACKET },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_captured = {
	.name = "captured",
	.specification = "tcpdump.org/linktypes.html",
	.claims = claims,
	.decode = decode,
};
