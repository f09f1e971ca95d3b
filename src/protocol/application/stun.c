/* SPDX-License-Identifier: Apache-2.0 */
/* STUN (RFC 8489, and 3489 before it had a cookie) and TURN (RFC 8656), over UDP and TCP.
 *
 *     00 type(14) size(16) 2112a442 transaction(96), attributes: type(16) size(16) value, to four bytes
 *     01 channel(14) size(16) data                                                   (TURN's ChannelData)
 *
 * Tells by which address the internet sees a terminal, and who asks a relay. What a relay passes on, and
 * what else shares the port (RFC 7983: DTLS, RTP), is read by whoever bids for it. Passwords are never
 * sent. Left out: what only ICE needs. */
#include "protocol/application.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/text.h"
#include "protocol/inner.h"

enum { HEADER_SIZE = 20, COOKIE = 0x2112a442, CLASSES = 0x0110, CLASS_REQUEST = 0 };
enum attribute_number {
	MAPPED_ADDRESS = 0x0001,
	USERNAME = 0x0006,
	XOR_PEER_ADDRESS = 0x0012,
	DATA = 0x0013,
	REALM = 0x0014,
	XOR_RELAYED_ADDRESS = 0x0016,
	XOR_MAPPED_ADDRESS = 0x0020,
	XOR_MAPPED_ADDRESS_OLD = 0x8020,
	SOFTWARE = 0x8022,
};

/* What is carried inside, for one peer or channel. */
struct carried {
	uint64_t key;
	struct inner *inner;
};

struct stun {
	bool known;
	struct inner *beside; /* what else shares the port */
	struct carried carried[LIMIT_TURN_PEERS];
};

struct header {
	unsigned type;
	size_t size; /* of the attributes */
	bool cookie;
	struct bytes transaction; /* with the cookie before it */
};

static bool take_header(struct cursor *cursor, struct header *ret_header)
{
	struct header header = { .type = cursor_be16(cursor), .size = cursor_be16(cursor) };

	header.transaction = cursor_take(cursor, 16);
	struct cursor start = cursor_over(header.transaction);

	header.cookie = cursor_be32(&start) == COOKIE;
	if (!cursor_ok(cursor) || header.type >= 0x4000 || header.size % 4)
		return false;
	*ret_header = header;
	return true;
}

struct attribute_value {
	unsigned type;
	struct bytes value;
};

static bool next_attribute(struct cursor *cursor, struct attribute_value *ret_attribute)
{
	if (!cursor_left(cursor))
		return false;
	unsigned type = cursor_be16(cursor);
	struct bytes value = cursor_take(cursor, cursor_be16(cursor));

	/* RFC 3489 did not pad. */
	if (value.size % 4 && cursor_left(cursor))
		cursor_skip(cursor, 4 - value.size % 4);
	if (!cursor_ok(cursor))
		return false;
	*ret_attribute = (struct attribute_value){ type, value };
	return true;
}

/* Bits of a message without a cookie: methods and attributes that RFC 3489 has. */
static unsigned classic_bits(const struct header *header, struct cursor attributes)
{
	struct attribute_value attribute;
	unsigned bits = 14;

	if ((header->type & ~(unsigned)CLASSES) != 1 && (header->type & ~(unsigned)CLASSES) != 2)
		return 0;
	while (next_attribute(&attributes, &attribute)) {
		if (attribute.type == 0 || (attribute.type > 11 && attribute.type < 0x8000))
			return 0;
		bits += 6;
	}
	return cursor_ok(&attributes) ? bits : 0;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct attribute_value attribute;
	struct header header;

	(void)direction;
	if (!take_header(&cursor, &header) || (header.type & ~(unsigned)CLASSES) == 0)
		return 0;
	/* A datagram is one message; a stream may hold more of them, or less. */
	if (!header.cookie)
		return cursor_left(&cursor) == header.size ? classic_bits(&header, cursor) : 0;
	struct cursor attributes = cursor_over(bytes_slice(cursor.rest, 0, header.size));

	if (header.size && !next_attribute(&attributes, &attribute))
		return 0;
	return 32 + 2 + 2;
}

/* --- attributes --- */

/* The address in an attribute: family, port, octets, all but the family masked by cookie and
 * transaction where `hidden`. */
static struct address read_address(struct bytes value, const struct header *header, bool hidden)
{
	struct cursor cursor = cursor_over(value);
	uint8_t octets[16];

	cursor_skip(&cursor, 1);
	unsigned family = cursor_u8(&cursor);
	size_t size = family == 1 ? 4 : 16;

	cursor_skip(&cursor, 2);
	struct cursor rest = cursor;

