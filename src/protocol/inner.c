/* SPDX-License-Identifier: Apache-2.0 */
/* The same road as flow/stream.c, for bytes in order that come from a decoder in the place of packets. */
#include "protocol/inner.h"

#include "base/limits.h"
#include "base/memory.h"
#include "evidence/evidence.h"
#include "protocol/choose.h"
#include "protocol/kept.h"

#include <stdlib.h>

/* How often, and on how many bytes, bids are asked for before nobody's silence counts as an answer: to a byte
 * or two more it is none. */
enum { BIDS_MOST = 8, BID_STEP = 32, BID_KEEP = 4096, REFUSALS_MOST = 8 };

struct inner_half {
	struct kept kept;
	size_t wanted;
	uint64_t skip;
	enum readability skip_as;
	bool given_up, ended;
	unsigned bids;
};

struct inner {
	struct choice choice;
	struct expectations *expectations;
	bool datagrams, encrypted, relayed, known_only;
	bool unclaimed;
	unsigned depth, refusals;
	const struct app_decoder *decoder;
	void *state;
	struct host_name host;
	struct inner_half halves[2];
	/* the context of the call under way */
	struct carrier carrier;
	struct outer_context outer;
	struct span span; /* where the outer one is, when there are no bytes */
	struct outer_place place;
	/* of unclaimed bytes */
	struct bytes part, method, topic;
	uint8_t words[];
};

static bool start_decoder(struct inner *inner, const struct app_decoder *decoder, struct observer *observer)
{
	inner->state = memory_new(decoder->state_size ? decoder->state_size : 1);
	if (!inner->state) {
		observer_out_of_memory(observer);
		return false;
	}
	inner->decoder = decoder;
	inner->unclaimed = false;
	return true;
}

static struct bytes put_word(uint8_t **to, struct bytes word)
{
	struct bytes copy = { *to, word.size };

	if (word.size)
		memcpy(*to, word.data, word.size);
	*to += word.size;
	return copy;
}

struct inner *inner_new(const struct inner_options *options, struct observer *observer)
{
	static const struct message payload = { .part = { NULL, 0 } };
	const struct message *message = options->message ? options->message : &payload;
	const struct carrier *carrier = observer_carrier(observer);
	struct bytes method = bytes_slice(message->method, 0, LIMIT_ATTRIBUTE_SIZE);
	struct bytes topic = bytes_slice(message->topic, 0, LIMIT_ATTRIBUTE_SIZE);
	struct bytes part = message->part.size ? bytes_slice(message->part, 0, 64) : BYTES("payload");

	if (carrier && carrier->depth >= LIMIT_INNER_DEPTH) {
		observer_limit(observer, "inner-depth", LIMIT_INNER_DEPTH);
		free(options->legacy);
		return NULL;
	}
	struct inner *inner = memory_new(sizeof *inner + part.size + method.size + topic.size);

	if (!inner) {
		free(options->legacy);
		observer_out_of_memory(observer);
		return NULL;
	}
	uint8_t *to = inner->words;

	inner->part = put_word(&to, part);
	inner->method = put_word(&to, method);
	inner->topic = put_word(&to, topic);
	inner->choice.carried.space = options->datagrams ? SELECT_UDP_PORT : SELECT_TCP_PORT;
	inner->choice.port = options->port;
	inner->expectations = options->expectations;
	inner->datagrams = options->datagrams;
	inner->encrypted = options->encrypted;
	inner->relayed = options->relayed;
	inner->known_only = options->known_only;
	inner->depth = (carrier ? carrier->depth : 0) + 1;
	inner->host.size = (uint8_t)(options->host.size < sizeof inner->host.text ? options->host.size : 0);
	if (inner->host.size)
		memcpy(inner->host.text, options->host.data, inner->host.size);
	inner->halves[0].kept = inner->halves[1].kept = kept_of(LIMIT_MESSAGE_SIZE);
	if (options->decoder && !start_decoder(inner, options->decoder, observer)) {
		free(options->legacy);
		free(inner);
		return NULL;
	}
	if (options->legacy)
		options->decoder->inherit(inner->state, options->legacy, observer);
	return inner;
}

const struct app_decoder *inner_decoder(const struct inner *inner)
{
	return inner ? inner->decoder : NULL;
}

/* ---- context ---- */

/* Sets the window as the context of what is said next, on top of the outer one. */
static void enter(struct inner *inner, enum direction direction, const struct window *window,
		  struct observer *observer)
{
	const struct carrier *outer = observer_carrier(observer);

