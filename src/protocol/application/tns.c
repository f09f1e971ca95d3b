/* SPDX-License-Identifier: Apache-2.0 */
/* Oracle's TNS over TCP: who connects.
 *
 *     size(16) sum(16) type(8) 0(8) sum(16), content; type 1 connects: …, size of a text(16) at 24 and where
 * it begins(16): `(DESCRIPTION=…(CID=(PROGRAM=…)(HOST=…)(USER=…)))`; 2 accepts, 4 refuses, 6 data in data,
 * names and values of the login: AUTH_TERMINAL, AUTH_MACHINE, AUTH_SID (the user at the machine)
 *
 * The password is never in clear. Left out: statements. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

enum { HEADER_SIZE = 8, CONNECT = 1, DATA = 6, TYPE_LAST = 19, TEXT_AT = 24, NAMES = 3, VALUE_MOST = 64 };

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	size_t size = cursor_be16(&cursor), rest = cursor_be16(&cursor);
	unsigned type = cursor_u8(&cursor);

	(void)direction;
	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	/* Newer ones have a size of 32 bits once they agreed on it. */
	if (!size)
		size = rest;
	return size >= HEADER_SIZE && type && type <= TYPE_LAST ? size : UNIT_BROKEN;
}

/* What stands behind `(NAME=` up to the next bracket. */
static struct bytes value_of(struct bytes text, struct bytes name)
{
	size_t at = bytes_find_nocase(text, name);
	struct bytes rest = bytes_from(text, at == SIZE_MAX ? text.size : at + name.size);

	return bytes_slice(rest, 0, bytes_find_byte(rest, ')'));
}

static struct bytes description_of(struct bytes packet)
{
	struct cursor cursor = cursor_over(packet);

	cursor_skip(&cursor, TEXT_AT);
	size_t size = cursor_be16(&cursor), start = cursor_be16(&cursor);

	/* A long one comes as data of its own. */
	return cursor_ok(&cursor) ? bytes_slice(packet, start, size) : BYTES_EMPTY;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	size_t size = cursor_be16(&cursor);
	unsigned sum = cursor_be16(&cursor), type = cursor_u8(&cursor);

	cursor_skip(&cursor, 1);
	unsigned second = cursor_be16(&cursor), version = cursor_be16(&cursor);
	unsigned oldest = cursor_be16(&cursor);

	return direction == FROM_CLIENT && cursor_ok(&cursor) && !sum && type == CONNECT && !second &&
			       size <= first.size && version >= 0x100 && version < 0x200 && oldest >= 0x100 &&
			       oldest <= version
		       ? 16 + 8 + 16 + 7
		       : 0;
}

static void take_description(struct bytes text, struct observer *observer)
{
	const struct message message = { .part = BYTES("connect") };
	struct bytes identity = bytes_from(text, bytes_find_nocase(text, BYTES("(CID=")));
	struct bytes user = value_of(identity, BYTES("(USER=")), host = value_of(identity, BYTES("(HOST="));

	if (host.size)
		observer_value(observer, &message, BYTES("hostname"), host);
	credential_say(
		&(struct credential){
			.scheme = "tns",
			.class = "username-only",
			.user = user,
			.method = "connect",
			.why = "user at the machine that connects",
		},
		user, observer);
}

/* A name, then its value: a number of the size, the size again (8), the text. */
static struct bytes value_behind(struct bytes packet, struct bytes name)
{
	size_t at = bytes_find(packet, name);
	struct cursor cursor = cursor_over(bytes_from(packet, at == SIZE_MAX ? packet.size : at + name.size));
	unsigned first = cursor_u8(&cursor);

	/* least byte first (4), or one byte that says how many follow */
	cursor_skip(&cursor, first == 1 ? 1 : 3);
	size_t size = cursor_u8(&cursor);

	return size <= VALUE_MOST ? cursor_take(&cursor, size) : BYTES_EMPTY;
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	static const struct named {
		struct bytes name, field;
	} names[NAMES] = {
		{ { (const uint8_t *)"AUTH_TERMINAL", 13 }, { (const uint8_t *)"terminal", 8 } },
		{ { (const uint8_t *)"AUTH_MACHINE", 12 }, { (const uint8_t *)"hostname", 8 } },
		{ { (const uint8_t *)"AUTH_SID", 8 }, { (const uint8_t *)"user", 4 } },
	};
	const struct message message = { .part = BYTES("login") };

	(void)state;
	if (direction == FROM_SERVER)
		return;
	if (unit.data[4] == CONNECT) {
		take_description(description_of(unit), observer);
	} else if (unit.data[4] == DATA) {
		if (bytes_find(bytes_slice(unit, 0, 32), BYTES("(DESCRIPTION=")) != SIZE_MAX)
			take_description(unit, observer);
		for (size_t i = 0; i < NAMES; i++) {
			struct bytes value = value_behind(unit, names[i].name);

			if (unit_is_text(value))
				observer_value(observer, &message, names[i].field, value);
		}
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };

	return units_read(&reader, state, direction, stream, observer);
}

const struct app_decoder app_decoder_tns = {
	.name = "tns",
	.specification = "Oracle Net Services, Transparent Network Substrate",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 1521 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
