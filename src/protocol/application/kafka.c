/* SPDX-License-Identifier: Apache-2.0 */
/* Kafka over TCP, up to the login.
 *
 *     client size(32) request(16) version(16) number(32) client(size(16) text), …     server size(32)
 * number(32) … request 17: mechanism (size(16) text); then, of version 0, size(32) answer alone request 36:
 * size(32) answer
 *
 * Left out: records, topics. */
#include "protocol/application/sasl.h"

#include "base/limits.h"
#include "protocol/application.h"

enum {
	HANDSHAKE = 17,
	AUTHENTICATE = 36,
	REQUEST_LAST = 92,
	VERSION_LAST = 20,
	NAME_MOST = 256,
	REQUEST_LEAST = 10,
	LOGIN_MOST = 1 << 16,
};

struct kafka {
	struct sasl sasl;
	bool raw; /* the next thing is an answer without a request's head */
};

struct head {
	size_t size;
	unsigned request, version;
	struct bytes client;
};

static bool take_head(struct cursor *cursor, struct head *ret_head)
{
	struct head head = { .size = cursor_be32(cursor) };

	head.request = cursor_be16(cursor);
	head.version = cursor_be16(cursor);
	cursor_skip(cursor, 4);
	unsigned size = cursor_be16(cursor);

	head.client = cursor_take(cursor, size == 0xffff ? 0 : size < NAME_MOST ? size : SIZE_MAX);
	*ret_head = head;
	for (size_t i = 0; i < head.client.size; i++)
		if (head.client.data[i] < ' ' || head.client.data[i] > '~')
			return false;
	return head.request <= REQUEST_LAST && head.version <= VERSION_LAST && head.size >= REQUEST_LEAST &&
	       head.size <= LIMIT_DOCUMENT_SIZE;
}

/* Whether a request of `size` is all, or another stands behind it. */
static bool goes_on(struct bytes first, size_t size)
{
	struct cursor next = cursor_over(bytes_from(first, size));
	struct head head;

	return first.size == size || (first.size > size && take_head(&next, &head) && cursor_ok(&next));
}

/* ApiVersions (18) as a rule, or metadata, or a login come first; a client names itself. */
static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct head head;

	if (direction == FROM_SERVER || !take_head(&cursor, &head) || !cursor_ok(&cursor) ||
	    !goes_on(first, head.size + 4))
		return 0;
	return (head.request == 18 || head.request == HANDSHAKE || head.request == 3) && head.version <= 13 &&
			       head.client.size >= 3
		       ? 32 + 15 + 12
		       : 0;
}

static void take_request(struct kafka *kafka, const struct head *head, struct cursor cursor,
			 struct observer *observer)
{
	/* From version 2 on the head ends in tags, and sizes are shorter by far. */
	bool flexible = head->request == AUTHENTICATE && head->version >= 2;

	if (flexible)
		(void)cursor_u8(&cursor);
	if (head->request == HANDSHAKE) {
		size_t size = cursor_be16(&cursor);
		struct bytes mechanism = cursor_take(&cursor, size);

		if (!cursor_ok(&cursor))
			return;
		sasl_begin_raw(&kafka->sasl, mechanism);
		kafka->raw = head->version == 0;
	} else if (head->request == AUTHENTICATE) {
		size_t size = 0;

		if (flexible) {
			unsigned shift = 0;
			uint8_t byte;

			do {
				byte = cursor_u8(&cursor);
				size |= (size_t)(byte & 0x7f) << shift;
				shift += 7;
			} while (byte & 0x80 && shift < 28);
			size = size ? size - 1 : 0;
		} else {
			size = cursor_be32(&cursor);
		}
		struct bytes answer = cursor_take(&cursor, size);

		if (cursor_ok(&cursor) && sasl_active(&kafka->sasl))
			sasl_response_raw(&kafka->sasl, answer, answer, observer);
	} else {
		sasl_end(&kafka->sasl, "SaslAuthenticate", "accepted", observer);
	}
}

static enum decoded take_client(struct kafka *kafka, struct stream *stream, struct observer *observer)
{
	struct cursor ahead = stream->unread, raw = stream->unread;
	struct head head;
	size_t size = cursor_be32(&raw);
	bool right = take_head(&ahead, &head);

	if (!cursor_ok(&raw)) {
		stream->wanted = 4;
		return stream->ended ? DECODED_IN_PART : DECODED;
	}
	if (size > LIMIT_DOCUMENT_SIZE)
		return DECODED_MALFORMED;
	if (size > LOGIN_MOST || (!kafka->raw && cursor_ok(&ahead) && head.request != HANDSHAKE &&
				  head.request != AUTHENTICATE && !sasl_active(&kafka->sasl))) {
		stream->skip = 4 + size;
		stream->skip_as = UNREAD;
		return DECODED;
	}
	if (cursor_left(&raw) < size) {
		stream->wanted = 4 + size;
		return stream->ended ? DECODED_IN_PART : DECODED;
	}
	struct bytes body = cursor_take(&raw, size);

	if (kafka->raw) {
		sasl_response_raw(&kafka->sasl, body, body, observer);
		kafka->raw = false;
	} else if (!cursor_ok(&ahead) || !right) {
		return DECODED_MALFORMED;
	} else {
		take_request(kafka, &head,
			     cursor_over(bytes_slice(ahead.rest, 0, cursor_left(&ahead) - cursor_left(&raw))),
			     observer);
	}
	stream->unread = raw;
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	enum decoded decoded = DECODED;

	while (decoded == DECODED && cursor_left(&stream->unread) && !stream->skip && !stream->wanted) {
		if (direction == FROM_CLIENT) {
			decoded = take_client(state, stream, observer);
			continue;
		}
		struct cursor ahead = stream->unread;
		size_t size = cursor_be32(&ahead);

		if (!cursor_ok(&ahead)) {
			stream->wanted = 4;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		if (size > LIMIT_DOCUMENT_SIZE)
			return DECODED_MALFORMED;
		stream->skip = 4 + size;
		stream->skip_as = UNREAD;
	}
	return decoded;
}

static void close_flow(void *state, struct observer *observer)
{
	struct kafka *kafka = state;

	sasl_end(&kafka->sasl, "SaslAuthenticate", "unknown", observer);
	sasl_free(&kafka->sasl);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 9092 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_kafka = {
	.name = "kafka",
	.specification = "Kafka protocol",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct kafka),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
