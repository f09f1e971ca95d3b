/* SPDX-License-Identifier: Apache-2.0 */
/* Bluetooth Low Energy as on the air: access address (4), header (2: kind and flags, size), content, checksum
 * (3); little endian. Advertising (access address 8E89BED6) goes on with its header; data of connections are
 * L2CAP in pieces, or control of the link, which tells when it becomes encrypted. Before it link type 256
 * puts channel, levels and flags (10), 272 (nRF Sniffer) board (1), its header (6) and flags (10). Not here:
 * isochronous channels, periodic advertising (no connection, read as unknown links), checksums that the
 * capture does not judge. */
#include "protocol/link/l2cap.h"

enum { LINK_AIR = 251, LINK_AIR_HEADER = 256, LINK_NORDIC = 272 };
enum { ACCESS_ADVERTISING = 0x8e89bed6u };

/* Kinds of advertising (Core 5.4, Vol 6, Part B, 2.3) */
enum {
	ADV_IND,
	ADV_DIRECT_IND,
	ADV_NONCONN_IND,
	SCAN_REQ,
	SCAN_RSP,
	CONNECT_IND,
	ADV_SCAN_IND,
	ADV_EXT_IND,
};
enum { EXTENDED_ADVERTISER = 1, EXTENDED_TARGET = 2 };

enum { DATA_CONTINUES = 1, DATA_STARTS, DATA_CONTROL, DATA_SEQUENCE = 8, DATA_EXTENDED = 0x20 };
enum { CONTROL_ENC_RSP = 4, CONTROL_START_ENC_REQ = 5, CHECK_SIZE = 4 };

/* What the headers before the frame tell of it. */
struct heard {
	enum bluetooth_side side;
	bool decrypted, encrypted;
	bool coded; /* by the coded rate, whose indicator (1) stands behind the access address */
};

/* Extended advertising: size and mode (1), flags (1), then the addresses they announce. */
static void read_extended(struct packet *packet, struct cursor content)
{
	bool header = cursor_u8(&content) & 0x3f;
	uint8_t flags = header ? cursor_u8(&content) : 0;

	if (flags & EXTENDED_ADVERTISER)
		packet->source_mac = bluetooth_address(&content);
	if (flags & EXTENDED_TARGET)
		packet->destination_mac = bluetooth_address(&content);
}

/* A central takes up an advertiser's offer: from now on both speak under another access address. */
static void connect(struct packet *packet, struct cursor content)
{
	struct address central = bluetooth_address(&content), peripheral = bluetooth_address(&content);
	uint32_t access = cursor_le32(&content);
	struct bluetooth_link *link = cursor_ok(&content) ? bluetooth_link(packet->memory, true, access)
							  : NULL;

	if (!link)
		return;
	bluetooth_link_forget(link, true);
	link->central = central;
	link->peripheral = peripheral;
}

static enum decoded decode_advertising(struct packet *packet)
{
	static const uint8_t everybody[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	struct cursor content = packet->rest;
	unsigned kind = cursor_u8(&content) & 15;
	size_t size = cursor_u8(&content);

	if (!cursor_ok(&content) || size + 2 > packet->wire_left) {
		packet_consume(packet, size + 2);
		return DECODED_MALFORMED;
	}
	packet_limit(packet, size + 2);
	content.rest = bytes_slice(content.rest, 0, size);
	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	if (kind == CONNECT_IND)
		connect(packet, content);
	if (kind == SCAN_REQ || kind == CONNECT_IND || kind > ADV_EXT_IND)
		return DECODED;
	packet->destination_mac = address_of((struct bytes){ everybody, sizeof everybody });
	if (kind == ADV_EXT_IND)
		read_extended(packet, content);
	else
		packet->source_mac = bluetooth_address(&content);
	if (kind == ADV_DIRECT_IND)
		packet->destination_mac = bluetooth_address(&content);
	packet->next = (struct selector){ SELECT_BLUETOOTH, BLUETOOTH_ADVERTISING };
	return DECODED;
}

/* Whether a frame was heard just before: its sender had no answer and sends it again. */
static bool is_repeated(struct bluetooth_link *link, enum bluetooth_side side, uint8_t header)
{
	uint8_t sequence = header & DATA_SEQUENCE;

	if (!link || side == SIDE_UNKNOWN)
		return false;
	bool repeated = link->sides[side].heard && link->sides[side].sequence == sequence;

	link->sides[side].heard = true;
	link->sides[side].sequence = sequence;
	return repeated;
}

static enum decoded decode_data(struct packet *packet, struct bluetooth_link *link, const struct heard *heard)
{
	uint8_t header = cursor_peek(&packet->rest, 0);
	size_t size = cursor_peek(&packet->rest, 1);
	unsigned kind = header & 3;

