/* SPDX-License-Identifier: Apache-2.0 */
/* LwM2M over CoAP: OMA-TS-LightweightM2M-V1_0, 6.4.3 (TLV) and appendix E (objects), as far as what
 * tells of the terminal, its place and its keys. Paths are /object/instance/resource. */
#include "protocol/application/coap.h"

#include "base/text.h"

#include <stdio.h>

static const struct resource {
	uint16_t object, number;
	const char *name;
} resources[] = {
	{ 0, 0, "server-uri" },
	{ 0, 3, "public-key-or-identity" },
	{ 0, 5, "secret-key" },
	{ 0, 6, "sms-security-key" },
	{ 0, 9, "server-sms-number" },
	{ 3, 0, "manufacturer" },
	{ 3, 1, "model-number" },
	{ 3, 2, "serial-number" },
	{ 3, 3, "firmware-version" },
	{ 3, 14, "utc-offset" },
	{ 3, 15, "timezone" },
	{ 3, 17, "device-type" },
	{ 4, 4, "ip-address" },
	{ 4, 5, "router-ip-address" },
	{ 4, 7, "apn" },
	{ 4, 8, "cell-id" },
	{ 6, 0, "latitude" },
	{ 6, 1, "longitude" },
	{ 6, 2, "altitude" },
	{ 6, 6, "speed" },
	{ 10, 1, "imei" },
	{ 10, 2, "imsi" },
	{ 12, 8, "mac-address" },
	{ 12, 4, "ssid" },
};

enum { TYPE_INSTANCE, TYPE_MULTIPLE_INSTANCE, TYPE_MULTIPLE, TYPE_RESOURCE, NOTHING = 0x10000 };

static const char *name_of(unsigned object, unsigned number)
{
	for (size_t i = 0; i < sizeof resources / sizeof *resources; i++)
		if (resources[i].object == object && resources[i].number == number)
			return resources[i].name;
	return NULL;
}

/* The numbers of a path; how many there are, 0 where any part is none. A directory before them (an
 * `rd` or a prefix that the terminal registered) is passed over. */
static unsigned read_path(struct bytes path, unsigned numbers[3])
{
	unsigned count = 0;
	uint64_t number;

	while (path.size) {
		struct bytes part = bytes_split(&path, '/');

		if (!part.size)
			continue;
		if (!bytes_to_number(part, &number) || number > 0xffff) {
			if (count)
				return 0;
			continue;
		}
		if (count == 3)
			return count;
		numbers[count++] = (unsigned)number;
	}
	return count;
}

const char *lwm2m_name(struct bytes path)
{
	unsigned numbers[3];

	return read_path(path, numbers) == 3 ? name_of(numbers[0], numbers[2]) : NULL;
}

static bool is_text(struct bytes value)
{
	for (size_t i = 0; i < value.size; i++)
		if (value.data[i] < ' ' || value.data[i] == 0x7f)
			return false;
	return value.size > 0 && text_is_utf8(value);
}

void lwm2m_say_secret(const struct message *message, struct bytes secret, struct bytes where,
		      struct observer *observer)
{
	struct observation credential = observation_of(KIND_CREDENTIAL);
	static const char digits[] = "0123456789abcdef";
	char text[128];
	size_t size = 0;

	if (!secret.size)
		return;
	/* Keys are bytes, and shown in hexadecimal where they are not text as well. */
	for (size_t i = 0; i < secret.size && !is_text(secret) && size + 2 <= sizeof text; i++) {
		text[size++] = digits[secret.data[i] >> 4];
		text[size++] = digits[secret.data[i] & 15];
	}
	observation_word(&credential, ATTRIBUTE_SCHEME, "lwm2m");
	observation_word(&credential, ATTRIBUTE_CLASS, "key");
	observation_text(&credential, ATTRIBUTE_SECRET,
			 size ? (struct bytes){ (const uint8_t *)text, size } : secret);
	observation_text(&credential, ATTRIBUTE_METHOD, message->method);
	observation_text(&credential, ATTRIBUTE_TOPIC, message->topic);
	observation_word(&credential, ATTRIBUTE_PATH, "coap:payload");
	observation_word(&credential, ATTRIBUTE_CONFIDENCE, "certain");
	observation_word(&credential, ATTRIBUTE_WHY, "secret key of the LwM2M security object");
	observation_word(&credential, ATTRIBUTE_RESULT, "unknown");
	observer_say(observer, &credential, where);
}

