/* SPDX-License-Identifier: Apache-2.0 */
/* IEEE 802.2 LLC: DSAP (1), SSAP (1), control (1 or 2). Followed where SNAP says an Ethernet type: AA AA 03,
 * organisation (3, zero or one of Cisco's), type (2); and where both points are IP's or ISO's. Spanning
 * trees, and what stations ask to know one another by, are control; others (NetBIOS, IPX) are opaque. */
#include "protocol/link/ether_type.h"

enum {
	POINT_IP = 0x06,
	POINT_SPANNING_TREE = 0x42,
	POINT_SNAP = 0xaa,
	POINT_IPX = 0xe0,
	POINT_NETBIOS = 0xf0,
	POINT_ISO = 0xfe,
	UNNUMBERED = 3,
	EXCHANGE = 0xaf,
	TEST = 0xe3,
	FINAL = 0x10,
	CISCO = 0x0c,
	CISCO_BRIDGED = 0xf8,
};

static enum decoded follow(struct packet *packet, enum selector_space space, uint32_t number)
{
	packet->next = (struct selector){ space, number };
	return DECODED;
}

static enum decoded follow_snap(struct packet *packet)
{
	struct cursor snap = cursor_over(packet_consume(packet, 5));
	uint32_t organisation = cursor_be24(&snap);
	uint16_t type = cursor_be16(&snap);

	if ((organisation == 0 || organisation == CISCO_BRIDGED) && type > ETHER_LENGTH_MAXIMUM)
		return follow(packet, SELECT_ETHER_TYPE, type);
	/* Cisco's own protocols have numbers that Ethernet types leave free. */
	return organisation == CISCO ? follow(packet, SELECT_ETHER_TYPE, type) : packet_opaque(packet, NULL);
}

static enum decoded decode(struct packet *packet)
{
	struct cursor start = cursor_over(packet_consume(packet, 3));
	uint8_t target = cursor_u8(&start), source = cursor_u8(&start), control = cursor_u8(&start);

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if ((control & ~FINAL) == (EXCHANGE & ~FINAL) || (control & ~FINAL) == TEST)
		return follow(packet, SELECT_CONTROL, 0);
	if (target != source || control != UNNUMBERED)
		return packet_opaque(packet, (target & 0xfe) == POINT_NETBIOS ? "netbios" : NULL);
	switch (target) {
	case POINT_SNAP:
		return follow_snap(packet);
	case POINT_IP:
		return follow(packet, SELECT_ETHER_TYPE, ETHER_TYPE_IPV4);
	case POINT_ISO:
		return follow(packet, SELECT_ETHER_TYPE, ETHER_TYPE_ISO);
	case POINT_SPANNING_TREE:
		return follow(packet, SELECT_CONTROL, 0);
	case POINT_IPX:
		return packet_opaque(packet, "ipx");
	case POINT_NETBIOS:
		return packet_opaque(packet, "netbios");
	default:
		return packet_opaque(packet, NULL);
	}
}

static const struct selector claims[] = { { SELECT_ETHER_TYPE, ETHER_TYPE_LLC }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_llc = {
	.name = "llc",
	.specification = "IEEE 802.2-1998, RFC 1042",
	.claims = claims,
	.decode = decode,
};