	packet_consume(packet, header & DATA_EXTENDED ? 3 : 2);
	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (size > packet->wire_left || kind == 0)
		return DECODED_MALFORMED;
	packet_limit(packet, size);
	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	if (is_repeated(link, heard->side, header) || size == 0)
		return DECODED;
	if (heard->decrypted) {
		packet->encrypted = true;
	} else if ((link && link->encrypted) || heard->encrypted) {
		return packet_opaque(packet, "encrypted");
	}
	if (kind != DATA_CONTROL)
		return l2cap_piece(packet, link, heard->side, kind == DATA_STARTS);
	uint8_t code = cursor_peek(&packet->rest, 0);

	if (link && (code == CONTROL_ENC_RSP || code == CONTROL_START_ENC_REQ))
		link->encrypted = true;
	return DECODED;
}

static enum decoded decode_air(struct packet *packet, const struct heard *heard)
{
	struct cursor access = cursor_over(packet_consume(packet, 4));
	uint32_t number = cursor_le32(&access);

	if (heard->coded)
		packet_consume(packet, 1);
	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (number == ACCESS_ADVERTISING)
		return decode_advertising(packet);
	return decode_data(packet, bluetooth_link(packet->memory, true, number), heard);
}

/* Link type 256: channel, three levels, reference address (4), flags (2). */
static enum decoded decode_with_header(struct packet *packet)
{
	enum {
		DECRYPTED = 0x0008,
		KIND_SHIFT = 7,
		CHECKED = 0x0400,
		VALID = 0x0800,
		CODED = 2,
		PHY_SHIFT = 14
	};
	struct cursor header = cursor_over(packet_consume(packet, 10));

	cursor_skip(&header, 8);
	uint16_t flags = cursor_le16(&header);
	unsigned kind = flags >> KIND_SHIFT & 7;
	struct heard heard = {
		.side = kind == 2   ? SIDE_CENTRAL
			: kind == 3 ? SIDE_PERIPHERAL
				    : SIDE_UNKNOWN,
		.decrypted = flags & DECRYPTED,
		.coded = flags >> PHY_SHIFT == CODED,
	};

	if (flags & CHECKED && !(flags & VALID))
		return packet_opaque(packet, "bad-checksum");
	return decode_air(packet, &heard);
}

/* Link type 272: board (1), sizes and version (3), counter (2), kind (1); size (1), flags (1), channel,
 * level, event (2), time (4). */
static enum decoded decode_nordic(struct packet *packet)
{
	enum { VALID = 1, FROM_CENTRAL = 2, ENCRYPTED = 4, DECRYPTED = 8 };
	struct cursor header = cursor_over(packet_consume(packet, 17));

	cursor_skip(&header, 8);
	uint8_t flags = cursor_u8(&header);
	struct heard heard = {
		.side = flags & FROM_CENTRAL ? SIDE_CENTRAL : SIDE_PERIPHERAL,
		.decrypted = flags & ENCRYPTED && flags & DECRYPTED,
		.encrypted = flags & ENCRYPTED,
	};

	if (cursor_ok(&packet->rest) && !(flags & VALID))
		return packet_opaque(packet, "bad-checksum");
	return decode_air(packet, &heard);
}

static enum decoded decode(struct packet *packet)
{
	static const struct heard nothing;

	switch (packet->next.number) {
	case LINK_AIR_HEADER:
		return decode_with_header(packet);
	case LINK_NORDIC:
		return decode_nordic(packet);
	default:
		return decode_air(packet, &nothing);
	}
}

static const struct selector claims[] = {
	{ SELECT_LINK, LINK_AIR },
	{ SELECT_LINK, LINK_AIR_HEADER },
	{ SELECT_LINK, LINK_NORDIC },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_bluetooth_le = {
	.name = "ble",
	.specification = "Bluetooth Core 5.4, Vol 6, Part B, 2",
	.claims = claims,
	.decode = decode,
};
