/* SPDX-License-Identifier: Apache-2.0 */
/* TLS over TCP: SSL 2 (its hellos), SSL 3.0 to TLS 1.3 and TLCP.
 *
 *   record   type (1) version (2) size (2) payload; RFC 8446 5.1
 *   SSL 2    size with its top bit set (2), message type (1), ...
 *
 * What is encrypted is never looked at: of a run of records only the headers are read, and the flow
 * skips the rest. Left out: decryption with keys. */
#include "tls/handshake.h"

#include "base/limits.h"

enum {
	CHANGE_CIPHER_SPEC = 20,
	ALERT = 21,
	HANDSHAKE = 22,
	APPLICATION_DATA = 23,
	HEARTBEAT = 24,
	HEADER_SIZE = 5,
	/* RFC 5246 6.2.3: what encryption may add to 16 KB. */
	PAYLOAD_MOST = (16 << 10) + 2048,
};

struct header {
	uint8_t type;
	size_t size; /* of the payload */
};

/* Reads a record's header; false where it cannot be one. `bytes` holds HEADER_SIZE at least. */
static inline bool header_read(struct bytes bytes, struct header *ret_header)
{
	const uint8_t *at = bytes.data;
	size_t size = (size_t)(at[3] << 8 | at[4]);
	bool version = (at[1] == 3 && at[2] <= 4) || (at[1] == 1 && at[2] == 1);

	if (at[0] < CHANGE_CIPHER_SPEC || at[0] > HEARTBEAT || !version || size > PAYLOAD_MOST)
		return false;
	*ret_header = (struct header){ at[0], size };
	/* Only application data may be empty. */
	return size > 0 || at[0] == APPLICATION_DATA;
}

/* Whether a record starts here, as far as can be told from what is there: its header is right, and
 * the next one if that is there too. Bits that match, or 0. */
static unsigned record_bits(struct bytes bytes)
{
	struct header header;

	if (bytes.size < HEADER_SIZE || !header_read(bytes, &header))
		return 0;
	struct bytes next = bytes_from(bytes, HEADER_SIZE + header.size);

	if (next.size < HEADER_SIZE)
		return 23;
	return header_read(next, &header) ? 46 : 0;
}

static unsigned ssl2_bits(struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	size_t size = (size_t)cursor_be16(&cursor) & 0x7fff;
	struct client_hello hello;

	if (first.size < 11 || !(first.data[0] & 0x80) || first.data[2] != 1)
		return 0;
	struct bytes message = cursor_take(&cursor, size);
	size_t parts = 9 + (size_t)(first.data[5] << 8 | first.data[6]) +
		       (size_t)(first.data[7] << 8 | first.data[8]) +
		       (size_t)(first.data[9] << 8 | first.data[10]);

	return parts == size && (!message.size || client_hello_read_ssl2(message, &hello)) ? 40 : 0;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	static const uint8_t start[3] = { HANDSHAKE, 3, 1 };
	struct header header;

	(void)direction;
	if (first.size < HEADER_SIZE)
		return first.size >= 3 && memcmp(first.data, start, 3) == 0 ? 23 : 0;
	if (!header_read(first, &header))
		return ssl2_bits(first);
	struct bytes payload = bytes_slice(first, HEADER_SIZE, header.size);
	const uint8_t *at = payload.data;

	switch (header.type) {
	case HANDSHAKE:
		/* A hello, its size (of 24 bits, not beyond 64 KB), its version. */
		if (payload.size >= 6 && (at[0] == 1 || at[0] == 2) && at[1] == 0)
			return at[4] == 3 || (at[4] == 1 && at[5] == 1) || at[4] == 0x7f ? 47 : 0;
		return record_bits(first) > 23 ? 46 : 0;
	case ALERT:
		if (header.size == 2 && payload.size == 2)
			return at[0] == 1 || at[0] == 2 ? 40 : 0;
		return record_bits(first) > 23 ? 46 : 0;
	case CHANGE_CIPHER_SPEC:
		return header.size == 1 && payload.size == 1 && at[0] == 1 ? 47 : 0;
	case APPLICATION_DATA:
		return record_bits(first);
	default:
		return record_bits(first) > 23 ? 40 : 0; /* heartbeats do not come alone */
	}
}