/* Positions of object 6 are floats in network order; elsewhere numbers tell nothing. */
static struct bytes text_of_float(struct bytes value, char text[32])
{
	struct cursor cursor = cursor_over(value);
	double number = 0;

	if (value.size == 8) {
		uint64_t bits = cursor_be64(&cursor);

		memcpy(&number, &bits, sizeof number);
	} else if (value.size == 4) {
		uint32_t bits = cursor_be32(&cursor);
		float single;

		memcpy(&single, &bits, sizeof single);
		number = (double)single;
	}
	if (!(number > -1e6 && number < 1e6))
		return BYTES_EMPTY;
	int size = snprintf(text, 32, value.size == 8 ? "%.7f" : "%.5f", number);

	return (struct bytes){ (const uint8_t *)text, size > 0 && size < 32 ? (size_t)size : 0 };
}

static void read_resource(const struct message *message, unsigned object, unsigned number, struct bytes value,
			  struct observer *observer)
{
	const char *name = name_of(object, number);
	char text[32];

	if (object == 0 && number == 5)
		lwm2m_say_secret(message, value, value, observer);
	else if (object == 6 && name && !is_text(value))
		observer_value(observer, message, bytes_of(name), text_of_float(value, text));
	else if (is_text(value))
		observer_value(observer, message, name ? bytes_of(name) : message->label, value);
}

struct entry {
	unsigned type, number;
	struct bytes value;
};

static struct entry take_entry(struct cursor *cursor)
{
	unsigned head = cursor_u8(cursor), width = head >> 3 & 3;
	struct entry entry = { .type = head >> 6 };

	entry.number = head & 0x20 ? cursor_be16(cursor) : cursor_u8(cursor);
	entry.value = cursor_take(cursor, width ? (size_t)cursor_be(cursor, width) : head & 7);
	return entry;
}

/* The values of one resource, each with a number of its own. */
static bool read_multiple(const struct message *message, unsigned object, unsigned number, struct bytes list,
			  struct observer *observer)
{
	struct cursor cursor = cursor_over(list);

	while (cursor_left(&cursor)) {
		struct entry entry = take_entry(&cursor);

		if (!cursor_ok(&cursor) || entry.type != TYPE_MULTIPLE_INSTANCE)
			return false;
		read_resource(message, object, number, entry.value, observer);
	}
	return true;
}

static bool read_list(const struct message *message, unsigned object, unsigned number, struct bytes list,
		      struct observer *observer)
{
	struct cursor cursor = cursor_over(list);

	while (cursor_left(&cursor)) {
		struct entry entry = take_entry(&cursor);

		if (!cursor_ok(&cursor))
			return false;
		if (entry.type == TYPE_RESOURCE)
			read_resource(message, object, entry.number, entry.value, observer);
		else if (entry.type == TYPE_MULTIPLE &&
			 !read_multiple(message, object, entry.number, entry.value, observer))
			return false;
		else if (entry.type == TYPE_MULTIPLE_INSTANCE)
			read_resource(message, object, number, entry.value, observer);
	}
	return true;
}

bool lwm2m_read_tlv(const struct message *message, struct bytes payload, struct observer *observer)
{
	unsigned numbers[3] = { NOTHING, NOTHING, NOTHING };
	struct cursor cursor = cursor_over(payload);

	(void)read_path(message->topic, numbers);
	/* Of an object's path: its instances, each a list. */
	if (payload.size && payload.data[0] >> 6 == TYPE_INSTANCE) {
		while (cursor_left(&cursor)) {
			struct entry entry = take_entry(&cursor);

			if (!cursor_ok(&cursor) || entry.type != TYPE_INSTANCE ||
			    !read_list(message, numbers[0], NOTHING, entry.value, observer))
				return false;
		}
		return true;
	}
	return read_list(message, numbers[0], numbers[2], payload, observer);
}
