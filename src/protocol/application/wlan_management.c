/* SPDX-License-Identifier: Apache-2.0 */
/* What 802.11 stations tell everybody around when they look for or join a network: probe requests (40),
 * association (00) and reassociation (20) requests. Behind fixed fields of 0, 4 and 10 bytes stand elements
 * of identifier (1), size (1) and content: 0 is the network's name, 221 with 00 50 F2 04 the description of
 * Wi-Fi simple configuration: attributes of type (2), size (2) and value, big endian. Beacons and answers are
 * not read: they are the access points', and those of all neighbours. */
#include "protocol/application.h"

enum { PROBE_REQUEST = 0x40, ASSOCIATION = 0x00, REASSOCIATION = 0x20 };
enum { ELEMENT_NAME = 0, ELEMENT_VENDOR = 221, NAME_MOST = 32 };

/* Attributes by which a device describes itself (Wi-Fi Simple Configuration 2.0, 12) */
static const struct {
	uint16_t type;
	struct bytes name;
} attributes[] = {
	{ 0x1011, { (const uint8_t *)"device-name", 11 } },
	{ 0x1042, { (const uint8_t *)"serial-number", 13 } },
	{ 0x1023, { (const uint8_t *)"model-name", 10 } },
};

static void say_description(struct observer *observer, const struct message *message,
			    struct cursor description)
{
	while (cursor_left(&description) >= 4 && cursor_ok(&description)) {
		uint16_t type = cursor_be16(&description);
		struct bytes value = cursor_take(&description, cursor_be16(&description));

		for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
			if (attributes[i].type == type && value.size && value.data[0])
				observer_value(observer, message, attributes[i].name, value);
	}
}

static bool is_name(struct bytes name)
{
	return name.size && name.size <= NAME_MOST && name.data[0];
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct cursor *at = &stream->unread;
	uint32_t kind = stream->carried.number;
	struct message message = { .part = BYTES("management"),
				   .method = kind == PROBE_REQUEST ? BYTES("probe-request")
								   : BYTES("association-request") };

	(void)state;
	(void)direction;
	cursor_skip(at, kind == ASSOCIATION ? 4 : kind == REASSOCIATION ? 10 : 0);
	/* Less than an element, or the checksum that card left on, is at the end. */
	while (cursor_ok(at) && cursor_left(at) >= 2) {
		uint8_t identifier = cursor_peek(at, 0), size = cursor_peek(at, 1);

		if (size + 2u > cursor_left(at))
			break;
		struct cursor element = cursor_over(bytes_from(cursor_take(at, size + 2u), 2));

		if (identifier == ELEMENT_NAME && is_name(element.rest))
			observer_value(observer, &message, BYTES("ssid"), element.rest);
		else if (identifier == ELEMENT_VENDOR && cursor_be32(&element) == 0x0050f204)
			say_description(observer, &message, element);
	}
	if (cursor_left(at) > 4)
		return DECODED_MALFORMED;
	cursor_skip(at, cursor_left(at));
	return cursor_ok(at) ? DECODED : DECODED_MALFORMED;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return first.size >= 2 ? 8 : 0;
}

const struct app_decoder app_decoder_wlan_management = {
	.name = "802.11",
	.specification = "IEEE 802.11-2016 9.3.3, 9.4.2",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_WLAN, ASSOCIATION },
			{ SELECT_WLAN, PROBE_REQUEST },
			{ SELECT_WLAN, REASSOCIATION },
			{ SELECT_NONE, 0 },
		},
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
