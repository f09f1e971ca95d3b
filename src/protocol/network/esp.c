/* SPDX-License-Identifier: Apache-2.0 */
/* IPsec encapsulated payload: encrypted, so nobody can read it. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	packet->next = (struct selector){ SELECT_OPAQUE, 0 };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, 50 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_esp = {
	.name = "esp",
	.specification = "RFC 4303",
	.claims = claims,
	.decode = decode,
};
