/* SPDX-License-Identifier: Apache-2.0 */
/* Ethernet in IP: version 3 in the upper four bits (2), then an Ethernet frame. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 2));
	uint8_t version = cursor_u8(&header);

	packet->next = (struct selector){ SELECT_LINK, 1 };
	/* BSDs wrote the version into the lower four bits for years. */
	return version == 0x30 || version == 0x03 || !cursor_ok(&packet->rest) ? DECODED : DECODED_MALFORMED;
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, 97 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_ether_ip = {
	.name = "etherip",
	.specification = "RFC 3378",
	.claims = claims,
	.decode = decode,
};
