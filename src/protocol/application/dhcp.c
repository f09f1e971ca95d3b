/* SPDX-License-Identifier: Apache-2.0 */
/* DHCP for IPv4 (RFC 2131, 2132, 3004, 3925, 4702; options in `sname` and `file` by RFC 2132 9.3).
 *
 *     op htype hlen hops xid(32) secs(16) flags(16) ciaddr yiaddr siaddr giaddr (32 each)
 *     chaddr(16 bytes) sname(64) file(128) 63 82 53 63, then options: code, size, value
 *
 * Says how a host calls itself and which address that name gets. The hardware address is the
 * link's own business: a frame has it anyway. Left out: boot files. */
#include "protocol/application.h"

enum { SNAME_AT = 44, FILE_AT = 108, MAGIC_AT = 236, OPTIONS_AT = 240 };
enum {
	OPTION_HOST = 12,
	OPTION_REQUESTED = 50,
	OPTION_OVERLOAD = 52,
	OPTION_TYPE = 53,
	OPTION_VENDOR = 60,
	OPTION_CLIENT = 61,
	OPTION_USER_CLASS = 77,
	OPTION_FQDN = 81,
	OPTION_VENDOR_INFORMATION = 125
};
enum { TYPE_REQUEST = 3, TYPE_ACK = 5, FQDN_BINARY = 4 };

struct options {
	struct bytes host, fqdn, vendor, client, user_class, information;
	struct address requested;
	unsigned type, overload;
	uint8_t fqdn_text[256];
};

/* A name in DNS form (RFC 4702 2.3.1): sizes become dots. */
static struct bytes text_of_labels(struct cursor labels, uint8_t text[256])
{
	size_t size = 0;

	while (cursor_left(&labels)) {
		struct bytes label = cursor_take(&labels, cursor_u8(&labels));

		if (!label.size || size + label.size + 1 > 255)
			break;
		if (size)
			text[size++] = '.';
		memcpy(text + size, label.data, label.size);
		size += label.size;
	}
	return (struct bytes){ text, size };
}

static void read_option(unsigned code, struct bytes value, struct options *options)
{
	struct cursor cursor = cursor_over(value);

	switch (code) {
	case OPTION_HOST:
		options->host = value;
		break;
	case OPTION_REQUESTED:
		options->requested = value.size == 4 ? address_of(value) : options->requested;
		break;
	case OPTION_OVERLOAD:
		options->overload = cursor_u8(&cursor);
		break;
	case OPTION_TYPE:
		options->type = cursor_u8(&cursor);
		break;
	case OPTION_VENDOR:
		options->vendor = value;
		break;
	case OPTION_CLIENT:
		/* Of type 0: a name that the maker or user chose, not a hardware address. */
		options->client = value.size > 1 && value.data[0] == 0 ? bytes_from(value, 1) : BYTES_EMPTY;
		break;
	case OPTION_USER_CLASS:
		/* With its size before it, or bare as many send it. */
		options->user_class = value.size > 1 && value.data[0] == value.size - 1 ? bytes_from(value, 1)
											: value;
		break;
	case OPTION_VENDOR_INFORMATION:
		options->information = value;
		break;
	case OPTION_FQDN: {
		unsigned flags = cursor_u8(&cursor);

		cursor_skip(&cursor, 2);
		options->fqdn = flags & FQDN_BINARY ? text_of_labels(cursor, options->fqdn_text)
						    : cursor.rest;
		break;
	}
	default:
		break;
	}
}

/* False where an option is longer than what is there. */
static bool read_options(struct cursor cursor, struct options *options)
{
	while (cursor_left(&cursor)) {
		unsigned code = cursor_u8(&cursor);

		if (code == 0)
			continue;
		if (code == 255)
			return true;
		struct bytes value = cursor_take(&cursor, cursor_u8(&cursor));

		if (!cursor_ok(&cursor))
			return false;
		read_option(code, value, options);
	}
	return true;
}

static void say_value(struct observer *observer, const struct options *options, const char *field,
		      struct bytes value)
{
	static const char *const types[] = { "",    "DISCOVER", "OFFER",   "REQUEST", "DECLINE",
					     "ACK", "NAK",	"RELEASE", "INFORM" };
	struct message message = { .part = BYTES("option") };

