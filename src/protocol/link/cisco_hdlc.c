/* SPDX-License-Identifier: Apache-2.0 */
/* Cisco HDLC: address (1: 0F unicast, 8F broadcast), control (1: 0), Ethernet type (2). SLARP, which keeps
 * the link alive and carries nothing else, is control. */
#include "protocol/link/ether_type.h"

enum { TYPE_SLARP = 0x8035 };

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 4));
	uint8_t address = cursor_u8(&header);

	cursor_skip(&header, 1);
	uint16_t type = cursor_be16(&header);

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (address != 0x0f && address != 0x8f)
		return DECODED_MALFORMED;
	packet->next = type == TYPE_SLARP ? (struct selector){ SELECT_CONTROL, 0 }
					  : (struct selector){ SELECT_ETHER_TYPE, type };
	/* OSI has a byte of padding here. */
	if (type == ETHER_TYPE_ISO && cursor_peek(&packet->rest, 0) == 3)
		packet_consume(packet, 1);
	return DECODED;
}

static const struct selector claims[] = { { SELECT_LINK, 104 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_cisco_hdlc = {
	.name = "cisco-hdlc",
	.specification = "tcpdump.org LINKTYPE_C_HDLC",
	.claims = claims,
	.decode = decode,
};
