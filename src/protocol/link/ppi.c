/* SPDX-License-Identifier: Apache-2.0 */
/* Per-packet information: version (1, 0), flags (1), size of all (2), link type of the frame (4), fields of
 * type (2), size (2) and content; little endian. Read is the field 802.11-Common (2): its flags at offset 8
 * say whether the frame ends in its checksum (1) and whether that failed (4). */
#include "protocol/link/wlan.h"

enum { FIELD_COMMON = 2, FLAG_CHECKSUM = 1, FLAG_BROKEN = 4 };

static uint16_t read_flags(struct cursor fields)
{
	while (cursor_left(&fields) >= 4 && cursor_ok(&fields)) {
		uint16_t type = cursor_le16(&fields), size = cursor_le16(&fields);
		struct cursor field = cursor_over(cursor_take(&fields, size));

		if (type != FIELD_COMMON)
			continue;
		cursor_skip(&field, 8);
		return cursor_le16(&field);
	}
	return 0;
}

static enum decoded decode(struct packet *packet)
{
	struct cursor ahead = packet->rest;
	uint8_t version = cursor_u8(&ahead);

	cursor_skip(&ahead, 1);
	size_t size = cursor_le16(&ahead);
	uint32_t link_type = cursor_le32(&ahead);
	struct bytes header = packet_consume(packet, size < 8 ? 8 : size);

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (version != 0 || size < 8)
		return DECODED_MALFORMED;
	if (link_type == LINK_WLAN) {
		uint16_t flags = read_flags(cursor_over(bytes_from(header, 8)));

		return wlan_follow(packet, (struct wlan_capture){ .checksum = flags & FLAG_CHECKSUM,
								  .broken = flags & FLAG_BROKEN });
	}
	packet->next = (struct selector){ SELECT_LINK, link_type };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_LINK, 192 }, { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_ppi = {
	.name = "ppi",
	.specification = "tcpdump.org LINKTYPE_PPI",
	.claims = claims,
	.decode = decode,
};
