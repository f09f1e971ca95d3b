/* SPDX-License-Identifier: Apache-2.0 */
/* MongoDB's wire protocol over TCP.
 *
 *     size number answer-to operation (32 each, least first)
 *     2013 (OP_MSG): flags(32), sections: 0 document; 1 size(32) name NUL documents
 *     2004 (OP_QUERY): flags(32) collection NUL skip(32) count(32) document; 1 (OP_REPLY): 20 octets,
 * documents
 *
 * The login is a command, `saslStart`: PLAIN sends the password, SCRAM does not. Documents are handed on as
 * BSON. Left out: OP_COMPRESSED, older operations. */
#include "protocol/application/sasl.h"

#include "base/limits.h"
#include "protocol/application.h"

enum {
	HEADER_SIZE = 16,
	OP_REPLY = 1,
	OP_UPDATE = 2001,
	OP_QUERY = 2004,
	OP_COMPRESSED = 2012,
	OP_MSG = 2013,
	SIZE_MOST = 48000000,
	BSON_TEXT = 2,
	BSON_BINARY = 5,
	BSON_BOOLEAN = 8,
};

struct mongodb {
	struct sasl sasl;
};

struct head {
	size_t size;
	uint32_t operation;
};

static bool take_head(struct cursor *cursor, struct head *ret_head)
{
	struct head head = { .size = cursor_le32(cursor) };

	cursor_skip(cursor, 8);
	head.operation = cursor_le32(cursor);
	*ret_head = head;
	return head.size > HEADER_SIZE && head.size <= SIZE_MOST &&
	       (head.operation == OP_REPLY || (head.operation >= OP_UPDATE && head.operation <= OP_MSG));
}

/* Whether a document starts here that the bytes hold as a whole, or go on in. */
static bool is_document(struct bytes bytes, size_t most)
{
	struct cursor cursor = cursor_over(bytes);
	size_t size = cursor_le32(&cursor);
	unsigned type = cursor_u8(&cursor);

	return cursor_ok(&cursor) && size >= 5 && size <= most &&
	       (type <= 0x13 || type == 0x7f || type == 0xff) &&
	       (size > bytes.size || bytes.data[size - 1] == 0);
}

/* Whether behind a message of `size` nothing stands, or another: nobody waits for the first one's answer. */
static bool goes_on(struct bytes first, size_t size)
{
	struct cursor next = cursor_over(bytes_from(first, size));
	struct head head;

	return first.size <= size || (take_head(&next, &head) && cursor_ok(&next));
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct head head;

	(void)direction;
	if (!take_head(&cursor, &head) || !cursor_ok(&cursor) || !goes_on(first, head.size))
		return 0;
	if (head.operation == OP_MSG) {
		uint32_t flags = cursor_le32(&cursor);
		unsigned section = cursor_u8(&cursor);

		return cursor_ok(&cursor) && !(flags & ~0x10003u) && section == 0 &&
				       is_document(cursor.rest, head.size)
			       ? 64
			       : 0;
	}
	if (head.operation == OP_QUERY) {
		cursor_skip(&cursor, 4);
		size_t size = bytes_find_byte(bytes_slice(cursor.rest, 0, 128), 0);
		struct bytes name = bytes_slice(cursor.rest, 0, size);

		if (size == SIZE_MAX || bytes_find_byte(name, '.') == SIZE_MAX)
			return 0;
		return is_document(bytes_from(cursor.rest, size + 9), head.size) ? 64 : 0;
	}
	cursor_skip(&cursor, 20);
	return head.operation == OP_REPLY && is_document(cursor.rest, head.size) ? 56 : 0;
}

/* The value of an element of the outermost level with this name and type. */
static struct bytes element_of_document(struct bytes document, const char *name, unsigned wanted)
{
	/* Sizes of the types that have one, 0x01 to 0x12; 0xff: by a size in front; 0xfe: not read. */
	static const uint8_t sizes[0x14] = { 0xfe, 8,	 0xff, 0xfe, 0xfe, 0xff, 0, 12, 1, 8,
					     0,	   0xfe, 0xfe, 0xff, 0xff, 0xfe, 4, 8,	8, 16 };
	struct cursor cursor = cursor_over(document);

	cursor_skip(&cursor, 4);
	while (cursor_left(&cursor) > 1) {
		unsigned type = cursor_u8(&cursor);
		size_t end = bytes_find_byte(cursor.rest, 0);

		if (end == SIZE_MAX || type >= sizeof sizes)
			break;
		struct bytes found = cursor_take(&cursor, end);

		cursor_skip(&cursor, 1);
		size_t size = sizes[type];

		if (type == 3 || type == 4) {
			struct cursor inner = cursor;

			size = cursor_le32(&inner);
		} else if (size == 0xff) {
			size = cursor_le32(&cursor) + (type == BSON_BINARY ? 1u : 0u);
		} else if (size == 0xfe) {
			break;
		}
		struct bytes value = cursor_take(&cursor, size);

		if (!cursor_ok(&cursor))
			break;
		if (type == wanted && bytes_equal(found, bytes_of(name)))
			return type == BSON_BINARY ? bytes_from(value, 1)
			       : type == BSON_TEXT ? bytes_slice(value, 0, value.size ? value.size - 1 : 0)
						   : value;
	}
	return BYTES_EMPTY;
}

