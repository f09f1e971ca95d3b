/* SPDX-License-Identifier: Apache-2.0 */
/* IPComp: next header (1), flags (1), method (2), a compressed packet. Not unpacked. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	packet_consume(packet, 4);
	return packet_opaque(packet, "compressed");
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, 108 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_ip_compressed = {
	.name = "ipcomp",
	.specification = "RFC 3173",
	.claims = claims,
	.decode = decode,
};
