/* SPDX-License-Identifier: Apache-2.0 */
/* LLDP (IEEE 802.1AB, with the inventory of ANSI/TIA-1057) and Cisco's CDP: what switches, telephones and
 * cameras tell their neighbours of themselves.
 *
 *     LLDP: items of type (7 bits), size (9 bits), value: 1 chassis, 2 port, 3 time to live, … 5 name, 6 what
 * it is, 127 organisation(24) kind(8) …     CDP: version lifetime sum(16), items of type(16) size(16, with
 *     these four) value
 *
 * Left out: addresses, capabilities, power, networks. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum {
	LLDP_CHASSIS = 1,
	LLDP_PORT = 2,
	LLDP_LIFETIME = 3,
	LLDP_ORGANISATION = 127,
	CHASSIS_MAC = 4,
	MEDIA_ENDPOINTS = 0x0012bb,
	CDP_HEADER = 4,
	CDP_DEVICE = 1,
};

struct named {
	unsigned type;
	const char *name;
};

static const struct named lldp_names[] = { { 4, "port-description" }, { 5, "hostname" }, { 6, "system" } };
static const struct named media_names[] = {
	{ 5, "hardware" },     { 6, "firmware" }, { 7, "software" },  { 8, "serial-number" },
	{ 9, "manufacturer" }, { 10, "model" },	  { 11, "asset-id" },
};
static const struct named cdp_names[] = { { CDP_DEVICE, "hostname" }, { 5, "software" }, { 6, "platform" } };

static void say_item(const struct named *names, size_t count, unsigned type, struct bytes value,
		     struct observer *observer)
{
	const struct message message = { .part = BYTES("item") };

	value = login_padded(value);
	for (size_t i = 0; i < count; i++)
		if (names[i].type == type && value.size)
			observer_value(observer, &message, bytes_of(names[i].name), value);
}

#define SAY_ITEM(names, type, value, observer) \
	say_item(names, sizeof(names) / sizeof *(names), type, value, observer)

static struct bytes take_item(struct cursor *cursor, unsigned *ret_type)
{
	uint16_t head = cursor_be16(cursor);

	*ret_type = head >> 9;
	return cursor_take(cursor, head & 0x1ff);
}

/* The first three items are always the same. */
static bool is_lldp(struct bytes frame)
{
	struct cursor cursor = cursor_over(frame);
	unsigned first, second, third;
	struct bytes chassis = take_item(&cursor, &first), port = take_item(&cursor, &second);
	struct bytes lifetime = take_item(&cursor, &third);

	return cursor_ok(&cursor) && first == LLDP_CHASSIS && second == LLDP_PORT && third == LLDP_LIFETIME &&
	       chassis.size > 1 && port.size > 1 && lifetime.size >= 2;
}

static unsigned bid_lldp(enum direction direction, struct bytes first)
{
	(void)direction;
	return is_lldp(first) ? 7 * 3 : 0;
}

static enum decoded decode_lldp(void *state, enum direction direction, struct stream *stream,
				struct observer *observer)
{
	struct bytes frame = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct cursor cursor = cursor_over(frame);
	unsigned type = 1;

	(void)state;
	(void)direction;
	if (!is_lldp(frame))
		return DECODED_MALFORMED;
	while (type && cursor_left(&cursor) >= 2) {
		struct bytes value = take_item(&cursor, &type);
		struct cursor inner = cursor_over(value);

		if (!cursor_ok(&cursor))
			return DECODED_MALFORMED;
		if (type == LLDP_ORGANISATION && cursor_be24(&inner) == MEDIA_ENDPOINTS) {
			unsigned kind = cursor_u8(&inner);

			SAY_ITEM(media_names, kind, inner.rest, observer);
		} else if (type != LLDP_ORGANISATION) {
			SAY_ITEM(lldp_names, type, value, observer);
		}
	}
	return DECODED;
}

static bool is_cdp(struct bytes frame)
{
	struct cursor cursor = cursor_over(frame);
	unsigned version = cursor_u8(&cursor);

	cursor_skip(&cursor, 3);
	unsigned type = cursor_be16(&cursor);
	size_t size = cursor_be16(&cursor);

	return cursor_ok(&cursor) && (version == 1 || version == 2) && type == CDP_DEVICE &&
	       size > CDP_HEADER && size - CDP_HEADER <= cursor_left(&cursor);
}

static unsigned bid_cdp(enum direction direction, struct bytes first)
{
	(void)direction;
	return is_cdp(first) ? 7 + 16 + 8 : 0;
}

static enum decoded decode_cdp(void *state, enum direction direction, struct stream *stream,
			       struct observer *observer)
{
	struct bytes frame = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct cursor cursor = cursor_over(bytes_from(frame, CDP_HEADER));

	(void)state;
	(void)direction;
	if (!is_cdp(frame))
		return DECODED_MALFORMED;
	while (cursor_left(&cursor) >= CDP_HEADER) {
		unsigned type = cursor_be16(&cursor);
		size_t size = cursor_be16(&cursor);
		struct bytes value = cursor_take(&cursor, size < CDP_HEADER ? SIZE_MAX : size - CDP_HEADER);

		if (!cursor_ok(&cursor))
			return DECODED_MALFORMED;
		SAY_ITEM(cdp_names, type, value, observer);
	}
	return DECODED;
}

const struct app_decoder app_decoder_lldp = {
	.name = "lldp",
	.specification = "IEEE 802.1AB-2016, ANSI/TIA-1057",
	.usual_ports = (const struct selector[]){ { SELECT_ETHER_TYPE, 0x88cc }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid_lldp,
	.decode = decode_lldp,
};

const struct app_decoder app_decoder_cdp = {
	.name = "cdp",
	.specification = "Cisco Discovery Protocol 1, 2",
	.usual_ports = (const struct selector[]){ { SELECT_ETHER_TYPE, 0x2000 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid_cdp,
	.decode = decode_cdp,
};
