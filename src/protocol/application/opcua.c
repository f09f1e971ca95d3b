/* SPDX-License-Identifier: Apache-2.0 */
/* OPC UA over TCP (IEC 62541-6): who opens a session.
 *
 *     HEL, ACK, OPN, MSG, CLO or ERR, F C or A, size(32), content; least byte first
 *     in MSG, 01 00 44 01 01 size(32): a token of name and password: policy user password method, texts
 *     with their size(32) in front (ffffffff: none); without a method the password is in clear
 *
 * Left out: messages that are signed and encrypted, and those in several pieces. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

#include "base/limits.h"

enum { HEADER_SIZE = 8, TEXT_MOST = 4096 };

static size_t measure(enum direction direction, struct bytes bytes)
{
	static const char *const kinds[] = { "HEL", "ACK", "OPN", "MSG", "CLO", "ERR", "RHE", NULL };
	struct cursor cursor = cursor_over(bytes);
	struct bytes kind = cursor_take(&cursor, 3);
	unsigned more = cursor_u8(&cursor);
	size_t size = cursor_le32(&cursor);

	(void)direction;
	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	for (const char *const *known = kinds; *known; known++)
		if (bytes_equal(kind, bytes_of(*known)) && (more == 'F' || more == 'C' || more == 'A') &&
		    size >= HEADER_SIZE && size <= LIMIT_DOCUMENT_SIZE)
			return size;
	return UNIT_BROKEN;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t size = measure(direction, first);

	return size != UNIT_BROKEN && size != UNIT_LONGER &&
			       bytes_start_with(first,
						direction == FROM_CLIENT ? BYTES("HELF") : BYTES("ACKF"))
		       ? 8 * 4 + 16
		       : 0;
}

/* False: there is none. */
static bool take_text(struct cursor *cursor, struct bytes *ret_text)
{
	uint32_t size = cursor_le32(cursor);

	*ret_text = cursor_take(cursor, size == UINT32_MAX ? 0 : size > TEXT_MOST ? SIZE_MAX : size);
	return size != UINT32_MAX;
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	size_t at = bytes_find(unit, BYTES("\1\0\x44\1\1"));
	struct cursor cursor = cursor_over(bytes_from(unit, at == SIZE_MAX ? unit.size : at + 5));
	struct bytes policy, user, password, method;

	(void)state;
	if (direction == FROM_SERVER || !bytes_start_with(unit, BYTES("MSG")))
		return;
	size_t size = cursor_le32(&cursor);

	cursor = cursor_over(cursor_take(&cursor, size));
	take_text(&cursor, &policy);
	take_text(&cursor, &user);
	take_text(&cursor, &password);
	bool hidden = take_text(&cursor, &method) && method.size;

	if (!cursor_ok(&cursor) || cursor_left(&cursor) || !unit_is_text(user))
		return;
	credential_say(
		&(struct credential){
			.scheme = "opcua",
			.class = hidden ? "encrypted" : "password",
			.user = user,
			.secret = hidden ? BYTES_EMPTY : password,
			.method = "ActivateSession",
			.why = "token of name and password",
		},
		user, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };

	return units_read(&reader, state, direction, stream, observer);
}

const struct app_decoder app_decoder_opcua = {
	.name = "opcua",
	.specification = "IEC 62541-6",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 4840 }, { SELECT_NONE, 0 } },
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
