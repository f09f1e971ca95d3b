/* SPDX-License-Identifier: Apache-2.0 */
/* A-MSDU: frames of destination (6), source (6), length (2), LLC, and padding to four bytes but behind the
 * last. Each becomes a packet of its own. */
#include "protocol/link/ether_type.h"
#include "protocol/link/wlan.h"

static enum decoded decode(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 14));

	packet->destination_mac = address_of(cursor_take(&header, 6));
	packet->source_mac = address_of(cursor_take(&header, 6));
	size_t size = cursor_be16(&header), padded = ((14 + size + 3) & ~(size_t)3) - 14;

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (size > packet->wire_left || size < 3)
		return DECODED_MALFORMED;
	/* What is too short for another frame is the checksum. */
	if (packet->wire_left >= padded + 14 &&
	    !packet_announce(packet, padded, (struct selector){ SELECT_WLAN, WLAN_AGGREGATE }))
		return DECODED_IN_PART;
	packet_limit(packet, size);
	packet->next = (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_LLC };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_WLAN, WLAN_AGGREGATE }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_wlan_aggregate = {
	.name = "a-msdu",
	.specification = "IEEE 802.11-2016 9.3.2.2",
	.claims = claims,
	.decode = decode,
};
