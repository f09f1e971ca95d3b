/* SPDX-License-Identifier: Apache-2.0 */
/* What Bluetooth Low Energy devices tell everybody around: an address, and structures of size (1), type (1)
 * and content (Core Specification Supplement, Part A). On the air behind a header of kind (4 bits; bit 6: the
 * address is random) and size (1); extended advertising has its own header between; a controller reports them
 * behind kind, kind of address and address. Read are names, addresses that stay the same, and data of
 * services and manufacturers. Addresses that change by themselves (private ones) are not said; neither are
 * services' numbers, which name no one. */
#include "protocol/application.h"

enum { KIND_EXTENDED = 7, RANDOM = 0x40 };
enum { EXTENDED_ADVERTISER = 1 };
enum {
	TYPE_NAME_SHORT = 0x08,
	TYPE_NAME = 0x09,
	TYPE_SERVICE_16 = 0x16,
	TYPE_ADDRESS = 0x1b,
	TYPE_SERVICE_32 = 0x20,
	TYPE_SERVICE_128 = 0x21,
	TYPE_URI = 0x24,
	TYPE_BROADCAST_NAME = 0x30,
	TYPE_MANUFACTURER = 0xff,
};

struct advertisement {
	struct bytes address; /* as sent: last octet first; empty if it has none */
	bool random;
	struct bytes structures;
};

static bool read_air(struct cursor *frame, struct advertisement *ret_advertisement)
{
	uint8_t header = cursor_u8(frame);
	struct cursor content = cursor_over(cursor_take(frame, cursor_u8(frame)));
	struct advertisement advertisement = { .random = header & RANDOM };

	if ((header & 15) == KIND_EXTENDED) {
		size_t size = cursor_u8(&content) & 0x3f;
		struct cursor extended = cursor_over(cursor_take(&content, size));

		if (size && cursor_u8(&extended) & EXTENDED_ADVERTISER)
			advertisement.address = cursor_take(&extended, 6);
		if (!cursor_ok(&extended))
			return false;
	} else {
		advertisement.address = cursor_take(&content, 6);
	}
	advertisement.structures = cursor_take(&content, cursor_left(&content));
	*ret_advertisement = advertisement;
	return cursor_ok(frame) && cursor_ok(&content);
}

static bool read_report(struct cursor *frame, bool extended, struct advertisement *ret_advertisement)
{
	struct advertisement advertisement = { .random = false };

	cursor_skip(frame, extended ? 2 : 1);
	advertisement.random = cursor_u8(frame) & 1;
	advertisement.address = cursor_take(frame, 6);
	cursor_skip(frame, extended ? 14 : 0);
	advertisement.structures = cursor_take(frame, cursor_u8(frame));
	*ret_advertisement = advertisement;
	return cursor_ok(frame);
}

static bool read_frame(const struct stream *stream, struct bytes frame,
		       struct advertisement *ret_advertisement)
{
	struct cursor at = cursor_over(frame);
	uint32_t carried = stream->carried.number;

	if (carried == BLUETOOTH_REPORT || carried == BLUETOOTH_REPORT_EXTENDED)
		return read_report(&at, carried == BLUETOOTH_REPORT_EXTENDED, ret_advertisement);
	return read_air(&at, ret_advertisement);
}

/* The two upper bits of a random address tell whether it stays (Core 5.4, Vol 6, Part B, 1.3.2). */
static void say_address(struct observer *observer, const struct message *message, struct bytes sent,
			bool random)
{
	uint8_t octets[6];
	char text[ADDRESS_TEXT_SIZE];

	if (sent.size != 6 || (random && sent.data[5] >> 6 != 3))
		return;
	for (size_t i = 0; i < 6; i++)
		octets[5 - i] = sent.data[i];
	struct address address = address_of((struct bytes){ octets, sizeof octets });

	observer_value(observer, message, random ? BYTES("static-address-mac") : BYTES("public-address-mac"),
		       bytes_of(address_format(&address, text)));
}

/* Data of a service or manufacturer, named by its number. */
static void say_data(struct observer *observer, const struct message *message, const char *kind,
		     size_t number_size, struct bytes content)
{
	static const char digits[] = "0123456789abcdef";
	struct message named = *message;
	char label[64];
	size_t size = strlen(kind);

	if (content.size <= number_size)
		return;
	memcpy(label, kind, size);
	for (size_t i = number_size; i > 0; i--) {
		label[size++] = digits[content.data[i - 1] >> 4];
		label[size++] = digits[content.data[i - 1] & 15];
	}
	named.label = (struct bytes){ (const uint8_t *)label, size };
	content = bytes_from(content, number_size);
	observer_content(observer, &named, content, content);
}

static void say_structure(struct observer *observer, const struct message *message, uint8_t type,
			  struct bytes content)
{
	switch (type) {
	case TYPE_NAME_SHORT:
		observer_value(observer, message, BYTES("shortened-local-name"), content);
		break;
	case TYPE_NAME:
		observer_value(observer, message, BYTES("complete-local-name"), content);
		break;
	case TYPE_BROADCAST_NAME:
		observer_value(observer, message, BYTES("broadcast-name"), content);
		break;
	case TYPE_URI:
		observer_value(observer, message, BYTES("uri"), bytes_from(content, 1));
		break;
	case TYPE_ADDRESS:
		if (content.size == 7)
			say_address(observer, message, bytes_slice(content, 0, 6), content.data[6] & 1);
		break;
	case TYPE_SERVICE_16:
		say_data(observer, message, "service-data-", 2, content);
		break;
	case TYPE_SERVICE_32:
		say_data(observer, message, "service-data-", 4, content);
		break;
	case TYPE_SERVICE_128:
		say_data(observer, message, "service-data-", 16, content);
		break;
	case TYPE_MANUFACTURER:
		say_data(observer, message, "manufacturer-data-", 2, content);
		break;
	default:
		break;
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct message message = { .part = BYTES("advertising") };
	struct advertisement advertisement;

	(void)state;
	(void)direction;
	if (!read_frame(stream, stream->unread.rest, &advertisement))
		return DECODED_MALFORMED;
	cursor_skip(&stream->unread, cursor_left(&stream->unread));
	say_address(observer, &message, advertisement.address, advertisement.random);
	struct cursor structures = cursor_over(advertisement.structures);

	while (cursor_left(&structures)) {
		size_t size = cursor_u8(&structures);

		if (size == 0)
			break; /* early end: what follows is zero */
		struct cursor structure = cursor_over(cursor_take(&structures, size));
		uint8_t type = cursor_u8(&structure);

		if (!cursor_ok(&structures))
			return DECODED_IN_PART;
		say_structure(observer, &message, type, structure.rest);
	}
	return DECODED;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	return first.size >= 3 ? 8 : 0;
}

const struct app_decoder app_decoder_ble_advertising = {
	.name = "ble-advertising",
	.specification = "Bluetooth Core 5.4, Vol 3, Part C, 11; Vol 6, Part B, 2.3",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_BLUETOOTH, BLUETOOTH_ADVERTISING },
			{ SELECT_BLUETOOTH, BLUETOOTH_REPORT },
			{ SELECT_BLUETOOTH, BLUETOOTH_REPORT_EXTENDED },
			{ SELECT_NONE, 0 },
		},
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