/* Size of the run of records at the start that nobody can read: may reach beyond what is there. */
static uint64_t opaque_run(struct bytes unread, bool ciphered)
{
	struct header header;
	size_t at = 0;

	while (at < unread.size && unread.size - at >= HEADER_SIZE) {
		if (!header_read((struct bytes){ unread.data + at, HEADER_SIZE }, &header) ||
		    (header.type != APPLICATION_DATA && !ciphered))
			break;
		at += HEADER_SIZE + header.size;
	}
	return at;
}

static void skip_opaque(struct stream *stream, uint64_t size)
{
	stream->skip = size;
	stream->skip_as = OPAQUE;
}

/* Out of step: drops everything up to where a segment starts with a record. Before the first record
 * that is another protocol's talk (of STARTTLS and the like), or, if the capture starts late, the end
 * of a record; later it is what a gap left of one. */
static enum decoded find_record(const struct tls *tls, struct side *side, struct stream *stream,
				struct observer *observer)
{
	const struct window *window = &observer_carrier(observer)->window;
	struct bytes unread = stream->unread.rest;
	bool foreign = tls->known && !side->started;

	if (record_bits(unread)) {
		side->lost = false;
		return DECODED;
	}
	stream->skip_as = foreign ? UNREAD : OPAQUE;
	for (size_t i = 0; i < window->span_count; i++) {
		uint64_t offset = window->spans[i].offset;

		if (offset <= stream->offset || offset - stream->offset >= unread.size)
			continue;
		if (record_bits(bytes_from(unread, (size_t)(offset - stream->offset)))) {
			side->lost = false;
			stream->skip = offset - stream->offset;
			return DECODED;
		}
	}
	stream->skip = unread.size;
	return DECODED;
}

/* A record in clear, whole or (at the end) cut. */
static enum decoded take_record(struct tls *tls, enum direction direction, struct header header,
				struct bytes payload, struct observer *observer)
{
	bool right = true;

	switch (header.type) {
	case HANDSHAKE:
		right = handshake_take(tls, direction, payload, observer);
		if (payload.size < header.size)
			handshake_cut(tls, direction, observer);
		break;
	case CHANGE_CIPHER_SPEC:
		handshake_change_cipher(tls, direction, observer);
		break;
	case ALERT:
		handshake_alert(tls, payload, observer);
		break;
	default:
		break;
	}
	if (right)
		return payload.size < header.size ? DECODED_IN_PART : DECODED;
	return tls->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
}

/* No record starts here. */
static enum decoded no_record(struct tls *tls, enum direction direction, struct stream *stream,
			      struct observer *observer)
{
	struct side *side = &tls->sides[direction];

	if (side->started)
		return DECODED_MALFORMED;
	if (tls->known) {
		/* Perhaps it refuses to speak TLS. */
		struct bytes unread = stream->unread.rest;

		observer_undecoded(observer, "tls", "unknown-protocol", "no record where one was due",
				   unread.size, unread);
		if (tls->session)
			tls->session->answered_otherwise = true;
	}
	side->lost = true;
	return find_record(tls, side, stream, observer);
}

/* Reads a message in SSL 2's form. */
static enum decoded decode_ssl2(struct tls *tls, enum direction direction, struct stream *stream,
				struct observer *observer)
{
	struct side *side = &tls->sides[direction];
	struct cursor cursor = stream->unread;
	size_t size = (size_t)cursor_be16(&cursor) & 0x7fff;

	if (cursor_left(&cursor) < size && !stream->ended && !stream->full) {
		stream->wanted = 2 + size;
		return DECODED;
	}
	struct bytes message = cursor_take(&cursor, size);