	inner->carrier = *outer;
	kept_turn(&inner->carrier, direction);
	inner->carrier.window = *window;
	inner->carrier.places = inner->halves[direction].kept.places;
	if (!window->span_count && outer->window.span_count) {
		(void)observer_run(observer, outer->window.bytes, &inner->span, &inner->place);
		inner->span.offset = window->offset;
		inner->carrier.window.spans = &inner->span;
		inner->carrier.places = &inner->place;
		inner->carrier.window.span_count = 1;
	}
	inner->carrier.depth = inner->depth;
	inner->carrier.encrypted |= inner->encrypted;
	inner->carrier.relayed |= inner->relayed;
	if (inner->decoder)
		inner->carrier.protocol = inner->decoder->name;
	if (inner->host.size)
		inner->carrier.host = (struct bytes){ inner->host.text, inner->host.size };
	inner->outer = observer_enter(observer, &inner->carrier, &inner->host);
}

static void leave(struct inner *inner, struct observer *observer)
{
	observer_leave(observer, &inner->outer);
}

static struct window window_from(struct window window, size_t size)
{
	window.bytes = bytes_from(window.bytes, size);
	window.offset += size;
	return window;
}

/* ---- decoding ---- */

static void close_decoder(struct inner *inner, struct observer *observer)
{
	static const struct window nothing = { .span_count = 0 };

	if (!inner->state)
		return;
	enter(inner, FROM_CLIENT, &nothing, observer);
	if (inner->decoder->close)
		inner->decoder->close(inner->state, observer);
	leave(inner, observer);
	free(inner->state);
	inner->state = NULL;
}

static void unclaim(struct inner *inner, bool refused, struct observer *observer)
{
	close_decoder(inner, observer);
	if (refused) {
		inner->choice.refused = inner->decoder;
		inner->refusals++;
	}
	inner->decoder = NULL;
	for (unsigned i = 0; i < 2; i++) {
		inner->halves[i].given_up = false;
		inner->halves[i].wanted = 0;
		inner->halves[i].bids = 0;
	}
}

/* The decoder has named who comes after it. */
static void succeed(struct inner *inner, const struct stream *stream, struct observer *observer)
{
	if (start_decoder(inner, stream->successor, observer) && inner->decoder->inherit && stream->legacy)
		inner->decoder->inherit(inner->state, stream->legacy, observer);
	else
		free(stream->legacy);
}

/* Offers the window once. Returns how many bytes are done with; *ret_again: whether to offer the rest. */
static size_t offer(struct inner *inner, enum direction direction, const struct window *window, bool full,
		    struct observer *observer, bool *ret_again)
{
	struct inner_half *half = &inner->halves[direction];
	struct stream stream = {
		.unread = cursor_over(window->bytes),
		.offset = window->offset,
		.datagram = inner->datagrams,
		.ended = inner->datagrams || half->ended,
		.full = full,
		.expectations = inner->expectations,
	};

	enter(inner, direction, window, observer);
	enum decoded decoded = inner->decoder->decode(inner->state, direction, &stream, observer);
	bool mine = decoded != DECODED_NOT_MINE;

	/* Whoever comes next starts where this one did. */
	if (!mine) {
		stream.unread = cursor_over(window->bytes);
		stream.skip = 0;
	}
	size_t left = cursor_left(&stream.unread), done = window->bytes.size - left;
	size_t skipped = stream.skip < left ? (size_t)stream.skip : left;

	if (decoded == DECODED_MALFORMED)
		observer_undecoded(observer, inner->decoder->name, "malformed", NULL, left - skipped,
				   window->bytes);
	leave(inner, observer);
	half->skip = inner->datagrams ? 0 : stream.skip - skipped;
	half->skip_as = stream.skip_as;
	half->wanted = inner->datagrams ? 0 : stream.wanted;
	*ret_again = (done || skipped) && left > skipped;
	if (decoded == DECODED_MALFORMED) {
		half->given_up = !inner->datagrams;
		*ret_again = false;
	} else if (!mine || stream.rebid) {
		inner->relayed |= stream.rebid && stream.relayed;
		unclaim(inner, !mine, observer);
		if (stream.successor)
			succeed(inner, &stream, observer);
		*ret_again = left > skipped;
	}
	return done + skipped;
}

/* Reads as much of the window as the decoder takes; returns how many bytes are done with. */
static size_t read_claimed(struct inner *inner, enum direction direction, struct window window, bool full,
			   struct observer *observer)
{
	struct inner_half *half = &inner->halves[direction];
	size_t done = 0;
	bool again = true;

