/* SPDX-License-Identifier: Apache-2.0 */
/* The control packets of MQTT 3.1, 3.1.1 and 5 (sections 3.1 to 3.15). Acknowledgements hold nothing
 * but numbers, and are not looked into. */
#include "protocol/application/mqtt.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"

enum { CONNECT_CLEAN = 0x02, CONNECT_WILL = 0x04, CONNECT_PASSWORD = 0x40, CONNECT_USER = 0x80 };

/* What the properties of an MQTT 5 packet say that matters here. */
struct properties {
	struct bytes content_type;
	unsigned alias;
};

static void say_value(struct observer *observer, const struct message *message, struct bytes field,
		      struct bytes value)
{
	if (value.size)
		observer_value(observer, message, field, value);
}

/* One property (5: 2.2.2.2). False: unknown, so its size is. */
static bool read_property(struct cursor *cursor, struct properties *properties, const struct message *message,
			  struct observer *observer)
{
	struct bytes name;

	switch (mqtt_take_varint(cursor)) {
	case 0x01:
	case 0x17:
	case 0x19:
	case 0x24:
	case 0x25:
	case 0x28:
	case 0x29:
	case 0x2a:
		cursor_skip(cursor, 1);
		break;
	case 0x13:
	case 0x21:
	case 0x22:
		cursor_skip(cursor, 2);
		break;
	case 0x02:
	case 0x11:
	case 0x18:
	case 0x27:
		cursor_skip(cursor, 4);
		break;
	case 0x0b:
		(void)mqtt_take_varint(cursor);
		break;
	case 0x03:
		properties->content_type = mqtt_take_string(cursor);
		break;
	case 0x23:
		properties->alias = cursor_be16(cursor);
		break;
	case 0x09:
	case 0x16: /* correlation data, authentication data: binary */
		(void)mqtt_take_string(cursor);
		break;
	case 0x08:
		say_value(observer, message, BYTES("response-topic"), mqtt_take_string(cursor));
		break;
	case 0x12:
		say_value(observer, message, BYTES("client-id"), mqtt_take_string(cursor));
		break;
	case 0x15:
		say_value(observer, message, BYTES("authentication-method"), mqtt_take_string(cursor));
		break;
	case 0x1a:
	case 0x1c:
	case 0x1f:
		say_value(observer, message, BYTES("information"), mqtt_take_string(cursor));
		break;
	case 0x26:
		name = mqtt_take_string(cursor);
		say_value(observer, message, name, mqtt_take_string(cursor));
		break;
	default:
		return false;
	}
	return cursor_ok(cursor);
}

/* All properties; in front of them stands how many bytes they take. */
static bool read_properties(struct cursor *cursor, struct properties *properties,
			    const struct message *message, struct observer *observer)
{
	uint32_t size = mqtt_take_varint(cursor);
	struct cursor list = cursor_over(cursor_take(cursor, size));

	while (cursor_ok(cursor) && cursor_left(&list))
		if (!read_property(&list, properties, message, observer))
			return false;
	return cursor_ok(cursor);
}

void mqtt_say_pending(struct mqtt *mqtt, const char *result, struct observer *observer)
{
	struct observation credential = observation_of(KIND_CREDENTIAL);
	struct bytes text = buffer_bytes(&mqtt->pending.text);

	if (!mqtt->pending.is)
		return;
	mqtt->pending.is = false;
	if (!mqtt->pending.has_user && !mqtt->pending.has_password)
		return;
	credential.origin = mqtt->pending.origin;
	credential.sender = mqtt->pending.asked == FROM_CLIENT ? SENDER_CLIENT : SENDER_SERVER;
	observation_word(&credential, ATTRIBUTE_SCHEME, "connect");
	observation_word(&credential, ATTRIBUTE_CLASS,
			 mqtt->pending.has_password ? "password" : "username-only");
	observation_text(&credential, ATTRIBUTE_USER, bytes_slice(text, 0, mqtt->pending.user_size));
	observation_text(&credential, ATTRIBUTE_SECRET, bytes_from(text, mqtt->pending.user_size));
	observation_word(&credential, ATTRIBUTE_METHOD, "CONNECT");
	observation_word(&credential, ATTRIBUTE_PATH, "mqtt:connect");
	observation_word(&credential, ATTRIBUTE_CONFIDENCE, "certain");
	observation_word(&credential, ATTRIBUTE_WHY,
			 mqtt->pending.has_password ? "password field of CONNECT"
						    : "user name field of CONNECT");
	observation_word(&credential, ATTRIBUTE_RESULT, result);
	observer_say(observer, &credential, BYTES_EMPTY);
}

