/* SPDX-License-Identifier: Apache-2.0 */
/* RADIUS (RFC 2865, 2866, 5176) over UDP.
 *
 *     code identifier size(16) authenticator(16 bytes), then attributes: type, size, value
 *
 * The user's name, addresses and the identities of a mobile subscriber (3GPP TS 29.061 16.4.7) stand in
 * clear. A password is hidden by a digest of a secret that both servers share: nothing of it is said but
 * that it was there. Left out: what EAP carries but for the identity. */
#include "base/text.h"
#include "protocol/application.h"
#include "protocol/application/eap.h"
#include "protocol/application/login.h"

enum {
	HEADER_SIZE = 20,
	USER_NAME = 1,
	USER_PASSWORD = 2,
	CHAP_PASSWORD = 3,
	VENDOR = 26,
	EAP_MESSAGE = 79,
	DIGEST_RESPONSE = 103,
	VENDOR_MICROSOFT = 311,
	VENDOR_3GPP = 10415,
	VENDOR_CISCO = 9,
};

/* Attributes worth handing on: what they are called and how they are written. */
enum form { FORM_TEXT, FORM_IPV4, FORM_IPV6 };

struct attribute_name {
	uint32_t vendor;
	uint8_t type;
	uint8_t form;
	const char *name;
};

static const struct attribute_name names[] = {
	{ 0, 8, FORM_IPV4, "Framed-IP-Address" },
	{ 0, 11, FORM_TEXT, "Filter-Id" },
	{ 0, 18, FORM_TEXT, "Reply-Message" },
	{ 0, 19, FORM_TEXT, "Callback-Number" },
	{ 0, 30, FORM_TEXT, "Called-Station-Id" },
	{ 0, 31, FORM_TEXT, "Calling-Station-Id" },
	{ 0, 32, FORM_TEXT, "NAS-Identifier" },
	{ 0, 66, FORM_TEXT, "Tunnel-Client-Endpoint" },
	{ 0, 77, FORM_TEXT, "Connect-Info" },
	{ 0, 87, FORM_TEXT, "NAS-Port-Id" },
	{ 0, 89, FORM_TEXT, "Chargeable-User-Identity" },
	{ 0, 168, FORM_IPV6, "Framed-IPv6-Address" },
	{ VENDOR_3GPP, 1, FORM_TEXT, "3GPP-IMSI" },
	{ VENDOR_3GPP, 20, FORM_TEXT, "3GPP-IMEISV" },
	{ VENDOR_CISCO, 1, FORM_TEXT, "Cisco-AVPair" },
};

/* What a message brings for a login. */
struct asked {
	struct bytes name, where;
	struct bytes secret; /* in clear: of a token card */
	const char *class;
	const char *scheme;
};

/* Codes that are assigned (IANA): access, accounting, status, disconnect and change of authorization. */
static bool is_code(unsigned code)
{
	return (code >= 1 && code <= 5) || (code >= 11 && code <= 13) || (code >= 40 && code <= 45);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	unsigned code = cursor_u8(&cursor), count = 0;

	(void)direction;
	cursor_skip(&cursor, 1);
	size_t size = cursor_be16(&cursor);

	cursor_skip(&cursor, 16);
	if (!cursor_ok(&cursor) || !is_code(code) || size != first.size)
		return 0;
	while (cursor_left(&cursor)) {
		unsigned type = cursor_u8(&cursor);
		size_t length = cursor_u8(&cursor);

		if (!type || length < 2)
			return 0;
		cursor_skip(&cursor, length - 2);
		if (!cursor_ok(&cursor))
			return 0;
		count++;
	}
	/* Without attributes the size alone is not enough but on the usual port. */
	return count ? 4 + 16 + (count < 4 ? 4 * count : 16) : 14;
}

static void say_attribute(struct message *message, const struct attribute_name *name, struct bytes value,
			  struct observer *observer)
{
	char text[ADDRESS_TEXT_SIZE];
	struct address address;

	if (name->form != FORM_TEXT) {
		if (value.size != (name->form == FORM_IPV4 ? 4 : 16))
			return;
		address = address_of(value);
		value = bytes_of(address_format(&address, text));
	}
	value = login_padded(value);
	if (value.size && text_is_utf8(value))
		observer_value(observer, message, bytes_of(name->name), value);
}

