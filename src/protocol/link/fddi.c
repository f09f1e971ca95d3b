/* SPDX-License-Identifier: Apache-2.0 */
/* FDDI: frame control (1), destination (6), source (6), LLC. Frames that are not LLC keep the ring going. */
#include "protocol/link/ether_type.h"

enum { CONTROL_KIND = 0xf0, CONTROL_LLC = 0x50, CONTROL_LLC_SYNCHRONOUS = 0xd0 };

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 13));
	uint8_t kind = cursor_u8(&header) & CONTROL_KIND;

	packet->destination_mac = address_of(cursor_take(&header, 6));
	packet->source_mac = address_of(cursor_take(&header, 6));
	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	if (kind == CONTROL_LLC || kind == CONTROL_LLC_SYNCHRONOUS)
		packet->next = (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_LLC };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_LINK, 10 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_fddi = {
	.name = "fddi",
	.specification = "RFC 1188",
	.claims = claims,
	.decode = decode,
};
