/* SPDX-License-Identifier: Apache-2.0 */
/* EAP over LAN: version (1), type (1), size (2), content. Type 0 is EAP, as PPP carries it; 3 agrees on keys
 * (the handshakes of WPA): without the network's secret nobody reads it. */
#include "protocol/packet.h"

enum { TYPE_EAP = 0, TYPE_START = 1, TYPE_LOGOFF = 2, PPP_EAP = 0xc227 };

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 4));

	cursor_skip(&header, 1);
	uint8_t type = cursor_u8(&header);
	uint16_t size = cursor_be16(&header);

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (size < packet->wire_left)
		packet_limit(packet, size);
	if (type == TYPE_EAP)
		packet->next = (struct selector){ SELECT_PPP, PPP_EAP };
	else if (type == TYPE_START || type == TYPE_LOGOFF)
		packet->next = (struct selector){ SELECT_CONTROL, 0 };
	else
		return packet_opaque(packet, "key-exchange");
	return DECODED;
}

static const struct selector claims[] = { { SELECT_ETHER_TYPE, 0x888e }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_eapol = {
	.name = "eapol",
	.specification = "IEEE 802.1X-2010 11",
	.claims = claims,
	.decode = decode,
};
