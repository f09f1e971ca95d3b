/* SPDX-License-Identifier: Apache-2.0 */
/* ERSPAN, a switch's mirrored frames inside GRE. Type II (0x88be): version 1 and VLAN (2), session (2), index
 * (4). Type III (0x22eb): version 2 and VLAN (2), session (2), timestamp (4), group (2), flags (2), of which
 * the last bit says that a platform's header (8) follows. Then an Ethernet frame. */
#include "protocol/packet.h"

enum { TYPE_2 = 0x88be, TYPE_3 = 0x22eb, PLATFORM = 1 };

static enum decoded decode(struct packet *packet)
{
	bool third = packet->next.number == TYPE_3;
	struct cursor header = cursor_over(packet_consume(packet, third ? 12 : 8));
	unsigned version = cursor_u8(&header) >> 4;

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (version != (third ? 2 : 1))
		return DECODED_MALFORMED;
	if (third) {
		cursor_skip(&header, 9);
		if (cursor_be16(&header) & PLATFORM)
			packet_consume(packet, 8);
	}
	packet->next = (struct selector){ SELECT_LINK, 1 };
	return DECODED;
}

static const struct selector claims[] = {
	{ SELECT_ETHER_TYPE, TYPE_2 },
	{ SELECT_ETHER_TYPE, TYPE_3 },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_erspan = {
	.name = "erspan",
	.specification = "draft-foschiano-erspan-03 4",
	.claims = claims,
	.decode = decode,
};
