/* SPDX-License-Identifier: Apache-2.0 */
/* DCCP, whose streams are not put together: source port (2), destination port (2), …. Counted as opaque. */
#include "protocol/packet.h"

enum { DCCP = 33 };

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 12));

	packet->source_port = cursor_be16(&header);
	packet->destination_port = cursor_be16(&header);
	return packet_opaque(packet, "dccp");
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, DCCP }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_dccp = {
	.name = "dccp",
	.specification = "RFC 4340 5.1",
	.claims = claims,
	.decode = decode,
};
