/* SPDX-License-Identifier: Apache-2.0 */
/* ATT, by which values of a Bluetooth Low Energy device (GATT) are read, written and told: operation (1),
 * then mostly a handle (2) and a value; little endian. What a handle is, is learnt from the answers to
 * discovery, if that was captured; values of unknown ones go by their handle. Long values written in parts
 * are put together. Not here: services, values of several handles in one answer (nothing separates them), the
 * size that the ends agree on. */
#include "base/limits.h"
#include "protocol/application.h"
#include "protocol/application/gatt_names.h"

enum {
	ERROR = 0x01,
	FOUND_INFORMATION = 0x05,
	READ_BY_TYPE = 0x08,
	READ_BY_TYPE_ANSWER = 0x09,
	READ = 0x0a,
	READ_ANSWER = 0x0b,
	READ_MORE = 0x0c,
	READ_MORE_ANSWER = 0x0d,
	WRITE = 0x12,
	PREPARE_WRITE = 0x16,
	EXECUTE_WRITE = 0x18,
	NOTIFICATION = 0x1b,
	INDICATION = 0x1d,
	CONFIRMATION = 0x1e,
	NOTIFICATIONS = 0x23,
	WRITE_COMMAND = 0x52,
	SIGNED_WRITE = 0xd2,
	SIGNATURE_SIZE = 12,
	VALUE_MOST = 512, /* Core 5.4, Vol 3, Part F, 3.2.9 */
	TYPE_CHARACTERISTIC = 0x2803,
};

struct known {
	uint16_t handle;
	struct gatt_type type;
};

/* A value that comes in parts */
struct parts {
	uint16_t handle;
	uint16_t size;
	uint8_t value[VALUE_MOST];
};

struct state {
	struct known known[LIMIT_GATT_HANDLES];
	size_t known_count;
	struct gatt_type asked; /* of the last read by type */
	uint16_t reading;	/* handle of the last read; 0: none */
	struct parts read, written;
};

static void learn(struct state *state, uint16_t handle, struct bytes number, struct observer *observer)
{
	size_t i = 0;

	while (i < state->known_count && state->known[i].handle != handle)
		i++;
	if (i == LIMIT_GATT_HANDLES) {
		observer_limit(observer, "gatt-handles", LIMIT_GATT_HANDLES);
		return;
	}
	state->known_count += i == state->known_count;
	state->known[i] = (struct known){ .handle = handle, .type.size = (uint8_t)number.size };
	memcpy(state->known[i].type.octets, number.data, number.size);
}

static const struct gatt_type *type_of(const struct state *state, uint16_t handle)
{
	static const struct gatt_type unknown;

	for (size_t i = 0; i < state->known_count; i++)
		if (state->known[i].handle == handle)
			return &state->known[i].type;
	return &unknown;
}

/* Hands a value on. `where`: the bytes of the datagram that it came from. */
static void say_value(const struct state *state, uint16_t handle, const struct gatt_type *type,
		      struct bytes method, struct bytes value, struct bytes where, struct observer *observer)
{
	char name[GATT_NAME_SIZE];
	struct message message = { .part = BYTES("value"), .method = method };

	type = type ? type : type_of(state, handle);
	message.topic = gatt_name(type, handle, name);
	if (!value.size)
		return;
	if (gatt_is_text(type)) {
		observer_value(observer, &message, message.topic, value);
		return;
	}
	message.label = message.topic;
	observer_content(observer, &message, value, where);
}

/* Characteristics declare themselves: properties (1), handle of the value (2), number (2 or 16). */
static void learn_characteristic(struct state *state, struct bytes value, struct observer *observer)
{
	struct cursor at = cursor_over(value);

	cursor_skip(&at, 1);
	uint16_t handle = cursor_le16(&at);

	if (cursor_ok(&at) && (cursor_left(&at) == 2 || cursor_left(&at) == 16))
		learn(state, handle, at.rest, observer);
}

static bool is_characteristic(const struct gatt_type *type)
{
	return type->size == 2 && (type->octets[0] | type->octets[1] << 8) == TYPE_CHARACTERISTIC;
}

/* Size of each (1), then so many handles (2) with values. */
static enum decoded read_by_type_answer(struct state *state, struct cursor *at, struct observer *observer)
{
	size_t size = cursor_u8(at);

	if (!cursor_ok(at) || size < 2)
		return DECODED_MALFORMED;
	while (cursor_left(at) >= size) {
		uint16_t handle = cursor_le16(at);
		struct bytes value = cursor_take(at, size - 2);

		if (is_characteristic(&state->asked))
			learn_characteristic(state, value, observer);
		else
			say_value(state, handle, state->asked.size ? &state->asked : NULL, BYTES("read"),
				  value, value, observer);
	}
	return cursor_left(at) ? DECODED_MALFORMED : DECODED;
}

/* Kind (1: short 1, long 2 numbers), then handles (2) with numbers. */
static enum decoded read_information(struct state *state, struct cursor *at, struct observer *observer)
{
	uint8_t kind = cursor_u8(at);
	size_t size = kind == 1 ? 2 : 16;

	if (kind != 1 && kind != 2)
		return DECODED_MALFORMED;
	while (cursor_left(at) >= 2 + size) {
		uint16_t handle = cursor_le16(at);

		learn(state, handle, cursor_take(at, size), observer);
	}
	return cursor_left(at) ? DECODED_MALFORMED : DECODED;
}

static void say_parts(struct state *state, struct parts *parts, const char *method, struct observer *observer)
{
	struct bytes value = { parts->value, parts->size };

	say_value(state, parts->handle, NULL, bytes_of(method), value, BYTES_EMPTY, observer);
	parts->size = 0;
}

