/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of older cards before 802.11 frames. Prism: message code (4, 0x41 or 0x44), size (4), both in the
 * order of the machine that captured, values. AVS: magic (4, 0x802110..), size (4), big endian, values.
 * Drivers wrote AVS under Prism's link type too; the magic tells. */
#include "protocol/link/wlan.h"

enum { PRISM_LEAST = 24, AVS_LEAST = 8, HEADER_MOST = 4096 };

static enum decoded decode(struct packet *packet)
{
	struct cursor header = packet->rest;
	uint32_t code = cursor_be32(&header), size = cursor_be32(&header);
	bool avs = code >> 8 == 0x802110;

	if (!avs && code > 0xffff) {
		code = __builtin_bswap32(code);
		size = __builtin_bswap32(size);
	}
	if (!cursor_ok(&header)) {
		packet_consume(packet, 8); /* fails */
		return DECODED_IN_PART;
	}
	if (!avs && code != 0x41 && code != 0x44)
		return DECODED_MALFORMED;
	if (size < (avs ? AVS_LEAST : PRISM_LEAST) || size > HEADER_MOST)
		return DECODED_MALFORMED;
	packet_consume(packet, size);
	return wlan_follow(packet, (struct wlan_capture){ .checksum = false });
}

static const struct selector claims[] = {
	{ SELECT_LINK, 119 },
	{ SELECT_LINK, 163 },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_prism = {
	.name = "prism",
	.specification = "tcpdump.org LINKTYPE_IEEE802_11_PRISM, LINKTYPE_IEEE802_11_AVS",
	.claims = claims,
	.decode = decode,
};
