/* SPDX-License-Identifier: Apache-2.0 */
/* ONC RPC 2 (RFC 5531) over UDP and TCP: NFS, MOUNT, port mappers; who calls.
 *
 *     TCP: last(1) size(31) in front of each piece. number(32) 0 call: 2, program version procedure(32 each),
 * proof, check; 1 answer: 0 taken, check, result(32)      a proof: kind(32) size(32): 1 says time(32), name
 * of the machine, user, group, groups
 *
 * Nobody proves anything by kind 1: the name of the machine and the number of the user are believed. What is
 * called with, and what comes back, is handed on as bytes. Left out: their meaning; calls in several pieces;
 * what GSS (6) encrypts. */
#include "base/limits.h"
#include "protocol/application/units.h"

enum {
	MARK_SIZE = 4,
	CALL = 0,
	ANSWER = 1,
	VERSION = 2,
	PROOF_SYSTEM = 1,
	PROOF_LAST = 6,
	PROOF_MOST = 400,
	NAME_MOST = 255,
	PROCEDURE_LAST = 255,
	PROGRAM_FIRST = 100000,
	PROGRAM_LAST = 400000,
	BODY_LEAST = 8,
};

#define LAST_PIECE 0x80000000u

/* A proof and its check. */
static struct bytes take_proof(struct cursor *cursor, uint32_t *ret_kind)
{
	*ret_kind = cursor_be32(cursor);
	size_t size = cursor_be32(cursor);

	return cursor_take(cursor, size > PROOF_MOST ? SIZE_MAX : (size + 3) & ~(size_t)3);
}

/* The head of a call or an answer; its body stays. False: it is none. */
static bool take_head(struct cursor *cursor, struct bytes *ret_proof, uint32_t *ret_kind)
{
	struct bytes proof = BYTES_EMPTY;
	uint32_t kind = 0, check = 0;

	cursor_skip(cursor, 4);
	uint32_t direction = cursor_be32(cursor), first = cursor_be32(cursor);

	if (direction == CALL) {
		uint32_t program = cursor_be32(cursor), version = cursor_be32(cursor);
		uint32_t procedure = cursor_be32(cursor);

		proof = take_proof(cursor, &kind);
		(void)take_proof(cursor, &check);
		if (first != VERSION || program < PROGRAM_FIRST || program > PROGRAM_LAST || version > 64 ||
		    procedure > PROCEDURE_LAST || kind > PROOF_LAST || check > PROOF_LAST)
			return false;
	} else {
		(void)take_proof(cursor, &check);
		if (direction != ANSWER || first || check > PROOF_LAST || cursor_be32(cursor) > 5)
			return false;
	}
	*ret_proof = proof;
	*ret_kind = kind;
	return cursor_ok(cursor);
}

static unsigned bid(enum direction direction, struct bytes first)
{
	struct cursor cursor = cursor_over(first), marked = cursor_over(bytes_from(first, MARK_SIZE));
	struct bytes proof;
	uint32_t kind;

	(void)direction;
	if (take_head(&cursor, &proof, &kind))
		return 32 + 32 + 16;
	return first.size > MARK_SIZE && first.data[0] & 0x80 && take_head(&marked, &proof, &kind)
		       ? 32 + 32 + 16
		       : 0;
}

static void read_message(struct bytes whole, struct observer *observer)
{
	const struct message message = { .part = BYTES("stub") }, header = { .part = BYTES("header") };
	struct cursor cursor = cursor_over(whole);
	struct bytes proof;
	uint32_t kind;

	if (!take_head(&cursor, &proof, &kind))
		return;
	struct cursor inside = cursor_over(proof);

	cursor_skip(&inside, 4);
	size_t size = cursor_be32(&inside);
	struct bytes name = cursor_take(&inside, size > NAME_MOST ? SIZE_MAX : size);

	if (kind == PROOF_SYSTEM && cursor_ok(&inside) && unit_is_text(name))
		observer_value(observer, &header, BYTES("machineName"), name);
	if (kind != PROOF_LAST && cursor_left(&cursor) >= BODY_LEAST)
		observer_content(observer, &message, cursor.rest, cursor.rest);
}

static size_t measure(enum direction direction, struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	size_t size = cursor_be32(&cursor) & ~LAST_PIECE;

	(void)direction;
	if (!cursor_ok(&cursor))
		return UNIT_LONGER;
	return size >= 4 && size <= LIMIT_DOCUMENT_SIZE ? MARK_SIZE + size : UNIT_BROKEN;
}

static void read_unit(void *state, enum direction direction, struct bytes unit, struct observer *observer)
{
	(void)state;
	(void)direction;
	read_message(bytes_from(unit, MARK_SIZE), observer);
}

static enum decoded decode(void *state, enum direction direction, struct stream *stream,
			   struct observer *observer)
{
	static const struct unit_reader reader = {
		.measure = measure,
		.read = read_unit,
		.most = LIMIT_MESSAGE_SIZE,
	};

	if (!stream->datagram)
		return units_read(&reader, state, direction, stream, observer);
	read_message(cursor_take(&stream->unread, cursor_left(&stream->unread)), observer);
	return DECODED;
}

const struct app_decoder app_decoder_onc_rpc = {
	.name = "onc-rpc",
	.specification = "RFC 5531, RFC 1813, RFC 7530",
	.usual_ports =
		(const struct selector[]){
			{ SELECT_TCP_PORT, 2049 },
			{ SELECT_UDP_PORT, 2049 },
			{ SELECT_TCP_PORT, 111 },
			{ SELECT_UDP_PORT, 111 },
			{ SELECT_NONE, 0 },
		},
	.state_size = 1,
	.bid = bid,
	.decode = decode,
};
