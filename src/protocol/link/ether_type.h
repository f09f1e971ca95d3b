/* SPDX-License-Identifier: Apache-2.0 */
/* The type field that Ethernet, VLAN tags and Linux cooked headers end with. */
#ifndef PROBITY_PROTOCOL_LINK_ETHER_TYPE_H
#define PROBITY_PROTOCOL_LINK_ETHER_TYPE_H

#include "protocol/packet.h"

enum {
	ETHER_TYPE_LLC = 4, /* linux/if_ether.h ETH_P_802_2: an LLC header follows */
	ETHER_TYPE_IPV4 = 0x0800,
	ETHER_TYPE_IPV6 = 0x86dd,
	ETHER_TYPE_CDP = 0x2000,     /* Cisco's SNAP and HDLC */
	ETHER_TYPE_ISO = 0xfefe,     /* Cisco HDLC: OSI's network layer follows, as behind LLC's FE FE 03 */
	ETHER_LENGTH_MAXIMUM = 1500, /* up to here the field is a length (IEEE 802.3 3.2.6) */
};

/* Sets who is next from a type-or-length field. */
static inline void ether_type_follow(struct packet *packet, uint16_t type)
{
	if (type <= ETHER_LENGTH_MAXIMUM) {
		if (type < packet->wire_left)
			packet_limit(packet, type);
		type = ETHER_TYPE_LLC;
	}
	packet->next = (struct selector){ SELECT_ETHER_TYPE, type };
}

#endif
