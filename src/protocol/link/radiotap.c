/* SPDX-License-Identifier: Apache-2.0 */
/* Radiotap: version (1, 0), pad (1), size (2, little endian), words of presence (4 each; bit 31: another
 * follows), fields. Only the flags (bit 1, behind the clock of bit 0) are read: they say whether the frame
 * ends in its checksum, whether that matches, and whether the 802.11 header is padded. */
#include "protocol/link/wlan.h"

enum {
	PRESENT_CLOCK = 1 << 0,
	PRESENT_FLAGS = 1 << 1,
	FLAG_CHECKSUM = 0x10,
	FLAG_PADDED = 0x20,
	FLAG_BROKEN = 0x40,
};

static uint8_t read_flags(struct bytes header)
{
	struct cursor at = cursor_over(bytes_from(header, 4));
	uint32_t present = cursor_le32(&at), word = present;

	while (word & UINT32_C(1) << 31 && cursor_ok(&at))
		word = cursor_le32(&at);
	if (!(present & PRESENT_FLAGS))
		return 0;
	if (present & PRESENT_CLOCK) {
		size_t offset = header.size - cursor_left(&at);

		cursor_skip(&at, (8 - offset % 8) % 8 + 8);
	}
	return cursor_u8(&at);
}

static enum decoded decode(struct packet *packet)
{
	struct cursor ahead = packet->rest;
	uint8_t version = cursor_u8(&ahead);

	cursor_skip(&ahead, 1);
	size_t size = cursor_le16(&ahead);
	struct bytes header = packet_consume(packet, size < 8 ? 8 : size);

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (version != 0 || size < 8)
		return DECODED_MALFORMED;
	uint8_t flags = read_flags(header);

	return wlan_follow(packet, (struct wlan_capture){ .checksum = flags & FLAG_CHECKSUM,
							  .padded = flags & FLAG_PADDED,
							  .broken = flags & FLAG_BROKEN });
}

static const struct selector claims[] = { { SELECT_LINK, 127 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_radiotap = {
	.name = "radiotap",
	.specification = "radiotap.org",
	.claims = claims,
	.decode = decode,
};