static void take_document(struct mongodb *mongodb, enum direction direction, struct bytes document,
			  struct observer *observer)
{
	struct message message = { .part = BYTES("document"), .media_type = BYTES("application/bson") };
	struct bytes payload = element_of_document(document, "payload", BSON_BINARY);
	struct bytes mechanism = element_of_document(document, "mechanism", BSON_TEXT);

	if (direction == FROM_CLIENT && mechanism.size && payload.size) {
		if (sasl_active(&mongodb->sasl))
			sasl_end(&mongodb->sasl, "saslStart", "unknown", observer);
		sasl_begin_raw(&mongodb->sasl, mechanism);
		sasl_response_raw(&mongodb->sasl, payload, payload, observer);
		return;
	}
	if (direction == FROM_CLIENT && payload.size && sasl_active(&mongodb->sasl)) {
		sasl_response_raw(&mongodb->sasl, payload, payload, observer);
		return;
	}
	if (direction == FROM_SERVER && sasl_active(&mongodb->sasl)) {
		struct bytes done = element_of_document(document, "done", BSON_BOOLEAN);

		if (element_of_document(document, "errmsg", BSON_TEXT).size)
			sasl_end(&mongodb->sasl, "saslStart", "refused", observer);
		else if (done.size && done.data[0])
			sasl_end(&mongodb->sasl, "saslStart", "accepted", observer);
	}
	observer_content(observer, &message, document, document);
}

/* Documents one behind the other. */
static void take_documents(struct mongodb *mongodb, enum direction direction, struct cursor cursor,
			   struct observer *observer)
{
	while (cursor_left(&cursor) >= 5) {
		struct cursor ahead = cursor;
		size_t size = cursor_le32(&ahead);
		struct bytes document = cursor_take(&cursor, size);

		if (!cursor_ok(&cursor) || size < 5)
			return;
		take_document(mongodb, direction, document, observer);
	}
}

static void take_sections(struct mongodb *mongodb, enum direction direction, struct cursor cursor,
			  struct observer *observer)
{
	bool checksum = cursor_le32(&cursor) & 1;

	if (checksum)
		cursor.rest = bytes_slice(cursor.rest, 0, cursor_left(&cursor) - 4);
	while (cursor_left(&cursor) >= 5) {
		unsigned kind = cursor_u8(&cursor);
		struct cursor ahead = cursor;
		size_t size = cursor_le32(&ahead);
		struct bytes section = cursor_take(&cursor, size);

		if (!cursor_ok(&cursor) || size < 5 || kind > 1)
			return;
		if (kind == 0) {
			take_document(mongodb, direction, section, observer);
			continue;
		}
		struct cursor inner = cursor_over(bytes_from(section, 4));
		size_t name = bytes_find_byte(inner.rest, 0);

		if (name == SIZE_MAX)
			return;
		cursor_skip(&inner, name + 1);
		take_documents(mongodb, direction, inner, observer);
	}
}

static void take_message(struct mongodb *mongodb, enum direction direction, const struct head *head,
			 struct bytes body, struct observer *observer)
{
	struct cursor cursor = cursor_over(body);

	if (head->operation == OP_MSG) {
		take_sections(mongodb, direction, cursor, observer);
	} else if (head->operation == OP_QUERY) {
		cursor_skip(&cursor, 4);
		size_t name = bytes_find_byte(cursor.rest, 0);

		cursor_skip(&cursor, name == SIZE_MAX ? SIZE_MAX : name + 9);
		if (cursor_ok(&cursor))
			take_documents(mongodb, direction, cursor, observer);
	} else if (head->operation == OP_REPLY) {
		cursor_skip(&cursor, 20);
		if (cursor_ok(&cursor))
			take_documents(mongodb, direction, cursor, observer);
	}
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	while (cursor_left(&stream->unread) && !stream->skip) {
		struct cursor ahead = stream->unread;
		struct head head;
		bool right = take_head(&ahead, &head);

		if (!cursor_ok(&ahead)) {
			stream->wanted = HEADER_SIZE;
			return stream->ended ? DECODED_IN_PART : DECODED;
		}
		if (!right)
			return DECODED_MALFORMED;
		if (head.size > LIMIT_MESSAGE_SIZE / 2 || head.operation == OP_COMPRESSED) {
			stream->skip = head.size;
			stream->skip_as = UNREAD;
			return DECODED;
		}
		if (cursor_left(&stream->unread) < head.size) {
			stream->wanted = head.size;
			return stream->ended || stream->full ? DECODED_IN_PART : DECODED;
		}
		take_message(state, direction, &head, cursor_take(&ahead, head.size - HEADER_SIZE), observer);
		stream->unread = ahead;
	}
	return DECODED;
}

static void close_flow(void *state, struct observer *observer)
{
	struct mongodb *mongodb = state;

	sasl_end(&mongodb->sasl, "saslStart", "unknown", observer);
	sasl_free(&mongodb->sasl);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 27017 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_mongodb = {
	.name = "mongodb",
	.specification = "MongoDB wire protocol",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct mongodb),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
