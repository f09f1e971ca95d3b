/* SPDX-License-Identifier: Apache-2.0 */
/* ICMP for both IP versions. Not read: what it quotes was seen before, pings carry patterns. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, 1 },
					  { SELECT_IP_PROTOCOL, 58 },
					  { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_icmp = {
	.name = "icmp",
	.specification = "RFC 792, RFC 4443",
	.claims = claims,
	.decode = decode,
};
