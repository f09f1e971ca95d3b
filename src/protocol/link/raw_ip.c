/* SPDX-License-Identifier: Apache-2.0 */
/* No link header: IPv4 or IPv6, told apart by the version. LINKTYPE_RAW is 101; 12 and 14 are what
 * BSDs wrote for it; 8 is SLIP, where a direction (1: 0 or 1) and what was saved of a compressed header (15)
 * may come first. (Link types 228 and 229 are claimed by ipv4 and ipv6 themselves.) */
#include "protocol/link/ether_type.h"

enum { LINK_SLIP = 8, SLIP_HEADER = 16 };

static enum decoded decode(struct packet *packet)
{
	if (packet->next.space == SELECT_LINK && packet->next.number == LINK_SLIP &&
	    cursor_peek(&packet->rest, 0) <= 1)
		packet_consume(packet, SLIP_HEADER);
	uint8_t version = cursor_peek(&packet->rest, 0) >> 4;

	if (cursor_left(&packet->rest) == 0)
		packet_consume(packet, 1); /* an empty frame: fails the cursor */
	packet->next = (struct selector){ SELECT_ETHER_TYPE,
					  version == 6 ? ETHER_TYPE_IPV6 : ETHER_TYPE_IPV4 };
	return version == 4 || version == 6 ? DECODED : DECODED_MALFORMED;
}

static const struct selector claims[] = {
	{ SELECT_LINK, 101 }, { SELECT_LINK, 12 }, { SELECT_LINK, 14 },
	{ SELECT_LINK, 8 },   { SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_raw_ip = {
	.name = "raw-ip",
	.specification = "tcpdump.org LINKTYPE_RAW",
	.claims = claims,
	.decode = decode,
};
