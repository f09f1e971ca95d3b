/* SPDX-License-Identifier: Apache-2.0 */
/* Linux cooked capture v2: protocol (2), reserved (2), interface (4), ARPHRD type (2), packet type
 * (1), length of the link address (1), link address (8). */
#include "protocol/link/linux_cooked.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 20));
	uint16_t protocol = cursor_be16(&header);

	cursor_skip(&header, 6);
	uint16_t hardware = cursor_be16(&header);

	cursor_skip(&header, 1);
	uint8_t address_size = cursor_u8(&header);

	if (address_size == 6)
		packet->source_mac = address_of(cursor_take(&header, 6));
	cooked_follow(packet, hardware, protocol);
	return DECODED;
}

static const struct selector claims[] = { { SELECT_LINK, 276 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_linux_cooked2 = {
	.name = "linux-cooked-2",
	.specification = "tcpdump.org LINKTYPE_LINUX_SLL2",
	.claims = claims,
	.decode = decode,
};
