/* SPDX-License-Identifier: Apache-2.0 */
/* The old remote commands of BSD over TCP: rsh, rexec, rlogin (RFC 1282).
 *
 *     rsh     client port NUL user here NUL user there NUL command NUL       server NUL, or 1 and why not
 *     rexec   client port NUL user NUL password NUL command NUL
 *     rlogin  client NUL user here NUL user there NUL terminal/speed NUL     server NUL
 *
 * rsh and rlogin believe the name; rexec has the password in clear. What follows is a terminal's or a
 * command's: bids are asked for it anew. */
#include "protocol/application.h"
#include "protocol/application/login.h"

enum { TEXT_MOST = 1024, PORT_DIGITS = 5 };

enum remote_kind { REMOTE_SHELL, REMOTE_EXECUTION, REMOTE_LOGIN };

struct remote {
	struct login login;
	bool asked, answered;
};

/* A text up to its NUL; no bytes and a failed cursor where there is none. */
static struct bytes take_text(struct cursor *cursor)
{
	size_t size = bytes_find_byte(bytes_slice(cursor->rest, 0, TEXT_MOST), 0);

	if (size == SIZE_MAX) {
		cursor->failed = true;
		return BYTES_EMPTY;
	}
	struct bytes text = cursor_take(cursor, size);

	cursor_skip(cursor, 1);
	return text;
}

static bool is_name(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] <= ' ' || text.data[i] >= 0x7f)
			return false;
	return text.size > 0;
}

static bool is_port(struct bytes text)
{
	uint64_t number;

	return text.size && text.size <= PORT_DIGITS && bytes_to_number(text, &number) && number <= 65535;
}

/* The client's first words. */
struct request {
	struct bytes first, second, command;
};

enum taken { TAKEN, WAITS, FOREIGN };

static enum taken take_request(struct cursor *cursor, enum remote_kind kind, struct request *ret_request)
{
	struct bytes port = take_text(cursor);
	struct request request = { .first = BYTES_EMPTY };

	if (!cursor_ok(cursor))
		return cursor_left(cursor) > PORT_DIGITS || kind == REMOTE_LOGIN ? FOREIGN : WAITS;
	if (kind == REMOTE_LOGIN ? port.size > 0 : !is_port(port))
		return FOREIGN;
	request.first = take_text(cursor);
	request.second = take_text(cursor);
	request.command = take_text(cursor);
	if (!cursor_ok(cursor))
		return cursor_left(cursor) < TEXT_MOST ? WAITS : FOREIGN;
	if (!is_name(request.first) || (kind != REMOTE_EXECUTION && !is_name(request.second)))
		return FOREIGN;
	*ret_request = request;
	return TAKEN;
}

/* The port is often alone in its segment, so that nothing but the usual port tells what it is. */
static unsigned bid_port(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);

	return direction == FROM_CLIENT && is_port(take_text(&cursor)) && cursor_ok(&cursor) ? 12 : 0;
}

static unsigned bid_terminal(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct request request;
	uint64_t speed;

	if (direction != FROM_CLIENT || take_request(&cursor, REMOTE_LOGIN, &request) != TAKEN ||
	    cursor_left(&cursor))
		return 0;
	size_t slash = bytes_find_byte(request.command, '/');

	return slash != SIZE_MAX && bytes_to_number(bytes_from(request.command, slash + 1), &speed) ? 40 : 0;
}

static void say(struct remote *remote, enum remote_kind kind, const char *result, struct observer *observer)
{
	static const char *const methods[] = { "rsh", "rexec", "rlogin" };

	login_say(&remote->login, methods[kind],
		  kind == REMOTE_EXECUTION ? "user name and password"
					   : "user name, which the server believes",
		  result, observer);
}

static enum decoded take_client(struct remote *remote, enum remote_kind kind, struct stream *stream,
				struct observer *observer)
{
	struct message message = { .part = BYTES("command") };
	struct cursor ahead = stream->unread;
	struct request request;

