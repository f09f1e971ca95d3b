/* SPDX-License-Identifier: Apache-2.0 */
/* What the headers that capturing cards put before 802.11 frames share. */
#ifndef PROBITY_PROTOCOL_LINK_WLAN_H
#define PROBITY_PROTOCOL_LINK_WLAN_H

#include "protocol/packet.h"

enum {
	LINK_WLAN = 105,
	/* Ours: the card padded the 802.11 header to a multiple of four (Atheros). */
	LINK_WLAN_PADDED = 0x10000 | LINK_WLAN,
	/* Ours: the octets of frame control and sequence control are swapped (CAPWAP of some
	 * controllers). */
	LINK_WLAN_SWAPPED = 0x20000 | LINK_WLAN,
	/* Ours, beside the octets of the frame control that SELECT_WLAN speaks of: an aggregate of frames. */
	WLAN_AGGREGATE = 0x10000,
};

struct wlan_capture {
	bool checksum; /* the frame's last four bytes are its checksum */
	bool broken;   /* which does not match */
	bool padded;
};

/* Goes on with the 802.11 frame that was captured so. */
static inline enum decoded wlan_follow(struct packet *packet, struct wlan_capture capture)
{
	if (capture.checksum && packet->wire_left >= 4)
		packet_limit(packet, packet->wire_left - 4);
	if (capture.broken)
		return packet_opaque(packet, "bad-checksum");
	packet->next = (struct selector){ SELECT_LINK, capture.padded ? LINK_WLAN_PADDED : LINK_WLAN };
	return DECODED;
}

#endif
