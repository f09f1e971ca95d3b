/* SPDX-License-Identifier: Apache-2.0 */
/* memcached over TCP, in text and in binary.
 *
 *     text    set key flags time size [noreply] CRLF data CRLF    VALUE key flags size [cas] CRLF data CRLF
 *     binary  80 or 81, operation key-size(16) extras-size kind status(16) size(32) …(12 bytes), extras, key,
 * value operations 20 to 22: SASL; the key is the mechanism
 *
 * What is stored is handed on under its key. Left out: datagrams, the meta commands. */
#include "protocol/application/lines.h"
#include "protocol/application/sasl.h"

#include "base/limits.h"

enum {
	HEADER_SIZE = 24,
	REQUEST = 0x80,
	RESPONSE = 0x81,
	SASL_LIST = 0x20,
	SASL_START = 0x21,
	SASL_STEP = 0x22,
	STATUS_CONTINUE = 0x21,
	SIZE_MOST = LIMIT_MESSAGE_SIZE / 2,
};

struct memcached {
	struct sasl sasl;
	bool known;
};

static const char *const stores[] = { "set", "add", "replace", "append", "prepend", "cas", "VALUE", NULL };
static const char *const words[] = { "get",	     "gets",	  "gat",    "delete",	  "incr",
				     "decr",	     "touch",	  "stats",  "version",	  "flush_all",
				     "quit",	     "verbosity", "STORED", "NOT_STORED", "END",
				     "DELETED",	     "NOT_FOUND", "STAT",   "ERROR",	  "CLIENT_ERROR",
				     "SERVER_ERROR", "VERSION",	  "OK",	    "EXISTS",	  "TOUCHED",
				     "RESET",	     NULL };

/* The line in front of stored data; false where it is none. */
struct store {
	struct bytes key;
	uint64_t size;
};

static bool read_store(struct bytes line, struct store *ret_store)
{
	if (!line_starts_with(line, stores))
		return false;
	struct bytes rest = bytes_trim(line), verb = line_word(&rest), key = line_word(&rest);
	bool answer = bytes_equal(verb, BYTES("VALUE"));
	struct bytes flags = line_word(&rest), time = answer ? BYTES("0") : line_word(&rest);
	uint64_t number, size;

	if (!key.size || key.size > 250 || !bytes_to_number(flags, &number) ||
	    !bytes_to_number(time, &number) || !bytes_to_number(line_word(&rest), &size))
		return false;
	*ret_store = (struct store){ key, size };
	return true;
}

struct head {
	unsigned magic, operation, status;
	size_t key_size, extras_size, size;
};

static bool take_head(struct cursor *cursor, struct head *ret_head)
{
	struct head head = { .magic = cursor_u8(cursor), .operation = cursor_u8(cursor) };

	head.key_size = cursor_be16(cursor);
	head.extras_size = cursor_u8(cursor);
	unsigned kind = cursor_u8(cursor);

	head.status = cursor_be16(cursor);
	head.size = cursor_be32(cursor);
	cursor_skip(cursor, 12);
	*ret_head = head;
	return cursor_ok(cursor) && (head.magic == REQUEST || head.magic == RESPONSE) && kind == 0 &&
	       head.operation <= 0x40 && head.key_size + head.extras_size <= head.size &&
	       head.key_size <= 250 && head.extras_size <= 28;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct bytes rest = first, line = bytes_split(&rest, '\n');
	struct store store;
	struct head head;

	if (take_head(&cursor, &head))
		return head.magic == (direction == FROM_CLIENT ? REQUEST : RESPONSE) &&
				       (direction == FROM_SERVER || head.size == 0 || head.key_size ||
					head.extras_size) &&
				       head.size < SIZE_MOST && cursor_left(&cursor) >= head.size
			       ? 8 + 2 + 8 + 16
			       : 0;
	if (line.size == first.size)
		return 0;
	if (read_store(line, &store))
		return line_is_text(first) ? 56 : 0;
	/* Words that others have as well. */
	return line_starts_with(line,
				(const char *const[]){ "gets", "stats", "get", "END", "STORED", NULL }) &&
			       bytes_find_nocase(line, BYTES(" HTTP/")) == SIZE_MAX && line_is_text(first)
		       ? 8
		       : 0;
}

static void hand_on(struct bytes method, struct bytes key, struct bytes value, bool incomplete,
		    struct observer *observer)
{
	struct message message = {
		.part = BYTES("value"),
		.method = method,
		.topic = key,
		.label = key,
		.incomplete = incomplete,
	};

	if (value.size)
		observer_content(observer, &message, value, value);
}

static enum decoded wait_for(struct stream *stream, size_t size)
{
	stream->wanted = size;
	return stream->ended || stream->full ? DECODED_IN_PART : DECODED;
}

