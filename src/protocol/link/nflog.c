/* SPDX-License-Identifier: Apache-2.0 */
/* Packets logged by Linux's firewall: address family (1), version (1, 0), resource (2), then values of size
 * (2, with this header) and type (2), padded to four bytes, in the order of the machine that captured; 9 is
 * the packet. */
#include "protocol/link/ether_type.h"

enum { VALUE_PACKET = 9, FAMILY_IPV4 = 2, FAMILY_IPV6 = 10 };

static uint16_t read_u16(struct cursor *cursor, bool big)
{
	return big ? cursor_be16(cursor) : cursor_le16(cursor);
}

/* Sizes are small: whichever order makes the first one smaller is the machine's. */
static bool is_big(const struct packet *packet)
{
	struct cursor little = packet->rest, big = packet->rest;

	return cursor_le16(&little) > cursor_be16(&big);
}

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 4));
	uint8_t family = cursor_u8(&header), version = cursor_u8(&header);
	bool big = is_big(packet);

	if (cursor_ok(&packet->rest) && version != 0)
		return DECODED_MALFORMED;
	for (;;) {
		struct cursor value = cursor_over(packet_consume(packet, 4));
		uint16_t size = read_u16(&value, big), type = read_u16(&value, big);

		if (!cursor_ok(&packet->rest))
			return DECODED_IN_PART;
		if (size < 4)
			return DECODED_MALFORMED;
		if (type == VALUE_PACKET) {
			packet_limit(packet, size - 4u);
			break;
		}
		packet_consume(packet, (size - 4u + 3) & ~3u);
	}
	if (family != FAMILY_IPV4 && family != FAMILY_IPV6)
		return packet_opaque(packet, NULL);
	packet->next = (struct selector){ SELECT_ETHER_TYPE,
					  family == FAMILY_IPV4 ? ETHER_TYPE_IPV4 : ETHER_TYPE_IPV6 };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_LINK, 239 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_nflog = {
	.name = "nflog",
	.specification = "tcpdump.org LINKTYPE_NFLOG",
	.claims = claims,
	.decode = decode,
};
