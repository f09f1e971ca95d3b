/* SPDX-License-Identifier: Apache-2.0 */
/* PPP over Ethernet: version and type (1, 0x11), code (1), session (2), size (2). Sessions go on as PPP,
 * which has no address and control there. Discovery names services and access concentrators: control. */
#include "protocol/packet.h"

enum { DISCOVERY = 0x8863, SESSION = 0x8864, LINK_PPPOE = 51 };

static enum decoded decode(struct packet *packet)
{
	bool discovery = packet->next.space == SELECT_ETHER_TYPE && packet->next.number == DISCOVERY;
	struct cursor header = cursor_over(packet_consume(packet, 6));
	uint8_t version = cursor_u8(&header), code = cursor_u8(&header);

	cursor_skip(&header, 2);
	uint16_t size = cursor_be16(&header);

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (version != 0x11 || size > packet->wire_left)
		return DECODED_MALFORMED;
	packet_limit(packet, size);
	if (discovery) {
		packet->next = (struct selector){ SELECT_CONTROL, 0 };
		return DECODED;
	}
	packet->next = (struct selector){ SELECT_LINK, 9 };
	return code == 0 ? DECODED : DECODED_MALFORMED;
}

static const struct selector claims[] = {
	{ SELECT_ETHER_TYPE, SESSION },
	{ SELECT_ETHER_TYPE, DISCOVERY },
	{ SELECT_LINK, LINK_PPPOE },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_pppoe = {
	.name = "pppoe",
	.specification = "RFC 2516 4",
	.claims = claims,
	.decode = decode,
};
