/* SPDX-License-Identifier: Apache-2.0 */
/* DTLS 1.0 (RFC 4347), 1.2 (RFC 6347), 1.3 (RFC 9147).
 *
 *     record    type (1) version (2) epoch (2) number (6) size (2) payload
 *     message   type (1) size (3) number (2) offset (3) size of this piece (3) piece
 *     1.3       001 and 5 bits of flags, as soon as there are keys: connection id, number, size, payload
 *
 * Messages are joined from their pieces and then read as those of TLS. Beside it a flow of WebRTC carries
 * STUN and SRTP (RFC 7983): what is no DTLS is passed over. Left out: decryption with keys. */
#include "tls/handshake.h"

#include "base/hash.h"
#include "base/memory.h"
#include "tls/pieces.h"

#include <stdlib.h>

enum {
	CHANGE_CIPHER_SPEC = 20,
	ALERT = 21,
	HANDSHAKE = 22,
	APPLICATION_DATA = 23,
	HEARTBEAT = 24,
	CONNECTION_ID = 25,
	ACKNOWLEDGEMENT = 26,
	RECORD_HEADER = 13,
	MESSAGE_HEADER = 12,
	CLIENT_HELLO = 1,
	HELLO_VERIFY = 3,
	MESSAGE_MOST = 25, /* message types */
	SLOTS = 4,	   /* messages of one side that are incomplete at a time: a flight has five */
};

/* A message that has not come whole. */
struct slot {
	bool used;
	uint8_t type;
	uint16_t number;
	uint32_t size;
	struct pieces pieces;
};

struct dtls_side {
	uint64_t done; /* numbers of messages that were read, a bit each */
	struct slot *slots;
};

struct dtls {
	struct tls tls;
	struct dtls_side sides[2];
	uint64_t hello; /* hash of the ClientHello that began this */
	bool known;
};

struct record {
	uint8_t type;
	uint16_t version, epoch;
	struct bytes payload;
};

static bool take_record(struct cursor *cursor, struct record *ret_record)
{
	struct record record = { .type = cursor_u8(cursor), .version = cursor_be16(cursor) };

	record.epoch = cursor_be16(cursor);
	cursor_skip(cursor, 6);
	record.payload = cursor_take(cursor, cursor_be16(cursor));
	/* 1.3 keeps the number of 1.2. */
	if (!cursor_ok(cursor) || record.type < CHANGE_CIPHER_SPEC || record.type > ACKNOWLEDGEMENT ||
	    record.type == CONNECTION_ID ||
	    (record.version != VERSION_DTLS10 && record.version != VERSION_DTLS12 &&
	     record.version != VERSION_DTLS_OLD))
		return false;
	*ret_record = record;
	return true;
}

struct piece {
	uint8_t type;
	uint32_t size; /* of the whole message */
	uint16_t number;
	uint32_t offset;
	struct bytes bytes;
};

static bool take_piece(struct cursor *cursor, struct piece *ret_piece)
{
	struct piece piece = { .type = cursor_u8(cursor), .size = cursor_be24(cursor) };

	piece.number = cursor_be16(cursor);
	piece.offset = cursor_be24(cursor);
	piece.bytes = cursor_take(cursor, cursor_be24(cursor));
	if (!cursor_ok(cursor) || piece.type > MESSAGE_MOST ||
	    (uint64_t)piece.offset + piece.bytes.size > piece.size)
		return false;
	*ret_piece = piece;
	return true;
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first);
	struct record record;
	struct piece piece;

	(void)direction;
	if (!take_record(&cursor, &record) || !record.payload.size)
		return 0;
	if (cursor_left(&cursor)) {
		struct record next;

		if (!take_record(&cursor, &next))
			return 0;
	}
	struct cursor payload = cursor_over(record.payload);

	switch (record.type) {
	case HANDSHAKE:
		if (record.epoch)
			return 16 + 16 + 5;
		return take_piece(&payload, &piece) && piece.size < 0x10000 ? 16 + 16 + 16 + 5 : 0;
	case CHANGE_CIPHER_SPEC:
		return record.payload.data[0] == 1 ? 16 + 16 + 5 : 0;
	case ALERT:
		return record.epoch || record.payload.size == 2 ? 16 + 16 + 5 : 0;
	case APPLICATION_DATA:
		return record.epoch ? 16 + 5 : 0;
	default:
		return 0;
	}
}

/* --- messages --- */

static void free_slots(struct dtls_side *side)
{
	for (unsigned i = 0; side->slots && i < SLOTS; i++)
		pieces_free(&side->slots[i].pieces);
	free(side->slots);
	side->slots = NULL;
}

/* Another handshake begins in this flow. */
static void restart(struct dtls *dtls, struct observer *observer)
{
	handshake_settle(&dtls->tls, "unknown", observer);
	for (unsigned i = 0; i < 2; i++) {
		free_slots(&dtls->sides[i]);
		dtls->sides[i].done = 0;
		dtls->tls.sides[i] = (struct side){ .started = false };
	}
}

static bool is_done(const struct dtls_side *side, uint16_t number)
{
	return number < 64 && side->done >> number & 1;
}

static bool read_message(struct dtls *dtls, enum direction direction, uint8_t type, uint16_t number,
			 struct bytes body, struct observer *observer)
{
	if (type == CLIENT_HELLO && number == 0) {
		uint64_t hash = hash_bytes(body, 1);

		if (dtls->hello && dtls->hello != hash)
			restart(dtls, observer);
		else if (dtls->hello && dtls->sides[direction].done & 1)
			return true;
		dtls->hello = hash;
	}
	/* The client will say all again, with a cookie; and the server may count from the start. */
	if (type == HELLO_VERIFY)
		return true;
	if (number < 64)
		dtls->sides[direction].done |= UINT64_C(1) << number;
	return handshake_take_message(&dtls->tls, direction, type, body, observer);
}

