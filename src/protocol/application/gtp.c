/* SPDX-License-Identifier: Apache-2.0 */
/* Control messages of GTP: version 0 (GSM 09.60), 1 (3GPP TS 29.060), 2 (TS 29.274) and what is derived for
 * charging (GTP', TS 32.295), over UDP.
 *
 *     0   flags type size(16) sequence flow number ffffff subscriber(8 bytes), elements
 *     1   flags type size(16) tunnel(32) [sequence(16) number next], elements: type value, or type size(16)
 *         value from 128 on
 *     2   flags type size(16) [tunnel(32)] sequence(24) 0, elements: type size(16) instance value
 *
 * They name the subscriber: IMSI, telephone number, IMEI, and bring what the terminal logs in with (PAP or
 * CHAP among the protocol configuration options, TS 24.008 10.5.6.3). Left out: what users send (GTP-U),
 * charging records. */
#include "protocol/application.h"
#include "protocol/application/digits.h"
#include "protocol/application/login.h"
#include "protocol/application/pap.h"

enum {
	ELEMENT_IMSI_1 = 2,
	ELEMENT_ADDRESS_1 = 128,
	ELEMENT_NETWORK_1 = 131,
	ELEMENT_OPTIONS_1 = 132,
	ELEMENT_NUMBER_1 = 134,
	ELEMENT_DEVICE_1 = 154,
	ELEMENT_IMSI_2 = 1,
	ELEMENT_NETWORK_2 = 71,
	ELEMENT_DEVICE_2 = 75,
	ELEMENT_NUMBER_2 = 76,
	ELEMENT_OPTIONS_2 = 78,
	OPTION_PAP = 0xc023,
	OPTION_CHAP = 0xc223,
	USER_DATA = 255,
	IMSI_DIGITS = 15,
	NAME_MOST = 100,
};

/* Sizes of version 1's elements below 128; 0: not assigned. Version 0 has others for three of them. */
static size_t fixed_size(unsigned version, unsigned type)
{
	static const uint8_t sizes[30] = { 0, 1, 8, 6, 4, 4, 3, 0, 1, 28, 0, 1, 3, 1, 1,
					   1, 4, 4, 5, 1, 1, 1, 9, 1, 1,  2, 2, 2, 2, 1 };

	if (version == 0 && type >= 16 && type <= 18)
		return type == 18 ? 4 : 2;
	return type == 127 ? 4 : type < 30 ? sizes[type] : 0;
}

struct header {
	unsigned version, type;
	struct bytes subscriber; /* version 0 */
};

/* Reads the header; leaves the elements. */
static bool take_header(struct cursor *cursor, struct header *ret_header)
{
	struct header header = { .version = 0 };
	unsigned flags = cursor_u8(cursor);

	header.version = flags >> 5;
	header.type = cursor_u8(cursor);
	size_t size = cursor_be16(cursor), left = cursor_left(cursor);

	if (header.version == 0) {
		/* GTP' of version 0 may have a short header of six octets. */
		bool charging = !(flags & 16), brief = charging && (flags & 1);

		cursor_skip(cursor, brief ? 2 : 8);
		if (!brief)
			header.subscriber = cursor_take(cursor, 8);
		left = cursor_left(cursor);
	} else if (header.version == 1 && (flags & 16)) {
		cursor_skip(cursor, 4);
		left = cursor_left(cursor);
		if (flags & 7)
			cursor_skip(cursor, 4);
	} else if (header.version == 2) {
		cursor_skip(cursor, (flags & 8 ? 4 : 0) + 4);
	} else if (header.version == 1) {
		cursor_skip(cursor, 2);
		left = cursor_left(cursor);
	}
	if (!cursor_ok(cursor) || header.version > 2 || size > left ||
	    (size < left && !(header.version == 2 && flags & 16)) || !header.type)
		return false;
	*ret_header = header;
	return true;
}

/* The next element; false at the end, or where it cannot be one. */
static bool take_element(struct cursor *cursor, unsigned version, unsigned *ret_type, struct bytes *ret_value)
{
	unsigned type = cursor_u8(cursor);
	size_t size = version < 2 && type < 128 ? fixed_size(version, type) : cursor_be16(cursor);

	if (version == 2)
		cursor_skip(cursor, 1);
	if (version < 2 && type < 128 && !size)
		cursor->failed = true;
	struct bytes value = cursor_take(cursor, size);

	*ret_type = type;
	*ret_value = value;
	return cursor_ok(cursor);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct header header;
	struct bytes value;
	unsigned type, elements = 0;

	(void)direction;
	if (!take_header(&cursor, &header) || header.type == USER_DATA)
		return 0;
	/* Extension headers stand before the elements; they are rare, and the size fits all the same. */
	while (cursor_left(&cursor) && take_element(&cursor, header.version, &type, &value))
		elements++;
	return cursor_ok(&cursor) && elements ? 3 + 16 + 8 : 12;
}

