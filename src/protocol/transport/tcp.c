/* SPDX-License-Identifier: Apache-2.0 */
/* TCP: source port (2), destination port (2), sequence (4), acknowledgement (4), header length and
 * flags (2), window (2), checksum (2), urgent pointer (2), options (0 to 40, not read). */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	size_t header_size = (size_t)(cursor_peek(&packet->rest, 12) >> 4) * 4;
	struct cursor header = cursor_over(packet_consume(packet, header_size < 20 ? 20 : header_size));

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (header_size < 20)
		return DECODED_MALFORMED;
	packet->source_port = cursor_be16(&header);
	packet->destination_port = cursor_be16(&header);
	packet->tcp.sequence = cursor_be32(&header);
	packet->tcp.acknowledgement = cursor_be32(&header);
	packet->tcp.flags = cursor_be16(&header) & 0x3f;
	packet->transport = TRANSPORT_TCP;
	packet->next = (struct selector){ SELECT_PAYLOAD, 0 };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, 6 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_tcp = {
	.name = "tcp",
	.specification = "RFC 9293 3.1",
	.claims = claims,
	.decode = decode,
};
