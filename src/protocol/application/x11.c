/* SPDX-License-Identifier: Apache-2.0 */
/* X11 over TCP, up to the connection's set-up (X Window System Protocol, section 8).
 *
 *     `B` or `l` 0 11(16) 0(16) name-size(16) data-size(16) 0(16) name pad data pad
 *
 * MIT-MAGIC-COOKIE-1 sends the cookie itself: whoever reads it may use the screen. Left out: everything
 * behind, keys too. */
#include "protocol/application.h"
#include "protocol/application/login.h"

#include <stdio.h>

enum { HEADER_SIZE = 12, MAJOR = 11, NAME_MOST = 64, DATA_MOST = 64 };

struct x11 {
	bool asked, answered;
	struct login login;
};

struct setup {
	struct bytes name, data;
};

/* False: it is none. Fails the cursor where it is cut. */
static bool take_setup(struct cursor *cursor, struct setup *ret_setup)
{
	bool big = cursor_peek(cursor, 0) == 'B';
	unsigned order = cursor_u8(cursor), unused = cursor_u8(cursor);
	unsigned major = (unsigned)(big ? cursor_be(cursor, 2) : cursor_le(cursor, 2));
	unsigned minor = (unsigned)(big ? cursor_be(cursor, 2) : cursor_le(cursor, 2));
	size_t name_size = (size_t)(big ? cursor_be(cursor, 2) : cursor_le(cursor, 2));
	size_t data_size = (size_t)(big ? cursor_be(cursor, 2) : cursor_le(cursor, 2));

	cursor_skip(cursor, 2);
	if (!cursor_ok(cursor))
		return order == 'B' || order == 'l';
	if ((order != 'B' && order != 'l') || unused || major != MAJOR || minor > 1 ||
	    name_size > NAME_MOST || data_size > DATA_MOST)
		return false;
	ret_setup->name = cursor_take(cursor, name_size);
	cursor_skip(cursor, (4 - name_size % 4) % 4);
	ret_setup->data = cursor_take(cursor, data_size);
	cursor_skip(cursor, (4 - data_size % 4) % 4);
	return true;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct setup setup;

	return direction == FROM_CLIENT && take_setup(&cursor, &setup) && cursor_ok(&cursor) ? 7 + 8 + 16 + 16
											     : 0;
}

static void say(struct x11 *x11, const char *result, struct observer *observer)
{
	login_say(&x11->login, "setup", "cookie of the screen", result, observer);
}

static void take_cookie(struct x11 *x11, const struct setup *setup, struct observer *observer)
{
	char text[2 * DATA_MOST + 1] = "";

	if (!bytes_equal(setup->name, BYTES("MIT-MAGIC-COOKIE-1")) || !setup->data.size)
		return;
	for (size_t i = 0; i < setup->data.size; i++)
		snprintf(text + 2 * i, 3, "%02x", setup->data.data[i]);
	login_begin(&x11->login, "cookie", "token", NULL);
	login_secret(&x11->login, bytes_of(text), setup->data, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct x11 *x11 = state;
	struct cursor ahead = stream->unread;
	struct setup setup = { .name = BYTES_EMPTY };

	if (!cursor_left(&ahead))
		return DECODED;
	if (direction == FROM_CLIENT && !x11->asked) {
		if (!take_setup(&ahead, &setup))
			return DECODED_NOT_MINE;
		if (!cursor_ok(&ahead))
			return stream->ended ? DECODED_NOT_MINE : DECODED;
		x11->asked = true;
		take_cookie(x11, &setup, observer);
		stream->unread = ahead;
	}
	if (direction == FROM_SERVER && !x11->answered) {
		bool accepted = cursor_peek(&ahead, 0) == 1;

		x11->answered = true;
		service_say(
			&(struct service){ .authentication = login_pending(&x11->login) ? "password" : "none",
					   .action = "connect",
					   .gave = accepted ? "session" : "nothing" },
			bytes_slice(ahead.rest, 0, 1), observer);
		say(x11, accepted ? "accepted" : "refused", observer);
	}
	stream->skip = UINT64_MAX / 2;
	stream->skip_as = UNREAD;
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	say(state, "unknown", observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 6000 },
					       { SELECT_TCP_PORT, 6001 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_x11 = {
	.name = "x11",
	.specification = "X Window System Protocol, release 7",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct x11),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
