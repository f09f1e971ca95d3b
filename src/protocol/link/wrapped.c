/* SPDX-License-Identifier: Apache-2.0 */
/* Short headers that capturing systems put before a packet, where nothing in them is worth reading but what
 * follows. One function each:
 *   PKTAP (258), macOS: size of the header (4), type (4), link type (4), …; little endian
 *   IPNET (226), Solaris: version (1), family (1: 2 or 26), hook (2), size (4), interfaces (4), zones (8, 4)
 *   IP over InfiniBand (242): route (40), Ethernet type (2), reserved (2)
 *   ARCNET (129), Linux: source (1), destination (1), offset (2), type (1), split (1), sequence (2)
 *   DOCSIS (143): control (1), parameter (1), size (2), extension, check (2); control 0 is an Ethernet frame
 *   Juniper (178 Ethernet, 179 PPP, 180 Frame Relay, 181 Cisco HDLC): magic (3), flags (1), size of the
 * extension (2) and extension, if flagged; frames without their own header are opaque SunATM (123): direction
 * and kind (1), path (1), channel (2); kind 2 is LLC ATM (100): LLC */
#include "protocol/link/ether_type.h"

enum {
	LINK_PKTAP = 258,
	LINK_IPNET = 226,
	LINK_INFINIBAND = 242,
	LINK_ARCNET = 129,
	LINK_DOCSIS = 143,
	LINK_SUN_ATM = 123,
	LINK_ATM = 100,
	LINK_JUNIPER_ETHERNET = 178,
	LINK_JUNIPER_PPP,
	LINK_JUNIPER_FRAME_RELAY,
	LINK_JUNIPER_CISCO_HDLC,
};

static enum decoded decode_pktap(struct packet *packet)
{
	struct cursor header = packet->rest;
	uint32_t size = cursor_le32(&header), type = cursor_le32(&header), link_type = cursor_le32(&header);

	packet_consume(packet, size < 12 ? 12 : size);
	if (cursor_ok(&packet->rest) && (size < 12 || type != 1))
		return DECODED_MALFORMED;
	packet->next = (struct selector){ SELECT_LINK, link_type };
	return DECODED;
}

static enum decoded follow_type(struct packet *packet, uint16_t type)
{
	packet->next = type ? (struct selector){ SELECT_ETHER_TYPE, type }
			    : (struct selector){ SELECT_OPAQUE, 0 };
	return DECODED;
}

static enum decoded decode_ipnet(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 24));

	cursor_skip(&header, 1);
	switch (cursor_u8(&header)) {
	case 2:
		return follow_type(packet, ETHER_TYPE_IPV4);
	case 26:
		return follow_type(packet, ETHER_TYPE_IPV6);
	default:
		return follow_type(packet, 0);
	}
}

static enum decoded decode_infiniband(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 44));

	cursor_skip(&header, 40);
	return follow_type(packet, cursor_be16(&header));
}

static enum decoded decode_arcnet(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 5));

	cursor_skip(&header, 4);
	uint8_t type = cursor_u8(&header);
	bool old = type == 240 || type == 241;

	if (!old && cursor_peek(&packet->rest, 0) == 0xff)
		packet_consume(packet, 4); /* an exception frame: the header stands again behind it */
	if (!old)
		packet_consume(packet, 3);
	switch (type) {
	case 212:
	case 240:
		return follow_type(packet, ETHER_TYPE_IPV4);
	case 196:
		return follow_type(packet, ETHER_TYPE_IPV6);
	case 213:
	case 241:
		return follow_type(packet, 0x0806);
	default:
		return follow_type(packet, 0);
	}
}

static enum decoded decode_docsis(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 4));
	uint8_t control = cursor_u8(&header), extension = cursor_u8(&header);

	packet_consume(packet, 2 + (control & 1 ? extension : 0u));
	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	if (control >> 6 == 0)
		packet->next = (struct selector){ SELECT_LINK, 1 };
	return DECODED;
}

static enum decoded decode_juniper(struct packet *packet)
{
	static const uint32_t links[] = { 1, 9, 107, 104 };
	enum { EXTENDED = 0x80, WITHOUT_LINK = 0x02 };
	uint32_t link = links[packet->next.number - LINK_JUNIPER_ETHERNET];
	struct cursor header = cursor_over(packet_consume(packet, 4));
	uint32_t magic = cursor_be24(&header);
	uint8_t flags = cursor_u8(&header);

	if (cursor_ok(&packet->rest) && magic != 0x4d4743)
		return DECODED_MALFORMED;
	if (flags & EXTENDED) {
		struct cursor size = cursor_over(packet_consume(packet, 2));

		packet_consume(packet, cursor_be16(&size));
	}
	if (flags & WITHOUT_LINK)
		return follow_type(packet, 0);
	packet->next = (struct selector){ SELECT_LINK, link };
	return DECODED;
}

static enum decoded decode_sun_atm(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 4));

	return follow_type(packet, (cursor_u8(&header) & 15) == 2 ? ETHER_TYPE_LLC : 0);
}

static enum decoded decode(struct packet *packet)
{
	switch (packet->next.number) {
	case LINK_PKTAP:
		return decode_pktap(packet);
	case LINK_IPNET:
		return decode_ipnet(packet);
	case LINK_INFINIBAND:
		return decode_infiniband(packet);
	case LINK_ARCNET:
		return decode_arcnet(packet);
	case LINK_DOCSIS:
		return decode_docsis(packet);
	case LINK_SUN_ATM:
		return decode_sun_atm(packet);
	case LINK_JUNIPER_ETHERNET:
	case LINK_JUNIPER_PPP:
	case LINK_JUNIPER_FRAME_RELAY:
	case LINK_JUNIPER_CISCO_HDLC:
		return decode_juniper(packet);
	default:
		return follow_type(packet, ETHER_TYPE_LLC);
	}
}

static const struct selector claims[] = {
	{ SELECT_LINK, LINK_PKTAP },
	{ SELECT_LINK, LINK_IPNET },
	{ SELECT_LINK, LINK_INFINIBAND },
	{ SELECT_LINK, LINK_ARCNET },
	{ SELECT_LINK, LINK_DOCSIS },
	{ SELECT_LINK, LINK_SUN_ATM },
	{ SELECT_LINK, LINK_ATM },
	{ SELECT_LINK, LINK_JUNIPER_ETHERNET },
	{ SELECT_LINK, LINK_JUNIPER_PPP },
	{ SELECT_LINK, LINK_JUNIPER_FRAME_RELAY },
	{ SELECT_LINK, LINK_JUNIPER_CISCO_HDLC },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_wrapped = {
	.name = "wrapped",
	.specification = "tcpdump.org/linktypes.html",
	.claims = claims,
	.decode = decode,
};
