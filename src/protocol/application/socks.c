/* SPDX-License-Identifier: Apache-2.0 */
/* SOCKS 4, 4A and 5 (RFC 1928) with user name and password (RFC 1929).
 *
 *     4   client 4 command port(16) address(32) user NUL [name NUL]   server 0 90…93 port address
 *     5   client 5 count methods                                     server 5 method
 *         client 1 size user size password                           server 1 status
 *         client 5 command 0 type address port                       server 5 status 0 type address port
 *
 * What is carried behind the last answer is another protocol: bids are asked for it anew. The first bytes of
 * a client are few, so nothing of them is taken before the rest agrees. Left out: GSS-API (RFC 1961),
 * datagrams. */
#include "protocol/application.h"
#include "protocol/application/login.h"

enum {
	VERSION_4 = 4,
	VERSION_5 = 5,
	LOGIN_VERSION = 1,
	COMMAND_LAST = 3,
	METHOD_NONE = 0,
	METHOD_PASSWORD = 2,
	METHOD_REFUSED = 0xff,
	TYPE_IPV4 = 1,
	TYPE_NAME = 3,
	TYPE_IPV6 = 4,
	ANSWER_FIRST = 90,
	ANSWER_LAST = 93,
	NAME_MOST = 255,
};

enum phase { PHASE_GREETING, PHASE_LOGIN, PHASE_REQUEST, PHASE_DONE };

struct socks {
	enum phase client, server; /* what comes next */
	unsigned version;
	unsigned method;
	bool method_known;
	struct login login;
};

/* A client's greeting: the methods, each once, of those that are assigned, and nothing behind. */
static unsigned greeting_bits(struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	unsigned version = cursor_u8(&cursor), count = cursor_u8(&cursor);
	struct bytes methods = cursor_take(&cursor, count);

	if (!cursor_ok(&cursor) || version != VERSION_5 || !count || cursor_left(&cursor))
		return 0;
	for (size_t i = 0; i < methods.size; i++) {
		if ((methods.data[i] > 9 && methods.data[i] < 0x80) || methods.data[i] == METHOD_REFUSED)
			return 0;
		if (bytes_find_byte(bytes_from(methods, i + 1), methods.data[i]) != SIZE_MAX)
			return 0;
	}
	return 20;
}

static bool is_user(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] < ' ' || text.data[i] == 0x7f)
			return false;
	return true;
}

struct request {
	struct bytes user, name; /* `name`: where to, when it is no address */
	struct address address;
	uint16_t port;
};

/* A request of version 4, 4A. */
static bool take_request_4(struct cursor *cursor, struct request *ret_request)
{
	struct request request = { .port = 0 };
	unsigned version = cursor_u8(cursor), command = cursor_u8(cursor);

	request.port = cursor_be16(cursor);
	struct bytes address = cursor_take(cursor, 4);
	size_t end = bytes_find_byte(bytes_slice(cursor->rest, 0, NAME_MOST + 1), 0);

	if (!cursor_ok(cursor) || version != VERSION_4 || command < 1 || command > 2 || end == SIZE_MAX)
		return false;
	request.user = cursor_take(cursor, end);
	cursor_skip(cursor, 1);
	request.address = address_of(address);
	if (!address.data[0] && !address.data[1] && !address.data[2] && address.data[3]) {
		end = bytes_find_byte(bytes_slice(cursor->rest, 0, NAME_MOST + 1), 0);
		if (end == SIZE_MAX)
			return false;
		request.name = cursor_take(cursor, end);
		cursor_skip(cursor, 1);
	}
	*ret_request = request;
	return cursor_ok(cursor) && is_user(request.user) && is_user(request.name) && request.port;
}

/* The rest of a request or an answer of version 5, which are alike. */
static bool take_message_5(struct cursor *cursor, unsigned *ret_code, struct request *ret_request)
{
	struct request request = { .port = 0 };
	unsigned version = cursor_u8(cursor), code = cursor_u8(cursor), reserved = cursor_u8(cursor);
	unsigned type = cursor_u8(cursor);

	if (type == TYPE_NAME) {
		size_t size = cursor_u8(cursor);

		request.name = cursor_take(cursor, size);
	} else {
		request.address = address_of(cursor_take(cursor, type == TYPE_IPV6 ? 16 : 4));
	}
	request.port = cursor_be16(cursor);
	if (!cursor_ok(cursor))
		return false;
	if (version != VERSION_5 || reserved || (type != TYPE_IPV4 && type != TYPE_NAME && type != TYPE_IPV6))
		cursor->failed = true;
	*ret_code = code;
	*ret_request = request;
	return cursor_ok(cursor) && is_user(request.name);
}