static struct slot *slot_of(struct dtls_side *side, const struct piece *piece, struct observer *observer)
{
	struct slot *found = NULL;

	if (!side->slots)
		side->slots = memory_new_array(SLOTS, sizeof *side->slots);
	if (!side->slots) {
		observer_out_of_memory(observer);
		return NULL;
	}
	for (unsigned i = 0; i < SLOTS; i++)
		if (side->slots[i].used && side->slots[i].number == piece->number)
			found = &side->slots[i];
	for (unsigned i = 0; i < SLOTS && !found; i++)
		if (!side->slots[i].used)
			found = &side->slots[i];
	/* All are taken by what never came whole. */
	if (!found)
		found = &side->slots[piece->number % SLOTS];
	if (!found->used || found->number != piece->number || found->size != piece->size) {
		pieces_free(&found->pieces);
		found->used = true;
		found->type = piece->type;
		found->number = piece->number;
		found->size = piece->size;
	}
	return found;
}

/* The pieces of messages in a record in clear. False: they are broken. */
static bool read_pieces(struct dtls *dtls, enum direction direction, struct bytes payload,
			struct observer *observer)
{
	struct dtls_side *side = &dtls->sides[direction];
	struct cursor cursor = cursor_over(payload);
	struct piece piece;
	bool right = true;

	while (right && cursor_left(&cursor)) {
		if (!take_piece(&cursor, &piece))
			return false;
		bool begins = piece.type == CLIENT_HELLO && piece.number == 0;

		if (is_done(side, piece.number) && !begins)
			continue;
		if (piece.bytes.size == piece.size) {
			right = read_message(dtls, direction, piece.type, piece.number, piece.bytes,
					     observer);
			continue;
		}
		struct slot *slot = slot_of(side, &piece, observer);

		if (!slot || !pieces_take(&slot->pieces, piece.offset, piece.bytes, observer))
			return true;
		struct bytes body = pieces_ready(&slot->pieces);

		if (body.size < slot->size)
			continue;
		/* Freed before it is read again: a restart frees all slots. */
		struct pieces pieces = slot->pieces;

		*slot = (struct slot){ .used = false };
		right = read_message(dtls, direction, piece.type, piece.number, body, observer);
		pieces_free(&pieces);
	}
	return right;
}

/* One record. False: it is broken. */
static bool read_record(struct dtls *dtls, enum direction direction, const struct record *record,
			struct observer *observer)
{
	if (record->epoch) {
		free_slots(&dtls->sides[direction]);
		if (record->type == APPLICATION_DATA || record->type == HANDSHAKE)
			handshake_opaque(&dtls->tls, direction, record->payload.size,
					 record->type == APPLICATION_DATA, observer);
		return true;
	}
	switch (record->type) {
	case HANDSHAKE:
		return read_pieces(dtls, direction, record->payload, observer);
	case CHANGE_CIPHER_SPEC:
		handshake_change_cipher(&dtls->tls, direction, observer);
		return true;
	case ALERT:
		handshake_alert(&dtls->tls, record->payload, observer);
		return true;
	default:
		return true;
	}
}

/* A record of 1.3 once there are keys: two bits of its epoch are in clear, and 3 is the first of data. */
static void read_unified(struct dtls *dtls, enum direction direction, uint8_t first,
			 struct observer *observer)
{
	const struct session *session = dtls->tls.session;

	if (session && session->server_hello && direction == session->client && (first & 3) == 3)
		handshake_settle(&dtls->tls, "completed", observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	struct dtls *dtls = state;
	struct record record;

	stream->skip_as = OPAQUE;
	while (cursor_left(&stream->unread)) {
		struct cursor at = stream->unread;
		uint8_t first = cursor_peek(&at, 0);

		if (!take_record(&at, &record)) {
			if (dtls->known && first >> 5 == 1)
				read_unified(dtls, direction, first, observer);
			else if (!dtls->known)
				return DECODED_NOT_MINE;
			stream->skip = cursor_left(&stream->unread);
			return DECODED;
		}
		if (!read_record(dtls, direction, &record, observer))
			return dtls->known ? DECODED_MALFORMED : DECODED_NOT_MINE;
		dtls->known = true;
		/* Behind the first sealed record all are, to the datagram's end. */
		if (record.epoch) {
			stream->skip = cursor_left(&stream->unread);
			return DECODED;
		}
		stream->unread = at;
	}
	return DECODED;
}

static void end(void *state, struct observer *observer)
{
	struct dtls *dtls = state;

	handshake_settle(&dtls->tls, dtls->tls.session && dtls->tls.session->alerted ? "refused" : "unknown",
			 observer);
	free_slots(&dtls->sides[0]);
	free_slots(&dtls->sides[1]);
}

const struct app_decoder app_decoder_dtls = {
	.name = "dtls",
	.specification = "RFC 4347, RFC 6347, RFC 9147",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_UDP_PORT, 5684 },
			{ SELECT_UDP_PORT, 4433 },
			{ SELECT_UDP_PORT, 3391 },
			{ SELECT_NONE, 0 },
		},
	.state_size = sizeof(struct dtls),
	.bid = bid,
	.decode = decode,
	.close = end,
};