/* Puts a part in its place; a hole before it, or a part past the end of what a value can be, is left out. */
static void add_part(struct parts *parts, uint16_t handle, size_t offset, struct bytes part)
{
	if (parts->handle != handle)
		parts->size = 0;
	parts->handle = handle;
	if (offset > parts->size || part.size > VALUE_MOST - offset)
		return;
	if (part.size)
		memcpy(parts->value + offset, part.data, part.size);
	if (offset + part.size > parts->size)
		parts->size = (uint16_t)(offset + part.size);
}

static enum decoded read_prepared(struct state *state, struct cursor *at, struct observer *observer)
{
	uint16_t handle = cursor_le16(at), offset = cursor_le16(at);

	if (!cursor_ok(at))
		return DECODED_MALFORMED;
	if (state->written.size && state->written.handle != handle)
		say_parts(state, &state->written, "write", observer);
	add_part(&state->written, handle, offset, cursor_take(at, cursor_left(at)));
	return DECODED;
}

/* The answer to a read, or to the reading of more of a long value. The value is told when something else is
 * asked. */
static void read_answer(struct state *state, struct bytes part, bool more)
{
	if (!more)
		state->read.size = 0;
	add_part(&state->read, state->reading, more ? state->read.size : 0, part);
}

static enum decoded read_request(struct state *state, struct cursor *at, bool more, struct observer *observer)
{
	uint16_t handle = cursor_le16(at);

	cursor_skip(at, more ? 2 : 0);
	if (!cursor_ok(at))
		return DECODED_MALFORMED;
	if (state->read.size && (!more || state->read.handle != handle))
		say_parts(state, &state->read, "read", observer);
	state->reading = handle;
	return DECODED;
}

static enum decoded read_value(struct state *state, struct cursor *at, const char *method, size_t behind,
			       struct observer *observer)
{
	uint16_t handle = cursor_le16(at);

	if (!cursor_ok(at) || handle == 0 || cursor_left(at) < behind)
		return DECODED_MALFORMED;
	struct bytes value = cursor_take(at, cursor_left(at) - behind);

	cursor_skip(at, behind);
	say_value(state, handle, NULL, bytes_of(method), value, value, observer);
	return DECODED;
}

/* Several: handle (2), size (2), value each */
static enum decoded read_notifications(struct state *state, struct cursor *at, struct observer *observer)
{
	while (cursor_left(at)) {
		uint16_t handle = cursor_le16(at);
		struct bytes value = cursor_take(at, cursor_le16(at));

		if (!cursor_ok(at))
			return DECODED_MALFORMED;
		say_value(state, handle, NULL, BYTES("notification"), value, value, observer);
	}
	return DECODED;
}

static enum decoded read_type_request(struct state *state, struct cursor *at)
{
	cursor_skip(at, 4);
	struct bytes number = cursor_take(at, cursor_left(at));

	if (number.size != 2 && number.size != 16)
		return DECODED_MALFORMED;
	state->asked = (struct gatt_type){ .size = (uint8_t)number.size };
	memcpy(state->asked.octets, number.data, number.size);
	return DECODED;
}

static enum decoded decode(void *state_, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct state *state = state_;
	struct cursor *at = &stream->unread;
	uint8_t operation = cursor_u8(at);

	(void)direction;
	switch (operation) {
	case FOUND_INFORMATION:
		return read_information(state, at, observer);
	case READ_BY_TYPE:
		return read_type_request(state, at);
	case READ_BY_TYPE_ANSWER:
		return read_by_type_answer(state, at, observer);
	case READ:
	case READ_MORE:
		return read_request(state, at, operation == READ_MORE, observer);
	case READ_ANSWER:
	case READ_MORE_ANSWER:
		read_answer(state, cursor_take(at, cursor_left(at)), operation == READ_MORE_ANSWER);
		return DECODED;
	case WRITE:
	case WRITE_COMMAND:
		return read_value(state, at, "write", 0, observer);
	case SIGNED_WRITE:
		return read_value(state, at, "write", SIGNATURE_SIZE, observer);
	case PREPARE_WRITE:
		return read_prepared(state, at, observer);
	case EXECUTE_WRITE:
		if (cursor_u8(at) == 1 && state->written.size)
			say_parts(state, &state->written, "write", observer);
		state->written.size = 0;
		return DECODED;
	case NOTIFICATION:
		return read_value(state, at, "notification", 0, observer);
	case INDICATION:
		return read_value(state, at, "indication", 0, observer);
	case NOTIFICATIONS:
		return read_notifications(state, at, observer);
	default:
		cursor_skip(at, cursor_left(at));
		return operation <= NOTIFICATIONS && operation ? DECODED : DECODED_MALFORMED;
	}
}

static void end(void *state_, struct observer *observer)
{
	struct state *state = state_;

	if (state->read.size)
		say_parts(state, &state->read, "read", observer);
	if (state->written.size)
		say_parts(state, &state->written, "write", observer);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	uint8_t operation = first.size ? first.data[0] : 0;

	return (operation && operation <= NOTIFICATIONS) || operation == WRITE_COMMAND ||
			       operation == SIGNED_WRITE
		       ? 8
		       : 0;
}

const struct app_decoder app_decoder_att = {
	.name = "att",
	.specification = "Bluetooth Core 5.4, Vol 3, Part F, 3.4; Part G, 4",
	.usual_ports = (const struct selector[]){ { SELECT_BLUETOOTH, BLUETOOTH_ATT }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct state),
	.bid = bid,
	.decode = decode,
	.close = end,
};
