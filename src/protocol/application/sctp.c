/* SPDX-License-Identifier: Apache-2.0 */
/* SCTP (RFC 9260), directly over IP: a packet carries chunks, and those of data a message each, or a part.
 *
 *     source port(16) destination port(16) tag(32) checksum(32)
 *     chunks: type flags size(16) value, padded to four octets
 *     0 data: number(32) stream(16) order(16) protocol(32) message
 *     1, 2 a side begins: tag(32) window(32) streams(16) streams(16) number(32) …
 *
 * Messages are read as one conversation, in the order of their numbers as far as they come so; what was sent
 * again is left out. Not read: interleaved parts of messages (RFC 8260), several associations of the same two
 * hosts apart from each other. */
#include "protocol/inner.h"

#include "protocol/choose.h"

enum {
	HEADER_SIZE = 12,
	CHUNK_DATA = 0,
	CHUNK_BEGIN = 1,
	CHUNK_BEGUN = 2,
	DIAMETER = 46, /* payload protocol identifiers (IANA) */
};

struct sctp {
	struct inner *inner;
	uint32_t next[2]; /* number of the next chunk of data */
	bool begun[2];
};

struct chunk {
	unsigned type;
	struct bytes value;
};

static bool take_chunk(struct cursor *cursor, struct chunk *ret_chunk)
{
	struct chunk chunk = { .type = cursor_u8(cursor) };

	cursor_skip(cursor, 1);
	size_t size = cursor_be16(cursor), padding = (4 - size % 4) % 4;

	if (size < 4)
		return false;
	chunk.value = cursor_take(cursor, size - 4);
	if (!cursor_ok(cursor))
		return false;
	/* The last one goes without now and then. */
	cursor_skip(cursor, padding < cursor_left(cursor) ? padding : cursor_left(cursor));
	*ret_chunk = chunk;
	return true;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(bytes_from(first, HEADER_SIZE));
	struct chunk chunk;

	(void)direction;
	return take_chunk(&cursor, &chunk) ? 16 : 0;
}

/* The server is the one whose number is registered: the lower one. */
static struct inner *inner_of(uint16_t ports[2], uint32_t protocol, struct observer *observer)
{
	const struct inner_options options = {
		.decoder = protocol == DIAMETER ? choose_named("diameter") : NULL,
		.port = ports[0] < ports[1] ? ports[0] : ports[1],
	};

	return inner_new(&options, observer);
}

static enum readability take_data(struct sctp *sctp, enum direction direction, uint16_t ports[2],
				  struct bytes value, struct observer *observer)
{
	struct cursor cursor = cursor_over(value);
	uint32_t number = cursor_be32(&cursor), ahead = number - sctp->next[direction];

	cursor_skip(&cursor, 4);
	uint32_t protocol = cursor_be32(&cursor);
	struct bytes message = cursor_take(&cursor, cursor_left(&cursor));

	if (!message.size || (sctp->begun[direction] && ahead >= 0x80000000u))
		return READABLE; /* sent again */
	if (!sctp->inner)
		sctp->inner = inner_of(ports, protocol, observer);
	if (sctp->begun[direction] && ahead)
		inner_gap(sctp->inner, direction, ahead, observer);
	sctp->begun[direction] = true;
	sctp->next[direction] = number + 1;
	return inner_deliver(sctp->inner, direction, message, message, observer);
}

/* A side tells where its numbers begin. */
static void take_begin(struct sctp *sctp, enum direction direction, struct bytes value)
{
	struct cursor cursor = cursor_over(value);

	cursor_skip(&cursor, 12);
	uint32_t number = cursor_be32(&cursor);

	if (!cursor_ok(&cursor))
		return;
	sctp->next[direction] = number;
	sctp->begun[direction] = true;
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct bytes packet = stream->unread.rest;
	struct cursor cursor = cursor_over(packet);
	enum readability worst = READABLE;
	uint16_t ports[2] = { cursor_be16(&cursor), 0 };
	struct sctp *sctp = state;
	struct chunk chunk;

	ports[1] = cursor_be16(&cursor);
	cursor_skip(&cursor, HEADER_SIZE - 4);
	while (cursor_left(&cursor)) {
		enum readability how = READABLE;

		if (!take_chunk(&cursor, &chunk))
			return DECODED_MALFORMED;
		if (chunk.type == CHUNK_DATA)
			how = take_data(sctp, direction, ports, chunk.value, observer);
		else if (chunk.type == CHUNK_BEGIN || chunk.type == CHUNK_BEGUN)
			take_begin(sctp, direction, chunk.value);
		worst = how != READABLE ? how : worst;
	}
	if (!cursor_ok(&cursor))
		return DECODED_MALFORMED;
	if (worst == READABLE) {
		cursor_skip(&stream->unread, packet.size);
	} else {
		stream->skip = packet.size;
		stream->skip_as = worst;
	}
	return DECODED;
}

static void end(void *state, struct observer *observer)
{
	struct sctp *sctp = state;

	inner_end(sctp->inner, FROM_CLIENT, observer);
	inner_end(sctp->inner, FROM_SERVER, observer);
	inner_close(sctp->inner, observer);
}

const struct app_decoder app_decoder_sctp = {
	.name = "sctp",
	.specification = "RFC 9260",
	.usual_ports = (const struct selector[]){ { SELECT_IP_PROTOCOL, 132 }, { SELECT_NONE, 0 } },
	.state_size = sizeof(struct sctp),
	.bid = bid,
	.decode = decode,
	.close = end,
};
