/* SPDX-License-Identifier: Apache-2.0 */
/* What switches and cards say to one another to keep links going. Not read: nobody's data. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	return DECODED;
}

/* pause, slow protocols (LACP, OAM), loop detection, MMRP, MVRP, time (PTP), connectivity (CFM), LISP's and
 * Ethernet's own loopback, edge control, VLAN trunks, dynamic trunks, unidirectional links (Cisco's SNAP) */
static const struct selector claims[] = {
	{ SELECT_ETHER_TYPE, 0x8808 }, { SELECT_ETHER_TYPE, 0x8809 },
	{ SELECT_ETHER_TYPE, 0x8899 }, { SELECT_ETHER_TYPE, 0x88f5 },
	{ SELECT_ETHER_TYPE, 0x88f6 }, { SELECT_ETHER_TYPE, 0x88f7 },
	{ SELECT_ETHER_TYPE, 0x8902 }, { SELECT_ETHER_TYPE, 0x9000 },
	{ SELECT_ETHER_TYPE, 0x8940 }, { SELECT_ETHER_TYPE, 0x2003 },
	{ SELECT_ETHER_TYPE, 0x2004 }, { SELECT_ETHER_TYPE, 0x0111 },
	{ SELECT_ETHER_TYPE, 0x010b }, { SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_link_control = {
	.name = "link-control",
	.specification = "IEEE 802.3, IEEE 802.1",
	.claims = claims,
	.decode = decode,
};
