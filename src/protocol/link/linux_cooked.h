/* SPDX-License-Identifier: Apache-2.0 */
/* What the two versions of the Linux cooked header share: the meaning of the protocol field. */
#ifndef PROBITY_PROTOCOL_LINK_LINUX_COOKED_H
#define PROBITY_PROTOCOL_LINK_LINUX_COOKED_H

#include "protocol/packet.h"

/* Sets who is next: an Ethernet type, except under the ARPHRD types (linux/if_arp.h) that give the
 * field another meaning or none: whole frames of other links follow there. */
static inline void cooked_follow(struct packet *packet, uint16_t hardware, uint16_t protocol)
{
	enum { FRAME_RELAY = 770, IEEE80211 = 801, IEEE80211_PRISM, IEEE80211_RADIOTAP, NETLINK = 824 };

	packet->next = (struct selector){ SELECT_ETHER_TYPE, protocol };
	switch (hardware) {
	case FRAME_RELAY:
		packet->next = (struct selector){ SELECT_LINK, 107 };
		break;
	case IEEE80211:
		packet->next = (struct selector){ SELECT_LINK, 105 };
		break;
	case IEEE80211_PRISM:
		packet->next = (struct selector){ SELECT_LINK, 119 };
		break;
	case IEEE80211_RADIOTAP:
		packet->next = (struct selector){ SELECT_LINK, 127 };
		break;
	case NETLINK:
		packet->next = (struct selector){ SELECT_OPAQUE, 0 };
		break;
	default:
		break;
	}
}

#endif
