/* SPDX-License-Identifier: Apache-2.0 */
/* VXLAN: flags (1: 08, 80 with a group policy), policy (3), network (3), reserved (1), an Ethernet frame.
 * With protocol extension (flag 04): reserved (2), protocol (1) in the policy's place. */
#include "protocol/transport/tunnel.h"

enum { NETWORK = 0x08, POLICY = 0x80, EXTENDED = 0x04, SIZE = 8 };
enum { NEXT_IPV4 = 1, NEXT_IPV6, NEXT_ETHERNET, NEXT_NSH, NEXT_MPLS };

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(bytes_slice(packet->rest.rest, 0, SIZE));
	uint8_t flags = cursor_u8(&header);
	uint32_t middle = cursor_be24(&header), network = cursor_be32(&header);
	bool extended = flags & EXTENDED, ip = false;

	if (!cursor_ok(&header) || !(flags & NETWORK) || network & 0xff)
		return DECODED_NOT_MINE;
	if (flags & ~(NETWORK | POLICY | (unsigned)EXTENDED))
		return DECODED_NOT_MINE;
	if (extended) {
		packet->next = (struct selector){ SELECT_ETHER_TYPE,
						  (middle & 0xff) == NEXT_NSH ? 0x894f : 0x8847 };
		ip = middle == NEXT_IPV4 || middle == NEXT_IPV6;
		if (middle > NEXT_MPLS || (ip && !tunnel_holds_ip(packet, SIZE)))
			return DECODED_NOT_MINE;
	}
	if (!extended || middle == NEXT_ETHERNET) {
		packet->next = (struct selector){ SELECT_LINK, 1 };
		if (!tunnel_holds_ethernet(packet, SIZE))
			return DECODED_NOT_MINE;
	}
	packet_consume(packet, SIZE);
	if (ip)
		tunnel_follow_ip(packet);
	return DECODED;
}

/* 4789 by IANA, 4790 with protocol extension, 8472 Linux's from before there was a number */
static const struct selector claims[] = {
	{ SELECT_UDP_PORT, 4789 },
	{ SELECT_UDP_PORT, 4790 },
	{ SELECT_UDP_PORT, 8472 },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_vxlan = {
	.name = "vxlan",
	.specification = "RFC 7348 5, draft-ietf-nvo3-vxlan-gpe",
	.claims = claims,
	.decode = decode,
};
