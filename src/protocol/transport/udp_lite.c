/* SPDX-License-Identifier: Apache-2.0 */
/* UDP-Lite: source port (2), destination port (2), covered by the checksum (2), checksum (2). Counted as
 * opaque: its flows would be another transport's. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 8));

	packet->source_port = cursor_be16(&header);
	packet->destination_port = cursor_be16(&header);
	return packet_opaque(packet, "udp-lite");
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, 136 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_udp_lite = {
	.name = "udp-lite",
	.specification = "RFC 3828",
	.claims = claims,
	.decode = decode,
};
