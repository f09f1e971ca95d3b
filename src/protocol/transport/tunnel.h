/* SPDX-License-Identifier: Apache-2.0 */
/* What the protocols share that carry packets inside UDP: looking hard before claiming a datagram, since a
 * port proves nothing. */
#ifndef PROBITY_PROTOCOL_TRANSPORT_TUNNEL_H
#define PROBITY_PROTOCOL_TRANSPORT_TUNNEL_H

#include "protocol/link/ether_type.h"

/* Whether an IP packet whose lengths agree with what is left stands `at` bytes ahead. */
static inline bool tunnel_holds_ip(const struct packet *packet, size_t at)
{
	struct cursor header = cursor_over(bytes_from(packet->rest.rest, at));
	size_t left = packet->wire_left > at ? packet->wire_left - at : 0;
	uint8_t first = cursor_u8(&header);

	if (first >> 4 == 4) {
		cursor_skip(&header, 1);
		size_t total = cursor_be16(&header);

		/* Zero: left to the network card, as it is above 65,535 */
		return cursor_ok(&header) && (first & 15) >= 5 && total <= left &&
		       (total >= (first & 15u) * 4 || (total == 0 && left > UINT16_MAX));
	}
	cursor_skip(&header, 3);
	size_t payload = cursor_be16(&header);

	return cursor_ok(&header) && first >> 4 == 6 && left >= 40 && payload <= left - 40;
}

/* Whether an Ethernet frame with a type that is usual stands `at` bytes ahead. */
static inline bool tunnel_holds_ethernet(const struct packet *packet, size_t at)
{
	struct cursor type = cursor_over(bytes_slice(packet->rest.rest, at + 12, 2));
	uint16_t number = cursor_be16(&type);

	if (!cursor_ok(&type))
		return false;
	switch (number) {
	case ETHER_TYPE_IPV4:
	case ETHER_TYPE_IPV6:
		return tunnel_holds_ip(packet, at + 14);
	case 0x0806: /* ARP */
	case 0x8035:
	case 0x8100: /* VLAN tags */
	case 0x88a8:
	case 0x8847: /* MPLS */
	case 0x8863: /* PPPoE */
	case 0x8864:
	case 0x888e: /* EAPOL */
	case 0x88cc: /* LLDP */
	case 0x894f: /* NSH */
		return true;
	default:
		return number >= 3 && number <= ETHER_LENGTH_MAXIMUM && at + 14 + number <= packet->wire_left;
	}
}

/* Goes on with the IP packet that tunnel_holds_ip() found. */
static inline void tunnel_follow_ip(struct packet *packet)
{
	bool six = cursor_peek(&packet->rest, 0) >> 4 == 6;

	packet->next = (struct selector){ SELECT_ETHER_TYPE, six ? ETHER_TYPE_IPV6 : ETHER_TYPE_IPV4 };
}

static inline enum decoded tunnel_control(struct packet *packet)
{
	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	return DECODED;
}

#endif
