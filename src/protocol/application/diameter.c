/* SPDX-License-Identifier: Apache-2.0 */
/* Diameter (RFC 6733) over TCP and SCTP, with the attributes of NASREQ (RFC 7155), credit control (RFC 8506)
 * and 3GPP (TS 29.229, 29.272, 29.329) that name a subscriber.
 *
 *     1 size(24) flags command(24) application hop end (32 each), attributes: code(32) flags size(24)
 *     [vendor(32)] value, padded to four octets
 *
 * Over SCTP each message of it is one. Left out: the meaning of commands. */
#include "protocol/application.h"
#include "protocol/application/digits.h"
#include "protocol/application/login.h"

#include "base/limits.h"
#include "base/text.h"

enum {
	HEADER_SIZE = 20,
	FLAG_VENDOR = 0x80,
	VENDOR_3GPP = 10415,
	USER_NAME = 1,
	USER_PASSWORD = 2,
	SUBSCRIPTION_ID = 443,
	SUBSCRIPTION_TEXT = 444,
	SUBSCRIPTION_KIND = 450,
	GROUP_DEPTH = 4,
};

/* Attributes that are handed on; groups are looked into. */
static const struct {
	uint32_t vendor, code;
	enum { FORM_TEXT, FORM_DIGITS, FORM_GROUP } form;
	const char *name;
} known[] = {
	{ 0, 30, FORM_TEXT, "Called-Station-Id" },
	{ 0, 31, FORM_TEXT, "Calling-Station-Id" },
	{ 0, SUBSCRIPTION_ID, FORM_GROUP, NULL },
	{ 0, 458, FORM_GROUP, NULL },		 /* User-Equipment-Info */
	{ 0, 460, FORM_TEXT, "equipment-IMEI" }, /* its value */
	{ VENDOR_3GPP, 1, FORM_TEXT, "subscriber-IMSI" },
	{ VENDOR_3GPP, 601, FORM_TEXT, "Public-Identity" },
	{ VENDOR_3GPP, 700, FORM_GROUP, NULL }, /* User-Identity */
	{ VENDOR_3GPP, 701, FORM_DIGITS, "MSISDN" },
	{ VENDOR_3GPP, 1400, FORM_GROUP, NULL }, /* Subscription-Data */
	{ VENDOR_3GPP, 1401, FORM_GROUP, NULL }, /* Terminal-Information */
	{ VENDOR_3GPP, 1402, FORM_TEXT, "equipment-IMEI" },
};

struct reading {
	struct observer *observer;
	struct bytes user, secret;
	uint32_t subscription; /* sort of the subscription that is read */
};

struct pair {
	uint32_t vendor, code;
	struct bytes value;
};

static bool take_pair(struct cursor *cursor, struct pair *ret_pair)
{
	struct pair attribute = { .code = cursor_be32(cursor) };
	unsigned flags = cursor_u8(cursor);
	size_t size = cursor_be24(cursor), header = 8;

	if (flags & FLAG_VENDOR) {
		attribute.vendor = cursor_be32(cursor);
		header = 12;
	}
	if (size < header || (flags & 0x1f))
		cursor->failed = true;
	attribute.value = cursor_take(cursor, size - header);
	/* The padding of the last one is missing now and then. */
	if (cursor_ok(cursor))
		cursor_skip(cursor, (4 - size % 4) % 4 < cursor_left(cursor) ? (4 - size % 4) % 4
									     : cursor_left(cursor));
	*ret_pair = attribute;
	return cursor_ok(cursor);
}

/* What the applications of 3GPP call a user is the subscriber's IMSI (TS 29.272 6.3.1), perhaps with a realm
 * behind it. */
static struct bytes imsi_of(struct bytes user, uint32_t application)
{
	enum { FIRST = 16777216, LAST = 16777400 };
	struct bytes rest = user, digits = bytes_split(&rest, '@');

	if (application < FIRST || application > LAST || digits.size < 14 || digits.size > 15)
		return BYTES_EMPTY;
	for (size_t i = 0; i < digits.size; i++)
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return BYTES_EMPTY;
	return digits;
}

static bool is_text(struct bytes value)
{
	for (size_t i = 0; i < value.size; i++)
		if (value.data[i] < ' ')
			return false;
	return value.size && text_is_utf8(value);
}

static void say(struct reading *reading, const char *name, struct bytes value)
{
	struct message message = { .part = BYTES("attribute") };

	if (is_text(value))
		observer_value(reading->observer, &message, bytes_of(name), value);
}