	while (again && inner->decoder && !half->given_up) {
		struct window rest = window_from(window, done);

		if (!full && !half->ended && rest.bytes.size < half->wanted)
			break;
		done += offer(inner, direction, &rest, full, observer, &again);
	}
	return half->given_up ? window.bytes.size : done;
}

static enum readability read_unclaimed(struct inner *inner, enum direction direction,
				       const struct window *window, struct observer *observer)
{
	struct message message = { .part = inner->part, .method = inner->method, .topic = inner->topic };
	enum readability look = window->bytes.size ? choose_look(window->bytes) : READABLE;

	if (window->bytes.size && look != OPAQUE && !inner->known_only) {
		enter(inner, direction, window, observer);
		observer_content(observer, &message, window->bytes, window->bytes);
		leave(inner, observer);
	}
	return look;
}

static void read_kept(struct inner *inner, enum direction direction, bool full, struct observer *observer)
{
	struct inner_half *half = &inner->halves[direction];

	if (half->kept.bytes.size || half->ended)
		kept_drop(&half->kept,
			  read_claimed(inner, direction, kept_window(&half->kept), full, observer), observer);
}

static bool bid(struct inner *inner, enum direction direction, struct bytes first, struct observer *observer)
{
	const struct app_decoder *decoder = inner->refusals < REFUSALS_MOST
						    ? choose_decoder(&inner->choice, direction, first)
						    : NULL;

	return decoder && start_decoder(inner, decoder, observer);
}

static void give_to_nobody(struct inner *inner, struct observer *observer)
{
	inner->unclaimed = true;
	for (enum direction each = FROM_CLIENT; each <= FROM_SERVER; each++) {
		struct window window = kept_window(&inner->halves[each].kept);

		(void)read_unclaimed(inner, each, &window, observer);
		kept_drop_all(&inner->halves[each].kept, observer);
	}
}

/* Nobody reads the stream yet: asks for bids on what is kept. */
static enum readability look_for_decoder(struct inner *inner, enum direction direction,
					 struct observer *observer)
{
	struct inner_half *half = &inner->halves[direction];
	enum readability look = choose_look(buffer_bytes(&half->kept.bytes));

	for (unsigned i = 0; half->kept.bytes.size && !inner->decoder && i <= BIDS_MOST; i++) {
		if (!bid(inner, direction, buffer_bytes(&half->kept.bytes), observer))
			break;
		read_kept(inner, FROM_CLIENT, false, observer);
		read_kept(inner, FROM_SERVER, false, observer);
	}
	if (inner->decoder || !half->kept.bytes.size)
		return READABLE;
	if (half->kept.bytes.size >= (half->bids + 1) * BID_STEP)
		half->bids++;
	if (half->bids >= BIDS_MOST || half->kept.bytes.size > BID_KEEP || half->ended ||
	    half->bids + inner->halves[!direction].bids > BIDS_MOST + BIDS_MOST / 2)
		give_to_nobody(inner, observer);
	return look;
}

/* No more will be kept: what the decoder does not take now is lost to us. */
static void read_full(struct inner *inner, enum direction direction, struct observer *observer)
{
	struct inner_half *half = &inner->halves[direction];

	read_kept(inner, direction, true, observer);
	size_t lost = half->kept.bytes.size;

	if (!lost)
		return;
	struct window window = kept_window(&half->kept);

	enter(inner, direction, &window, observer);
	observer_undecoded(observer, inner->decoder ? inner->decoder->name : "unknown", "limit", NULL, lost,
			   window.bytes);
	if (inner->decoder && inner->decoder->gap)
		inner->decoder->gap(inner->state, direction, lost, observer);
	else
		half->given_up = true;
	leave(inner, observer);
	half->wanted = 0;
	kept_drop_all(&half->kept, observer);
}

/* Takes up bytes behind those that are kept, or reads them where they are if none is. */
static enum readability take(struct inner *inner, enum direction direction, struct bytes bytes,
			     struct observer *observer)
{
	struct inner_half *half = &inner->halves[direction];
	bool fresh = half->kept.bytes.size == 0;
	size_t done = 0;