static void say_digits(const char *name, struct bytes tbcd, struct observer *observer)
{
	struct message message = { .part = BYTES("element") };
	char text[DIGITS_MOST];
	struct bytes digits = digits_of_tbcd(tbcd, text);

	if (digits.size >= 5)
		observer_value(observer, &message, bytes_of(name), digits);
}

/* Version 0: an IMSI, and half an octet that tells the session. */
static void say_subscriber(struct bytes subscriber, struct observer *observer)
{
	struct message message = { .part = BYTES("header") };
	char text[DIGITS_MOST];
	struct bytes digits = bytes_slice(digits_of_tbcd(subscriber, text), 0, IMSI_DIGITS);

	if (digits.size == IMSI_DIGITS && !bytes_equal(digits, BYTES("000000000000000")))
		observer_value(observer, &message, BYTES("subscriber-IMSI"), digits);
}

/* The name of a network in labels, as DNS has them. */
static void say_network(struct bytes value, struct observer *observer)
{
	struct message message = { .part = BYTES("element") };
	struct cursor labels = cursor_over(value);
	uint8_t text[NAME_MOST + 1];
	size_t size = 0;

	while (cursor_left(&labels)) {
		size_t length = cursor_u8(&labels);
		struct bytes label = cursor_take(&labels, length);

		if (!label.size || size + label.size + 1 > NAME_MOST)
			return;
		if (size)
			text[size++] = '.';
		memcpy(text + size, label.data, label.size);
		size += label.size;
	}
	observer_value(observer, &message, BYTES("APN"), (struct bytes){ text, size });
}

/* A first octet, then: protocol(16) size content. */
static void take_options(struct bytes value, struct observer *observer)
{
	struct cursor cursor = cursor_over(value);

	cursor_skip(&cursor, 1);
	while (cursor_left(&cursor)) {
		unsigned protocol = cursor_be16(&cursor);
		size_t size = cursor_u8(&cursor);
		struct bytes packet = cursor_take(&cursor, size);
		struct ppp_login login;

		if (!cursor_ok(&cursor))
			return;
		if (protocol == OPTION_PAP && pap_read(packet, &login) && login.code == PAP_REQUEST)
			credential_say(
				&(struct credential){
					.scheme = "plain",
					.class = "password",
					.user = login.user,
					.secret = login.secret,
					.method = "PAP",
					.why = "authentication of PPP among the options",
				},
				packet, observer);
		else if (protocol == OPTION_CHAP && chap_read(packet, &login) && login.code == CHAP_RESPONSE)
			credential_say(
				&(struct credential){
					.scheme = "chap",
					.class = "hash",
					.user = login.user,
					.method = "CHAP",
					.why = "authentication of PPP: the password itself is not sent",
				},
				packet, observer);
	}
}

static void take_value(unsigned version, unsigned type, struct bytes value, struct observer *observer)
{
	if (version < 2 ? type == ELEMENT_IMSI_1 : type == ELEMENT_IMSI_2)
		say_digits("subscriber-IMSI", value, observer);
	else if (version < 2 && type == ELEMENT_NUMBER_1)
		say_digits("MSISDN", bytes_from(value, 1), observer); /* behind the sort of number */
	else if (version == 2 && type == ELEMENT_NUMBER_2)
		say_digits("MSISDN", value, observer);
	else if (version < 2 ? type == ELEMENT_DEVICE_1 : type == ELEMENT_DEVICE_2)
		say_digits("equipment-IMEI", value, observer);
	else if (version < 2 ? type == ELEMENT_NETWORK_1 : type == ELEMENT_NETWORK_2)
		say_network(value, observer);
	else if (version < 2 ? type == ELEMENT_OPTIONS_1 : type == ELEMENT_OPTIONS_2)
		take_options(value, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct cursor cursor = cursor_over(cursor_take(&stream->unread, cursor_left(&stream->unread)));
	struct header header;
	struct bytes value;
	unsigned type;

	(void)state;
	(void)direction;
	if (!take_header(&cursor, &header))
		return DECODED_MALFORMED;
	if (header.type == USER_DATA)
		return DECODED_IN_PART;
	say_subscriber(header.subscriber, observer);
	while (cursor_left(&cursor) && take_element(&cursor, header.version, &type, &value))
		take_value(header.version, type, value, observer);
	return DECODED;
}

static const struct selector usual_ports[] = { { SELECT_UDP_PORT, 2123 },
					       { SELECT_UDP_PORT, 3386 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_gtp = {
	.name = "gtp",
	.specification = "TS 29.060, TS 29.274, GSM 09.60, TS 32.295",
	.usual_ports = usual_ports,
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
