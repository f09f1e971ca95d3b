/* SPDX-License-Identifier: Apache-2.0 */
/* EAP (RFC 3748) as frames of a LAN (IEEE 802.1X) and of PPP carry it: who logs in.
 *
 *     code number size(16) [type, data]   code: 1 asks, 2 answers, 3 lets in, 4 turns away
 *     types: 1 identity: text    4 MD5: size digest name    6 token card: text, in clear
 *            17 LEAP: version 0 size proof name    18, 23, 50 SIM, AKA: subtype 0 0, items
 *            26 MSCHAPv2: operation number size(16) 49 proof(49) name
 *            254 expanded: vendor(24) type(32), operation flags [size(16)], items: Wi-Fi Simple Configuration
 *
 * The first answer names the user to everybody around; methods that hide him answer it with `anonymous` or
 * with a realm alone. Left out: what runs inside TLS (13, 21, 25, 43), which is encrypted; messages in
 * several fragments. */
#include "protocol/application/eap.h"

#include "base/text.h"
#include "protocol/application.h"
#include "protocol/application/login.h"

enum {
	HEADER_SIZE = 4,
	IDENTITY = 1,
	MD5 = 4,
	TOKEN_CARD = 6,
	LEAP = 17,
	SIM = 18,
	AKA = 23,
	AKA_PRIME = 50,
	MSCHAP = 26,
	MSCHAP_PROOF = 49,
	EXPANDED = 254,
	ITEM_IDENTITY = 14,
};

static void read_identity(struct eap *eap, struct bytes name)
{
	/* Options follow a NUL (RFC 3748 5.1). */
	struct bytes user = bytes_split(&name, 0);

	/* What every enrollee says, and what stands for a name where there is none (RFC 7542 2.4) */
	if (bytes_start_with(user, BYTES("WFA-SimpleConfig-")) || bytes_start_with(user, BYTES("@")) ||
	    bytes_start_with_nocase(user, BYTES("anonymous")))
		return;
	eap->scheme = "eap";
	eap->class = "username-only";
	eap->why = "identity in EAP";
	eap->user = user;
}

/* A proof of `size` (8) bytes, then the name. */
static void read_proved(struct eap *eap, const char *scheme, struct cursor cursor)
{
	size_t size = cursor_u8(&cursor);

	cursor_skip(&cursor, size);
	if (!cursor_ok(&cursor) || !size || !cursor_left(&cursor))
		return;
	eap->scheme = scheme;
	eap->class = "hash";
	eap->why = "user name in EAP, with a proof made of the password";
	eap->user = cursor.rest;
}

/* The password alone, or the two together (RFC 5421 2). */
static void read_token(struct eap *eap, struct bytes text)
{
	if (bytes_start_with(text, BYTES("RESPONSE="))) {
		text = bytes_from(text, 9);
		eap->user = bytes_split(&text, 0);
	}
	if (!text.size || !text_is_utf8(text))
		return;
	eap->scheme = "eap-gtc";
	eap->class = "password";
	eap->why = "answer of a token card in EAP, in clear";
	eap->secret = text;
}

/* Items of the size of words: type, words, value; the identity has its size (16) in front. */
static void read_subscriber(struct eap *eap, struct cursor cursor)
{
	cursor_skip(&cursor, 3);
	while (cursor_ok(&cursor) && cursor_left(&cursor) >= 4) {
		unsigned type = cursor_u8(&cursor);
		size_t words = cursor_u8(&cursor);
		struct cursor value = cursor_over(cursor_take(&cursor, words ? 4 * words - 2 : SIZE_MAX));

		if (!cursor_ok(&cursor) || type != ITEM_IDENTITY)
			continue;
		size_t size = cursor_be16(&value);

		read_identity(eap, cursor_take(&value, size));
		return;
	}
}

static void read_response(struct eap *eap)
{
	struct cursor cursor = cursor_over(eap->data);

	switch (eap->type) {
	case IDENTITY:
		read_identity(eap, eap->data);
		break;
	case MD5:
		read_proved(eap, "eap-md5", cursor);
		break;
	case TOKEN_CARD:
		read_token(eap, eap->data);
		break;
	case LEAP:
		cursor_skip(&cursor, 2);
		read_proved(eap, "leap", cursor);
		break;
	case SIM:
	case AKA:
	case AKA_PRIME:
		read_subscriber(eap, cursor);
		break;
	case MSCHAP:
		cursor_skip(&cursor, 4);
		if (cursor_peek(&cursor, 0) == MSCHAP_PROOF)
			read_proved(eap, "mschap", cursor);
		break;
	default:
		break;
	}
}

