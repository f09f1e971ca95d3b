/* SPDX-License-Identifier: Apache-2.0 */
/* UDP: source port (2), destination port (2), length with this header (2), checksum (2). */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 8));

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	packet->source_port = cursor_be16(&header);
	packet->destination_port = cursor_be16(&header);
	uint16_t length = cursor_be16(&header);

	/* Zero: a jumbogram (RFC 2675) or segmentation offload; then it is all that is left. */
	if (length) {
		if (length < 8 || (size_t)length - 8 > packet->wire_left)
			return DECODED_MALFORMED;
		packet_limit(packet, (size_t)length - 8);
	}
	packet->transport = TRANSPORT_UDP;
	packet->next = (struct selector){ SELECT_PAYLOAD, 0 };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, 17 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_udp = {
	.name = "udp",
	.specification = "RFC 768",
	.claims = claims,
	.decode = decode,
};
