/* SPDX-License-Identifier: Apache-2.0 */
/* ZooKeeper's client protocol over TCP: the login and what is written.
 *
 *     client size(32) 0 last(64) time(32) session(64) password(size(32) bytes) [read-only]
 *     then   size(32) number(32) type(32), …      type 100: 0(32) scheme data, both size(32) text
 *            1, 5, 15, 19: path data, both size(32)
 *
 * The scheme `digest` sends the user and the password in clear all the same. Left out: answers, watches. */
#include "protocol/application.h"
#include "protocol/application/login.h"

#include "base/limits.h"

enum {
	CONNECT_SIZE = 44, /* with a password of 16 octets; one more tells whether to read only */
	TYPE_CREATE = 1,
	TYPE_SET = 5,
	TYPE_AUTHENTICATE = 100,
	REQUEST_MOST = 1 << 20,
};

struct zookeeper {
	bool connected;
};

static bool is_connect(struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	size_t size = cursor_be32(&cursor);
	uint32_t version = cursor_be32(&cursor);

	cursor_skip(&cursor, 8);
	uint32_t time = cursor_be32(&cursor);

	cursor_skip(&cursor, 8);
	uint32_t secret = cursor_be32(&cursor);

	return cursor_ok(&cursor) && (size == CONNECT_SIZE || size == CONNECT_SIZE + 1) && version == 0 &&
	       secret == 16 && time && time < 10000000;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	return direction == FROM_CLIENT && is_connect(first) &&
			       (first.size == 4 + CONNECT_SIZE || first.size == 5 + CONNECT_SIZE)
		       ? 32 + 32 + 32
		       : 0;
}

static struct bytes take_sized(struct cursor *cursor)
{
	size_t size = cursor_be32(cursor);

	return cursor_take(cursor, size == UINT32_MAX ? 0 : size);
}

static void take_request(struct cursor cursor, struct observer *observer)
{
	struct message message = { .part = BYTES("request") };
	uint32_t type;

	cursor_skip(&cursor, 4);
	type = cursor_be32(&cursor);
	if (type == TYPE_AUTHENTICATE) {
		cursor_skip(&cursor, 4);
		struct bytes scheme = take_sized(&cursor), data = take_sized(&cursor), secret = data;
		struct bytes user = bytes_split(&secret, ':');

		if (cursor_ok(&cursor) && bytes_equal(scheme, BYTES("digest")))
			credential_say(
				&(struct credential){
					.scheme = "plain",
					.class = "password",
					.user = user,
					.secret = secret,
					.method = "auth",
					.why = "user name and password, whatever the scheme is called",
				},
				data, observer);
	} else if (type == TYPE_CREATE || type == TYPE_SET) {
		message.topic = take_sized(&cursor);
		message.method = type == TYPE_CREATE ? BYTES("create") : BYTES("setData");
		struct bytes data = take_sized(&cursor);

		if (cursor_ok(&cursor) && data.size)
			observer_content(observer, &message, data, data);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct zookeeper *zookeeper = state;

	while (cursor_left(&stream->unread) && !stream->skip) {
		struct cursor ahead = stream->unread;
		size_t size = cursor_be32(&ahead);

		if (!cursor_ok(&ahead)) {
			stream->wanted = 4;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		if (size > LIMIT_DOCUMENT_SIZE || size < 4)
			return DECODED_MALFORMED;
		if (direction == FROM_SERVER || size > REQUEST_MOST) {
			stream->skip = 4 + size;
			stream->skip_as = UNREAD;
			return DECODED;
		}
		if (cursor_left(&ahead) < size) {
			stream->wanted = 4 + size;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		struct bytes body = cursor_take(&ahead, size);

		if (zookeeper->connected)
			take_request(cursor_over(body), observer);
		zookeeper->connected = true;
		stream->unread = ahead;
	}
	return DECODED;
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 2181 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_zookeeper = {
	.name = "zookeeper",
	.specification = "ZooKeeper jute records",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct zookeeper),
	.bid = bid,
	.decode = decode,
};
