/* SPDX-License-Identifier: Apache-2.0 */
/* DHCP for IPv6 (RFC 8415, 4704, 6939).
 *
 *     type(8) transaction(24), options: code(16) size(16) value
 *     of relays: type(8) hops(8) link(128) peer(128), options, of which one holds the message
 *
 * Says how a host calls itself and what it is. The client's identifier mostly holds a hardware address,
 * that of the interface it had first, for as long as the system is installed. Left out: what servers
 * hand out. */
#include "protocol/application.h"

#include "base/text.h"

enum { TYPE_MOST = 13, RELAY = 12, RELAYS_MOST = 4, RELAY_HEADER = 34 };
enum {
	OPTION_CLIENT = 1,
	OPTION_SERVER = 2,
	OPTION_RELAYED = 9,
	OPTION_USER_CLASS = 15,
	OPTION_VENDOR_CLASS = 16,
	OPTION_FQDN = 39,
	OPTION_LINK_ADDRESS = 79,
	OPTION_MOST = 200 /* registered ones; vendors' are inside of 17 */
};
enum { DUID_TIME = 1, DUID_ENTERPRISE, DUID_LINK, DUID_UUID };

static const char *const types[] = {
	"",	      "SOLICIT",    "ADVERTISE", "REQUEST", "CONFIRM",	   "RENEW",
	"REBIND",     "REPLY",	    "RELEASE",	 "DECLINE", "RECONFIGURE", "INFORMATION-REQUEST",
	"RELAY-FORW", "RELAY-REPL",
};

static void say_text(const struct message *message, const char *field, struct bytes value,
		     struct observer *observer)
{
	while (value.size && value.data[value.size - 1] == 0)
		value.size--;
	for (size_t i = 0; i < value.size; i++)
		if (value.data[i] < ' ')
			return;
	if (value.size && text_is_utf8(value))
		observer_value(observer, message, bytes_of(field), value);
}

static void say_hardware(const struct message *message, const char *field, struct bytes octets,
			 struct observer *observer)
{
	struct address address = address_of(octets);
	char text[ADDRESS_TEXT_SIZE];

	if (octets.size == 6)
		observer_value(observer, message, bytes_of(field), bytes_of(address_format(&address, text)));
}

/* RFC 8415 11. */
static void read_identifier(const struct message *message, struct cursor cursor, struct observer *observer)
{
	unsigned kind = cursor_be16(&cursor);

	switch (kind) {
	case DUID_TIME:
	case DUID_LINK: {
		unsigned hardware = cursor_be16(&cursor);

		cursor_skip(&cursor, kind == DUID_TIME ? 4 : 0);
		if (cursor_ok(&cursor) && (hardware == 1 || hardware == 6))
			say_hardware(message, "duid-mac", cursor.rest, observer);
		break;
	}
	case DUID_ENTERPRISE:
		cursor_skip(&cursor, 4);
		say_text(message, "duid", cursor.rest, observer);
		break;
	default:
		break;
	}
}

/* Texts with their size before them. */
static void read_classes(const struct message *message, const char *field, struct cursor cursor,
			 struct observer *observer)
{
	while (cursor_left(&cursor)) {
		struct bytes text = cursor_take(&cursor, cursor_be16(&cursor));

		if (!cursor_ok(&cursor))
			return;
		say_text(message, field, text, observer);
	}
}

static void read_name(const struct message *message, struct cursor cursor, struct observer *observer)
{
	uint8_t text[256];
	size_t size = 0;

	cursor_skip(&cursor, 1);
	/* A name that is not complete has no empty label at its end. */
	while (cursor_left(&cursor) && size < sizeof text) {
		struct bytes label = cursor_take(&cursor, cursor_u8(&cursor));

		if (!cursor_ok(&cursor) || label.size > 63 || size + label.size + 1 > sizeof text)
			return;
		if (!label.size)
			break;
		if (size)
			text[size++] = '.';
		struct cursor copy = cursor_over(label);

		cursor_copy(&copy, text + size, label.size);
		size += label.size;
	}
	struct bytes name = { text, size };

	say_text(message, "fqdn", name, observer);
	/* Its first label is the terminal's own, whatever domain it thinks it is in. */
	say_text(message, "fqdn-hostname", bytes_slice(name, 0, bytes_find_byte(name, '.')), observer);
}

static bool read_message(struct bytes bytes, unsigned relays, struct observer *observer);

static bool read_options(const struct message *message, struct cursor cursor, unsigned relays, bool client,
			 struct observer *observer)
{
	while (cursor_left(&cursor)) {
		unsigned code = cursor_be16(&cursor);
		struct cursor value = cursor_over(cursor_take(&cursor, cursor_be16(&cursor)));

		if (!cursor_ok(&cursor))
			return false;
		if (code == OPTION_RELAYED && !read_message(value.rest, relays + 1, observer))
			return false;
		if (code == OPTION_LINK_ADDRESS) {
			cursor_skip(&value, 2);
			say_hardware(message, "client-mac", value.rest, observer);
		}
		if (!client)
			continue;
		if (code == OPTION_CLIENT)
			read_identifier(message, value, observer);
		else if (code == OPTION_USER_CLASS)
			read_classes(message, "user-class", value, observer);
		else if (code == OPTION_VENDOR_CLASS) {
			cursor_skip(&value, 4);
			read_classes(message, "vendor-class", value, observer);
		} else if (code == OPTION_FQDN)
			read_name(message, value, observer);
	}
	return true;
}

/* Whether clients send messages of this type. */
static bool is_client(unsigned type)
{
	return type != 2 && type != 7 && type != 10;
}

static bool read_message(struct bytes bytes, unsigned relays, struct observer *observer)
{
	struct cursor cursor = cursor_over(bytes);
	unsigned type = cursor_u8(&cursor);
	struct message message = { .part = BYTES("option") };

	if (type < 1 || type > TYPE_MOST || relays > RELAYS_MOST)
		return false;
	message.method = bytes_of(types[type]);
	cursor_skip(&cursor, type >= RELAY ? RELAY_HEADER - 1 : 3);
	return cursor_ok(&cursor) && read_options(&message, cursor, relays, is_client(type), observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	(void)state;
	(void)direction;
	return read_message(cursor_take(&stream->unread, cursor_left(&stream->unread)), 0, observer)
		       ? DECODED
		       : DECODED_MALFORMED;
}

/* Options that follow each other to the very end, one of them an identifier. */
static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	unsigned type = cursor_u8(&cursor), bits = 4;
	bool identified = type >= RELAY;

	(void)direction;
	cursor_skip(&cursor, type >= RELAY ? RELAY_HEADER - 1 : 3);
	if (!cursor_ok(&cursor) || type < 1 || type > TYPE_MOST || !cursor_left(&cursor))
		return 0;
	while (cursor_left(&cursor)) {
		unsigned code = cursor_be16(&cursor);
		struct bytes value = cursor_take(&cursor, cursor_be16(&cursor));

		if (!cursor_ok(&cursor) || code == 0 || code > OPTION_MOST)
			return 0;
		identified = identified ||
			     ((code == OPTION_CLIENT || code == OPTION_SERVER) && value.size >= 8);
		bits += 8;
	}
	return identified ? bits : 0;
}

const struct app_decoder app_decoder_dhcpv6 = {
	.name = "dhcpv6",
	.specification = "RFC 8415, RFC 4704",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 547 },
			{ SELECT_UDP_PORT, 546 },
			{ SELECT_NONE, 0 },
		},
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
