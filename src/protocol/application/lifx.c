/* SPDX-License-Identifier: Apache-2.0 */
/* LIFX lamps over UDP (LAN protocol, 2019): nothing is encrypted, and nobody is asked who he is.
 *
 *     size(16) protocol(12) = 1024, addressable, tagged, origin(2); source(32) target(64) …(48) flags(8)
 *     number(8) …(64) type(16) …(16) payload; all little endian
 *
 * Tells the names that people give to lamps, groups and places, and the Wi-Fi password while a lamp is set
 * up (type 305). Left out: colours. */
#include "protocol/application.h"

#include "base/text.h"

enum { HEADER_SIZE = 36, PROTOCOL = 1024, ADDRESSABLE = 0x1000, ORIGIN = 0xc000 };
enum {
	SET_LABEL = 24,
	STATE_LABEL = 25,
	STATE_LOCATION = 50,
	STATE_GROUP = 53,
	LIGHT_STATE = 107,
	SET_ACCESS_POINT = 305,
	TYPE_MOST = 1024
};

struct header {
	size_t size;
	unsigned type;
	struct bytes target;
};

static bool take_header(struct cursor *cursor, struct header *ret_header)
{
	size_t whole = cursor_left(cursor);
	struct header header = { .size = cursor_le16(cursor) };
	unsigned protocol = cursor_le16(cursor);

	cursor_skip(cursor, 4);
	header.target = cursor_take(cursor, 8);
	cursor_skip(cursor, 6 + 1 + 1 + 8);
	header.type = cursor_le16(cursor);
	cursor_skip(cursor, 2);
	if (!cursor_ok(cursor) || header.size != whole || (protocol & 0xfff) != PROTOCOL ||
	    !(protocol & ADDRESSABLE) || (protocol & ORIGIN) || header.type < 2 || header.type > TYPE_MOST)
		return false;
	*ret_header = header;
	return true;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct header header;

	(void)direction;
	return take_header(&cursor, &header) ? 16 + 12 + 1 + 2 + 6 : 0;
}

static struct bytes take_text(struct cursor *cursor, size_t size)
{
	struct bytes text = cursor_take(cursor, size);

	text = bytes_split(&text, 0);
	return text_is_utf8(text) ? text : BYTES_EMPTY;
}

static void say_text(const char *field, struct bytes value, struct observer *observer)
{
	const struct message message = { .part = BYTES("payload") };

	if (value.size)
		observer_value(observer, &message, bytes_of(field), value);
}

static void read_access_point(struct cursor cursor, struct observer *observer)
{
	struct observation credential = observation_of(KIND_CREDENTIAL);

	cursor_skip(&cursor, 1);
	struct bytes name = take_text(&cursor, 32), password = take_text(&cursor, 64);

	if (!cursor_ok(&cursor))
		return;
	say_text("ssid", name, observer);
	if (!password.size)
		return;
	observation_word(&credential, ATTRIBUTE_SCHEME, "wifi");
	observation_word(&credential, ATTRIBUTE_CLASS, "password");
	observation_text(&credential, ATTRIBUTE_USER, name);
	observation_text(&credential, ATTRIBUTE_SECRET, password);
	observation_word(&credential, ATTRIBUTE_PATH, "lifx:payload");
	observation_word(&credential, ATTRIBUTE_CONFIDENCE, "certain");
	observation_word(&credential, ATTRIBUTE_WHY, "Wi-Fi password given to a lamp");
	observation_word(&credential, ATTRIBUTE_RESULT, "unknown");
	observer_say(observer, &credential, password);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct cursor cursor = cursor_over(cursor_take(&stream->unread, cursor_left(&stream->unread)));
	static const uint8_t zeros[8];
	struct header header;

	(void)state;
	(void)direction;
	if (!take_header(&cursor, &header))
		return DECODED_MALFORMED;
	if (memcmp(header.target.data, zeros, 8) != 0) {
		struct address address = address_of(bytes_slice(header.target, 0, 6));
		char text[ADDRESS_TEXT_SIZE];

		say_text("mac", bytes_of(address_format(&address, text)), observer);
	}
	switch (header.type) {
	case SET_LABEL:
	case STATE_LABEL:
		say_text("label", take_text(&cursor, 32), observer);
		break;
	case STATE_LOCATION:
	case STATE_GROUP:
		cursor_skip(&cursor, 16);
		say_text(header.type == STATE_GROUP ? "group" : "location", take_text(&cursor, 32), observer);
		break;
	case LIGHT_STATE:
		cursor_skip(&cursor, 8 + 2 + 2);
		say_text("label", take_text(&cursor, 32), observer);
		break;
	case SET_ACCESS_POINT:
		read_access_point(cursor, observer);
		break;
	default:
		break;
	}
	return DECODED;
}

const struct app_decoder app_decoder_lifx = {
	.name = "lifx",
	.specification = "LIFX LAN protocol",
	.usual_ports = (const struct selector[]){ { SELECT_UDP_PORT, 56700 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
