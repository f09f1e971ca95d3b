/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of a direction in order: kept while a unit is incomplete, offered to the decoder that claimed
 * the flow, counted. Bytes that lie in one segment are read where they are, without a copy. */
#include "flow/shard.h"

#include "base/memory.h"
#include "protocol/choose.h"

#include <stdlib.h>

/* How often a flow is offered to the bidders before nobody's silence counts as an answer: to a byte or two
 * more it is none. */
static const unsigned BIDS_MOST = 8;
static const size_t BID_STEP = 32;
/* And how many bytes of a direction are kept for that. */
static const size_t BID_KEEP = 4096;
/* How many may claim a flow and give it back before nobody else is asked. */
static const uint8_t REFUSALS_MOST = 8;

/* ---- windows ---- */

static struct window kept_window(const struct half *half)
{
	return (struct window){ buffer_bytes(&half->kept), half->offset - half->kept.size, half->spans,
				half->span_count };
}

static struct window window_from(struct window window, size_t size)
{
	window.bytes = bytes_from(window.bytes, size);
	window.offset += size;
	return window;
}

/* The name that the decoder said, and that it had to decrypt, stay with the flow. */
static void keep_said(struct shard *shard, struct flow *flow)
{
	size_t size = shard->host_scratch.size;

	flow->opened |= shard->carrier.opened;
	if (!size)
		return;
	struct host_name *host = memory_resize(flow->host, offsetof(struct host_name, text) + size, 1);

	if (!host) {
		observer_out_of_memory(evidence_observer(shard->evidence));
		return;
	}
	host->size = (uint8_t)size;
	memcpy(host->text, shard->host_scratch.text, size);
	flow->host = host;
	shard->host_scratch.size = 0;
}

/* ---- flows that nobody claims ---- */

/* The packets that `kept` came from, in the order in which they came. */
static void sample_kept(struct shard *shard, const struct flow *flow)
{
	size_t at[2] = { 0, 0 };

	for (unsigned i = 0; i < SAMPLES; i++) {
		const struct span *next[2] = { NULL, NULL };

		for (enum direction each = FROM_CLIENT; each <= FROM_SERVER; each++)
			if (at[each] < flow->halves[each].span_count)
				next[each] = &flow->halves[each].spans[at[each]];
		if (!next[0] && !next[1])
			return;
		bool server = !next[0] || (next[1] && next[1]->frame < next[0]->frame);
		const struct half *half = &flow->halves[server];
		uint64_t start = half->offset - half->kept.size;
		uint64_t end = ++at[server] < half->span_count ? half->spans[at[server]].offset
							       : half->offset;
		uint64_t from = next[server]->offset > start ? next[server]->offset - start : 0;

		unclaimed_sample(
			shard, flow, server ? FROM_SERVER : FROM_CLIENT,
			bytes_slice(buffer_bytes(&half->kept), (size_t)from, (size_t)(end - start - from)));
	}
}

/* Reads a payload without knowing its protocol: as content, if it looks like any. */
static void read_unclaimed(struct shard *shard, struct flow *flow, enum direction direction,
			   struct window window)
{
	struct half *half = &flow->halves[direction];
	struct message message = { .part = BYTES("payload") };
	enum readability look;
	bool known = half->opaque;

	if (!window.bytes.size)
		return;
	look = half->opaque ? OPAQUE : choose_look(window.bytes);
	/* What looked encrypted at its beginning is not looked at again. */
	half->opaque = look == OPAQUE && flow->tcp;
	coverage_count(shard, flow, direction, look, window.bytes.size);
	if (look == OPAQUE && (known || !flow->tcp))
		return;
	flow_carry(shard, flow, direction, window);
	if (look == OPAQUE)
		unclaimed_islands(window.bytes, evidence_observer(shard->evidence));
	else
		observer_content(evidence_observer(shard->evidence), &message, window.bytes, window.bytes);
}

/* ---- decoding ---- */