/* RFC 8506 8.47: 0 telephone number, 1 IMSI, 2 SIP address, 3 NAI, 4 private. */
static const char *subscription_name(uint32_t sort)
{
	static const char *const sorts[] = { "MSISDN", "subscriber-IMSI", "SIP-URI", "NAI",
					     "Subscription-Id" };

	return sorts[sort < 5 ? sort : 4];
}

static void take_group(struct reading *reading, struct bytes group, unsigned depth);

static void take_value(struct reading *reading, const struct pair *attribute, unsigned depth)
{
	struct cursor cursor = cursor_over(attribute->value);
	char text[DIGITS_MOST];

	if (!attribute->vendor && attribute->code == USER_NAME)
		reading->user = attribute->value;
	else if (!attribute->vendor && attribute->code == USER_PASSWORD)
		reading->secret = login_padded(attribute->value);
	else if (!attribute->vendor && attribute->code == SUBSCRIPTION_KIND)
		reading->subscription = cursor_be32(&cursor);
	else if (!attribute->vendor && attribute->code == SUBSCRIPTION_TEXT)
		say(reading, subscription_name(reading->subscription), attribute->value);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (known[i].vendor != attribute->vendor || known[i].code != attribute->code)
			continue;
		if (known[i].form == FORM_GROUP && depth)
			take_group(reading, attribute->value, depth - 1);
		else if (known[i].form == FORM_TEXT)
			say(reading, known[i].name, attribute->value);
		else if (known[i].form == FORM_DIGITS)
			say(reading, known[i].name, digits_of_tbcd(attribute->value, text));
	}
}

static void take_group(struct reading *reading, struct bytes group, unsigned depth)
{
	struct cursor cursor = cursor_over(group), kinds = cursor;
	struct pair attribute;

	/* The sort of a subscription may stand behind its text. */
	while (cursor_left(&kinds) && take_pair(&kinds, &attribute))
		if (!attribute.vendor && attribute.code == SUBSCRIPTION_KIND)
			take_value(reading, &attribute, depth);
	while (cursor_left(&cursor) && take_pair(&cursor, &attribute))
		take_value(reading, &attribute, depth);
}

/* The size of the message that starts here; 0: none does. */
static size_t message_size(struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	unsigned version = cursor_u8(&cursor);
	size_t size = cursor_be24(&cursor);
	unsigned flags = cursor_u8(&cursor);

	return cursor_ok(&cursor) && version == 1 && size >= HEADER_SIZE && size % 4 == 0 &&
			       size <= LIMIT_MESSAGE_SIZE && !(flags & 15)
		       ? size
		       : 0;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t size = message_size(first);
	struct cursor cursor = cursor_over(bytes_slice(first, HEADER_SIZE, size ? size - HEADER_SIZE : 0));
	struct pair attribute;
	unsigned count = 0;

	(void)direction;
	if (first.size <= HEADER_SIZE || !size)
		return 0;
	while (cursor_left(&cursor) && take_pair(&cursor, &attribute))
		count++;
	/* Where all is there, it must end with an attribute. */
	return count < 2 || (!cursor_ok(&cursor) && first.size >= size) ? 0 : 8 + 2 + 4 + 16;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	(void)state;
	(void)direction;
	while (cursor_left(&stream->unread)) {
		size_t size = message_size(stream->unread.rest);
		struct reading reading = { .observer = observer };

		if (cursor_left(&stream->unread) >= 5 && !size)
			return DECODED_MALFORMED;
		if (!size || size > cursor_left(&stream->unread)) {
			stream->wanted = size ? size : 5;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		struct bytes message = cursor_take(&stream->unread, size);
		struct cursor application = cursor_over(bytes_slice(message, 8, 4));

		take_group(&reading, bytes_from(message, HEADER_SIZE), GROUP_DEPTH);
		say(&reading, "User-Name", reading.user);
		say(&reading, "subscriber-IMSI", imsi_of(reading.user, cursor_be32(&application)));
		credential_say(
			&(struct credential){
				.scheme = "plain",
				.class = "password",
				.user = reading.user,
				.secret = reading.secret,
				.method = "AA",
				.why = "User-Name and User-Password",
			},
			reading.secret.size ? reading.secret : reading.user, observer);
	}
	return DECODED;
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 3868 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_diameter = {
	.name = "diameter",
	.specification = "RFC 6733, RFC 7155, RFC 8506, TS 29.272",
	.usual_ports = usual_ports,
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
