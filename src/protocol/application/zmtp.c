/* SPDX-License-Identifier: Apache-2.0 */
/* ZMTP 3.0 and 3.1 over TCP: ZeroMQ.
 *
 *     ff, 8 bytes, 7f, version(2), mechanism(20), server(8), 31 zeros; then frames: flags(8) size(8, or 64 by
 *     flag 2) content; flag 4 marks a command: size(8) name …
 *     HELLO of the mechanism PLAIN: size(8) user, size(8) password
 *
 * Messages are handed on, unless CURVE encrypts them. Left out: ZMTP 1 and 2, which know no login. */
#include "protocol/application/login.h"
#include "protocol/application/units.h"

#include "base/limits.h"

enum { GREETING_SIZE = 64, SIGNATURE = 0xff, MECHANISM_SIZE = 20, LARGE = 2, COMMAND = 4, FLAGS = 7 };

struct zmtp {
	bool encrypted;
	struct login login;
};

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	unsigned flags = cursor_u8(&cursor);

	(void)direction;
	if (flags == SIGNATURE)
		return GREETING_SIZE;
	if (flags > FLAGS)
		return UNIT_BROKEN;
	uint64_t size = flags & LARGE ? cursor_be64(&cursor) : cursor_u8(&cursor);

	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	return size > LIMIT_DOCUMENT_SIZE ? UNIT_BROKEN : bytes.size - cursor_left(&cursor) + (size_t)size;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	(void)direction;
	/* The size of a frame of the first version stands behind the mark: 1, for who speaks newer ones. */
	return first.size >= 11 && first.data[0] == SIGNATURE &&
			       (bytes_equal(bytes_slice(first, 1, 9), BYTES("\0\0\0\0\0\0\0\0\x7f")) ||
				bytes_equal(bytes_slice(first, 1, 9), BYTES("\0\0\0\0\0\0\0\1\x7f"))) &&
			       first.data[10] == 3
		       ? 8 * 11
		       : 0;
}

static struct bytes take_text(struct cursor *cursor)
{
	size_t size = cursor_u8(cursor);

	return cursor_take(cursor, size);
}

static void take_command(struct zmtp *zmtp, struct cursor cursor, struct observer *observer)
{
	struct bytes name = take_text(&cursor);

	if (bytes_equal(name, BYTES("HELLO")) && !zmtp->encrypted) {
		struct bytes user = take_text(&cursor), password = take_text(&cursor);

		if (!cursor_ok(&cursor))
			return;
		login_begin(&zmtp->login, "plain", "password", NULL);
		login_user(&zmtp->login, user, user, observer);
		login_secret(&zmtp->login, password, password, observer);
	} else if (login_pending(&zmtp->login) &&
		   (bytes_equal(name, BYTES("WELCOME")) || bytes_equal(name, BYTES("ERROR")))) {
		login_say(&zmtp->login, "HELLO", "login of ZMTP",
			  bytes_equal(name, BYTES("WELCOME")) ? "accepted" : "refused", observer);
	}
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	const struct message message = { .part = BYTES("payload") };
	struct zmtp *zmtp = state;
	unsigned flags = unit.data[0];
	struct bytes content = bytes_from(unit, flags & LARGE ? 9 : 2);

	(void)direction;
	if (flags == SIGNATURE)
		zmtp->encrypted = zmtp->encrypted ||
				  bytes_start_with(bytes_slice(unit, 12, MECHANISM_SIZE), BYTES("CURVE"));
	else if (flags & COMMAND)
		take_command(zmtp, cursor_over(content), observer);
	else if (content.size && !zmtp->encrypted)
		observer_content(observer, &message, content, content);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = { .measure = measure, .read = read_unit };

	return units_read(&reader, state, direction, stream, observer);
}

static void close_flow(void *state, struct observer *observer)
{
	struct zmtp *zmtp = state;

	login_say(&zmtp->login, "HELLO", "login of ZMTP", "unknown", observer);
	login_free(&zmtp->login);
}

const struct app_decoder app_decoder_zmtp = {
	.name = "zmtp",
	.specification = "ZMTP 3.0, 3.1",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 5555 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct zmtp),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