static void close_decoder(struct shard *shard, struct flow *flow)
{
	if (!flow->decoder)
		return;
	struct span span = { flow->halves[FROM_CLIENT].offset, flow->last_frame, flow->last };

	flow_carry(shard, flow, FROM_CLIENT, (struct window){ BYTES_EMPTY, span.offset, &span, 1 });
	if (flow->decoder->close && flow->state)
		flow->decoder->close(flow->state, evidence_observer(shard->evidence));
	keep_said(shard, flow);
	free(flow->state);
	flow->state = NULL;
}

/* The flow has no decoder any more: what comes is bid for anew. */
static void unclaim(struct shard *shard, struct flow *flow, bool refused)
{
	close_decoder(shard, flow);
	if (refused) {
		flow->refused = flow->decoder;
		if (flow->refusals < REFUSALS_MOST)
			flow->refusals++;
	}
	flow->decoder = NULL;
	for (enum direction each = FROM_CLIENT; each <= FROM_SERVER; each++) {
		flow->halves[each].given_up = false;
		flow->halves[each].wanted = 0;
		flow->halves[each].bids = 0;
	}
}

static void say_malformed(struct shard *shard, struct flow *flow, uint64_t size, struct bytes where)
{
	observer_undecoded(evidence_observer(shard->evidence), flow->decoder->name, "malformed", NULL, size,
			   where);
}

static bool start_decoder(struct shard *shard, struct flow *flow, const struct app_decoder *decoder)
{
	flow->state = memory_new(decoder->state_size ? decoder->state_size : 1);
	if (!flow->state) {
		observer_out_of_memory(evidence_observer(shard->evidence));
		return false;
	}
	flow->decoder = decoder;
	flow->unclaimed = false;
	return true;
}

/* The decoder has named who comes after it. */
static void succeed(struct shard *shard, struct flow *flow, const struct stream *stream)
{
	if (start_decoder(shard, flow, stream->successor) && flow->decoder->inherit && stream->legacy)
		flow->decoder->inherit(flow->state, stream->legacy, evidence_observer(shard->evidence));
	else
		free(stream->legacy);
}

/* Offers the window to the decoder once. Returns how many bytes it consumed or skipped; *ret_again
 * says whether to offer the rest. */
static size_t offer(struct shard *shard, struct flow *flow, enum direction direction, struct window window,
		    bool datagram, bool full, bool *ret_again)
{
	struct half *half = &flow->halves[direction];
	struct stream stream = {
		.unread = cursor_over(window.bytes),
		.offset = window.offset,
		.carried = flow->carried,
		.datagram = datagram,
		.ended = datagram || half->ended,
		.full = full,
		.expectations = shard->expectations,
	};
	struct observer *observer = evidence_observer(shard->evidence);

	flow_carry(shard, flow, direction, window);
	enum decoded decoded = flow->decoder->decode(flow->state, direction, &stream, observer);
	bool mine = decoded != DECODED_NOT_MINE;

	/* What is not its own it has read for nobody: whoever comes next starts where it did. */
	if (!mine) {
		stream.unread = cursor_over(window.bytes);
		stream.skip = 0;
	}
	size_t left = cursor_left(&stream.unread), done = window.bytes.size - left;
	size_t skipped = stream.skip < left ? (size_t)stream.skip : left;

	keep_said(shard, flow);
	coverage_count(shard, flow, direction, READABLE, done);
	coverage_count(shard, flow, direction, stream.skip_as, skipped);
	half->skip = datagram ? 0 : stream.skip - skipped;
	half->skip_as = (uint8_t)stream.skip_as;
	half->wanted = datagram ? 0 : stream.wanted;
	*ret_again = (done || skipped) && left > skipped;
	if (decoded == DECODED_MALFORMED) {
		flow_carry(shard, flow, direction, window);
		say_malformed(shard, flow, left - skipped, window.bytes);
		half->given_up = !datagram;
		*ret_again = false;
	} else if (!mine || stream.rebid) {
		flow->relayed |= stream.rebid && stream.relayed;
		unclaim(shard, flow, !mine);
		if (stream.successor)
			succeed(shard, flow, &stream);
		*ret_again = left > skipped;
	}
	return done + skipped;
}

