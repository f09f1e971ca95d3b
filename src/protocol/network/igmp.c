/* SPDX-License-Identifier: Apache-2.0 */
/* IGMP. Not read: it names multicast groups, nobody's data. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, 2 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_igmp = {
	.name = "igmp",
	.specification = "RFC 3376",
	.claims = claims,
	.decode = decode,
};
