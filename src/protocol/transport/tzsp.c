/* SPDX-License-Identifier: Apache-2.0 */
/* TZSP, frames that an access point or router mirrors: version (1, 1), type (1), kind of frame (2), tags of
 * type (1), size (1) and value, ended by tag 1; then the frame. */
#include "protocol/link/wlan.h"
#include "protocol/transport/tunnel.h"

enum { TAG_PADDING = 0, TAG_END = 1, TYPE_MOST = 5 };
enum { KIND_ETHERNET = 1, KIND_80211 = 18, KIND_PRISM = 119, KIND_AVS = 127 };

static uint32_t link_of(uint16_t kind)
{
	switch (kind) {
	case KIND_ETHERNET:
		return 1;
	case KIND_80211:
		return LINK_WLAN;
	case KIND_PRISM:
		return 119;
	case KIND_AVS:
		return 163;
	default:
		return 0;
	}
}

static enum decoded decode(struct packet *packet)
{
	struct cursor at = packet->rest;
	uint8_t version = cursor_u8(&at), type = cursor_u8(&at);
	uint32_t link = link_of(cursor_be16(&at));

	if (!cursor_ok(&at) || version != 1 || type > TYPE_MOST || !link)
		return DECODED_NOT_MINE;
	for (uint8_t tag = cursor_u8(&at); tag != TAG_END; tag = cursor_u8(&at)) {
		if (!cursor_ok(&at))
			return DECODED_NOT_MINE;
		if (tag != TAG_PADDING)
			cursor_skip(&at, cursor_u8(&at));
	}
	if (!cursor_ok(&at) || !cursor_left(&at))
		return DECODED_NOT_MINE;
	packet_consume(packet, cursor_left(&packet->rest) - cursor_left(&at));
	packet->next = (struct selector){ SELECT_LINK, link };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_UDP_PORT, 37008 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_tzsp = {
	.name = "tzsp",
	.specification = "TaZmen Sniffer Protocol",
	.claims = claims,
	.decode = decode,
};