enum taken { TAKEN, WAITS, FOREIGN };

/* Could more bytes make it whole? Only while there is too little for the longest. */
static enum taken wait_below(const struct stream *stream, size_t most)
{
	return !stream->ended && !stream->full && cursor_left(&stream->unread) < most ? WAITS : FOREIGN;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct request request;

	if (direction == FROM_SERVER)
		return 0;
	if (take_request_4(&cursor, &request) && !cursor_left(&cursor))
		return 8 + 7 + 8;
	return greeting_bits(first);
}

static void say_target(const struct request *request, struct observer *observer)
{
	struct message message = { .part = BYTES("request"), .method = BYTES("CONNECT") };

	if (request->name.size)
		observer_value(observer, &message, BYTES("destination"), request->name);
}

static void say_login(struct socks *socks, const char *result, struct observer *observer)
{
	login_say(&socks->login, socks->version == VERSION_4 ? "CONNECT" : "login",
		  socks->version == VERSION_4 ? "user name, which the server believes"
					      : "user name and password",
		  result, observer);
}

static enum taken take_old_request(struct socks *socks, struct stream *stream, struct observer *observer)
{
	struct cursor ahead = stream->unread;
	struct request request;

	if (!take_request_4(&ahead, &request))
		return wait_below(stream, 8 + 2 * NAME_MOST);
	socks->version = VERSION_4;
	login_begin(&socks->login, "plain", "password", NULL);
	login_user(&socks->login, request.user, request.user, observer);
	say_target(&request, observer);
	socks->client = PHASE_DONE;
	stream->unread = ahead;
	return TAKEN;
}

static enum taken take_greeting(struct socks *socks, struct stream *stream)
{
	struct cursor ahead = stream->unread;
	size_t count = cursor_peek(&ahead, 1);
	struct bytes methods = bytes_slice(ahead.rest, 2, count);

	if (cursor_peek(&ahead, 0) != VERSION_5)
		return FOREIGN;
	cursor_skip(&ahead, 2 + count);
	/* Before the server has agreed to it, only what stands behind shows that it did. */
	if (!cursor_ok(&ahead) || (!socks->method_known && !cursor_left(&ahead)))
		return wait_below(stream, 2 + NAME_MOST);
	if (!socks->method_known)
		socks->method = cursor_peek(&ahead, 0) == LOGIN_VERSION ? METHOD_PASSWORD : METHOD_NONE;
	if (bytes_find_byte(methods, (uint8_t)socks->method) == SIZE_MAX && socks->method != METHOD_REFUSED)
		return FOREIGN;
	socks->version = VERSION_5;
	socks->client = socks->method == METHOD_PASSWORD ? PHASE_LOGIN : PHASE_REQUEST;
	stream->unread = ahead;
	return TAKEN;
}

static enum taken take_login(struct socks *socks, struct stream *stream, struct observer *observer)
{
	struct cursor ahead = stream->unread;
	unsigned version = cursor_u8(&ahead);
	size_t size = cursor_u8(&ahead);
	struct bytes user = cursor_take(&ahead, size);

	size = cursor_u8(&ahead);
	struct bytes secret = cursor_take(&ahead, size);

	if (version != LOGIN_VERSION)
		return FOREIGN;
	if (!cursor_ok(&ahead))
		return wait_below(stream, 3 + 2 * NAME_MOST);
	login_begin(&socks->login, "plain", "password", NULL);
	login_user(&socks->login, user, user, observer);
	login_secret(&socks->login, secret, secret, observer);
	socks->client = PHASE_REQUEST;
	stream->unread = ahead;
	return TAKEN;
}

static enum taken take_request(struct socks *socks, struct stream *stream, struct observer *observer)
{
	struct cursor ahead = stream->unread;
	struct request request;
	unsigned code = cursor_peek(&ahead, 1);

