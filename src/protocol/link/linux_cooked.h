/* SPDX-License-Identifier: Apache-2.0 */
/* What the two versions of the Linux cooked header share: the meaning of the protocol field. */
#ifndef PROBITY_PROTOCOL_LINK_LINUX_COOKED_H
#define PROBITY_PROTOCOL_LINK_LINUX_COOKED_H

#include "protocol/packet.h"

/* Sets who is next: an Ethernet type, except under the ARPHRD types (linux/if_arp.h) that give the
 * field another meaning, which nobody reads. */
static inline void cooked_follow(struct packet *packet, uint16_t hardware, uint16_t protocol)
{
	enum { IEEE80211 = 801, IEEE80211_PRISM, IEEE80211_RADIOTAP, GRE = 778, NETLINK = 824 };

	packet->next = (struct selector){ SELECT_ETHER_TYPE, protocol };
	switch (hardware) {
	case IEEE80211:
	case IEEE80211_PRISM:
	case IEEE80211_RADIOTAP:
	case GRE:
	case NETLINK:
		packet->next = (struct selector){ SELECT_OPAQUE, 0 };
		break;
	default:
		break;
	}
}

#endif
