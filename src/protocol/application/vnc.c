/* SPDX-License-Identifier: Apache-2.0 */
/* RFB, the protocol of VNC (RFC 6143), over TCP, up to the login.
 *
 *     both    `RFB 003.008` LF
 *     3.3     server sort(32)                       3.7, 3.8   server count sorts; client sort
 *     sort 2  server challenge(16 bytes)            client answer(16 bytes)
 *     sort 19 (VeNCrypt) server 0 2, client 0 2, server 0, server count sorts(32 each), client sort(32);
 *             256: client sizes(32, 32) user password
 *     all     server result(32)
 *
 * Sort 1 lets anybody in. Left out: the screen and the keys; other sorts (encrypted, or tunnels). */
#include "protocol/application.h"
#include "protocol/application/login.h"

#include <stdio.h>

enum {
	VERSION_SIZE = 12,
	SORT_FAILED = 0,
	SORT_NONE = 1,
	SORT_VNC = 2,
	SORT_VENCRYPT = 19,
	SUBSORT_PLAIN = 256,
	CHALLENGE_SIZE = 16,
	SECRET_MOST = 1024,
};

/* What is due, in this order; the two sides take turns. */
enum turn {
	SERVER_VERSION,
	CLIENT_VERSION,
	SERVER_SORTS,
	CLIENT_SORT,
	SERVER_CHALLENGE,
	CLIENT_ANSWER,
	SERVER_VENCRYPT,
	CLIENT_VENCRYPT,
	SERVER_SUBSORTS,
	CLIENT_SUBSORT,
	CLIENT_PLAIN,
	SERVER_RESULT,
	OVER
};

struct vnc {
	enum turn turn;
	unsigned minor; /* version 3.minor, as the client wants it */
	unsigned sort;
	struct login login;
};

static bool is_version(struct bytes text, unsigned *ret_minor)
{
	uint64_t major, minor;

	if (text.size < VERSION_SIZE || !bytes_start_with(text, BYTES("RFB ")) || text.data[7] != '.' ||
	    text.data[11] != '\n' || !bytes_to_number(bytes_slice(text, 4, 3), &major) ||
	    !bytes_to_number(bytes_slice(text, 8, 3), &minor))
		return false;
	/* Apple sends 3.889, others 4.0 and 5.0; all of them go on as 3.8. */
	*ret_minor = major == 3 && minor < 7 ? 3 : major == 3 && minor == 7 ? 7 : 8;
	return major >= 3 && major <= 5;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	unsigned minor;

	(void)direction;
	return is_version(first, &minor) ? 8 * VERSION_SIZE : 0;
}

/* Says how it ended; what follows is the screen. */
static void finish(struct vnc *vnc, bool accepted, struct bytes where, struct observer *observer)
{
	service_say(&(struct service){ .authentication = vnc->sort == SORT_NONE	      ? "none"
							 : vnc->sort == SORT_VENCRYPT ? "password"
										      : "challenge",
				       .action = "login",
				       .gave = accepted ? "session" : "nothing" },
		    where, observer);
	login_say(&vnc->login, "login",
		  vnc->sort == SORT_VNC ? "answer to a challenge" : "user name and password",
		  accepted ? "accepted" : "refused", observer);
	vnc->turn = OVER;
}

static void choose(struct vnc *vnc, unsigned sort, struct bytes where, struct observer *observer)
{
	vnc->sort = sort;
	vnc->turn = sort == SORT_VNC	    ? SERVER_CHALLENGE
		    : sort == SORT_VENCRYPT ? SERVER_VENCRYPT
		    : sort == SORT_NONE	    ? SERVER_RESULT
					    : OVER;
	/* Before 3.8 nobody tells that nothing was asked for. */
	if (sort == SORT_NONE && vnc->minor < 8)
		finish(vnc, true, where, observer);
}

/* Reads what is due of the server, whose bytes start at `cursor`. */
static void take_server(struct vnc *vnc, struct cursor *cursor, struct observer *observer)
{
	struct bytes start = cursor->rest;
	uint32_t number;

	switch (vnc->turn) {
	case SERVER_VERSION:
		cursor_skip(cursor, VERSION_SIZE);
		vnc->turn = CLIENT_VERSION;
		break;
	case SERVER_SORTS:
		if (vnc->minor > 3) {
			size_t count = cursor_u8(cursor);

			cursor_skip(cursor, count);
			vnc->turn = count ? CLIENT_SORT : OVER;
			break;
		}
		number = cursor_be32(cursor);
		if (cursor_ok(cursor))
			choose(vnc, number, bytes_slice(start, 0, 4), observer);
		break;
	case SERVER_CHALLENGE:
		cursor_skip(cursor, CHALLENGE_SIZE);
		vnc->turn = CLIENT_ANSWER;
		break;
	case SERVER_VENCRYPT:
		cursor_skip(cursor, 2);
		vnc->turn = CLIENT_VENCRYPT;
		break;
	case SERVER_SUBSORTS: {
		unsigned refused = cursor_u8(cursor);
		size_t count = cursor_u8(cursor);

		cursor_skip(cursor, 4 * count);
		vnc->turn = refused || !count ? OVER : CLIENT_SUBSORT;
		break;
	}
	default: /* SERVER_RESULT */
		number = cursor_be32(cursor);
		if (cursor_ok(cursor))
			finish(vnc, number == 0, bytes_slice(start, 0, 4), observer);
		break;
	}
}

