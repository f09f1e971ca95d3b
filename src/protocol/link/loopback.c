/* SPDX-License-Identifier: Apache-2.0 */
/* BSD loopback: an address family (4) in the byte order of the machine that captured (LINKTYPE_NULL)
 * or in network order (LINKTYPE_LOOP). Families are below 256, so the order shows. */
#include "protocol/link/ether_type.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 4));
	uint32_t family = cursor_be32(&header);

	if (family > 0xffff)
		family = __builtin_bswap32(family);
	switch (family) {
	case 2: /* AF_INET everywhere */
		packet->next = (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_IPV4 };
		break;
	case 10: /* AF_INET6: Linux; Windows; NetBSD, OpenBSD; FreeBSD; Darwin */
	case 23:
	case 24:
	case 28:
	case 30:
		packet->next = (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_IPV6 };
		break;
	default:
		packet->next = (struct selector){ SELECT_OPAQUE, 0 };
		break;
	}
	return DECODED;
}

static const struct selector claims[] = { { SELECT_LINK, 0 }, { SELECT_LINK, 108 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_loopback = {
	.name = "loopback",
	.specification = "tcpdump.org LINKTYPE_NULL, LINKTYPE_LOOP",
	.claims = claims,
	.decode = decode,
};
