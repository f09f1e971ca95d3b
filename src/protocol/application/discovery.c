/* SPDX-License-Identifier: Apache-2.0 */
/* How programs and devices make themselves known to their own kind by broadcast, without a standard:
 *
 *     Dropbox   17500  JSON
 *     Ubiquiti  10001  version(8) command(8) size(16), items: type(8) size(16) value
 *     MikroTik  5678   header(16) number(16), items: type(16) size(16) value (MNDP)
 *     Steam     27036  ff ff ff ff 21 4c 5f a0, size(32) header, size(32) body; both protobuf
 *
 * Names of hosts, their hardware addresses and what they run are told to everybody around. */
#include "protocol/application.h"

#include "base/text.h"

/* A type of item and the name of what it holds. */
struct named {
	unsigned type;
	const char *name;
	enum { AS_TEXT, AS_HARDWARE } as;
};

static void say_item(const struct named *names, size_t count, unsigned type, struct bytes value,
		     struct observer *observer)
{
	const struct message message = { .part = BYTES("item") };
	struct address address = address_of(bytes_slice(value, 0, 6));
	char text[ADDRESS_TEXT_SIZE];

	for (size_t i = 0; i < count; i++) {
		if (names[i].type != type)
			continue;
		if (names[i].as == AS_HARDWARE && value.size >= 6)
			value = bytes_of(address_format(&address, text));
		while (value.size && value.data[value.size - 1] == 0)
			value.size--;
		if (value.size && text_is_utf8(value))
			observer_value(observer, &message, bytes_of(names[i].name), value);
	}
}

#define SAY_ITEM(names, type, value, observer) \
	say_item(names, sizeof(names) / sizeof *(names), type, value, observer)

/* --- Dropbox --- */

static bool is_dropbox(struct bytes text)
{
	struct bytes head = bytes_slice(text, 0, 512);

	return head.size && head.data[0] == '{' && bytes_find(head, BYTES("\"host_int\"")) != SIZE_MAX &&
	       bytes_find(head, BYTES("\"version\"")) != SIZE_MAX;
}

static unsigned bid_dropbox(enum direction direction, struct bytes first)
{
	(void)direction;
	return is_dropbox(first) ? 8 * 19 : 0;
}

static enum decoded decode_dropbox(void *state, enum direction direction, struct stream *stream,
				   struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	const struct message message = { .part = BYTES("payload"), .media_type = BYTES("application/json") };

	(void)state;
	(void)direction;
	if (!is_dropbox(datagram))
		return DECODED_MALFORMED;
	observer_content(observer, &message, datagram, datagram);
	return DECODED;
}

/* --- Ubiquiti --- */

static const struct named ubiquiti_names[] = {
	{ 0x01, "mac", AS_HARDWARE },	{ 0x02, "mac", AS_HARDWARE },		{ 0x03, "firmware", AS_TEXT },
	{ 0x06, "user-name", AS_TEXT }, { 0x0b, "hostname", AS_TEXT },		{ 0x0c, "platform", AS_TEXT },
	{ 0x0d, "essid", AS_TEXT },	{ 0x13, "serial-number", AS_HARDWARE }, { 0x14, "model", AS_TEXT },
	{ 0x15, "model", AS_TEXT },
};

/* Reads the items, saying them where there is an observer. False: they do not fit; `*ret_bits`: how much
 * speaks for it. */
static bool read_ubiquiti(struct bytes datagram, struct observer *observer, unsigned *ret_bits)
{
	struct cursor cursor = cursor_over(datagram);
	unsigned version = cursor_u8(&cursor), command = cursor_u8(&cursor), bits = 0;
	size_t size = cursor_be16(&cursor);

	if (!cursor_ok(&cursor) || version < 1 || version > 2 || command > 16 ||
	    size != cursor_left(&cursor) || !size)
		return false;
	while (cursor_left(&cursor)) {
		unsigned type = cursor_u8(&cursor);
		struct bytes value = cursor_take(&cursor, cursor_be16(&cursor));

		if (!cursor_ok(&cursor) || (type <= 2 && value.size != (type == 1 ? 6u : 10u)))
			return false;
		bits += type == 1 || type == 2 ? 24 : 0;
		if (observer)
			SAY_ITEM(ubiquiti_names, type, value, observer);
	}
	*ret_bits = bits ? bits + 16 : 0;
	return true;
}

static unsigned bid_ubiquiti(enum direction direction, struct bytes first)
{
	unsigned bits;

	(void)direction;
	return read_ubiquiti(first, NULL, &bits) ? bits : 0;
}

static enum decoded decode_ubiquiti(void *state, enum direction direction, struct stream *stream,
				    struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	unsigned bits;

	(void)state;
	(void)direction;
	/* The question is four bytes. */
	return datagram.size == 4 || read_ubiquiti(datagram, observer, &bits) ? DECODED : DECODED_MALFORMED;
}

/* --- MikroTik --- */