bool eap_read(struct bytes packet, struct eap *ret_eap)
{
	struct cursor cursor = cursor_over(packet);
	struct eap eap = { .code = cursor_u8(&cursor) };

	cursor_skip(&cursor, 1);
	size_t size = cursor_be16(&cursor);
	bool told = eap.code == EAP_REQUEST || eap.code == EAP_RESPONSE;

	if (!cursor_ok(&cursor) || eap.code < EAP_REQUEST || eap.code > EAP_FINISH ||
	    size < HEADER_SIZE + (told ? 1u : 0u) || size > packet.size)
		return false;
	cursor.rest = bytes_slice(cursor.rest, 0, size - HEADER_SIZE);
	eap.type = told ? cursor_u8(&cursor) : 0;
	eap.data = cursor.rest;
	if (eap.code == EAP_RESPONSE)
		read_response(&eap);
	*ret_eap = eap;
	return true;
}

/* How a device describes itself when it is to be let in without a password (Wi-Fi Simple Configuration 12).
 */
static const struct {
	unsigned type;
	const char *name;
} descriptions[] = {
	{ 0x1011, "device-name" },  { 0x1021, "manufacturer" },	 { 0x1023, "model-name" },
	{ 0x1024, "model-number" }, { 0x1042, "serial-number" }, { 0x1045, "ssid" },
};

static void say_description(struct cursor cursor, struct observer *observer)
{
	const struct message message = { .part = BYTES("item"), .method = BYTES("EAP-WSC") };
	enum { VENDOR_WIFI = 0x372a, SIMPLE = 1, WITH_SIZE = 2 };
	unsigned vendor = cursor_be24(&cursor), type = cursor_be32(&cursor);

	cursor_skip(&cursor, 1);
	unsigned flags = cursor_u8(&cursor);

	if (vendor != VENDOR_WIFI || type != SIMPLE)
		return;
	cursor_skip(&cursor, flags & WITH_SIZE ? 2 : 0);
	while (cursor_ok(&cursor) && cursor_left(&cursor) >= 4) {
		unsigned item = cursor_be16(&cursor);
		size_t size = cursor_be16(&cursor);
		struct bytes value = cursor_take(&cursor, size);

		for (size_t i = 0; i < sizeof descriptions / sizeof *descriptions; i++)
			if (descriptions[i].type == item && value.size && value.data[0])
				observer_value(observer, &message, bytes_of(descriptions[i].name),
					       login_padded(value));
	}
}

/* A subscriber's name (TS 23.003 14) is a digit for the method and the number of the card: then that is said,
 * and there is no other name. */
static bool say_subscriber(struct bytes name, struct observer *observer)
{
	const struct message message = { .part = BYTES("identity") };
	size_t at = bytes_find_byte(name, '@');
	struct bytes number = bytes_slice(name, 1, at - 1);

	if (at == SIZE_MAX || at < 15 || at > 16 || name.data[0] < '0' || name.data[0] > '8')
		return false;
	for (size_t i = 0; i < number.size; i++)
		if (number.data[i] < '0' || number.data[i] > '9')
			return false;
	observer_value(observer, &message, BYTES("imsi"), number);
	return true;
}

static bool names_somebody(unsigned type)
{
	return type == IDENTITY || type == SIM || type == AKA || type == AKA_PRIME;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct eap eap;

	(void)direction;
	return eap_read(first, &eap) ? 8 : 0;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes packet = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct eap eap;

	(void)state;
	if (!eap_read(packet, &eap))
		return DECODED_MALFORMED;
	if (eap.type == EXPANDED)
		say_description(cursor_over(eap.data), observer);
	if (!eap.class)
		return DECODED;
	if (names_somebody(eap.type)) {
		const struct message message = { .part = BYTES("identity") };

		if (say_subscriber(eap.user, observer))
			return DECODED;
		observer_value(observer, &message, BYTES("identity"), eap.user);
	}
	credential_say(
		&(struct credential){
			.scheme = eap.scheme,
			.class = eap.class,
			.user = eap.user,
			.secret = eap.secret,
			.method = "EAP",
			.why = eap.why,
			.sender = direction == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER,
		},
		packet, observer);
	return DECODED;
}

const struct app_decoder app_decoder_eap = {
	.name = "eap",
	.specification = "RFC 3748, RFC 4186, RFC 4187, Wi-Fi Simple Configuration 2.0",
	.usual_ports = (const struct selector[]){ { SELECT_PPP, 0xc227 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
