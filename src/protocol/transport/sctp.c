/* SPDX-License-Identifier: Apache-2.0 */
/* Transports whose streams are not put together: SCTP and DCCP. Both begin with source port (2) and
 * destination port (2). Counted as opaque, each under its own reason. */
#include "protocol/packet.h"

enum { DCCP = 33, SCTP = 132 };

static enum decoded decode(struct packet *packet)
{
	bool sctp = packet->next.number == SCTP;
	struct cursor header = cursor_over(packet_consume(packet, 12));

	packet->source_port = cursor_be16(&header);
	packet->destination_port = cursor_be16(&header);
	return packet_opaque(packet, sctp ? "sctp" : "dccp");
}

static const struct selector claims[] = {
	{ SELECT_IP_PROTOCOL, SCTP },
	{ SELECT_IP_PROTOCOL, DCCP },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_sctp = {
	.name = "sctp",
	.specification = "RFC 9260 3.1, RFC 4340 5.1",
	.claims = claims,
	.decode = decode,
};
