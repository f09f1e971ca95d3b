/* SPDX-License-Identifier: Apache-2.0 */
/* IPv4: version and header length (1), service (1), total length (2), identification (2), flags and
 * fragment offset (2), lifetime (1), protocol (1), checksum (2), source (4), destination (4),
 * options (0 to 40, not read: source routing does not change who the ends are). */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	size_t header_size = (size_t)(cursor_peek(&packet->rest, 0) & 15) * 4;
	struct cursor header = cursor_over(packet_consume(packet, header_size < 20 ? 20 : header_size));
	uint8_t version = cursor_u8(&header) >> 4;

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (version != 4 || header_size < 20)
		return DECODED_MALFORMED;
	cursor_skip(&header, 1);
	uint16_t total = cursor_be16(&header), identification = cursor_be16(&header),
		 fragment = cursor_be16(&header);

	cursor_skip(&header, 1);
	uint8_t protocol = cursor_u8(&header);

	cursor_skip(&header, 2);
	packet->source = address_of(cursor_take(&header, 4));
	packet->destination = address_of(cursor_take(&header, 4));
	packet->encapsulation++;
	packet->next = (struct selector){ SELECT_IP_PROTOCOL, protocol };
	/* The sending host's network card fills in the length of what it is to cut up (segmentation
	 * offload): recorded before that, it is zero and the packet is all of the frame. */
	if (total) {
		if (total < header_size)
			return DECODED_MALFORMED;
		packet_limit(packet, total - header_size);
	}
	packet->fragment.more = fragment & 0x2000;
	packet->fragment.offset = (fragment & 0x1fffu) * 8;
	packet->fragment.is = packet->fragment.more || packet->fragment.offset;
	packet->fragment.identification = identification;
	return DECODED;
}

static const struct selector claims[] = {
	{ SELECT_ETHER_TYPE, 0x0800 },
	{ SELECT_IP_PROTOCOL, 4 },
	{ SELECT_LINK, 228 },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_ipv4 = {
	.name = "ipv4",
	.specification = "RFC 791",
	.claims = claims,
	.decode = decode,
};
