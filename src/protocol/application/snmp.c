/* SPDX-License-Identifier: Apache-2.0 */
/* SNMP v1 (RFC 1157), v2c (RFC 1901), v3 (RFC 3412, 3414) over UDP, as far as who asks.
 *
 *     v1, v2c  SEQUENCE { version INTEGER, community OCTET STRING, PDU }
 *     v3       SEQUENCE { version INTEGER, SEQUENCE { … }, OCTET STRING { SEQUENCE { engine, boots,
 *              time, user, … } }, … }
 *
 * Of the values only text is handed on: the contact, the place and the names that people write there.
 * Left out: what version 3 carries, mostly encrypted. */
#include "protocol/application.h"

#include "base/limits.h"

#include <stdio.h>

enum { TAG_INTEGER = 0x02, TAG_STRING = 0x04, TAG_OBJECT = 0x06, TAG_SEQUENCE = 0x30 };
enum { PDU_GET = 0xa0, PDU_RESPONSE = 0xa2, PDU_TRAP = 0xa4, PDU_INFORM = 0xa6, PDU_LAST = 0xa8 };
enum { KEPT = 255, OBJECT_TEXT = 256 };

/* Who asked last, until the answer comes. */
struct snmp {
	bool waits, is_user;
	enum direction asked;
	struct span origin;
	uint8_t size;
	uint8_t text[KEPT];
};

struct element {
	unsigned tag;
	struct bytes value;
};

/* A BER element (X.690) of up to four octets of size; those of SNMP are never of indefinite size. Where
 * `cut`, the value may be longer than what is there. */
static struct element take_element(struct cursor *cursor, bool cut)
{
	struct element element = { .tag = cursor_u8(cursor) };
	size_t size = cursor_u8(cursor);

	if (size > 0x84 || size == 0x80)
		cursor->failed = true;
	else if (size > 0x80)
		size = (size_t)cursor_be(cursor, size - 0x80);
	if (cut && size > cursor_left(cursor))
		size = cursor_left(cursor);
	element.value = cursor_take(cursor, size);
	return element;
}

/* Of version 3. */
struct asker {
	struct bytes name;
	unsigned flags;
};

/* Who asks, by version 3: behind the version stand the header and the security parameters. */
static bool read_user(struct cursor *cursor, struct asker *ret_user)
{
	struct element header = take_element(cursor, false), security = take_element(cursor, true);
	struct cursor fields = cursor_over(header.value), outer = cursor_over(security.value), inner;

	(void)take_element(&fields, false);
	(void)take_element(&fields, false);
	struct element flags = take_element(&fields, false), model = take_element(&fields, false);

	if (!cursor_ok(&fields) || flags.value.size != 1 || model.value.size != 1 || model.value.data[0] != 3)
		return false;
	inner = cursor_over(take_element(&outer, true).value);
	for (unsigned i = 0; i < 3; i++)
		(void)take_element(&inner, false);
	struct element name = take_element(&inner, false);

	if (!cursor_ok(&outer) || !cursor_ok(&inner) || name.tag != TAG_STRING)
		return false;
	*ret_user = (struct asker){ name.value, flags.value.data[0] };
	return true;
}

static void say(struct bytes text, bool is_user, const char *result, enum sender sender, struct span origin,
		struct bytes where, struct observer *observer)
{
	struct observation credential = observation_of(KIND_CREDENTIAL);

	if (!text.size)
		return;
	credential.sender = sender;
	credential.origin = origin;
	observation_word(&credential, ATTRIBUTE_SCHEME, is_user ? "usm" : "community");
	observation_word(&credential, ATTRIBUTE_CLASS, is_user ? "username-only" : "community");
	observation_text(&credential, is_user ? ATTRIBUTE_USER : ATTRIBUTE_SECRET, text);
	observation_word(&credential, ATTRIBUTE_PATH, is_user ? "snmp:security" : "snmp:community");
	observation_word(&credential, ATTRIBUTE_CONFIDENCE, "certain");
	observation_word(&credential, ATTRIBUTE_WHY,
			 is_user ? "user name of SNMPv3" : "community: whoever knows it may ask");
	observation_word(&credential, ATTRIBUTE_RESULT, result);
	observer_say(observer, &credential, where);
}

static void say_waiting(struct snmp *snmp, const char *result, struct observer *observer)
{
	if (snmp->waits)
		say((struct bytes){ snmp->text, snmp->size }, snmp->is_user, result,
		    snmp->asked == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER, snmp->origin, BYTES_EMPTY,
		    observer);
	snmp->waits = false;
}

static void wait_for_answer(struct snmp *snmp, enum direction direction, struct bytes text, bool is_user,
			    struct observer *observer)
{
	say_waiting(snmp, "unknown", observer);
	snmp->waits = true;
	snmp->is_user = is_user;
	snmp->asked = direction;
	snmp->origin = observer_span(observer, text);
	snmp->size = (uint8_t)(text.size < KEPT ? text.size : KEPT);
	if (snmp->size)
		memcpy(snmp->text, text.data, snmp->size);
}