void stream_claim(struct shard *shard, struct flow *flow, const struct app_decoder *decoder)
{
	start_decoder(shard, flow, decoder);
}

/* Reads as much of the window as the decoder takes; returns how many bytes are done with. */
static size_t read_claimed(struct shard *shard, struct flow *flow, enum direction direction,
			   struct window window, bool full)
{
	struct half *half = &flow->halves[direction];
	size_t done = 0;
	bool again = true;

	while (again && flow->decoder && !half->given_up) {
		struct window rest = window_from(window, done);

		if (!full && !half->ended && rest.bytes.size < half->wanted)
			break;
		done += offer(shard, flow, direction, rest, false, full, &again);
	}
	if (half->given_up && done < window.bytes.size) {
		coverage_count(shard, flow, direction, UNREAD, window.bytes.size - done);
		done = window.bytes.size;
	}
	return done;
}

/* Asks for bids on what is there; true when somebody has the flow now. */
static bool bid(struct shard *shard, struct flow *flow, enum direction direction, struct window window)
{
	const struct choice choice = { flow->carried, flow->server_port, flow->refused, shard->directory };
	const struct app_decoder *decoder = flow->refusals < REFUSALS_MOST
						    ? choose_decoder(&choice, direction, window.bytes)
						    : NULL;

	return decoder && start_decoder(shard, flow, decoder);
}

/* Nobody wants the flow: what was kept for the bidders is read without them. */
static void give_to_nobody(struct shard *shard, struct flow *flow)
{
	flow->unclaimed = true;
	sample_kept(shard, flow);
	for (enum direction each = FROM_CLIENT; each <= FROM_SERVER; each++) {
		struct half *half = &flow->halves[each];

		read_unclaimed(shard, flow, each, kept_window(half));
		half_drop_all(shard, half);
	}
}

/* The limits that end waiting for more of a unit. */
static bool is_full(struct shard *shard, const struct half *half, size_t more)
{
	return half->kept.size + more > LIMIT_MESSAGE_SIZE || shard->buffered + more > LIMIT_SHARD_BUFFERED;
}

static void read_full(struct shard *shard, struct flow *flow, enum direction direction)
{
	struct half *half = &flow->halves[direction];
	size_t done = read_claimed(shard, flow, direction, kept_window(half), true);

	observer_limit(evidence_observer(shard->evidence), "message-size", LIMIT_MESSAGE_SIZE);
	half_drop(shard, half, done);
	if (half->kept.size == 0)
		return;
	/* It took nothing although nothing more will be kept: the unit is lost to us. */
	uint64_t lost = half->kept.size;

	coverage_count(shard, flow, direction, UNREAD, lost);
	flow_carry(shard, flow, direction, kept_window(half));
	observer_undecoded(evidence_observer(shard->evidence),
			   flow->decoder ? flow->decoder->name : "unknown", "limit", NULL, lost,
			   half->kept.size ? buffer_bytes(&half->kept) : BYTES_EMPTY);
	if (flow->decoder && flow->decoder->gap)
		flow->decoder->gap(flow->state, direction, lost, evidence_observer(shard->evidence));
	half->wanted = 0;
	half_drop_all(shard, half);
}

static void read_kept(struct shard *shard, struct flow *flow, enum direction direction)
{
	struct half *half = &flow->halves[direction];

	if (!half->kept.size && !half->ended)
		return;
	half_drop(shard, half, read_claimed(shard, flow, direction, kept_window(half), false));
}

/* A flow without a decoder: bids on all that is kept, then on what is new alone (a capture that starts
 * in the middle of a unit). */
static void deliver_unclaimed(struct shard *shard, struct flow *flow, enum direction direction,
			      struct window window)
{
	struct half *half = &flow->halves[direction];

