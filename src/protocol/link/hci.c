/* SPDX-License-Identifier: Apache-2.0 */
/* What a Bluetooth host and its controller say to each other (HCI). Link type 187, H4: kind (1: command 1,
 * ACL data 2, voice 3, event 4, isochronous 5), content; 201 puts a direction (4, big endian: 0 sent, 1
 * received) before it; 254, of Linux, adapter (2) and kind (2), big endian. Little endian inside: ACL data:
 * handle and flags (2), size (2), L2CAP in pieces. In clear here even where the air is encrypted events: code
 * (1), size (1); read for who is connected, what is encrypted, and what was heard advertising Not here:
 * commands (advertising of the host's own), classic Bluetooth above L2CAP. */
#include "protocol/link/l2cap.h"

enum { LINK_DIRECTION = 201, LINK_MONITOR = 254 };
enum { KIND_COMMAND = 1, KIND_ACL, KIND_VOICE, KIND_EVENT };
enum { MONITOR_COMMAND = 2, MONITOR_EVENT, MONITOR_SENT, MONITOR_RECEIVED };
enum {
	EVENT_DISCONNECTED = 0x05,
	EVENT_ENCRYPTION = 0x08,
	EVENT_COMMAND_DONE = 0x0e,
	EVENT_KEY_REFRESHED = 0x30,
	EVENT_LE = 0x3e,
	LE_CONNECTED = 0x01,
	LE_REPORTS = 0x02,
	LE_CONNECTED_ENHANCED = 0x0a,
	LE_REPORTS_EXTENDED = 0x0d,
	LE_CONNECTED_ENHANCED_2 = 0x29,
	COMMAND_READ_ADDRESS = 0x1009,
};

static enum decoded end(struct packet *packet)
{
	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	return DECODED;
}

enum flow_of_data { SENT, RECEIVED, EITHER };

static enum decoded decode_acl(struct packet *packet, enum flow_of_data flow)
{
	struct cursor header = cursor_over(packet_consume(packet, 4));
	uint16_t handle = cursor_le16(&header), size = cursor_le16(&header);

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (size > packet->wire_left)
		return DECODED_MALFORMED;
	packet_limit(packet, size);
	struct bluetooth_link *link = bluetooth_link(packet->memory, false, handle & 0xfff);
	/* Without having seen the connection: the side that is captured is called the central. */
	const struct address *own = bluetooth_own_address(packet->memory);
	bool peripheral = link && own->family && memcmp(own, &link->peripheral, sizeof *own) == 0;

	packet->encrypted = link && link->encrypted;
	enum bluetooth_side side = SIDE_UNKNOWN;

	if (flow != EITHER)
		side = (flow == SENT) != peripheral ? SIDE_CENTRAL : SIDE_PERIPHERAL;
	return l2cap_piece(packet, link, side, (handle >> 12 & 3) != 1);
}

/* Status (1), handle (2), role (1: 0 central), kind of address (1), address (6) */
static void connected(struct packet *packet, struct cursor event)
{
	uint8_t status = cursor_u8(&event);
	uint16_t handle = cursor_le16(&event);
	bool central = cursor_u8(&event) == 0;

	cursor_skip(&event, 1);
	struct address peer = bluetooth_address(&event);
	struct bluetooth_link *link = bluetooth_link(packet->memory, false, handle & 0xfff);

	if (status || !cursor_ok(&event) || !link)
		return;
	bluetooth_link_forget(link, true);
	struct address *own = bluetooth_own_address(packet->memory);

	if (!own->family)
		*own = central ? link->central : link->peripheral;
	link->central = central ? *own : peer;
	link->peripheral = central ? peer : *own;
}

static void learn(struct packet *packet, uint8_t code, struct cursor event)
{
	if (code == EVENT_COMMAND_DONE) {
		struct address *own = bluetooth_own_address(packet->memory);

		cursor_skip(&event, 1);
		uint16_t command = cursor_le16(&event);
		uint8_t status = cursor_u8(&event);
		struct address address = bluetooth_address(&event);

		if (command == COMMAND_READ_ADDRESS && !status && cursor_ok(&event) && own)
			*own = address;
		return;
	}
	uint8_t status = cursor_u8(&event);
	uint16_t handle = cursor_le16(&event);
	struct bluetooth_link *link;

	if (status || !cursor_ok(&event))
		return;
	link = bluetooth_link(packet->memory, false, handle & 0xfff);
	if (!link)
		return;
	if (code == EVENT_DISCONNECTED)
		bluetooth_link_forget(link, false);
	else
		link->encrypted = code == EVENT_KEY_REFRESHED || cursor_u8(&event) != 0;
}

/* One report of several: the others are packets of their own. A report has kind (1), kind of address (1),
 * address (6), size (1), data, level (1); an extended one kind (2), kind of address, address, radio (5),
 * period (2), target (7), size (1), data. */
static enum decoded decode_report(struct packet *packet)
{
	struct selector reports = packet->next;
	bool extended = reports.number == BLUETOOTH_REPORTS_EXTENDED;
	struct cursor ahead = packet->rest;

