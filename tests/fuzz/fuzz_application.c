/* SPDX-License-Identifier: Apache-2.0 */
/* The input as a conversation (see fuzz_piece()), read by every application decoder, as a flow would
 * hand it over. */
#include "fuzz.h"

#include "base/limits.h"
#include "protocol/application.h"

#include <stdlib.h>

struct side {
	struct buffer unread;
	uint64_t offset, skip;
	size_t wanted;
	bool ended, over;
};

struct talk {
	const struct app_decoder *decoder;
	struct selector carried;
	bool datagrams;
	struct side sides[2];
	void *state;
	struct evidence *evidence;
	struct carrier carrier;
	struct host_name host;
	struct span span;
	bool over;
};

static void carry(struct talk *talk, enum direction direction, struct bytes window)
{
	talk->span = (struct span){ .offset = talk->sides[direction].offset, .frame = 1 };
	talk->carrier = (struct carrier){
		.source = address_of(direction == FROM_CLIENT ? BYTES("\x0a\0\0\1")
							      : BYTES("\x5d\xb8\xd8\x22")),
		.destination = address_of(direction == FROM_CLIENT ? BYTES("\x5d\xb8\xd8\x22")
								   : BYTES("\x0a\0\0\1")),
		.from_client = direction == FROM_CLIENT,
		.transport = talk->datagrams ? "udp" : "tcp",
		.protocol = talk->decoder->name,
		.window = { .bytes = window,
			    .offset = talk->sides[direction].offset,
			    .spans = &talk->span,
			    .span_count = 1 },
	};
	evidence_carry(talk->evidence, &talk->carrier, &talk->host);
}

static void drop(struct side *side, uint64_t size)
{
	buffer_drop_front(&side->unread, (size_t)size);
	side->offset += size;
}

static void take_skip(struct side *side)
{
	uint64_t size = side->skip < side->unread.size ? side->skip : side->unread.size;

	drop(side, size);
	side->skip -= size;
}

/* Another decoder goes on. */
static void succeed(struct talk *talk, const struct stream *stream)
{
	if (talk->decoder->close)
		talk->decoder->close(talk->state, evidence_observer(talk->evidence));
	free(talk->state);
	talk->decoder = stream->successor;
	talk->state = calloc(1, talk->decoder->state_size ? talk->decoder->state_size : 1);
	if (!talk->state)
		abort();
	talk->sides[0].wanted = talk->sides[1].wanted = 0;
	if (talk->decoder->inherit && stream->legacy)
		talk->decoder->inherit(talk->state, stream->legacy, evidence_observer(talk->evidence));
	else
		free(stream->legacy);
}

static bool decode_once(struct talk *talk, enum direction direction, bool full)
{
	struct side *side = &talk->sides[direction];
	size_t size = side->unread.size;
	uint8_t *copy = fuzz_copy(side->unread.data, size);
	struct stream stream = {
		.unread = cursor_over((struct bytes){ copy, size }),
		.offset = side->offset,
		.carried = talk->carried,
		.datagram = talk->datagrams,
		.ended = side->ended || talk->datagrams,
		.full = full,
	};

	carry(talk, direction, stream.unread.rest);
	enum decoded decoded = talk->decoder->decode(talk->state, direction, &stream,
						     evidence_observer(talk->evidence));
	size_t consumed = size - cursor_left(&stream.unread);

	if (cursor_left(&stream.unread) > size)
		abort();
	free(copy);
	drop(side, talk->datagrams ? size : consumed);
	side->wanted = stream.wanted;
	side->skip = talk->datagrams ? 0 : stream.skip;
	if (decoded == DECODED_MALFORMED)
		side->over = !talk->datagrams;
	if (stream.rebid && stream.successor) {
		succeed(talk, &stream);
		return true;
	}
	if (decoded == DECODED_NOT_MINE || stream.rebid)
		talk->over = true;
	return consumed || stream.skip;
}

static void decode(struct talk *talk, enum direction direction, bool full)
{
	struct side *side = &talk->sides[direction];
	bool again = true;

	take_skip(side);
	while (again && !talk->over && !side->over && (side->unread.size || side->ended)) {
		if (side->unread.size < side->wanted && !side->ended && !full)
			return;
		again = decode_once(talk, direction, full);
		take_skip(side);
		again = again && side->unread.size;
	}
}