static void take_answer(struct vnc *vnc, struct bytes answer, struct observer *observer)
{
	char text[2 * CHALLENGE_SIZE + 1] = "";

	for (size_t i = 0; i < answer.size; i++)
		snprintf(text + 2 * i, 3, "%02x", answer.data[i]);
	login_begin(&vnc->login, "vnc", "hash", NULL);
	login_secret(&vnc->login, bytes_of(text), answer, observer);
}

static void take_plain(struct vnc *vnc, struct cursor *cursor, struct observer *observer)
{
	size_t user_size = cursor_be32(cursor), secret_size = cursor_be32(cursor);

	if (user_size > SECRET_MOST || secret_size > SECRET_MOST) {
		vnc->turn = OVER;
		return;
	}
	struct bytes user = cursor_take(cursor, user_size), secret = cursor_take(cursor, secret_size);

	if (!cursor_ok(cursor))
		return;
	login_begin(&vnc->login, "plain", "password", NULL);
	login_user(&vnc->login, user, user, observer);
	login_secret(&vnc->login, secret, secret, observer);
	vnc->turn = SERVER_RESULT;
}

static void take_client(struct vnc *vnc, struct cursor *cursor, struct observer *observer)
{
	struct bytes start = cursor->rest, answer;
	unsigned sort;

	switch (vnc->turn) {
	case CLIENT_VERSION:
		cursor_skip(cursor, VERSION_SIZE);
		if (cursor_ok(cursor))
			vnc->turn = is_version(start, &vnc->minor) ? SERVER_SORTS : OVER;
		break;
	case CLIENT_SORT:
		sort = cursor_u8(cursor);
		choose(vnc, sort, start, observer);
		break;
	case CLIENT_ANSWER:
		answer = cursor_take(cursor, CHALLENGE_SIZE);
		if (!cursor_ok(cursor))
			break;
		take_answer(vnc, answer, observer);
		vnc->turn = SERVER_RESULT;
		break;
	case CLIENT_VENCRYPT:
		cursor_skip(cursor, 2);
		vnc->turn = SERVER_SUBSORTS;
		break;
	case CLIENT_SUBSORT:
		vnc->turn = cursor_be32(cursor) == SUBSORT_PLAIN ? CLIENT_PLAIN : OVER;
		break;
	default: /* CLIENT_PLAIN */
		take_plain(vnc, cursor, observer);
		break;
	}
}

static enum direction direction_of(enum turn turn)
{
	return turn == CLIENT_VERSION || turn == CLIENT_SORT || turn == CLIENT_ANSWER ||
			       turn == CLIENT_VENCRYPT || turn == CLIENT_SUBSORT || turn == CLIENT_PLAIN
		       ? FROM_CLIENT
		       : FROM_SERVER;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct vnc *vnc = state;

	while (cursor_left(&stream->unread)) {
		struct cursor ahead = stream->unread;
		enum turn turn = vnc->turn;

		if (turn == OVER) {
			stream->skip = UINT64_MAX / 2;
			stream->skip_as = UNREAD;
			return DECODED;
		}
		/* The server's greeting is missing where a capture starts late. */
		if (turn == SERVER_VERSION && direction == FROM_CLIENT)
			turn = vnc->turn = CLIENT_VERSION;
		if (direction_of(turn) != direction)
			return DECODED;
		if (direction == FROM_CLIENT)
			take_client(vnc, &ahead, observer);
		else
			take_server(vnc, &ahead, observer);
		if (!cursor_ok(&ahead)) {
			vnc->turn = turn;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		stream->unread = ahead;
	}
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	struct vnc *vnc = state;

	login_say(&vnc->login, "login",
		  vnc->sort == SORT_VNC ? "answer to a challenge" : "user name and password", "unknown",
		  observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 5900 },
					       { SELECT_TCP_PORT, 5901 },
					       { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_vnc = {
	.name = "vnc",
	.specification = "RFC 6143, VeNCrypt",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct vnc),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