	cursor_skip(&ahead, extended ? 23 : 8);
	size_t size = cursor_u8(&ahead), least = extended ? 24 : 10;

	if (!cursor_ok(&ahead) || size + least > packet->wire_left) {
		packet_consume(packet, size + least);
		return DECODED_MALFORMED;
	}
	if (packet->wire_left >= size + 2 * least && !packet_announce(packet, size + least, reports))
		return DECODED_IN_PART;
	packet_limit(packet, extended ? size + least : size + least - 1);
	struct cursor report = packet->rest;

	cursor_skip(&report, extended ? 3 : 2);
	packet->source_mac = bluetooth_address(&report);
	packet->destination_mac = (struct address){ { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, ADDRESS_MAC };
	packet->next = (struct selector){ SELECT_BLUETOOTH,
					  extended ? BLUETOOTH_REPORT_EXTENDED : BLUETOOTH_REPORT };
	return DECODED;
}

static enum decoded decode_le_event(struct packet *packet)
{
	struct cursor code = cursor_over(packet_consume(packet, 1));

	switch (cursor_u8(&code)) {
	case LE_CONNECTED:
	case LE_CONNECTED_ENHANCED:
	case LE_CONNECTED_ENHANCED_2:
		connected(packet, packet->rest);
		return end(packet);
	case LE_REPORTS:
		packet->next = (struct selector){ SELECT_BLUETOOTH, BLUETOOTH_REPORTS };
		break;
	case LE_REPORTS_EXTENDED:
		packet->next = (struct selector){ SELECT_BLUETOOTH, BLUETOOTH_REPORTS_EXTENDED };
		break;
	default:
		return end(packet);
	}
	struct cursor count = cursor_over(packet_consume(packet, 1));

	return cursor_u8(&count) ? DECODED : end(packet);
}

static enum decoded decode_event(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 2));
	uint8_t code = cursor_u8(&header), size = cursor_u8(&header);

	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (size > packet->wire_left)
		return DECODED_MALFORMED;
	packet_limit(packet, size);
	if (code == EVENT_LE)
		return decode_le_event(packet);
	if (code == EVENT_DISCONNECTED || code == EVENT_ENCRYPTION || code == EVENT_COMMAND_DONE ||
	    code == EVENT_KEY_REFRESHED)
		learn(packet, code, packet->rest);
	return end(packet);
}

static enum decoded decode_h4(struct packet *packet, enum flow_of_data flow)
{
	struct cursor kind = cursor_over(packet_consume(packet, 1));

	switch (cursor_u8(&kind)) {
	case KIND_ACL:
		return decode_acl(packet, flow);
	case KIND_EVENT:
		return decode_event(packet);
	case KIND_VOICE:
		return packet_opaque(packet, "voice");
	default:
		return end(packet);
	}
}

static enum decoded decode_monitor(struct packet *packet)
{
	struct cursor header = cursor_over(packet_consume(packet, 4));

	cursor_skip(&header, 2);
	switch (cursor_be16(&header)) {
	case MONITOR_EVENT:
		return decode_event(packet);
	case MONITOR_SENT:
		return decode_acl(packet, SENT);
	case MONITOR_RECEIVED:
		return decode_acl(packet, RECEIVED);
	default:
		return end(packet);
	}
}

static enum decoded decode(struct packet *packet)
{
	if (packet->next.space == SELECT_BLUETOOTH)
		return decode_report(packet);
	switch (packet->next.number) {
	case LINK_HCI_EVENT:
		return decode_event(packet);
	case LINK_HCI_SENT:
		return decode_acl(packet, SENT);
	case LINK_HCI_RECEIVED:
		return decode_acl(packet, RECEIVED);
	case LINK_MONITOR:
		return decode_monitor(packet);
	case LINK_DIRECTION: {
		struct cursor direction = cursor_over(packet_consume(packet, 4));

		return decode_h4(packet, cursor_be32(&direction) == 0 ? SENT : RECEIVED);
	}
	case LINK_H4:
		return decode_h4(packet, EITHER);
	default:
		return end(packet);
	}
}

static const struct selector claims[] = {
	{ SELECT_LINK, LINK_H4 },
	{ SELECT_LINK, LINK_DIRECTION },
	{ SELECT_LINK, LINK_MONITOR },
	{ SELECT_LINK, LINK_HCI_COMMAND },
	{ SELECT_LINK, LINK_HCI_EVENT },
	{ SELECT_LINK, LINK_HCI_SENT },
	{ SELECT_LINK, LINK_HCI_RECEIVED },
	{ SELECT_LINK, LINK_HCI_OTHER },
	{ SELECT_BLUETOOTH, BLUETOOTH_REPORTS },
	{ SELECT_BLUETOOTH, BLUETOOTH_REPORTS_EXTENDED },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_hci = {
	.name = "hci",
	.specification = "Bluetooth Core 5.4, Vol 4, Part A and Part E, 5.4, 7.7",
	.claims = claims,
	.decode = decode,
};