	if (flow->unclaimed) {
		read_unclaimed(shard, flow, direction, window);
		return;
	}
	const struct span span = window.spans[0];
	size_t before = half->kept.size;

	if (!half_keep(shard, half, window.bytes, window.offset, span.frame, span.time)) {
		give_to_nobody(shard, flow);
		return;
	}
	if (bid(shard, flow, direction, kept_window(half))) {
		read_kept(shard, flow, FROM_CLIENT);
		read_kept(shard, flow, FROM_SERVER);
		return;
	}
	struct window fresh = window_from(kept_window(half), before);

	if (before && bid(shard, flow, direction, fresh)) {
		struct window old = kept_window(half);

		old.bytes.size = before;
		read_unclaimed(shard, flow, direction, old);
		half_drop(shard, half, before);
		read_kept(shard, flow, direction);
		read_kept(shard, flow, !direction);
		return;
	}
	if (half->kept.size >= (half->bids + 1) * BID_STEP)
		half->bids++;
	bool crowded = shard->buffered > LIMIT_SHARD_BUFFERED;

	if (crowded) {
		flow_carry(shard, flow, direction, kept_window(half));
		observer_limit(evidence_observer(shard->evidence), "shard-buffered", LIMIT_SHARD_BUFFERED);
	}
	if (crowded || half->bids >= BIDS_MOST || half->kept.size > BID_KEEP ||
	    half->bids + flow->halves[!direction].bids > BIDS_MOST + BIDS_MOST / 2)
		give_to_nobody(shard, flow);
	else
		half_settle(shard, half);
}

/* The decoder gave the flow back: bids on what is left of it. */
static void bid_again(struct shard *shard, struct flow *flow, enum direction direction)
{
	struct half *half = &flow->halves[direction];

	for (unsigned i = 0; i < REFUSALS_MOST && !flow->decoder && half->kept.size && !flow->unclaimed;
	     i++) {
		if (!bid(shard, flow, direction, kept_window(half)))
			return;
		read_kept(shard, flow, direction);
	}
}

/* Whether the flow was closed before: what comes now waited for its order behind a FIN. */
static bool is_over(const struct flow *flow)
{
	return flow->closing && (flow->unclaimed || !flow->state);
}

void stream_deliver(struct shard *shard, struct flow *flow, enum direction direction, struct bytes bytes,
		    uint64_t frame, instant time)
{
	struct half *half = &flow->halves[direction];
	struct span span = { half->offset, frame, time };

	half->offset += bytes.size;
	if (is_over(flow)) {
		coverage_count(shard, flow, direction, UNREAD, bytes.size);
		return;
	}
	if (half->skip) {
		size_t skipped = half->skip < bytes.size ? (size_t)half->skip : bytes.size;

		half->skip -= skipped;
		coverage_count(shard, flow, direction, half->skip_as, skipped);
		bytes = bytes_from(bytes, skipped);
		span.offset += skipped;
		if (!bytes.size)
			return;
	}
	if (half->given_up) {
		coverage_count(shard, flow, direction, UNREAD, bytes.size);
		return;
	}
	struct window window = { bytes, span.offset, &span, 1 };

	if (!flow->decoder) {
		deliver_unclaimed(shard, flow, direction, window);
		return;
	}
	if (half->kept.size == 0) {
		size_t done = read_claimed(shard, flow, direction, window, false);

		window = window_from(window, done);
		if (!window.bytes.size)
			return;
		if (!flow->decoder) {
			deliver_unclaimed(shard, flow, direction, window);
			return;
		}
	} else if (is_full(shard, half, window.bytes.size)) {
		read_full(shard, flow, direction);
		/* What the decoder asked to skip now starts with these bytes. */
		half->offset -= window.bytes.size;
		stream_deliver(shard, flow, direction, window.bytes, frame, time);
		return;
	}
	bool fresh = half->kept.size == 0;

	if (half_keep(shard, half, window.bytes, window.offset, frame, time) && !fresh)
		read_kept(shard, flow, direction);
	bid_again(shard, flow, direction);
}

