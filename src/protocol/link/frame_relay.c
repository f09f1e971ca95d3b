/* SPDX-License-Identifier: Apache-2.0 */
/* Frame Relay: address (2 to 4; the last octet has its low bit set), then control (1: 3), perhaps a pad (1:
 * 0), NLPID (1): IPv4, IPv6, SNAP; or, as Cisco had it first, an Ethernet type (2). */
#include "protocol/link/ether_type.h"

enum { CONTROL = 3, NLPID_SNAP = 0x80, NLPID_IPV4 = 0xcc, NLPID_IPV6 = 0x8e, NLPID_PPP = 0xcf };

static enum decoded follow_snap(struct packet *packet)
{
	struct cursor snap = cursor_over(packet_consume(packet, 5));
	uint32_t organisation = cursor_be24(&snap);
	uint16_t type = cursor_be16(&snap);

	if (organisation == 0) {
		packet->next = (struct selector){ SELECT_ETHER_TYPE, type };
		return DECODED;
	}
	/* RFC 2427 4.2: bridged Ethernet, with and without its checksum */
	if (organisation == 0x80c2 && (type == 1 || type == 7)) {
		packet->next = (struct selector){ SELECT_LINK, 1 };
		return DECODED;
	}
	return packet_opaque(packet, NULL);
}

static enum decoded decode(struct packet *packet)
{
	size_t size = 1;

	while (size < 4 && !(cursor_peek(&packet->rest, size - 1) & 1))
		size++;
	packet_consume(packet, size);
	if (cursor_peek(&packet->rest, 0) != CONTROL) {
		struct cursor type = cursor_over(packet_consume(packet, 2));

		packet->next = (struct selector){ SELECT_ETHER_TYPE, cursor_be16(&type) };
		return size < 2 ? DECODED_MALFORMED : DECODED;
	}
	packet_consume(packet, cursor_peek(&packet->rest, 1) == 0 ? 2 : 1);
	struct cursor nlpid = cursor_over(packet_consume(packet, 1));

	switch (cursor_u8(&nlpid)) {
	case NLPID_IPV4:
		packet->next = (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_IPV4 };
		return DECODED;
	case NLPID_IPV6:
		packet->next = (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_IPV6 };
		return DECODED;
	case NLPID_PPP:
		packet->next = (struct selector){ SELECT_LINK, 9 };
		return DECODED;
	case NLPID_SNAP:
		return follow_snap(packet);
	default:
		return packet_opaque(packet, NULL);
	}
}

static const struct selector claims[] = { { SELECT_LINK, 107 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_frame_relay = {
	.name = "frame-relay",
	.specification = "RFC 2427, ITU-T Q.922",
	.claims = claims,
	.decode = decode,
};
