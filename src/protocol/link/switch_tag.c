/* SPDX-License-Identifier: Apache-2.0 */
/* Ethernet frames as they pass between a switch and its processor, with a tag: behind the addresses (Broadcom
 * 281: 4; Marvell's DSA 284: 4; EtherType DSA 285: 8) or before them (Broadcom 282: 4). Then the type, as in
 * Ethernet. */
#include "protocol/link/ether_type.h"

enum { LINK_BROADCOM = 281, LINK_BROADCOM_BEFORE = 282, LINK_DSA = 284, LINK_DSA_TYPE = 285 };

static enum decoded decode(struct packet *packet)
{
	uint32_t link_type = packet->next.number;

	if (link_type == LINK_BROADCOM_BEFORE) {
		packet_consume(packet, 4);
		packet->next = (struct selector){ SELECT_LINK, 1 };
		return DECODED;
	}
	size_t tag = link_type == LINK_DSA_TYPE ? 8 : 4;
	struct cursor header = cursor_over(packet_consume(packet, 12 + tag + 2));

	packet->destination_mac = address_of(cursor_take(&header, 6));
	packet->source_mac = address_of(cursor_take(&header, 6));
	cursor_skip(&header, tag);
	ether_type_follow(packet, cursor_be16(&header));
	return DECODED;
}

static const struct selector claims[] = {
	{ SELECT_LINK, LINK_BROADCOM },
	{ SELECT_LINK, LINK_BROADCOM_BEFORE },
	{ SELECT_LINK, LINK_DSA },
	{ SELECT_LINK, LINK_DSA_TYPE },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_switch_tag = {
	.name = "switch-tag",
	.specification = "tcpdump.org LINKTYPE_DSA_TAG_BRCM, LINKTYPE_DSA_TAG_DSA",
	.claims = claims,
	.decode = decode,
};