	cursor_copy(&cursor, octets, size);
	if (!cursor_ok(&cursor) || cursor_left(&cursor) || (family != 1 && family != 2))
		return (struct address){ .family = ADDRESS_NONE };
	for (size_t i = 0; i < size && hidden; i++)
		octets[i] = (uint8_t)(rest.rest.data[i] ^ header->transaction.data[i]);
	return address_of((struct bytes){ octets, size });
}

static void say_text(const struct message *message, const char *field, struct bytes value,
		     struct observer *observer)
{
	while (value.size && value.data[value.size - 1] == 0)
		value.size--;
	if (value.size && text_is_utf8(value))
		observer_value(observer, message, bytes_of(field), value);
}

static void say_address(const struct message *message, const char *field, const struct address *address,
			struct observer *observer)
{
	char text[ADDRESS_TEXT_SIZE];

	if (address->family)
		observer_value(observer, message, bytes_of(field), bytes_of(address_format(address, text)));
}

/* A user whom a relay knows: with a realm. Without one the name is made up by ICE for one call. */
static void say_user(struct bytes user, struct observer *observer)
{
	struct observation credential = observation_of(KIND_CREDENTIAL);

	if (!user.size || !text_is_utf8(user))
		return;
	observation_word(&credential, ATTRIBUTE_SCHEME, "stun");
	observation_word(&credential, ATTRIBUTE_CLASS, "username-only");
	observation_text(&credential, ATTRIBUTE_USER, user);
	observation_word(&credential, ATTRIBUTE_PATH, "stun:attribute");
	observation_word(&credential, ATTRIBUTE_CONFIDENCE, "certain");
	observation_word(&credential, ATTRIBUTE_WHY, "user name of a relay; its password is not sent");
	observation_word(&credential, ATTRIBUTE_RESULT, "unknown");
	observer_say(observer, &credential, user);
}

/* --- what is inside --- */

static struct inner *carried_of(struct stun *stun, uint64_t key, struct stream *stream,
				struct observer *observer)
{
	const struct inner_options options = {
		.datagrams = true,
		.relayed = true,
		.expectations = stream->expectations,
	};

	for (unsigned i = 0; i < LIMIT_TURN_PEERS; i++) {
		struct carried *carried = &stun->carried[i];

		if (carried->inner && carried->key == key)
			return carried->inner;
		if (carried->inner)
			continue;
		carried->key = key;
		carried->inner = inner_new(&options, observer);
		return carried->inner;
	}
	observer_limit(observer, "turn-peers", LIMIT_TURN_PEERS);
	return NULL;
}

/* What a message carries for somebody else, and how that was read. */
struct load {
	struct bytes data;
	enum readability as;
};

/* What the attributes say that is needed at their end. */
struct reading {
	struct bytes user;
	uint64_t peer;
	bool realm;
};

static void read_attribute(const struct attribute_value *attribute, const struct header *header,
			   const struct message *message, struct reading *reading, struct load *load,
			   struct observer *observer)
{
	struct address address;

	switch (attribute->type) {
	case MAPPED_ADDRESS:
	case XOR_MAPPED_ADDRESS:
	case XOR_MAPPED_ADDRESS_OLD:
		address = read_address(attribute->value, header, attribute->type != MAPPED_ADDRESS);
		say_address(message, "mapped-address", &address, observer);
		break;
	case XOR_RELAYED_ADDRESS:
		address = read_address(attribute->value, header, true);
		say_address(message, "relayed-address", &address, observer);
		break;
	case XOR_PEER_ADDRESS:
		address = read_address(attribute->value, header, true);
		reading->peer = hash_bytes((struct bytes){ address.octets, sizeof address.octets }, 1);
		say_address(message, "peer-address", &address, observer);
		break;
	case USERNAME:
		reading->user = attribute->value;
		break;
	case REALM:
		reading->realm = (header->type & CLASSES) == CLASS_REQUEST;
		say_text(message, "realm", attribute->value, observer);
		break;
	case SOFTWARE:
		say_text(message, "software", attribute->value, observer);
		break;
	case DATA:
		load->data = attribute->value;
		break;
	default:
		break;
	}
}

/* A message. False: it is broken. */
static bool read_message(struct stun *stun, enum direction direction, const struct header *header,
			 struct cursor attributes, struct stream *stream, struct load *load,
			 struct observer *observer)
{
	static const char *const classes[] = { "request", "indication", "success", "error" };
	struct message message = {
		.part = BYTES("attribute"),
		.method = bytes_of(classes[(header->type >> 4 & 1) | (header->type >> 7 & 2)]),
	};
	struct reading reading = { .realm = false };
	struct attribute_value attribute;