static void keep_pending(struct mqtt *mqtt, enum direction direction, struct bytes user,
			 struct bytes password, unsigned flags, struct observer *observer)
{
	mqtt_say_pending(mqtt, "unknown", observer);
	if (!mqtt->pending.text.maximum)
		mqtt->pending.text = buffer_of(LIMIT_LINE_SIZE);
	buffer_clear(&mqtt->pending.text);
	user = bytes_slice(user, 0, LIMIT_ATTRIBUTE_SIZE);
	password = bytes_slice(password, 0, LIMIT_ATTRIBUTE_SIZE);
	if (!buffer_append(&mqtt->pending.text, user) || !buffer_append(&mqtt->pending.text, password)) {
		observer_out_of_memory(observer);
		return;
	}
	mqtt->pending.is = true;
	mqtt->pending.asked = direction;
	mqtt->pending.has_user = (flags & CONNECT_USER) && user.size;
	mqtt->pending.has_password = (flags & CONNECT_PASSWORD) && password.size;
	mqtt->pending.user_size = user.size;
	mqtt->pending.origin = observer_span(observer, password.size ? password : user);
}

/* name, version, flags, keep-alive, [properties], client id, [will], [user name], [password] */
static bool read_connect(struct mqtt *mqtt, enum direction direction, struct cursor *cursor,
			 struct observer *observer)
{
	struct message message = { .part = BYTES("connect"), .method = BYTES("CONNECT") };
	struct properties properties = { .alias = 0 };
	struct bytes user = BYTES_EMPTY, password = BYTES_EMPTY;

	(void)mqtt_take_string(cursor);
	unsigned version = cursor_u8(cursor) & 0x7f, flags = cursor_u8(cursor);

	cursor_skip(cursor, 2);
	if (!cursor_ok(cursor))
		return false;
	mqtt->version = version;
	if (version >= 5 && !read_properties(cursor, &properties, &message, observer))
		return false;
	say_value(observer, &message, BYTES("client-id"), mqtt_take_string(cursor));
	if (flags & CONNECT_WILL) {
		struct message will = { .part = BYTES("will"), .method = BYTES("CONNECT") };

		if (version >= 5 && !read_properties(cursor, &properties, &message, observer))
			return false;
		will.topic = mqtt_take_string(cursor);
		will.media_type = properties.content_type;
		struct bytes payload = mqtt_take_string(cursor);

		observer_content(observer, &will, payload, payload);
	}
	if (flags & CONNECT_USER)
		user = mqtt_take_string(cursor);
	if (flags & CONNECT_PASSWORD)
		password = mqtt_take_string(cursor);
	keep_pending(mqtt, direction, user, password, flags, observer);
	return cursor_ok(cursor);
}

/* Codes that say who asked was not let in, rather than how (3.1.1: 4, 5; 5: bad user name or password,
 * not authorized, banned, bad authentication method). */
static bool refuses_client(unsigned code)
{
	return code == 4 || code == 5 || code == 0x86 || code == 0x87 || code == 0x8a || code == 0x8c;
}

static bool read_connack(struct mqtt *mqtt, struct cursor *cursor, struct observer *observer)
{
	struct message message = { .part = BYTES("connack"), .method = BYTES("CONNACK") };
	struct observation service = observation_of(KIND_SERVICE);
	struct properties properties = { .alias = 0 };
	bool asked = mqtt->pending.is, named = mqtt->pending.has_user || mqtt->pending.has_password;

	cursor_skip(cursor, 1);
	unsigned code = cursor_u8(cursor);

	if (!cursor_ok(cursor))
		return false;
	mqtt_say_pending(mqtt,
			 code == 0		? "accepted"
			 : refuses_client(code) ? "refused"
						: "unknown",
			 observer);
	if (asked && (code == 0 || refuses_client(code))) {
		/* A client inside TLS may have shown a certificate. */
		bool bare = code == 0 && !named && !observer_carrier(observer)->encrypted;

		observation_word(&service, ATTRIBUTE_AUTHENTICATION,
				 bare		       ? "none"
				 : code == 0 && !named ? "unknown"
						       : "password");
		observation_word(&service, ATTRIBUTE_ACTION, "CONNECT");
		observation_word(&service, ATTRIBUTE_GAVE, code == 0 ? "session" : "nothing");
		observation_number(&service, ATTRIBUTE_STATUS, code);
		observation_word(&service, ATTRIBUTE_VERSION,
				 mqtt->version == 3   ? "MQTT 3.1"
				 : mqtt->version == 4 ? "MQTT 3.1.1"
						      : "MQTT 5");
		observer_say(observer, &service, bytes_slice(cursor->rest, 0, 0));
	}
	return mqtt->version < 5 || !cursor_left(cursor) ||
	       read_properties(cursor, &properties, &message, observer);
}

/* Where a number stands for a topic: the topic; where both stand, remembers it. */
static struct bytes resolve_alias(struct mqtt_half *half, unsigned number, struct bytes topic,
				  struct observer *observer)
{
	struct mqtt_alias *alias = NULL;