	if (remote->asked) {
		/* The server says whether more than its own answer follows. */
		return DECODED;
	}
	switch (take_request(&ahead, kind, &request)) {
	case WAITS:
		return stream->ended || stream->full ? DECODED_NOT_MINE : DECODED;
	case FOREIGN:
		return DECODED_NOT_MINE;
	default:
		break;
	}
	remote->asked = true;
	login_begin(&remote->login, "plain", "password", NULL);
	if (kind == REMOTE_EXECUTION) {
		login_user(&remote->login, request.first, request.first, observer);
		login_secret(&remote->login, request.second, request.second, observer);
	} else {
		/* Whose name is believed; who the user becomes there is said besides. */
		login_user(&remote->login, request.first, request.first, observer);
		if (!bytes_equal(request.first, request.second))
			credential_say(
				&(struct credential){
					.scheme = "plain",
					.class = "username-only",
					.user = request.second,
					.method = kind == REMOTE_SHELL ? "rsh" : "rlogin",
					.why = "user name there",
				},
				request.second, observer);
	}
	if (kind != REMOTE_LOGIN && request.command.size)
		observer_content(observer, &message, request.command, request.command);
	stream->unread = ahead;
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   enum remote_kind kind, struct observer *observer)
{
	struct remote *remote = state;

	if (direction == FROM_CLIENT)
		return take_client(remote, kind, stream, observer);
	if (!cursor_left(&stream->unread))
		return DECODED;
	unsigned answer = cursor_peek(&stream->unread, 0);
	bool accepted = answer == 0;

	if (answer > 1)
		return DECODED_NOT_MINE;
	if (!remote->answered && login_pending(&remote->login)) {
		service_say(&(struct service){ .authentication = kind == REMOTE_EXECUTION ? "password"
											  : "unknown",
					       .action = "login",
					       .gave = accepted ? "shell" : "nothing" },
			    bytes_slice(stream->unread.rest, 0, 1), observer);
		say(remote, kind, accepted ? "accepted" : "refused", observer);
	}
	remote->answered = true;
	cursor_skip(&stream->unread, 1);
	stream->rebid = remote->asked;
	return DECODED;
}

static enum decoded decode_rsh(void *state, enum direction direction, struct stream *stream,
			       struct observer *observer)
{
	return decode(state, direction, stream, REMOTE_SHELL, observer);
}

static enum decoded decode_rexec(void *state, enum direction direction, struct stream *stream,
				 struct observer *observer)
{
	return decode(state, direction, stream, REMOTE_EXECUTION, observer);
}

static enum decoded decode_rlogin(void *state, enum direction direction, struct stream *stream,
				  struct observer *observer)
{
	return decode(state, direction, stream, REMOTE_LOGIN, observer);
}

static void close_rsh(void *state, struct observer *observer)
{
	say(state, REMOTE_SHELL, "unknown", observer);
}

static void close_rexec(void *state, struct observer *observer)
{
	say(state, REMOTE_EXECUTION, "unknown", observer);
}

static void close_rlogin(void *state, struct observer *observer)
{
	say(state, REMOTE_LOGIN, "unknown", observer);
}

const struct app_decoder app_decoder_rsh = {
	.name = "rsh",
	.specification = "rshd(8) of 4.3BSD",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 514 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct remote),
	.bid = bid_port,
	.decode = decode_rsh,
	.close = close_rsh,
};

const struct app_decoder app_decoder_rexec = {
	.name = "rexec",
	.specification = "rexecd(8) of 4.3BSD",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 512 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct remote),
	.bid = bid_port,
	.decode = decode_rexec,
	.close = close_rexec,
};

const struct app_decoder app_decoder_rlogin = {
	.name = "rlogin",
	.specification = "RFC 1282",
	.usual_ports = (const struct selector[]){ { SELECT_TCP_PORT, 513 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct remote),
	.bid = bid_terminal,
	.decode = decode_rlogin,
	.close = close_rlogin,
};
