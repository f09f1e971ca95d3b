/* SPDX-License-Identifier: Apache-2.0 */
/* Network adapters behind USB. Before the transfer's data link type 189 puts 48 bytes, 220 64 bytes (Linux:
 * kind of transfer at 9), 249 (USBPcap) a header that begins with its size (2; kind at 22). Bulk transfers
 * (3) carry RNDIS messages: type (4: 1 packet), size (4), offset of the frame from the third field (4), its
 * size (4), …; or, as CDC-ECM does, a bare Ethernet frame. Other transfers are opaque. Not here: CDC-NCM. */
#include "protocol/transport/tunnel.h"

enum { LINK_LINUX = 189, LINK_LINUX_MAPPED = 220, LINK_USBPCAP = 249, LINK_MESSAGES = 0x10000 | LINK_LINUX };
enum { TRANSFER_BULK = 3, TYPE_PACKET = 1, SIZE_LEAST = 44, MESSAGE_MOST = 0x10000 };

/* Whether an RNDIS packet that agrees with itself stands here. */
static bool is_message(const struct packet *packet, size_t *ret_whole, size_t *ret_at, size_t *ret_size)
{
	struct cursor header = packet->rest;
	uint32_t type = cursor_le32(&header), whole = cursor_le32(&header), offset = cursor_le32(&header),
		 size = cursor_le32(&header);

	if (!cursor_ok(&header) || type != TYPE_PACKET || whole < SIZE_LEAST || whole > MESSAGE_MOST ||
	    whole > packet->wire_left || offset > whole || size > whole || offset + 8 + size > whole)
		return false;
	*ret_whole = whole;
	*ret_at = offset + 8;
	*ret_size = size;
	return true;
}

/* A transfer may hold several messages. */
static enum decoded decode_messages(struct packet *packet)
{
	size_t whole, at, size;

	if (!is_message(packet, &whole, &at, &size)) {
		packet->next = (struct selector){ SELECT_LINK, 1 };
		return tunnel_holds_ethernet(packet, 0) ? DECODED : packet_opaque(packet, "usb");
	}
	if (packet->wire_left >= whole + SIZE_LEAST &&
	    !packet_announce(packet, whole, (struct selector){ SELECT_LINK, LINK_MESSAGES }))
		return DECODED_IN_PART;
	packet_consume(packet, at);
	packet_limit(packet, size);
	packet->next = (struct selector){ SELECT_LINK, 1 };
	return DECODED;
}

static enum decoded decode(struct packet *packet)
{
	bool usbpcap = packet->next.number == LINK_USBPCAP;
	struct cursor header = packet->rest;
	size_t size = usbpcap ? cursor_le16(&header) : packet->next.number == LINK_LINUX ? 48 : 64;

	if (packet->next.number == LINK_MESSAGES)
		return decode_messages(packet);
	uint8_t kind = cursor_peek(&packet->rest, usbpcap ? 22 : 9);

	packet_consume(packet, size < 27 ? 27 : size);
	if (!cursor_ok(&packet->rest))
		return DECODED_IN_PART;
	if (packet->wire_left == 0) {
		packet->next = (struct selector){ SELECT_CONTROL, 0 };
		return DECODED;
	}
	return kind == TRANSFER_BULK ? decode_messages(packet) : packet_opaque(packet, "usb");
}

static const struct selector claims[] = {
	{ SELECT_LINK, LINK_LINUX },
	{ SELECT_LINK, LINK_LINUX_MAPPED },
	{ SELECT_LINK, LINK_USBPCAP },
	{ SELECT_LINK, LINK_MESSAGES },
	{ SELECT_NONE, 0 },
};

const struct packet_decoder packet_decoder_usb = {
	.name = "usb",
	.specification = "tcpdump.org LINKTYPE_USB_LINUX, LINKTYPE_USBPCAP; [MS-RNDIS] 2.2.14",
	.claims = claims,
	.decode = decode,
};