	if (!cursor_ok(&cursor) || !handshake_take_ssl2(tls, direction, message, observer))
		return no_record(tls, direction, stream, observer);
	side->started = true;
	stream->unread = cursor;
	return DECODED;
}

static enum decoded decode_record(struct tls *tls, enum direction direction, struct stream *stream,
				  struct observer *observer)
{
	struct side *side = &tls->sides[direction];
	struct bytes unread = stream->unread.rest;
	bool last = stream->ended || stream->full;
	struct header header;

	if (unread.size < HEADER_SIZE) {
		if (last)
			cursor_skip(&stream->unread, unread.size);
		else
			stream->wanted = HEADER_SIZE;
		return last ? DECODED_IN_PART : DECODED;
	}
	if (!header_read(unread, &header)) {
		bool ssl2 = !side->started && (unread.data[0] & 0x80) &&
			    (unread.data[2] == 1 || unread.data[2] == 4);

		return ssl2 ? decode_ssl2(tls, direction, stream, observer)
			    : no_record(tls, direction, stream, observer);
	}
	side->started = true;
	if (header.type == APPLICATION_DATA || side->ciphered) {
		if (tls->session) {
			if (header.type == APPLICATION_DATA || header.type == HANDSHAKE)
				handshake_opaque(tls, direction, header.size, header.type == APPLICATION_DATA,
						 observer);
			skip_opaque(stream, HEADER_SIZE + header.size);
		} else {
			skip_opaque(stream, opaque_run(unread, side->ciphered));
		}
		return DECODED;
	}
	if (unread.size - HEADER_SIZE < header.size && !last) {
		stream->wanted = HEADER_SIZE + header.size;
		return DECODED;
	}
	struct bytes payload = bytes_slice(unread, HEADER_SIZE, header.size);

	cursor_skip(&stream->unread, HEADER_SIZE + payload.size);
	return take_record(tls, direction, header, payload, observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct tls *tls = state;
	struct side *side = &tls->sides[direction];
	enum decoded decoded = DECODED;

	while (decoded == DECODED && cursor_left(&stream->unread) && !stream->skip && !stream->wanted) {
		if (tls->ssl2)
			skip_opaque(stream, cursor_left(&stream->unread));
		else if (side->lost)
			decoded = find_record(tls, side, stream, observer);
		else
			decoded = decode_record(tls, direction, stream, observer);
	}
	return decoded;
}

static void gap(void *state, enum direction direction, uint64_t size, struct observer *observer)
{
	struct tls *tls = state;
	struct side *side = &tls->sides[direction];

	(void)size;
	handshake_cut(tls, direction, observer);
	side->lost = true;
}

static void close_flow(void *state, struct observer *observer)
{
	struct tls *tls = state;

	handshake_cut(tls, FROM_CLIENT, observer);
	handshake_cut(tls, FROM_SERVER, observer);
	if (tls->session) {
		bool refused = tls->session->alerted ||
			       (tls->session->answered_otherwise && !tls->session->server_hello &&
				!tls->session->key_exchange && !tls->sides[!tls->session->client].started);

		handshake_settle(tls, refused ? "refused" : "unknown", observer);
	}
}

static const struct selector usual_ports[] = {
	{ SELECT_TCP_PORT, 443 }, { SELECT_TCP_PORT, 8883 }, { SELECT_TCP_PORT, 993 },
	{ SELECT_TCP_PORT, 995 }, { SELECT_TCP_PORT, 465 },  { SELECT_TCP_PORT, 990 },
	{ SELECT_TCP_PORT, 853 }, { SELECT_TCP_PORT, 8443 }, { SELECT_NONE, 0 },
};

const struct app_decoder app_decoder_tls = {
	.name = "tls",
	.specification = "RFC 8446, RFC 5246, RFC 6101, GB/T 38636-2020",
	.usual_ports = usual_ports,
	.state_size = sizeof(struct tls),
	.bid = bid,
	.decode = decode,
	.gap = gap,
	.close = close_flow,
};
