/* SPDX-License-Identifier: Apache-2.0 */
/* VLAN tags: priority and identifier (2), type (2). Any number of them. */
#include "protocol/link/ether_type.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 4));

	cursor_skip(&header, 2);
	ether_type_follow(packet, cursor_be16(&header));
	return DECODED;
}

/* 802.1Q, 802.1ad, and three that equipment used before 802.1ad. */
static const struct selector claims[] = {
	{ SELECT_ETHER_TYPE, 0x8100 }, { SELECT_ETHER_TYPE, 0x88a8 }, { SELECT_ETHER_TYPE, 0x9100 },
	{ SELECT_ETHER_TYPE, 0x9200 }, { SELECT_ETHER_TYPE, 0x9300 }, { SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_vlan = {
	.name = "vlan",
	.specification = "IEEE 802.1Q-2018 9.5",
	.claims = claims,
	.decode = decode,
};