static void read_asker(struct snmp *snmp, enum direction direction, struct bytes text, bool is_user,
		       unsigned pdu, struct observer *observer)
{
	struct span none = { 0, 0, 0 };
	bool answers = is_user ? snmp->waits && snmp->asked != direction
			       : pdu == PDU_RESPONSE || pdu == PDU_LAST;

	if (answers && snmp->waits && snmp->asked != direction)
		say_waiting(snmp, "accepted", observer);
	else if (answers)
		say(text, is_user, "accepted", SENDER_CARRIER, none, text, observer);
	else if (!is_user && (pdu == PDU_TRAP || pdu == PDU_INFORM || pdu == PDU_INFORM + 1))
		say(text, is_user, "unknown", SENDER_CARRIER, none, text, observer);
	else
		wait_for_answer(snmp, direction, text, is_user, observer);
}

/* An object identifier as numbers with dots (X.690 8.19), cut where it is too long. */
static struct bytes text_of_object(struct cursor object, char text[OBJECT_TEXT])
{
	size_t size = 0;
	uint64_t number = 0;
	bool first = true;

	while (cursor_left(&object) && size + 24 < OBJECT_TEXT) {
		uint8_t byte = cursor_u8(&object);

		number = (number << 7 | (byte & 0x7f)) & UINT32_MAX;
		if (byte & 0x80)
			continue;
		uint64_t top = !first ? 0 : number < 40 ? 0 : number < 80 ? 1 : 2;

		size += (size_t)(first ? snprintf(text + size, 24, "%u.%u", (unsigned)top,
						  (unsigned)(number - 40 * top))
				       : snprintf(text + size, 24, ".%u", (unsigned)number));
		first = false;
		number = 0;
	}
	return (struct bytes){ (const uint8_t *)text, size };
}

static bool is_text(struct bytes value)
{
	for (size_t i = 0; i < value.size; i++)
		if (value.data[i] < ' ' && value.data[i] != '\n' && value.data[i] != '\r' &&
		    value.data[i] != '\t')
			return false;
	return value.size >= 2;
}

/* PDU { id, status, index, SEQUENCE { SEQUENCE { object, value } … } } */
static void read_values(struct cursor cursor, struct observer *observer)
{
	struct message message = { .part = BYTES("value") };
	struct element pdu = take_element(&cursor, true);
	struct cursor fields = cursor_over(pdu.value);
	char text[OBJECT_TEXT];

	for (unsigned i = 0; i < 3; i++)
		(void)take_element(&fields, false);
	struct cursor list = cursor_over(take_element(&fields, true).value);

	while (cursor_ok(&fields) && cursor_left(&list)) {
		struct cursor pair = cursor_over(take_element(&list, true).value);
		struct element object = take_element(&pair, false), value = take_element(&pair, false);

		if (!cursor_ok(&pair) || !cursor_ok(&list) || object.tag != TAG_OBJECT)
			return;
		if (value.tag == TAG_STRING && is_text(value.value))
			observer_value(observer, &message, text_of_object(cursor_over(object.value), text),
				       value.value);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes datagram = cursor_take(&stream->unread, cursor_left(&stream->unread));
	struct cursor outer = cursor_over(datagram);
	struct cursor cursor = cursor_over(take_element(&outer, true).value);
	struct element version = take_element(&cursor, false);
	struct asker user;

	if (!cursor_ok(&outer) || !cursor_ok(&cursor) || version.tag != TAG_INTEGER ||
	    version.value.size != 1)
		return DECODED_MALFORMED;
	if (version.value.data[0] == 3) {
		if (!read_user(&cursor, &user))
			return DECODED_MALFORMED;
		read_asker(state, direction, user.name, true, 0, observer);
		return DECODED;
	}
	struct element community = take_element(&cursor, false);

	if (!cursor_ok(&cursor) || community.tag != TAG_STRING || version.value.data[0] > 1)
		return DECODED_MALFORMED;
	read_asker(state, direction, community.value, false, cursor_peek(&cursor, 0), observer);
	if (cursor_peek(&cursor, 0) != PDU_TRAP)
		read_values(cursor, observer);
	return DECODED;
}

static void end(void *state, struct observer *observer)
{
	say_waiting(state, "unknown", observer);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor outer = cursor_over(first), cursor;
	struct element message = take_element(&outer, true);

	(void)direction;
	cursor = cursor_over(message.value);
	struct element version = take_element(&cursor, false);

	if (message.tag != TAG_SEQUENCE || cursor_left(&outer) || version.tag != TAG_INTEGER ||
	    version.value.size != 1 || !cursor_ok(&cursor))
		return 0;
	struct element next = take_element(&cursor, false);

	if (!cursor_ok(&cursor))
		return 0;
	switch (version.value.data[0]) {
	case 0:
	case 1:
		return next.tag == TAG_STRING && cursor_peek(&cursor, 0) >= PDU_GET &&
				       cursor_peek(&cursor, 0) <= PDU_LAST
			       ? 8 * 7
			       : 0;
	case 3:
		return next.tag == TAG_SEQUENCE && cursor_peek(&cursor, 0) == TAG_STRING ? 8 * 6 : 0;
	default:
		return 0;
	}
}

const struct app_decoder app_decoder_snmp = {
	.name = "snmp",
	.specification = "RFC 1157, RFC 1901, RFC 3412, RFC 3414",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 161 },
			{ SELECT_UDP_PORT, 162 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct snmp),
	.bid = bid,
	.decode = decode,
	.close = end,
};
