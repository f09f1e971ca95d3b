/* SPDX-License-Identifier: Apache-2.0 */
/* AFP 2.1 to 3.4 over DSI: who logs in to a file server of Apple's kind.
 *
 *     flags(8): 1 an answer; command(8) number(16) result(32) size(32) 0(32), content; command 2 is AFP:
 *     18 version method, for a password in clear: name, perhaps 0, password(8 bytes)
 *     63 0 flags(16) version method 3 size(16) name, kind of path (8) size(16) path, perhaps 0, password
 *
 * Texts have their size(8) in front. Other methods send the name alone, and proofs. Left out: files. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

#include "base/limits.h"

enum {
	HEADER_SIZE = 16,
	GET_STATUS = 3,
	COMMAND = 2,
	OPEN = 4,
	COMMAND_LAST = 8,
	LOGIN = 18,
	LOGIN_EXTENDED = 63,
	PASSWORD_SIZE = 8,
};

#define CONTINUE ((uint32_t)-5001)

struct afp {
	struct login login;
	unsigned number;
};

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	unsigned flags = cursor_u8(&cursor), command = cursor_u8(&cursor);

	(void)direction;
	cursor_skip(&cursor, 6);
	size_t size = cursor_be32(&cursor);

	cursor_skip(&cursor, 4);
	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	if (flags > 1 || !command || command > COMMAND_LAST || size > LIMIT_DOCUMENT_SIZE)
		return UNIT_BROKEN;
	return HEADER_SIZE + size;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	unsigned flags = cursor_u8(&cursor), command = cursor_u8(&cursor);

	cursor_skip(&cursor, 2);
	uint32_t offset = cursor_be32(&cursor);
	size_t size = cursor_be32(&cursor);
	uint32_t reserved = cursor_be32(&cursor);

	return direction == FROM_CLIENT && cursor_ok(&cursor) && !flags &&
			       (command == GET_STATUS || command == OPEN) && !offset && !reserved &&
			       size <= 64 && size == cursor_left(&cursor)
		       ? 8 + 7 + 16 + 32
		       : 0;
}

static struct bytes take_text(struct cursor *cursor)
{
	size_t size = cursor_u8(cursor);

	return cursor_take(cursor, size);
}

static void take_login(struct afp *afp, struct bytes content, struct observer *observer)
{
	struct cursor cursor = cursor_over(content);
	bool extended = cursor_u8(&cursor) == LOGIN_EXTENDED;

	cursor_skip(&cursor, extended ? 3 : 0);
	(void)take_text(&cursor);
	struct bytes method = take_text(&cursor), name;
	bool clear = bytes_equal_nocase(method, BYTES("Cleartxt Passwrd"));

	if (extended) {
		cursor_skip(&cursor, 1);
		size_t size = cursor_be16(&cursor);

		name = cursor_take(&cursor, size);
		cursor_skip(&cursor, 1);
		size = cursor_be16(&cursor);
		cursor_skip(&cursor, size);
	} else {
		name = take_text(&cursor);
	}
	if (!cursor_ok(&cursor) || !unit_is_text(name))
		return;
	login_begin(&afp->login, "afp", clear ? "password" : "hash", NULL);
	login_user(&afp->login, name, name, observer);
	if (!clear)
		return;
	/* The password begins at an even place. */
	cursor_skip(&cursor, (content.size - cursor_left(&cursor)) & 1);
	struct bytes password = login_padded(bytes_slice(cursor.rest, 0, PASSWORD_SIZE));

	if (password.size)
		login_secret(&afp->login, password, password, observer);
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	struct afp *afp = state;
	struct cursor cursor = cursor_over(unit);
	unsigned flags = cursor_u8(&cursor), command = cursor_u8(&cursor), number = cursor_be16(&cursor);
	uint32_t result = cursor_be32(&cursor);
	struct bytes content = bytes_from(unit, HEADER_SIZE);

	(void)direction;
	if (command != COMMAND)
		return;
	if (flags && number == afp->number && result != CONTINUE) {
		login_say(&afp->login, "FPLogin", "login of AFP", result ? "refused" : "accepted", observer);
	} else if (!flags && content.size &&
		   (content.data[0] == LOGIN || content.data[0] == LOGIN_EXTENDED)) {
		afp->number = number;
		take_login(afp, content, observer);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };

	return units_read(&reader, state, direction, stream, observer);
}

static void close_flow(void *state, struct observer *observer)
{
	struct afp *afp = state;

	login_say(&afp->login, "FPLogin", "login of AFP", "unknown", observer);
	login_free(&afp->login);
}

const struct app_decoder app_decoder_afp = {
	.name = "afp",
	.specification = "Apple Filing Protocol 3.4, DSI",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 548 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct afp),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
