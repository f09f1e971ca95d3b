/* SPDX-License-Identifier: Apache-2.0 */
/* TACACS+ (RFC 8907) over TCP.
 *
 *     c0 or c1, type sequence flags session(32) size(32), body
 *     authentication, sequence 1: action level sort service, sizes of user, port, address, data, then these
 *     later, from the client: sizes(16, 16) flags answer data
 *
 * The body is hidden by a secret of both sides, unless a flag says that it is not. Left out: accounting. */
#include "protocol/application.h"
#include "protocol/application/login.h"

#include "base/limits.h"

enum {
	HEADER_SIZE = 12,
	AUTHENTICATION = 1,
	ACCOUNTING = 3,
	FLAG_CLEAR = 1,
	SORT_PAP = 2,
	STATUS_PASS = 1,
	STATUS_FAIL = 2,
	STATUS_GET_USER = 4,
	STATUS_GET_SECRET = 5,
};

struct tacacs {
	struct login login;
	unsigned status; /* the server's last */
};

static bool is_header(struct cursor cursor, size_t *ret_size)
{
	unsigned version = cursor_u8(&cursor), type = cursor_u8(&cursor), sequence = cursor_u8(&cursor);
	unsigned flags = cursor_u8(&cursor);

	cursor_skip(&cursor, 4);
	uint32_t size = cursor_be32(&cursor);

	*ret_size = size;
	return cursor_ok(&cursor) && (version == 0xc0 || version == 0xc1) && type >= AUTHENTICATION &&
	       type <= ACCOUNTING && sequence && !(flags & ~5u) && size <= LIMIT_HEAD_SIZE;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	size_t size;

	return is_header(cursor_over(first), &size) && first.size <= HEADER_SIZE + size && size >= 5 &&
			       (first.data[2] & 1) == (direction == FROM_CLIENT)
		       ? 7 + 6 + 5 + 16
		       : 0;
}

static void say(struct tacacs *tacacs, const char *result, struct observer *observer)
{
	login_say(&tacacs->login, "authentication", "body that was not hidden", result, observer);
}

static void take_start(struct tacacs *tacacs, struct cursor cursor, struct observer *observer)
{
	struct message message = { .part = BYTES("authentication") };

	cursor_skip(&cursor, 2);
	unsigned sort = cursor_u8(&cursor);

	cursor_skip(&cursor, 1);
	size_t user_size = cursor_u8(&cursor), port_size = cursor_u8(&cursor);
	size_t address_size = cursor_u8(&cursor), data_size = cursor_u8(&cursor);
	struct bytes user = cursor_take(&cursor, user_size);

	cursor_skip(&cursor, port_size);
	struct bytes address = cursor_take(&cursor, address_size), data = cursor_take(&cursor, data_size);

	if (!cursor_ok(&cursor))
		return;
	say(tacacs, "unknown", observer);
	login_begin(&tacacs->login, sort > SORT_PAP ? "chap" : "plain", sort > SORT_PAP ? "hash" : "password",
		    NULL);
	if (user.size)
		login_user(&tacacs->login, user, user, observer);
	if (sort == SORT_PAP && data.size)
		login_secret(&tacacs->login, data, data, observer);
	if (address.size)
		observer_value(observer, &message, BYTES("rem_addr"), address);
}

/* What the user typed, whatever was asked for. */
static void take_continue(struct tacacs *tacacs, struct cursor cursor, struct observer *observer)
{
	size_t size = cursor_be16(&cursor);

	cursor_skip(&cursor, 3);
	struct bytes answer = cursor_take(&cursor, size);

	if (!cursor_ok(&cursor) || !answer.size)
		return;
	if (!login_pending(&tacacs->login))
		login_begin(&tacacs->login, "plain", "password", NULL);
	if (tacacs->status == STATUS_GET_USER)
		login_user(&tacacs->login, answer, answer, observer);
	else if (tacacs->status == STATUS_GET_SECRET)
		login_secret(&tacacs->login, answer, answer, observer);
}

static void take_body(struct tacacs *tacacs, enum direction direction, unsigned sequence, struct bytes body,
		      struct observer *observer)
{
	if (direction == FROM_CLIENT) {
		if (sequence == 1)
			take_start(tacacs, cursor_over(body), observer);
		else
			take_continue(tacacs, cursor_over(body), observer);
		return;
	}
	tacacs->status = body.size ? body.data[0] : 0;
	if (tacacs->status == STATUS_PASS || tacacs->status == STATUS_FAIL)
		say(tacacs, tacacs->status == STATUS_PASS ? "accepted" : "refused", observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct tacacs *tacacs = state;

	while (cursor_left(&stream->unread) && !stream->skip) {
		struct cursor ahead = stream->unread;
		size_t size;

		if (cursor_left(&ahead) < HEADER_SIZE) {
			stream->wanted = HEADER_SIZE;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		if (!is_header(ahead, &size))
			return DECODED_MALFORMED;
		struct bytes head = cursor_take(&ahead, HEADER_SIZE);

		if (!(head.data[3] & FLAG_CLEAR)) {
			cursor_skip(&stream->unread, HEADER_SIZE);
			stream->skip = size;
			stream->skip_as = OPAQUE;
			return DECODED;
		}
		if (cursor_left(&ahead) < size) {
			stream->wanted = HEADER_SIZE + size;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		struct bytes body = cursor_take(&ahead, size);

		if (head.data[1] == AUTHENTICATION)
			take_body(tacacs, direction, head.data[2], body, observer);
		stream->unread = ahead;
	}
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	say(state, "unknown", observer);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 49 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_tacacs = {
	.name = "tacacs",
	.specification = "RFC 8907",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct tacacs),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
