/* SPDX-License-Identifier: Apache-2.0 */
/* Protocols by which the ends of a PPP link agree on it. Not read: they carry nobody's data. Authentication
 * is not among them. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	return DECODED;
}

/* LCP, link quality, IPCP, IPV6CP, bridging, compression, encryption, multilink and bandwidth control, CBCP,
 * IPX, MPLS */
static const struct selector claims[] = {
	{ SELECT_PPP, 0xc021 }, { SELECT_PPP, 0xc025 }, { SELECT_PPP, 0x8021 }, { SELECT_PPP, 0x8057 },
	{ SELECT_PPP, 0x8031 }, { SELECT_PPP, 0x80fd }, { SELECT_PPP, 0x80fb }, { SELECT_PPP, 0x8053 },
	{ SELECT_PPP, 0xc02b }, { SELECT_PPP, 0xc02d }, { SELECT_PPP, 0xc029 }, { SELECT_PPP, 0x802b },
	{ SELECT_PPP, 0x8281 }, { SELECT_PPP, 0x8207 }, { SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_ppp_control = {
	.name = "ppp-control",
	.specification = "RFC 1661, RFC 1332, RFC 5072, RFC 1962",
	.claims = claims,
	.decode = decode,
};
