/* SPDX-License-Identifier: Apache-2.0 */
/* MACsec: tag control (1), short length (1), packet number (4), channel (8, if said), content, check value
 * (16). Content that is encrypted or changed is opaque; where it is only signed it is in clear. */
#include "protocol/link/ether_type.h"

enum { VERSION = 0x80, CHANNEL = 0x20, ENCRYPTED = 0x08, CHANGED = 0x04, CHECK_SIZE = 16 };

static enum decoded decode(struct packet *packet)
{
	uint8_t control = cursor_peek(&packet->rest, 0), size = cursor_peek(&packet->rest, 1) & 0x3f;

	packet_consume(packet, control & CHANNEL ? 14 : 6);
	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (control & VERSION || packet->wire_left < CHECK_SIZE)
		return DECODED_MALFORMED;
	if (control & (ENCRYPTED | CHANGED))
		return packet_opaque(packet, "encrypted");
	packet_limit(packet, size && size + (size_t)CHECK_SIZE <= packet->wire_left
				     ? size
				     : packet->wire_left - CHECK_SIZE);
	struct cursor type = cursor_over(packet_consume(packet, 2));

	ether_type_follow(packet, cursor_be16(&type));
	return DECODED;
}

static const struct selector claims[] = { { SELECT_ETHER_TYPE, 0x88e5 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_macsec = {
	.name = "macsec",
	.specification = "IEEE 802.1AE-2018 9",
	.claims = claims,
	.decode = decode,
};
