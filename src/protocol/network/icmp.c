/* SPDX-License-Identifier: Apache-2.0 */
/* ICMP for both IP versions: type (1), code (1), checksum (2), four octets, then for errors the start of the
 * packet that failed. What a quoted datagram says was sent in clear, and the capture may not hold the
 * datagram itself: so it is read as one, on its way from whom the error is for (packet->quoted). Not read:
 * quoted segments of TCP, of which mostly a header is left; pings, which carry patterns. */
#include "protocol/packet.h"

enum { ICMP_4 = 1, ICMP_6 = 58, UDP = 17, HEADER_SIZE = 8, UDP_SIZE = 8 };

static bool is_error(bool six, unsigned type)
{
	if (six)
		return type >= 1 && type <= 4;
	return type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
}

/* Whether a datagram of UDP begins the quote, with something in it, and was sent by whom the error is for. */
static bool quotes_datagram(struct bytes quote, bool six, const struct address *source)
{
	struct cursor header = cursor_over(quote);
	unsigned version = cursor_u8(&header), size = six ? 40 : (version & 15) * 4;

	if (version >> 4 != (six ? 6 : 4) || size < 20)
		return false;
	cursor_skip(&header, six ? 3 : 5);
	size_t length = six ? cursor_be16(&header) : 0; /* behind the header */
	unsigned fragment = six ? 0 : cursor_be16(&header);

	if (!six)
		cursor_skip(&header, 1);
	unsigned protocol = cursor_u8(&header);

	cursor_skip(&header, six ? 1 : 2);
	struct address from = address_of(cursor_take(&header, six ? 16 : 4));

	return cursor_ok(&header) && protocol == UDP && !(fragment & 0x3fff) &&
	       quote.size > size + UDP_SIZE && (!six || length > UDP_SIZE) && address_equal(&from, source);
}

static enum decoded decode(struct packet *packet)
{
	bool six = packet->next.number == ICMP_6;
	struct cursor header = packet->rest;
	unsigned type = cursor_u8(&header);

	packet->next = (struct selector){ SELECT_CONTROL, 0 };
	if (packet->quoted || !is_error(six, type) ||
	    !quotes_datagram(bytes_from(packet->rest.rest, HEADER_SIZE), six, &packet->destination))
		return DECODED;
	const struct address mac = packet->source_mac;

	packet_consume(packet, HEADER_SIZE);
	packet->quoted = true;
	packet->source_mac = packet->destination_mac;
	packet->destination_mac = mac;
	packet->next = (struct selector){ SELECT_ETHER_TYPE, six ? 0x86dd : 0x0800 };
	return DECODED;
}

static const struct selector claims[] = { { SELECT_IP_PROTOCOL, ICMP_4 },
					  { SELECT_IP_PROTOCOL, ICMP_6 },
					  { SELECT_NONE, 0 } };

const struct packet_decoder packet_decoder_icmp = {
	.name = "icmp",
	.specification = "RFC 792, RFC 4443",
	.claims = claims,
	.decode = decode,
};
