/* SPDX-License-Identifier: Apache-2.0 */
/* MPLS: entries (4 each) of label (20 bits), class (3), bottom of stack (1), lifetime (8). Nothing says what
 * follows: IP by its version, as routers guess; a control word (4, first nibble 0) before an Ethernet frame;
 * else an Ethernet frame without one, if it looks like one. 1 is a channel of control (RFC 5586). */
#include "protocol/transport/tunnel.h"

enum { BOTTOM = 0x100, LABEL_MOST = 32 };

static bool looks_like_ethernet(struct bytes rest)
{
	struct cursor type = cursor_over(bytes_slice(rest, 12, 2));
	uint16_t number = cursor_be16(&type);

	return number == ETHER_TYPE_IPV4 || number == ETHER_TYPE_IPV6 || number == 0x0806 ||
	       number == 0x8100 || number == 0x88a8 || number == 0x8847 || number == 0x8864 ||
	       (cursor_ok(&type) && number <= ETHER_LENGTH_MAXIMUM && number + 14u <= rest.size);
}

/* RFC 7510: a port proves nothing, so only IP is taken. */
static enum decoded decode(struct packet *packet)
{
	bool udp = packet->next.space == SELECT_UDP_PORT;
	uint32_t entry = 0;

	for (unsigned i = 0; !(entry & BOTTOM); i++) {
		struct cursor header = cursor_over(packet_consume(packet, 4));

		entry = cursor_be32(&header);
		if (!cursor_ok(&packet->rest))
			return DECODED_IN_PART;
		if (i == LABEL_MOST)
			return DECODED_MALFORMED;
	}
	if (udp && !tunnel_holds_ip(packet, 0))
		return DECODED_NOT_MINE;
	unsigned nibble = cursor_peek(&packet->rest, 0) >> 4;

	if (nibble == 0 && looks_like_ethernet(bytes_from(packet->rest.rest, 4)))
		packet_consume(packet, 4);
	else if (nibble == 4 || nibble == 6) {
		packet->next = (struct selector){ SELECT_ETHER_TYPE,
						  nibble == 4 ? ETHER_TYPE_IPV4 : ETHER_TYPE_IPV6 };
		return DECODED;
	} else if (nibble == 1) {
		packet->next = (struct selector){ SELECT_CONTROL, 0 };
		return DECODED;
	} else if (!looks_like_ethernet(packet->rest.rest)) {
		return packet_opaque(packet, NULL);
	}
	packet->next = (struct selector){ SELECT_LINK, 1 };
	return DECODED;
}

/* 137: MPLS in IP (RFC 4023) */
static const struct selector claims[] = {
	{ SELECT_ETHER_TYPE, 0x8847 },
	{ SELECT_ETHER_TYPE, 0x8848 },
	{ SELECT_IP_PROTOCOL, 137 },
	{ SELECT_UDP_PORT, 6635 },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_mpls = {
	.name = "mpls",
	.specification = "RFC 3032 2.1, RFC 4385 3, RFC 7510 3",
	.claims = claims,
	.decode = decode,
};
