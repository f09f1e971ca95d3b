/* SPDX-License-Identifier: Apache-2.0 */
/* IEEE 802.11 frames: frame control (2, little endian: version, type, subtype; to and from the distribution
 * system, more fragments, protected, order), duration (2), addresses 1 to 3 (6 each), sequence control (2),
 * address 4 (6, between access points), QoS control (2), HT control (4); then LLC, or an aggregate (A-MSDU)
 * of Ethernet-like frames. Management frames go on under SELECT_WLAN; control frames carry nothing. Not here:
 * decryption; fragments are opaque (their sizes are told by nothing but the other ones). */
#include "protocol/link/wlan.h"

#include "protocol/link/ether_type.h"

enum {
	TYPE_MANAGEMENT = 0,
	TYPE_DATA = 2,
	SUBTYPE_NO_DATA = 4, /* of data frames */
	SUBTYPE_QOS = 8,
	TO_SYSTEM = 0x0100,
	FROM_SYSTEM = 0x0200,
	MORE_FRAGMENTS = 0x0400,
	PROTECTED = 0x4000,
	ORDER = 0x8000,
	QOS_AGGREGATE = 0x80,
	QOS_MESH = 0x100,
	MESH_ADDRESSES = 3,
	EXTENDED_IV = 0x20,
};

/* Which cipher, as far as the header of the encrypted part tells (IEEE 802.11-2016 12.3.2, 12.5.2, 12.5.3):
 * TKIP repeats its first octet in the second, CCMP and GCMP have a zero in the third. */
static const char *cipher(struct bytes protected)
{
	if (protected.size < 4)
		return "encrypted";
	if (!(protected.data[3] & EXTENDED_IV))
		return "wep";
	if (protected.data[2] != 0 && protected.data[1] == ((protected.data[0] | 0x20) & 0x7f))
		return "tkip";
	return "ccmp";
}

/* Reads the addresses and returns the size of the header. */
static size_t read_addresses(struct packet *packet, uint16_t control, struct cursor header)
{
	struct address first = address_of(cursor_take(&header, 6)),
		       second = address_of(cursor_take(&header, 6));
	struct address third = address_of(cursor_take(&header, 6));
	bool to = control & TO_SYSTEM, from = control & FROM_SYSTEM;

	cursor_skip(&header, 2);
	packet->destination_mac = to ? third : first;
	packet->source_mac = !from ? second : !to ? third : address_of(cursor_take(&header, 6));
	return to && from ? 30 : 24;
}

/* Mesh control (9.2.4.7.3) stands in the payload of frames between mesh stations. */
static void skip_mesh(struct packet *packet)
{
	uint8_t flags = cursor_peek(&packet->rest, 0);

	packet_consume(packet, 6 + 6 * (size_t)(flags & MESH_ADDRESSES));
}

static enum decoded decode_data(struct packet *packet, uint16_t control)
{
	bool padded = packet->next.number == LINK_WLAN_PADDED,
	     swapped = packet->next.number == LINK_WLAN_SWAPPED;
	unsigned subtype = control >> 4 & 15;
	size_t size = read_addresses(packet, control, cursor_over(bytes_from(packet->rest.rest, 4)));
	unsigned fragment = cursor_peek(&packet->rest, swapped ? 23 : 22) & 15;
	uint16_t qos = 0;

	if (subtype & SUBTYPE_QOS) {
		qos = (uint16_t)(cursor_peek(&packet->rest, size) | cursor_peek(&packet->rest, size + 1)
									    << 8);
		size += control & ORDER ? 6 : 2;
	}
	packet_consume(packet, padded ? (size + 3) & ~(size_t)3 : size);
	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (subtype & SUBTYPE_NO_DATA) {
		packet->next = (struct selector){ SELECT_CONTROL, 0 };
		return DECODED;
	}
	if (control & PROTECTED)
		return packet_opaque(packet, cipher(packet->rest.rest));
	if (control & MORE_FRAGMENTS || fragment)
		return packet_opaque(packet, "fragment");
	if (qos & QOS_AGGREGATE) {
		packet->next = (struct selector){ SELECT_WLAN, WLAN_AGGREGATE };
		return DECODED;
	}
	if (qos & QOS_MESH && control & FROM_SYSTEM && cursor_peek(&packet->rest, 0) != 0xaa)
		skip_mesh(packet);
	packet->next = (struct selector){ SELECT_ETHER_TYPE, ETHER_TYPE_LLC };
	return DECODED;
}

static enum decoded decode(struct packet *packet)
{
	struct cursor header = packet->rest;
	bool swapped = packet->next.number == LINK_WLAN_SWAPPED;
	uint16_t control = swapped ? cursor_be16(&header) : cursor_le16(&header);
	unsigned type = control >> 2 & 3;

	if (cursor_left(&packet->rest) < 2) {
		packet_consume(packet, 2); /* fails */
		return DECODED_IN_PART;
	}
	if (control & 3)
		return DECODED_MALFORMED; /* another version, or no 802.11 frame */
	if (type == TYPE_DATA)
		return decode_data(packet, control);
	if (type != TYPE_MANAGEMENT) {
		packet->next = (struct selector){ SELECT_CONTROL, 0 };
		return DECODED;
	}
	read_addresses(packet, 0, cursor_over(bytes_from(packet->rest.rest, 4)));
	packet_consume(packet, control & ORDER ? 28 : 24);
	if (control & PROTECTED)
		return packet_opaque(packet, cipher(packet->rest.rest));
	packet->next = (struct selector){ SELECT_WLAN, control & 0xfc };
	return DECODED;
}

static const struct selector claims[] = {
	{ SELECT_LINK, LINK_WLAN },
	{ SELECT_LINK, LINK_WLAN_PADDED },
	{ SELECT_LINK, LINK_WLAN_SWAPPED },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_wlan = {
	.name = "802.11",
	.specification = "IEEE 802.11-2016 9.2, 9.3",
	.claims = claims,
	.decode = decode,
};