/* What is kept in front of a gap can never become whole: reads what there is of it. */
static void read_before_gap(struct shard *shard, struct flow *flow, enum direction direction)
{
	struct half *half = &flow->halves[direction];

	if (flow->decoder && !half->given_up) {
		size_t done = read_claimed(shard, flow, direction, kept_window(half), true);

		half_drop(shard, half, done);
		coverage_count(shard, flow, direction, UNREAD, half->kept.size);
	} else {
		read_unclaimed(shard, flow, direction, kept_window(half));
	}
	half_drop_all(shard, half);
}

void stream_gap(struct shard *shard, struct flow *flow, enum direction direction, uint64_t size)
{
	struct half *half = &flow->halves[direction];

	coverage_lost(half, size);
	if (is_over(flow))
		return;
	if (half->kept.size)
		read_before_gap(shard, flow, direction);
	/* A decoder that knows how much its unit still has may have asked just now to skip it. */
	uint64_t skipped = half->skip < size ? half->skip : size;

	half->skip -= skipped;
	size -= skipped;
	if (size) {
		half->wanted = 0;
		if (flow->decoder && flow->decoder->gap && !half->given_up) {
			struct span span = { half->offset, flow->last_frame, flow->last };

			flow_carry(shard, flow, direction,
				   (struct window){ BYTES_EMPTY, span.offset, &span, 1 });
			flow->decoder->gap(flow->state, direction, size, evidence_observer(shard->evidence));
		} else if (flow->decoder) {
			half->given_up = true;
		}
	}
	half->offset += skipped + size;
}

void stream_end(struct shard *shard, struct flow *flow, enum direction direction)
{
	struct half *half = &flow->halves[direction];

	if (half->ended)
		return;
	half->ended = true;
	if (!flow->decoder || half->given_up)
		return;
	struct span span = { half->offset, flow->last_frame, flow->last };
	struct window window = half->kept.size ? kept_window(half)
					       : (struct window){ BYTES_EMPTY, half->offset, &span, 1 };
	size_t done = read_claimed(shard, flow, direction, window, false);

	if (!half->kept.size)
		return;
	/* What was given back may be another's, or is read as nobody's when the flow is closed. */
	if (flow->decoder || flow->unclaimed) {
		coverage_count(shard, flow, direction, UNREAD, half->kept.size - done);
		half_drop_all(shard, half);
	} else {
		half_drop(shard, half, done);
		bid_again(shard, flow, direction);
	}
}

void stream_datagram(struct shard *shard, struct flow *flow, enum direction direction, struct bytes datagram,
		     uint64_t frame, instant time)
{
	struct half *half = &flow->halves[direction];
	struct span span = { half->offset, frame, time };
	struct window window = { datagram, half->offset, &span, 1 };
	bool again;

	half->offset += datagram.size;
	/* Who gives it back leaves it to the next who wants it. */
	for (unsigned i = 0; i <= REFUSALS_MOST && !flow->unclaimed; i++) {
		if (!flow->decoder && !bid(shard, flow, direction, window)) {
			unclaimed_sample(shard, flow, direction, datagram);
			flow->unclaimed = ++half->bids >= BIDS_MOST;
			break;
		}
		size_t done = offer(shard, flow, direction, window, true, false, &again);

		if (flow->decoder) {
			coverage_count(shard, flow, direction, UNREAD, datagram.size - done);
			break;
		}
	}
	if (!flow->decoder)
		read_unclaimed(shard, flow, direction, window);
}

void stream_close(struct shard *shard, struct flow *flow)
{
	for (enum direction each = FROM_CLIENT; each <= FROM_SERVER; each++)
		if (flow->tcp)
			stream_end(shard, flow, each);
	if (!flow->decoder)
		give_to_nobody(shard, flow);
	close_decoder(shard, flow);
	for (enum direction each = FROM_CLIENT; each <= FROM_SERVER; each++) {
		struct half *half = &flow->halves[each];

		half_drop_all(shard, half);
		half_give_room(shard, half);
	}
}
