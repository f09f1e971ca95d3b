/* SPDX-License-Identifier: Apache-2.0 */
/* ARP and RARP. Not read: their addresses are learnt from the frames that carry data. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_ETHER_TYPE, 0x0806 },
					  { SELECT_ETHER_TYPE, 0x8035 },
					  { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_arp = {
	.name = "arp",
	.specification = "RFC 826, RFC 903",
	.claims = claims,
	.decode = decode,
};