static void lose(struct talk *talk, enum direction direction, uint64_t size)
{
	struct side *side = &talk->sides[direction];

	if (side->unread.size)
		decode(talk, direction, true);
	drop(side, side->unread.size);
	uint64_t skipped = side->skip < size ? side->skip : size;

	side->skip -= skipped;
	side->offset += size;
	if (skipped == size || talk->over || side->over)
		return;
	side->wanted = 0;
	side->over = !talk->decoder->gap;
	carry(talk, direction, BYTES_EMPTY);
	if (talk->decoder->gap)
		talk->decoder->gap(talk->state, direction, size - skipped, evidence_observer(talk->evidence));
}

static void take(struct talk *talk, enum direction direction, char mark, struct bytes piece)
{
	struct side *side = &talk->sides[direction];

	if (talk->over || side->over || side->ended)
		return;
	if (mark == '!' && !talk->datagrams)
		lose(talk, direction, 64);
	if (!buffer_append(&side->unread, piece))
		return;
	decode(talk, direction, false);
	if (mark == '.' && !talk->datagrams) {
		side->ended = true;
		decode(talk, direction, false);
	}
}

static void run(const struct app_decoder *decoder, struct selector carried, struct bytes input)
{
	struct talk talk = { .decoder = decoder,
			     .carried = carried,
			     .datagrams = carried.space != SELECT_TCP_PORT };
	enum direction direction = FROM_CLIENT;
	struct bytes piece;
	char mark;

	talk.sides[0].unread = talk.sides[1].unread = buffer_of(LIMIT_MESSAGE_SIZE);
	talk.evidence = fuzz_evidence();
	talk.state = calloc(1, decoder->state_size ? decoder->state_size : 1);
	if (!talk.state)
		abort();
	while (fuzz_piece(&input, &mark, &piece)) {
		if (mark == '<' || mark == '>')
			direction = mark == '<' ? FROM_SERVER : FROM_CLIENT;
		if (piece.size)
			decoder->bid(direction, bytes_slice(piece, 0, 512));
		take(&talk, direction, mark, piece);
	}
	for (direction = FROM_CLIENT; direction <= FROM_SERVER; direction++)
		take(&talk, direction, '.', BYTES_EMPTY);
	carry(&talk, FROM_CLIENT, BYTES_EMPTY);
	if (talk.decoder->close)
		talk.decoder->close(talk.state, evidence_observer(talk.evidence));
	evidence_carry(talk.evidence, NULL, NULL);
	fuzz_evidence_end(talk.evidence);
	free(talk.state);
	buffer_free(&talk.sides[0].unread);
	buffer_free(&talk.sides[1].unread);
}

/* As a stream, as datagrams, as what comes under each header that names the decoder. */
static void run_all(const struct app_decoder *decoder, struct bytes input)
{
	bool tcp = false, udp = false;

	for (const struct selector *port = decoder->usual_ports; port->space; port++) {
		bool *done = port->space == SELECT_TCP_PORT   ? &tcp
			     : port->space == SELECT_UDP_PORT ? &udp
							      : NULL;

		if (done && *done)
			continue;
		run(decoder, *port, input);
		if (done)
			*done = true;
	}
}

static bool bids(const struct app_decoder *decoder, struct bytes input)
{
	struct bytes piece = BYTES_EMPTY;
	char mark;

	return fuzz_piece(&input, &mark, &piece) &&
	       decoder->bid(FROM_CLIENT, bytes_slice(piece, 0, 512)) >= 16;
}

/* When fuzzing: whoever bids, and one that does not. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes input = { data, size };
	size_t count = 0, way = 0;

	while (app_decoders[count])
		count++;
	for (const struct app_decoder *const *decoder = app_decoders; *decoder; decoder++, way++)
		if (fuzz_wants((*decoder)->name) && (bids(*decoder, input) || fuzz_takes(size, way, count)))
			run_all(*decoder, input);
	return 0;
}
