/* SPDX-License-Identifier: Apache-2.0 */
/* CAPWAP, data between access points and their controller: version and type (1; 1: DTLS follows), header size
 * in units of four bytes (5 bits), radio (5), kind of wireless (5: 1 is 802.11), flags (9), fragment (2), its
 * offset (2), optional parts; then an 802.11 or an Ethernet frame. Some controllers swap the octets of the
 * 802.11 frame control. Fragments are opaque. */
#include "protocol/link/wlan.h"
#include "protocol/transport/tunnel.h"

enum {
	TYPE_CLEAR = 0,
	TYPE_DTLS = 1,
	WIRELESS_80211 = 1,
	NATIVE = 0x100,
	FRAGMENT = 0x080,
	KEEP_ALIVE = 0x008,
	RESERVED = 0x007,
	SIZE_LEAST = 8,
};

static enum decoded decode(struct packet *packet)
{
	struct cursor header = packet->rest;
	uint8_t preamble = cursor_u8(&header);
	uint32_t word = cursor_be24(&header);
	size_t size = (size_t)(word >> 19) * 4;
	unsigned wireless = word >> 9 & 31;

	if (preamble == TYPE_DTLS && word == 0)
		return packet_opaque(packet, "encrypted");
	if (!cursor_ok(&header) || preamble != TYPE_CLEAR || size < SIZE_LEAST || word & RESERVED ||
	    size > cursor_left(&packet->rest))
		return DECODED_NOT_MINE;
	if (word & KEEP_ALIVE)
		return tunnel_control(packet);
	if (word & FRAGMENT)
		return packet_opaque(packet, "fragment");
	uint8_t first = cursor_peek(&packet->rest, size), second = cursor_peek(&packet->rest, size + 1);
	bool swapped = first & 3 && !(second & 3);

	if (word & NATIVE ? wireless != WIRELESS_80211 || (first & 3 && second & 3)
			  : !tunnel_holds_ethernet(packet, size))
		return DECODED_NOT_MINE;
	packet_consume(packet, size);
	packet->next = (struct selector){ SELECT_LINK, !(word & NATIVE) ? 1
						       : swapped	? LINK_WLAN_SWAPPED
									: LINK_WLAN };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_UDP_PORT, 5247 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_capwap = {
	.name = "capwap",
	.specification = "RFC 5415 4.3",
	.claims = claims,
	.decode = decode,
};
