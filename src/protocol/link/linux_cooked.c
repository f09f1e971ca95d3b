/* SPDX-License-Identifier: Apache-2.0 */
/* Linux cooked capture v1, made by the interface "any": packet type (2), ARPHRD type (2), length of
 * the link address (2), link address (8), protocol (2). Where the ARPHRD type gives the protocol
 * another meaning (netlink) the packet is opaque. */
#include "protocol/link/linux_cooked.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 16));

	cursor_skip(&header, 2);
	uint16_t hardware = cursor_be16(&header), address_size = cursor_be16(&header);
	struct bytes address = cursor_take(&header, 8);

	if (address_size == 6)
		packet->source_mac = address_of(bytes_slice(address, 0, 6));
	cooked_follow(packet, hardware, cursor_be16(&header));
	return DECODED;
}

static const struct selector claims[] = { { SELECT_LINK, 113 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_linux_cooked = {
	.name = "linux-cooked",
	.specification = "tcpdump.org LINKTYPE_LINUX_SLL",
	.claims = claims,
	.decode = decode,
};
