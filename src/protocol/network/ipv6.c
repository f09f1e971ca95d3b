/* SPDX-License-Identifier: Apache-2.0 */
/* IPv6: version, class and flow label (4), payload length (2), next header (1), hop limit (1),
 * source (16), destination (16). Extension headers are decoders of their own. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 40));
	uint32_t version = cursor_be32(&header) >> 28;
	uint16_t payload = cursor_be16(&header);
	uint8_t next = cursor_u8(&header);

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (version != 6)
		return DECODED_MALFORMED;
	cursor_skip(&header, 1);
	packet->source = address_of(cursor_take(&header, 16));
	packet->destination = address_of(cursor_take(&header, 16));
	packet->encapsulation++;
	packet->next = (struct selector){ SELECT_IP_PROTOCOL, next };
	/* Zero: a jumbogram (RFC 2675) or segmentation offload; then it is all of the frame. */
	if (payload)
		packet_limit(packet, payload);
	return DECODED;
}

static const struct selector claims[] = {
	{ SELECT_ETHER_TYPE, 0x86dd },
	{ SELECT_IP_PROTOCOL, 41 },
	{ SELECT_LINK, 229 },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_ipv6 = {
	.name = "ipv6",
	.specification = "RFC 8200 3",
	.claims = claims,
	.decode = decode,
};
