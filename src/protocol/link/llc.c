/* SPDX-License-Identifier: Apache-2.0 */
/* IEEE 802.2 LLC: DSAP (1), SSAP (1), control (1 or 2). Followed only where SNAP says an Ethernet
 * type: AA AA 03, organisation (3, zero or Cisco's F8), type (2). Others (spanning tree, IS-IS,
 * NetBIOS) are opaque. */
#include "protocol/link/ether_type.h"

static enum decoded decode(struct packet *packet)
{
	struct bytes start = packet_consume(packet, 3);

	packet->next = (struct selector){ SELECT_OPAQUE, 0 };
	if (!bytes_equal(start, BYTES("\xaa\xaa\x03")))
		return DECODED;
	struct cursor snap = cursor_over(packet_consume(packet, 5));
	uint32_t organisation = cursor_be24(&snap);
	uint16_t type = cursor_be16(&snap);

	if ((organisation == 0 || organisation == 0xf8) && type > ETHER_LENGTH_MAXIMUM)
		packet->next = (struct selector){ SELECT_ETHER_TYPE, type };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_ETHER_TYPE, ETHER_TYPE_LLC }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_llc = {
	.name = "llc",
	.specification = "IEEE 802.2-1998, RFC 1042",
	.claims = claims,
	.decode = decode,
};