static enum decoded take_line(struct memcached *memcached, struct stream *stream, struct observer *observer)
{
	struct cursor ahead = stream->unread;
	struct bytes line = cursor_line(&ahead, LIMIT_LINE_SIZE), rest = line;
	struct store store;

	if (!cursor_ok(&ahead)) {
		if (cursor_left(&stream->unread) >= LIMIT_LINE_SIZE)
			return memcached->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
		if (!stream->ended)
			return DECODED;
		cursor_skip(&stream->unread, cursor_left(&stream->unread));
		return DECODED;
	}
	if (!read_store(line, &store)) {
		uint64_t number;
		struct bytes word = bytes_trim(line);

		/* An answer to a counter is a number. */
		if (!line_starts_with(line, words) && word.size && !bytes_to_number(word, &number))
			return memcached->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
		stream->unread = ahead;
		return DECODED;
	}
	memcached->known = true;
	if (store.size > SIZE_MOST) {
		stream->unread = ahead;
		stream->skip = store.size + 2;
		stream->skip_as = UNREAD;
		return DECODED_IN_PART;
	}
	if (cursor_left(&ahead) < store.size + 2) {
		if (!stream->ended && !stream->full)
			return wait_for(stream, cursor_left(&stream->unread) - cursor_left(&ahead) +
							(size_t)store.size + 2);
		hand_on(line_word(&rest), store.key, ahead.rest, true, observer);
		cursor_skip(&stream->unread, cursor_left(&stream->unread));
		return DECODED_IN_PART;
	}
	hand_on(line_word(&rest), store.key, cursor_take(&ahead, (size_t)store.size), false, observer);
	cursor_skip(&ahead, 2);
	stream->unread = ahead;
	return DECODED;
}

static void take_sasl(struct memcached *memcached, const struct head *head, struct bytes key,
		      struct bytes value, struct observer *observer)
{
	if (head->magic == REQUEST && head->operation == SASL_START)
		sasl_begin_raw(&memcached->sasl, key);
	if (head->magic == REQUEST && head->operation != SASL_LIST && sasl_active(&memcached->sasl) &&
	    value.size)
		sasl_response_raw(&memcached->sasl, value, value, observer);
	if (head->magic == RESPONSE && head->operation != SASL_LIST && head->status != STATUS_CONTINUE)
		sasl_end(&memcached->sasl, "auth", head->status ? "refused" : "accepted", observer);
}

static enum decoded take_packet(struct memcached *memcached, struct stream *stream, struct observer *observer)
{
	struct cursor ahead = stream->unread;
	struct head head;

	if (cursor_left(&ahead) < HEADER_SIZE)
		return wait_for(stream, HEADER_SIZE);
	if (!take_head(&ahead, &head))
		return memcached->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
	memcached->known = true;
	if (head.size > SIZE_MOST) {
		stream->unread = ahead;
		stream->skip = head.size;
		stream->skip_as = UNREAD;
		return DECODED_IN_PART;
	}
	if (cursor_left(&ahead) < head.size)
		return wait_for(stream, HEADER_SIZE + head.size);
	cursor_skip(&ahead, head.extras_size);
	struct bytes key = cursor_take(&ahead, head.key_size);
	struct bytes value = cursor_take(&ahead, head.size - head.key_size - head.extras_size);

	if (head.operation >= SASL_LIST && head.operation <= SASL_STEP)
		take_sasl(memcached, &head, key, value, observer);
	else
		hand_on(head.magic == REQUEST ? BYTES("request") : BYTES("response"), key, value, false,
			observer);
	stream->unread = ahead;
	return DECODED;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	enum decoded decoded = DECODED;

	(void)direction;
	while (decoded == DECODED && cursor_left(&stream->unread) && !stream->skip && !stream->wanted) {
		size_t before = cursor_left(&stream->unread);
		unsigned first = cursor_peek(&stream->unread, 0);

		decoded = first == REQUEST || first == RESPONSE ? take_packet(state, stream, observer)
								: take_line(state, stream, observer);
		if (cursor_left(&stream->unread) == before)
			break;
	}
	return decoded;
}

static void close_flow(void *state, struct observer *observer)
{
	struct memcached *memcached = state;

	sasl_end(&memcached->sasl, "auth", "unknown", observer);
	sasl_free(&memcached->sasl);
}

static const struct selector usual_ports[] = { { SELECT_TCP_PORT, 11211 }, { SELECT_NONE, 0 } };

const struct app_decoder app_decoder_memcached = {
	.name = "memcached",
	.specification = "memcached protocol.txt, binary protocol",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct memcached),
	.bid = bid,
	.decode = decode,
	.close = close_flow,
};
