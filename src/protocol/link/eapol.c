/* SPDX-License-Identifier: Apache-2.0 */
/* EAP over LAN: version (1), type (1), size (2), content. Keys are agreed here (the handshakes of WPA);
 * without the network's secret nobody reads them. Not here: names said in EAP. */
#include "protocol/packet.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 4));

	cursor_skip(&header, 2);
	uint16_t size = cursor_be16(&header);

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (size < packet->wire_left)
		packet_limit(packet, size);
	return packet_opaque(packet, "key-exchange");
}

static const struct selector claims[] = { { SELECT_ETHER_TYPE, 0x888e }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_eapol = {
	.name = "eapol",
	.specification = "IEEE 802.1X-2010 11",
	.claims = claims,
	.decode = decode,
};
