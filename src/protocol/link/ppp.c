/* SPDX-License-Identifier: Apache-2.0 */
/* PPP: address and control (2: FF 03; left out by agreement, and on links where they would be useless),
 * protocol (2, or 1 where its low bit is set), content. Link type 204 puts a direction (1) before it; all may
 * carry Cisco's HDLC in its place. Protocols other than IP go on under SELECT_PPP. Not here: compression and
 * encryption of PPP, Van Jacobson's headers, fragments of multilink: opaque. */
#include "protocol/link/ether_type.h"
#include "protocol/packet.h"

enum {
	LINK_PPP = 9,
	LINK_HDLC = 50,
	LINK_PPPD = 166,
	LINK_DIRECTION = 204,
	LINK_CISCO_HDLC = 104,
	PROTOCOL_IPV4 = 0x21,
	PROTOCOL_IPV6 = 0x57,
	PROTOCOL_MULTILINK = 0x3d,
	PROTOCOL_BRIDGED = 0x31,
	PROTOCOL_ENCRYPTED_LINK = 0x51,
	PROTOCOL_ENCRYPTED = 0x53,
	PROTOCOL_COMPRESSED_LINK = 0xfb,
	PROTOCOL_COMPRESSED = 0xfd,
	PROTOCOL_VJ_COMPRESSED = 0x2d,
	PROTOCOL_VJ_WHOLE = 0x2f,
	PROTOCOL_MPLS = 0x281,
	PROTOCOL_MPLS_MULTICAST = 0x283,
	ETHER_TYPE_MPLS = 0x8847,
};

static uint16_t read_protocol(struct packet *packet)
{
	uint8_t first = cursor_peek(&packet->rest, 0);

	if (first & 1) {
		packet_consume(packet, 1);
		return first;
	}
	struct cursor field = cursor_over(packet_consume(packet, 2));

	return cursor_be16(&field);
}

static enum decoded follow(struct packet *packet, uint16_t protocol)
{
	switch (protocol) {
	case PROTOCOL_IPV4:
		packet->next = (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_IPV4 };
		return DECODED;
	case PROTOCOL_IPV6:
		packet->next = (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_IPV6 };
		return DECODED;
	case PROTOCOL_MPLS:
	case PROTOCOL_MPLS_MULTICAST:
		packet->next = (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_MPLS };
		return DECODED;
	case PROTOCOL_MULTILINK:
		return packet_opaque(packet, "fragment");
	case PROTOCOL_ENCRYPTED_LINK:
	case PROTOCOL_ENCRYPTED:
		return packet_opaque(packet, "encrypted");
	case PROTOCOL_COMPRESSED_LINK:
	case PROTOCOL_COMPRESSED:
	case PROTOCOL_VJ_COMPRESSED:
	case PROTOCOL_VJ_WHOLE:
		return packet_opaque(packet, "compressed");
	default:
		packet->next = (struct selector){ SELECT_PPP, protocol };
		return DECODED;
	}
}

static enum decoded decode(struct packet *packet)
{
	bool serial = packet->next.space == SELECT_LINK;

	if (packet->next.space == SELECT_LINK && packet->next.number == LINK_DIRECTION)
		packet_consume(packet, 1);
	uint8_t address = cursor_peek(&packet->rest, 0), control = cursor_peek(&packet->rest, 1);

	if (serial && (address == 0x0f || address == 0x8f) && control == 0) {
		packet->next = (struct selector){ SELECT_LINK, LINK_CISCO_HDLC };
		return DECODED;
	}
	if (address == 0xff && control == 3)
		packet_consume(packet, 2);
	return follow(packet, read_protocol(packet));
}

/* 0x880b: PPP inside GRE (RFC 2637 4.1), and inside whatever else names it by an Ethernet type. */
static const struct selector claims[] = {
	{ SELECT_LINK, LINK_PPP },	 { SELECT_LINK, LINK_HDLC },	{ SELECT_LINK, LINK_PPPD },
	{ SELECT_LINK, LINK_DIRECTION }, { SELECT_ETHER_TYPE, 0x880b }, { SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_ppp = {
	.name = "ppp",
	.specification = "RFC 1661 2, RFC 1662 3",
	.claims = claims,
	.decode = decode,
};