static const struct named mikrotik_names[] = {
	{ 1, "mac", AS_HARDWARE },    { 5, "hostname", AS_TEXT },     { 7, "firmware", AS_TEXT },
	{ 8, "platform", AS_TEXT },   { 11, "software-id", AS_TEXT }, { 12, "board", AS_TEXT },
	{ 16, "interface", AS_TEXT },
};

static bool read_mikrotik(struct bytes datagram, struct observer *observer, unsigned *ret_bits)
{
	struct cursor cursor = cursor_over(datagram);
	bool hardware = false, named = false;
	unsigned last = 0;

	cursor_skip(&cursor, 4);
	while (cursor_ok(&cursor) && cursor_left(&cursor)) {
		unsigned type = cursor_be16(&cursor);
		struct bytes value = cursor_take(&cursor, cursor_be16(&cursor));

		if (!cursor_ok(&cursor) || type <= last || type > 64)
			return false;
		hardware = hardware || (type == 1 && value.size == 6);
		named = named || (type == 5 && text_is_utf8(value));
		last = type;
		if (observer)
			SAY_ITEM(mikrotik_names, type, value, observer);
	}
	*ret_bits = hardware && named ? 16 * 4 : 0;
	return cursor_ok(&cursor);
}

static unsigned bid_mikrotik(enum direction direction, struct bytes first)
{
	unsigned bits;

	(void)direction;
	return read_mikrotik(first, NULL, &bits) ? bits : 0;
}

static enum decoded decode_mikrotik(void *state, enum direction direction, struct stream *stream,
				    struct observer *observer)
{
	unsigned bits;

	(void)state;
	(void)direction;
	return read_mikrotik(cursor_take(&stream->unread, cursor_left(&stream->unread)), observer, &bits)
		       ? DECODED
		       : DECODED_MALFORMED;
}

/* --- Steam --- */

static const struct named steam_names[] = { { 4, "hostname", AS_TEXT }, { 15, "mac", AS_TEXT } };
static const struct bytes steam_start = { (const uint8_t *)"\xff\xff\xff\xff\x21\x4c\x5f\xa0", 8 };

static uint64_t take_varint(struct cursor *cursor)
{
	uint64_t number = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		uint8_t byte = cursor_u8(cursor);

		number |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return number;
	}
	cursor->failed = true;
	return 0;
}

static bool read_steam(struct cursor body, struct observer *observer)
{
	while (cursor_left(&body)) {
		uint64_t tag = take_varint(&body);
		struct bytes value = BYTES_EMPTY;

		switch (tag & 7) {
		case 0:
			(void)take_varint(&body);
			break;
		case 1:
			cursor_skip(&body, 8);
			break;
		case 2: {
			uint64_t size = take_varint(&body);

			value = cursor_take(&body, size < SIZE_MAX ? (size_t)size : SIZE_MAX);
			break;
		}
		case 5:
			cursor_skip(&body, 4);
			break;
		default:
			body.failed = true;
			break;
		}
		if (!cursor_ok(&body))
			return false;
		if (value.size)
			SAY_ITEM(steam_names, (unsigned)(tag >> 3), value, observer);
	}
	return true;
}

static unsigned bid_steam(enum direction direction, struct bytes first)
{
	(void)direction;
	return bytes_start_with(first, steam_start) ? 64 : 0;
}

static enum decoded decode_steam(void *state, enum direction direction, struct stream *stream,
				 struct observer *observer)
{
	struct cursor cursor = cursor_over(cursor_take(&stream->unread, cursor_left(&stream->unread)));

	(void)state;
	(void)direction;
	if (!bytes_start_with(cursor.rest, steam_start))
		return DECODED_MALFORMED;
	cursor_skip(&cursor, steam_start.size);
	cursor_skip(&cursor, cursor_le32(&cursor));
	struct cursor body = cursor_over(cursor_take(&cursor, cursor_le32(&cursor)));

	return cursor_ok(&cursor) && read_steam(body, observer) ? DECODED : DECODED_MALFORMED;
}

const struct app_decoder app_decoder_dropbox = {
	.name = "dropbox-lan-sync",
	.specification = "Dropbox LAN sync discovery",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 17500 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid_dropbox,
	.decode = decode_dropbox,
};

const struct app_decoder app_decoder_ubiquiti = {
	.name = "ubiquiti-discovery",
	.specification = "Ubiquiti discovery protocol, versions 1 and 2",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 10001 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid_ubiquiti,
	.decode = decode_ubiquiti,
};

const struct app_decoder app_decoder_mndp = {
	.name = "mndp",
	.specification = "MikroTik Neighbor Discovery protocol",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 5678 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid_mikrotik,
	.decode = decode_mikrotik,
};

const struct app_decoder app_decoder_steam = {
	.name = "steam-discovery",
	.specification = "Steam In-Home Streaming discovery",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 27036 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid_steam,
	.decode = decode_steam,
};