	while (next_attribute(&attributes, &attribute))
		read_attribute(&attribute, header, &message, &reading, load, observer);
	if (reading.realm)
		say_user(reading.user, observer);
	if (load->data.size)
		load->as = inner_deliver(carried_of(stun, reading.peer, stream, observer), direction,
					 load->data, load->data, observer);
	return cursor_ok(&attributes);
}

static bool take_channel(struct cursor *cursor, unsigned *ret_channel, struct bytes *ret_data)
{
	unsigned channel = cursor_be16(cursor);
	struct bytes data = cursor_take(cursor, cursor_be16(cursor));

	if (!cursor_ok(cursor) || channel < 0x4000 || channel >= 0x8000)
		return false;
	*ret_channel = channel;
	*ret_data = data;
	return true;
}

static enum decoded decode_datagram(struct stun *stun, enum direction direction, struct stream *stream,
				    struct observer *observer)
{
	struct bytes datagram = stream->unread.rest, data;
	struct cursor cursor = cursor_over(datagram), at = cursor;
	struct header header;
	unsigned channel;

	if (take_header(&cursor, &header) && header.size <= cursor_left(&cursor) &&
	    (header.cookie || header.size == cursor_left(&cursor))) {
		struct cursor attributes = cursor_over(cursor_take(&cursor, header.size));
		struct load load = { .as = READABLE };
		bool right = read_message(stun, direction, &header, attributes, stream, &load, observer);

		stun->known = true;
		cursor_skip(&stream->unread, datagram.size - load.data.size);
		stream->skip = load.data.size;
		stream->skip_as = load.as;
		return right ? DECODED : DECODED_MALFORMED;
	}
	if (!stun->known)
		return DECODED_NOT_MINE;
	if (take_channel(&at, &channel, &data) && cursor_left(&at) < 4) {
		cursor_skip(&stream->unread, datagram.size - cursor_left(&at) - data.size);
		stream->skip = data.size;
		stream->skip_as = inner_deliver(carried_of(stun, channel, stream, observer), direction, data,
						data, observer);
		return DECODED;
	}
	if (!stun->beside)
		stun->beside = inner_new(
			&(struct inner_options){ .datagrams = true, .expectations = stream->expectations },
			observer);
	stream->skip = datagram.size;
	stream->skip_as = inner_deliver(stun->beside, direction, datagram, datagram, observer);
	return DECODED;
}

/* Size of the message over TCP that starts here; 0: more bytes are needed; SIZE_MAX: none does. */
static size_t stream_size(struct bytes bytes)
{
	if (bytes.size < 4)
		return 0;
	size_t size = (size_t)(bytes.data[2] << 8 | bytes.data[3]);

	switch (bytes.data[0] >> 6) {
	case 0:
		return size % 4 ? SIZE_MAX : HEADER_SIZE + size;
	case 1:
		return 4 + (size + 3) / 4 * 4;
	default:
		return SIZE_MAX;
	}
}

static enum decoded decode_stream(struct stun *stun, enum direction direction, struct stream *stream,
				  struct observer *observer)
{
	while (cursor_left(&stream->unread)) {
		size_t size = stream_size(stream->unread.rest);
		struct load load = { .as = READABLE };
		struct header header;
		unsigned channel;
		struct bytes data;

		if (size == SIZE_MAX)
			return stun->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
		if (size == 0 || size > cursor_left(&stream->unread)) {
			stream->wanted = size ? size : 4;
			return DECODED;
		}
		struct cursor cursor = cursor_over(cursor_take(&stream->unread, size)), at = cursor;

		if (take_channel(&at, &channel, &data)) {
			(void)inner_deliver(carried_of(stun, channel, stream, observer), direction, data,
					    data, observer);
			continue;
		}
		if (!take_header(&cursor, &header) || !header.cookie)
			return stun->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
		stun->known = true;
		if (!read_message(stun, direction, &header, cursor, stream, &load, observer))
			return DECODED_MALFORMED;
	}
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	return stream->datagram ? decode_datagram(state, direction, stream, observer)
				: decode_stream(state, direction, stream, observer);
}

static void end(void *state, struct observer *observer)
{
	struct stun *stun = state;

	for (unsigned i = 0; i < LIMIT_TURN_PEERS; i++)
		if (stun->carried[i].inner)
			inner_close(stun->carried[i].inner, observer);
	if (stun->beside)
		inner_close(stun->beside, observer);
}

const struct app_decoder app_decoder_stun = {
	.name = "stun",
	.specification = "RFC 3489, RFC 8489, RFC 8656",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 3478 },
			{ SELECT_UDP_PORT, 19302 },
			{ SELECT_TCP_PORT, 3478 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct stun),
	.bid = bid,
	.decode = decode,
	.close = end,
};