/* What the first piece of an EAP packet tells of who logs in. */
static void take_eap(struct bytes value, struct asked *asked)
{
	struct eap eap;

	if (!eap_read(value, &eap) || eap.code != EAP_RESPONSE)
		return;
	if (!asked->class)
		asked->scheme = "eap";
	if (!eap.class)
		return;
	if (strcmp(eap.class, "username-only") != 0) {
		asked->scheme = eap.scheme;
		asked->class = eap.class;
		asked->secret = eap.secret;
	}
	if (eap.user.size && !asked->name.size) {
		asked->name = eap.user;
		asked->where = value;
	}
}

static void take_attribute(uint32_t vendor, unsigned type, struct bytes value, struct message *message,
			   struct asked *asked, struct observer *observer)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].vendor == vendor && names[i].type == type)
			say_attribute(message, &names[i], value, observer);
	if (vendor == VENDOR_MICROSOFT && (type == 1 || type == 25)) {
		asked->class = "hash";
		asked->scheme = "mschap";
	}
	if (vendor)
		return;
	switch (type) {
	case USER_NAME:
		asked->name = login_padded(value);
		asked->where = value;
		break;
	case USER_PASSWORD:
		asked->class = "encrypted";
		asked->scheme = "radius";
		break;
	case CHAP_PASSWORD:
		asked->class = "hash";
		asked->scheme = "chap";
		break;
	case DIGEST_RESPONSE:
		asked->class = "hash";
		asked->scheme = "digest";
		break;
	case EAP_MESSAGE:
		take_eap(value, asked);
		break;
	default:
		break;
	}
}

static void take_vendor(struct bytes value, struct message *message, struct asked *asked,
			struct observer *observer)
{
	struct cursor cursor = cursor_over(value);
	uint32_t vendor = cursor_be32(&cursor);

	while (cursor_ok(&cursor) && cursor_left(&cursor)) {
		unsigned type = cursor_u8(&cursor);
		size_t size = cursor_u8(&cursor);
		struct bytes inner = cursor_take(&cursor, size < 2 ? SIZE_MAX : size - 2);

		if (!cursor_ok(&cursor))
			return;
		take_attribute(vendor, type, inner, message, asked, observer);
	}
}

static const char *method_of(unsigned code)
{
	return code <= 3		? "access"
	       : code == 4 || code == 5 ? "accounting"
	       : code == 11		? "challenge"
	       : code >= 40		? "change"
					: "status";
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct cursor cursor = cursor_over(datagram);
	struct message message = { .part = BYTES("attribute") };
	struct asked asked = { .name = BYTES_EMPTY };
	unsigned code = cursor_u8(&cursor);

	(void)state;
	(void)direction;
	cursor_skip(&cursor, 1);
	size_t size = cursor_be16(&cursor);

	cursor_skip(&cursor, 16);
	if (!cursor_ok(&cursor) || !is_code(code) || size < HEADER_SIZE)
		return DECODED_MALFORMED;
	message.method = bytes_of(method_of(code));
	/* Octets behind the size are padding (RFC 2865 3). */
	cursor.rest = bytes_slice(cursor.rest, 0, size - HEADER_SIZE);
	while (cursor_ok(&cursor) && cursor_left(&cursor)) {
		unsigned type = cursor_u8(&cursor);
		size_t length = cursor_u8(&cursor);
		struct bytes value = cursor_take(&cursor, length < 2 ? SIZE_MAX : length - 2);

		if (!cursor_ok(&cursor))
			break;
		if (type == VENDOR)
			take_vendor(value, &message, &asked, observer);
		else
			take_attribute(0, type, value, &message, &asked, observer);
	}
	credential_say(
		&(struct credential){
			.scheme = asked.scheme ? asked.scheme : "radius",
			.class = asked.class ? asked.class : "username-only",
			.user = asked.name,
			.secret = asked.secret,
			.method = method_of(code),
			.why = asked.secret.size ? "answer of a token card in EAP, in clear"
			       : asked.class	 ? "user name; the password itself is not readable"
						 : "user name",
		},
		asked.where, observer);
	return cursor_ok(&cursor) ? DECODED : DECODED_MALFORMED;
}

static const struct selector usual_ports[] = { { SELECT_UDP_PORT, 1812 }, { SELECT_UDP_PORT, 1813 },
					       { SELECT_UDP_PORT, 1645 }, { SELECT_UDP_PORT, 1646 },
					       { SELECT_UDP_PORT, 3799 }, { SELECT_UDP_PORT, 1700 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_radius = {
	.name = "radius",
	.specification = "RFC 2865, RFC 2866, RFC 5176, TS 29.061",
	.usual_ports = usual_ports,
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
