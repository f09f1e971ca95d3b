/* SPDX-License-Identifier: Apache-2.0 */
/* Tags that carry a whole Ethernet frame behind them: provider backbone bridging, 0x88e7: instance tag (4),
 * frame; FabricPath, 0x8903, seen as a type behind outer addresses: tag (2), frame. And tags of switches that
 * only add something before the type: VN-Tag, 0x8926 (4); Cisco metadata, 0x8909 (6); RealTek's, NSH's are
 * not here. */
#include "protocol/link/ether_type.h"

enum { TYPE_BACKBONE = 0x88e7, TYPE_FABRIC_PATH = 0x8903, TYPE_VN_TAG = 0x8926, TYPE_METADATA = 0x8909 };

static enum decoded decode(struct packet *packet)
{
	uint32_t type = packet->next.number;

	packet->next = (struct selector){ SELECT_LINK, 1 };
	if (type == TYPE_BACKBONE || type == TYPE_FABRIC_PATH) {
		packet_consume(packet, type == TYPE_BACKBONE ? 4 : 2);
		return DECODED;
	}
	packet_consume(packet, type == TYPE_VN_TAG ? 4 : 6);
	struct cursor field = cursor_over(packet_consume(packet, 2));

	ether_type_follow(packet, cursor_be16(&field));
	return DECODED;
}

static const struct selector claims[] = {
	{ SELECT_ETHER_TYPE, TYPE_BACKBONE },
	{ SELECT_ETHER_TYPE, TYPE_FABRIC_PATH },
	{ SELECT_ETHER_TYPE, TYPE_VN_TAG },
	{ SELECT_ETHER_TYPE, TYPE_METADATA },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_backbone = {
	.name = "backbone",
	.specification = "IEEE 802.1Q-2018 9.7, IEEE 802.1BR",
	.claims = claims,
	.decode = decode,
};