	for (unsigned i = 0; i < half->alias_count; i++)
		if (half->aliases[i].number == number)
			alias = &half->aliases[i];
	if (!topic.size)
		return alias ? (struct bytes){ alias->topic, alias->size } : topic;
	if (!half->aliases)
		half->aliases = memory_new_array(LIMIT_MQTT_ALIASES, sizeof *half->aliases);
	if (!half->aliases) {
		observer_out_of_memory(observer);
		return topic;
	}
	if (!alias && half->alias_count < LIMIT_MQTT_ALIASES)
		alias = &half->aliases[half->alias_count++];
	if (!alias) {
		observer_limit(observer, "mqtt-aliases", LIMIT_MQTT_ALIASES);
		return topic;
	}
	alias->number = (uint16_t)number;
	alias->size = (uint16_t)(topic.size < sizeof alias->topic ? topic.size : sizeof alias->topic);
	memcpy(alias->topic, topic.data, alias->size);
	return topic;
}

/* Topics carry identifiers, and come again with every message: the same one is read once in a while. */
static void read_topic(struct mqtt_half *half, struct bytes topic, struct observer *observer)
{
	struct message message = { .part = BYTES("topic"), .method = BYTES("PUBLISH"), .topic = topic };
	uint64_t hash = hash_bytes(topic, 1);

	for (unsigned i = 0; i < MQTT_TOPICS; i++)
		if (half->topics[i] == hash)
			return;
	half->topics[half->topic_next++ % MQTT_TOPICS] = hash;
	if (topic.size)
		observer_content(observer, &message, topic, topic);
}

/* A stream that is joined late does not tell its version. In MQTT 5 properties stand before the
 * payload: none of them is a zero, which is no text's beginning. */
static bool has_properties(const struct mqtt *mqtt, const struct cursor *cursor)
{
	return mqtt->version >= 5 ||
	       (mqtt->version == 0 && cursor_left(cursor) > 1 && cursor_peek(cursor, 0) == 0);
}

static bool read_publish(struct mqtt *mqtt, enum direction direction, const struct mqtt_header *header,
			 struct cursor *cursor, bool cut, struct observer *observer)
{
	struct mqtt_half *half = &mqtt->halves[direction];
	struct message message = { .part = BYTES("payload"), .method = BYTES("PUBLISH"), .incomplete = cut };
	struct properties properties = { .alias = 0 };

	message.topic = mqtt_take_string(cursor);
	if (header->flags & 6)
		cursor_skip(cursor, 2);
	if (!cursor_ok(cursor))
		return false;
	read_topic(half, message.topic, observer);
	if (has_properties(mqtt, cursor) && !read_properties(cursor, &properties, &message, observer))
		return false;
	if (properties.alias)
		message.topic = resolve_alias(half, properties.alias, message.topic, observer);
	message.media_type = properties.content_type;
	observer_content(observer, &message, cursor->rest, cursor->rest);
	return true;
}

/* identifier, [properties], topic filters: each with an octet of options in SUBSCRIBE */
static bool read_subscribe(struct mqtt *mqtt, bool options, struct cursor *cursor, struct observer *observer)
{
	struct message message = { .part = BYTES("topic") };
	struct properties properties = { .alias = 0 };

	message.method = options ? BYTES("SUBSCRIBE") : BYTES("UNSUBSCRIBE");
	cursor_skip(cursor, 2);
	if (has_properties(mqtt, cursor) && mqtt->version >= 5 &&
	    !read_properties(cursor, &properties, &message, observer))
		return false;
	while (cursor_ok(cursor) && cursor_left(cursor)) {
		message.topic = mqtt_take_string(cursor);
		if (options)
			cursor_skip(cursor, 1);
		say_value(observer, &message, BYTES("topic"), message.topic);
	}
	return cursor_ok(cursor);
}

/* A reason and properties, of which the reason may stand alone. */
static bool read_reasoned(struct mqtt *mqtt, const char *method, struct cursor *cursor,
			  struct observer *observer)
{
	struct message message = { .part = BYTES("property"), .method = bytes_of(method) };
	struct properties properties = { .alias = 0 };

	if (mqtt->version < 5 || cursor_left(cursor) < 2)
		return true;
	cursor_skip(cursor, 1);
	return read_properties(cursor, &properties, &message, observer);
}

bool mqtt_read_packet(struct mqtt *mqtt, enum direction direction, const struct mqtt_header *header,
		      struct bytes packet, bool cut, struct observer *observer)
{
	struct cursor cursor = cursor_over(packet);

	switch (header->type) {
	case MQTT_CONNECT:
		return read_connect(mqtt, direction, &cursor, observer);
	case MQTT_CONNACK:
		return read_connack(mqtt, &cursor, observer);
	case MQTT_PUBLISH:
		return read_publish(mqtt, direction, header, &cursor, cut, observer);
	case MQTT_SUBSCRIBE:
	case MQTT_UNSUBSCRIBE:
		return read_subscribe(mqtt, header->type == MQTT_SUBSCRIBE, &cursor, observer);
	case MQTT_AUTH:
		return read_reasoned(mqtt, "AUTH", &cursor, observer);
	case MQTT_DISCONNECT:
		return read_reasoned(mqtt, "DISCONNECT", &cursor, observer);
	default:
		return true;
	}
}