	if (cursor_peek(&ahead, 0) != VERSION_5 ||
	    (cursor_left(&ahead) > 1 && (!code || code > COMMAND_LAST)))
		return FOREIGN;
	if (!take_message_5(&ahead, &code, &request))
		return wait_below(stream, 7 + NAME_MOST);
	say_target(&request, observer);
	socks->client = PHASE_DONE;
	stream->unread = ahead;
	return TAKEN;
}

static enum taken take_client(struct socks *socks, struct stream *stream, struct observer *observer)
{
	switch (socks->client) {
	case PHASE_GREETING:
		return cursor_peek(&stream->unread, 0) == VERSION_4
			       ? take_old_request(socks, stream, observer)
			       : take_greeting(socks, stream);
	case PHASE_LOGIN:
		return take_login(socks, stream, observer);
	case PHASE_REQUEST:
		return take_request(socks, stream, observer);
	default:
		/* What was not waited for an answer with: it belongs to what is carried. */
		return WAITS;
	}
}

/* The last answer: behind it all is carried, if it was no refusal. */
static enum taken take_answer(struct socks *socks, struct stream *stream, struct observer *observer)
{
	struct cursor ahead = stream->unread;
	struct request request;
	unsigned code;
	bool accepted;

	if (cursor_peek(&ahead, 0) == 0) {
		cursor_skip(&ahead, 1);
		code = cursor_u8(&ahead);
		cursor_skip(&ahead, 6);
		if (!cursor_ok(&ahead))
			return wait_below(stream, 8);
		if (code < ANSWER_FIRST || code > ANSWER_LAST || socks->version == VERSION_5)
			return FOREIGN;
		accepted = code == ANSWER_FIRST;
		say_login(socks, accepted ? "accepted" : "refused", observer);
	} else {
		if (!take_message_5(&ahead, &code, &request))
			return wait_below(stream, 7 + NAME_MOST);
		accepted = code == 0;
		/* It was let in, whatever became of the way to where it wanted. */
		say_login(socks, code == 2 ? "refused" : "accepted", observer);
	}
	socks->server = PHASE_DONE;
	stream->rebid = stream->relayed = accepted;
	stream->unread = ahead;
	return TAKEN;
}

static enum taken take_server(struct socks *socks, struct stream *stream, struct observer *observer)
{
	struct cursor ahead = stream->unread;
	unsigned version = cursor_peek(&ahead, 0), code = cursor_peek(&ahead, 1);

	if (socks->server == PHASE_GREETING && version == 0)
		return take_answer(socks, stream, observer);
	if (socks->server == PHASE_REQUEST)
		return take_answer(socks, stream, observer);
	if (socks->server == PHASE_DONE)
		return FOREIGN;
	cursor_skip(&ahead, 2);
	if (!cursor_ok(&ahead))
		return wait_below(stream, 2);
	if (socks->server == PHASE_GREETING) {
		if (version != VERSION_5)
			return FOREIGN;
		socks->method = code;
		socks->method_known = true;
		socks->server = code == METHOD_PASSWORD	 ? PHASE_LOGIN
				: code == METHOD_REFUSED ? PHASE_DONE
							 : PHASE_REQUEST;
	} else {
		if (version != LOGIN_VERSION)
			return FOREIGN;
		service_say(&(struct service){ .authentication = "password",
					       .action = "login",
					       .gave = code ? "nothing" : "session" },
			    bytes_slice(stream->unread.rest, 0, 2), observer);
		say_login(socks, code ? "refused" : "accepted", observer);
		socks->server = code ? PHASE_DONE : PHASE_REQUEST;
	}
	stream->unread = ahead;
	return TAKEN;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	enum taken taken = TAKEN;

	while (taken == TAKEN && !stream->rebid && cursor_left(&stream->unread))
		taken = direction == FROM_CLIENT ? take_client(state, stream, observer)
						 : take_server(state, stream, observer);
	return taken == FOREIGN ? DECODED_NOT_MINE : DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	say_login(state, "unknown", observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 1080 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_socks = {
	.name = "socks",
	.specification = "RFC 1928, RFC 1929",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct socks),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