	if (options->type < sizeof types / sizeof *types)
		message.method = bytes_of(types[options->type]);
	/* Some end their text with a NUL. */
	while (value.size && value.data[value.size - 1] == 0)
		value.size--;
	if (value.size)
		observer_value(observer, &message, bytes_of(field), value);
}

/* RFC 3925 4: enterprise(32) size(8), items: code(8) size(8) value. Of the Broadband Forum (TR-069 3.4.4) the
 * terminal's maker, serial number and sort. */
static void say_information(struct observer *observer, const struct options *options)
{
	enum { BROADBAND_FORUM = 3561 };
	static const char *const names[] = { NULL, "manufacturer-oui", "serial-number", "product-class" };
	struct cursor cursor = cursor_over(options->information);
	uint32_t enterprise = cursor_be32(&cursor);
	struct cursor items = cursor_over(cursor_take(&cursor, cursor_u8(&cursor)));

	while (cursor_left(&items)) {
		unsigned code = cursor_u8(&items);
		struct bytes value = cursor_take(&items, cursor_u8(&items));

		if (!cursor_ok(&items))
			return;
		if (enterprise == BROADBAND_FORUM && code >= 1 && code <= 3)
			say_value(observer, options, names[code], value);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes message = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct cursor cursor = cursor_over(message);
	struct options options = { .type = 0 };

	(void)state;
	(void)direction;
	unsigned op = cursor_u8(&cursor);

	cursor_skip(&cursor, 11);
	struct address own = address_of(cursor_take(&cursor, 4)), given = address_of(cursor_take(&cursor, 4));

	if (message.size < OPTIONS_AT)
		return DECODED_MALFORMED;
	bool whole = read_options(cursor_over(bytes_from(message, OPTIONS_AT)), &options);

	if (options.overload & 1)
		whole &= read_options(cursor_over(bytes_slice(message, FILE_AT, 128)), &options);
	if (options.overload & 2)
		whole &= read_options(cursor_over(bytes_slice(message, SNAME_AT, 64)), &options);
	if (op == 1) {
		say_value(observer, &options, "hostname", options.host);
		say_value(observer, &options, "fqdn", options.fqdn);
		/* Its first label is the terminal's own, whatever domain it thinks it is in. */
		if (!options.host.size)
			say_value(observer, &options, "fqdn-hostname",
				  bytes_slice(options.fqdn, 0, bytes_find_byte(options.fqdn, '.')));
		say_value(observer, &options, "vendor-class", options.vendor);
		say_value(observer, &options, "client-id", options.client);
		say_value(observer, &options, "user-class", options.user_class);
		say_information(observer, &options);
	}
	/* A request asks for what was offered to it, or to keep what it has; only then is the name in it
	 * the name of an address. */
	struct bytes name = options.host.size ? options.host : options.fqdn;
	struct address address = { .family = ADDRESS_NONE };
	static const uint8_t zeros[4];

	if (op == 1 && options.type == TYPE_REQUEST)
		address = options.requested.family ? options.requested : own;
	else if (op == 2 && options.type == TYPE_ACK)
		address = given;
	while (name.size && name.data[name.size - 1] == 0)
		name.size--;
	if (address.family && memcmp(address.octets, zeros, sizeof zeros) != 0)
		observer_name_address(observer, &address, name, "dhcp");
	return whole ? DECODED : DECODED_MALFORMED;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	uint8_t op = cursor_u8(&cursor);

	(void)direction;
	cursor_skip(&cursor, 1);
	uint8_t size = cursor_u8(&cursor);

	cursor_skip(&cursor, MAGIC_AT - 3);
	uint32_t magic = cursor_be32(&cursor);

	return cursor_ok(&cursor) && op >= 1 && op <= 2 && size <= 16 && magic == 0x63825363 ? 32 + 6 + 3 : 0;
}

const struct app_decoder app_decoder_dhcp = {
	.name = "dhcp",
	.specification = "RFC 2131, RFC 2132, RFC 4702",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 67 },
			{ SELECT_UDP_PORT, 68 },
			{ SELECT_NONE, 0 },
		},
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