	half->kept.offset += bytes.size;
	if (fresh && (inner->decoder || inner->unclaimed)) {
		struct window window = { bytes, half->kept.offset - bytes.size, half->kept.spans,
					 half->kept.span_count };

		if (inner->unclaimed)
			return read_unclaimed(inner, direction, &window, observer);
		done = read_claimed(inner, direction, window, false, observer);
	}
	bytes = bytes_from(bytes, done);
	if (!kept_append(&half->kept, bytes, observer)) {
		half->kept.offset -= bytes.size;
		read_full(inner, direction, observer);
		half->kept.offset += bytes.size;
		if (half->given_up || bytes.size > LIMIT_MESSAGE_SIZE ||
		    !kept_append(&half->kept, bytes, observer)) {
			half->given_up = true;
			return UNREAD;
		}
	}
	if (inner->decoder && !fresh)
		read_kept(inner, direction, false, observer);
	return inner->decoder ? READABLE : look_for_decoder(inner, direction, observer);
}

static enum readability deliver_datagram(struct inner *inner, enum direction direction, struct bytes bytes,
					 struct observer *observer)
{
	struct inner_half *half = &inner->halves[direction];
	struct window window = { bytes, half->kept.offset, half->kept.spans, half->kept.span_count };
	enum readability readability = READABLE;
	bool again;

	half->kept.offset += bytes.size;
	if (!inner->decoder && !inner->unclaimed && !bid(inner, direction, bytes, observer))
		inner->unclaimed = ++half->bids >= BIDS_MOST;
	if (inner->decoder)
		(void)offer(inner, direction, &window, false, observer, &again);
	if (!inner->decoder)
		readability = read_unclaimed(inner, direction, &window, observer);
	return readability;
}

enum readability inner_deliver(struct inner *inner, enum direction direction, struct bytes bytes,
			       struct bytes where, struct observer *observer)
{
	if (!inner)
		return UNREAD;
	struct inner_half *half = &inner->halves[direction];
	enum readability readability = UNREAD;

	if (half->skip && !inner->datagrams) {
		size_t skipped = half->skip < bytes.size ? (size_t)half->skip : bytes.size;
		bool alike = bytes.size == where.size;

		half->skip -= skipped;
		half->kept.offset += skipped;
		bytes = bytes_from(bytes, skipped);
		where = alike ? bytes_from(where, skipped) : where;
		if (!bytes.size)
			return half->skip_as;
	}
	if (half->given_up || !bytes.size) {
		half->kept.offset += bytes.size;
		return half->given_up ? UNREAD : READABLE;
	}
	if (!kept_note(&half->kept, bytes.size, where, observer))
		return UNREAD;
	readability = inner->datagrams ? deliver_datagram(inner, direction, bytes, observer)
				       : take(inner, direction, bytes, observer);
	kept_trim(&half->kept);
	/* What is skipped of it is most of what there was. */
	return half->skip && readability == READABLE ? half->skip_as : readability;
}

void inner_gap(struct inner *inner, enum direction direction, uint64_t size, struct observer *observer)
{
	if (!inner)
		return;
	struct inner_half *half = &inner->halves[direction];

	if (half->kept.bytes.size && inner->decoder && !half->given_up)
		read_kept(inner, direction, true, observer);
	else if (half->kept.bytes.size)
		give_to_nobody(inner, observer);
	kept_drop_all(&half->kept, observer);
	uint64_t skipped = half->skip < size ? half->skip : size;

	half->skip -= skipped;
	half->kept.offset += size;
	size -= skipped;
	if (!size || !inner->decoder || half->given_up)
		return;
	half->wanted = 0;
	half->given_up = !inner->decoder->gap;
	if (inner->decoder->gap) {
		static const struct window nothing = { .span_count = 0 };

		enter(inner, direction, &nothing, observer);
		inner->decoder->gap(inner->state, direction, size, observer);
		leave(inner, observer);
	}
}

void inner_end(struct inner *inner, enum direction direction, struct observer *observer)
{
	struct inner_half *half = inner ? &inner->halves[direction] : NULL;

	if (!half || half->ended || inner->datagrams)
		return;
	half->ended = true;
	if (inner->decoder && !half->given_up)
		read_kept(inner, direction, false, observer);
	if (!inner->decoder)
		(void)look_for_decoder(inner, direction, observer);
	kept_drop_all(&half->kept, observer);
}

void inner_close(struct inner *inner, struct observer *observer)
{
	if (!inner)
		return;
	inner_end(inner, FROM_CLIENT, observer);
	inner_end(inner, FROM_SERVER, observer);
	close_decoder(inner, observer);
	for (unsigned i = 0; i < 2; i++)
		kept_free(&inner->halves[i].kept, observer);
	free(inner);
}
