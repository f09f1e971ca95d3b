/* SPDX-License-Identifier: Apache-2.0 */
/* TCP reassembly (RFC 9293): out of order, retransmitted, overlapping (contradictions are observed),
 * captures that start late or miss segments, sequence numbers that wrap. Of two copies of a byte the
 * first one captured counts. */
#include "flow/shard.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>

/* Distance from `b` to `a` in sequence space. */
static int32_t ahead(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b);
}

static void say_overlap(struct shard *shard, struct flow *flow, enum direction direction,
			const struct packet *packet, uint64_t size)
{
	struct observation overlap = observation_of(KIND_OVERLAP);
	struct span span = { flow->halves[direction].offset, packet->frame, packet->time };

	observation_number(&overlap, ATTRIBUTE_BYTES, size);
	flow_carry(shard, flow, direction, (struct window){ packet->rest.rest, span.offset, &span, 1 });
	observer_say(evidence_observer(shard->evidence), &overlap, packet->rest.rest);
}

static uint32_t hash_of(struct bytes data)
{
	return (uint32_t)hash_run(data, 3);
}

/* Remembers what was delivered, so that a retransmission can be held against it. Bytes that were
 * skipped unseen are not worth their hash. */
static void remember(struct half *half, uint32_t sequence, struct bytes data)
{
	if (half->skip || half->given_up)
		return;
	half->recent[half->recent_at].sequence = sequence;
	half->recent[half->recent_at].size = (uint32_t)data.size;
	half->recent[half->recent_at].hash = hash_of(data);
	half->recent_at = (uint8_t)((half->recent_at + 1u) % RECENT);
}

static void check_retransmission(struct shard *shard, struct flow *flow, enum direction direction,
				 const struct packet *packet)
{
	const struct half *half = &flow->halves[direction];
	struct bytes data = packet->rest.rest;

	/* A keep-alive repeats one byte, which may be anything (RFC 9293 3.8.4). */
	if (data.size <= 1 || data.size != packet->wire_left)
		return;
	for (unsigned i = 0; i < RECENT; i++)
		if (half->recent[i].sequence == packet->tcp.sequence && half->recent[i].size == data.size) {
			if (half->recent[i].hash != hash_of(data))
				say_overlap(shard, flow, direction, packet, data.size);
			return;
		}
}

/* Delivers recorded bytes and, where the frame was snapped, the gap behind them. */
static void deliver(struct shard *shard, struct flow *flow, enum direction direction, struct bytes data,
		    size_t wire_size, uint64_t frame, instant time)
{
	struct half *half = &flow->halves[direction];

	remember(half, half->next, data);
	half->next += (uint32_t)wire_size;
	if (data.size)
		stream_deliver(shard, flow, direction, data, frame, time);
	if (wire_size > data.size)
		stream_gap(shard, flow, direction, wire_size - data.size);
}

static void take_pending(struct shard *shard, struct half *half, struct segment *segment)
{
	half->pending = segment->next;
	half->pending_size -= segment->size;
	half->pending_count--;
	shard->buffered -= sizeof *segment + segment->size;
}

/* Delivers what follows without a gap; with `force`, steps over one gap first. */
static void drain(struct shard *shard, struct flow *flow, enum direction direction, bool force)
{
	struct half *half = &flow->halves[direction];

	while (half->pending) {
		struct segment *segment = half->pending;
		int32_t distance = ahead(segment->sequence, half->next);

		if (distance > 0 && !force)
			return;
		if (distance > 0) {
			half->next = segment->sequence;
			stream_gap(shard, flow, direction, (uint64_t)distance);
			force = false;
		}
		take_pending(shard, half, segment);
		/* What lies before `next` came by another way since. */
		uint32_t known = distance < 0 ? (uint32_t)-distance : 0;

		if (known < segment->wire_size)
			deliver(shard, flow, direction,
				bytes_from((struct bytes){ segment->data, segment->size }, known),
				segment->wire_size - known, segment->frame, segment->time);
		free(segment);
	}
}

static bool keep_segment(struct shard *shard, struct half *half, struct segment **at,
			 const struct packet *packet, struct bytes data, uint32_t sequence, size_t wire_size)
{
	struct segment *segment = memory_new(sizeof *segment + data.size);

	if (!segment) {
		observer_out_of_memory(evidence_observer(shard->evidence));
		return false;
	}
	segment->sequence = sequence;
	segment->size = (uint32_t)data.size;
	segment->wire_size = (uint32_t)wire_size;
	segment->frame = packet->frame;
	segment->time = packet->time;
	if (data.size)
		memcpy(segment->data, data.data, data.size);
	segment->next = *at;
	*at = segment;
	half->pending_size += (uint32_t)data.size;
	half->pending_count++;
	shard->buffered += sizeof *segment + data.size;
	return true;
}

/* Whether what two segments both hold differs. */
static bool contradict(const struct segment *old, struct bytes data, uint32_t sequence)
{
	int32_t distance = ahead(sequence, old->sequence);
	struct bytes a = { old->data, old->size }, b = data;

	if (distance >= 0)
		a = bytes_from(a, (size_t)distance);
	else
		b = bytes_from(b, (size_t) - (int64_t)distance);
	size_t shared = a.size < b.size ? a.size : b.size;

	return shared && memcmp(a.data, b.data, shared) != 0;
}

/* Puts a segment from behind a gap among those that wait; of what is there twice the first stays. */
static void insert(struct shard *shard, struct flow *flow, enum direction direction,
		   const struct packet *packet)
{
	struct half *half = &flow->halves[direction];
	struct segment **at = &half->pending;
	struct bytes data = packet->rest.rest;
	uint32_t sequence = packet->tcp.sequence;
	size_t wire_size = packet->wire_left;

	while (*at && wire_size) {
		struct segment *old = *at;
		int32_t before = ahead(old->sequence, sequence);

		if (before > 0 && (uint32_t)before >= wire_size)
			break;
		if (ahead(old->sequence + old->wire_size, sequence) <= 0) {
			at = &old->next;
			continue;
		}
		if (contradict(old, data, sequence))
			say_overlap(shard, flow, direction, packet, data.size);
		if (before > 0) {
			if (!keep_segment(shard, half, at, packet, bytes_slice(data, 0, (size_t)before),
					  sequence, (size_t)before))
				return;
			at = &(*at)->next;
		}
		/* Go on with what reaches behind the old one. */
		int32_t covered = ahead(old->sequence + old->wire_size, sequence);

		if ((uint32_t)covered >= wire_size)
			return;
		data = bytes_from(data, (size_t)covered);
		sequence += (uint32_t)covered;
		wire_size -= (size_t)covered;
		at = &old->next;
	}
	if (wire_size)
		keep_segment(shard, half, at, packet, data, sequence, wire_size);
}

/* Whether a gap will not be filled any more: the receiver has acknowledged what lies behind it and
 * went on for a while, or too much waits. */
static bool gap_is_lost(const struct shard *shard, const struct half *half, const struct packet *packet)
{
	const struct segment *first = half->pending;

	return half->pending_size > LIMIT_OUT_OF_ORDER || shard->buffered > LIMIT_SHARD_BUFFERED ||
	       half->pending_count > 256 || packet->time - first->time > 3 * INSTANT_SECOND;
}

static void acknowledge(struct shard *shard, struct flow *flow, enum direction direction,
			const struct packet *packet)
{
	struct half *half = &flow->halves[direction]; /* whose bytes are acknowledged */

	if (!(packet->tcp.flags & TCP_ACK) || !half->pending)
		return;
	/* A capture may record the acknowledgement before the segment: some more must have come. */
	if (half->pending_count >= 3 && ahead(packet->tcp.acknowledgement, half->pending->sequence) > 0)
		drain(shard, flow, direction, true);
}

static void take_payload(struct shard *shard, struct flow *flow, enum direction direction,
			 const struct packet *packet)
{
	struct half *half = &flow->halves[direction];
	int32_t distance = ahead(packet->tcp.sequence, half->next);
	struct bytes data = packet->rest.rest;

	if (distance > 0) {
		insert(shard, flow, direction, packet);
		while (half->pending && gap_is_lost(shard, half, packet))
			drain(shard, flow, direction, true);
		return;
	}
	uint32_t known = half->next - packet->tcp.sequence;

	if (known)
		check_retransmission(shard, flow, direction, packet);
	if (known >= packet->wire_left)
		return;
	deliver(shard, flow, direction, bytes_from(data, known), packet->wire_left - known, packet->frame,
		packet->time);
	drain(shard, flow, direction, false);
}

static void reset(struct shard *shard, struct flow *flow, enum direction direction,
		  const struct packet *packet)
{
	const struct half *half = &flow->halves[direction];

	/* A reset far outside the window is someone else's (RFC 5961). */
	if (half->started && (ahead(packet->tcp.sequence, half->next) < -1 ||
			      ahead(packet->tcp.sequence, half->next) > LIMIT_OUT_OF_ORDER))
		return;
	for (enum direction each = FROM_CLIENT; each <= FROM_SERVER; each++) {
		tcp_flush(shard, flow, each);
		stream_end(shard, flow, each);
	}
	flow->closing = true;
}

/* Takes the number that a SYN has (RFC 7413: data on it starts behind), and what stands behind a FIN, off a
 * segment; few have either. Returns `packet`, or `copy` where it is another. */
static const struct packet *trim(struct half *half, const struct packet *packet, struct packet *copy)
{
	uint32_t start = packet->tcp.sequence + (packet->tcp.flags & TCP_SYN ? 1 : 0);
	uint32_t end = start + (uint32_t)packet->wire_left;

	if (packet->tcp.flags & TCP_FIN && !half->finished) {
		half->finished = true;
		half->finish = end;
	}
	bool further = half->finished && ahead(end, half->finish) > 0;

	if (!(packet->tcp.flags & TCP_SYN) && !further)
		return packet;
	*copy = *packet;
	copy->tcp.sequence = start;
	if (further) {
		int32_t allowed = ahead(half->finish, start);

		copy->wire_left = allowed > 0 ? (size_t)allowed : 0;
		copy->rest.rest = bytes_slice(copy->rest.rest, 0, copy->wire_left);
	}
	return copy;
}

void tcp_segment(struct shard *shard, struct flow *flow, enum direction direction,
		 const struct packet *packet)
{
	struct half *half = &flow->halves[direction];
	struct packet copy;

	if (!half->started) {
		half->started = true;
		half->next = packet->tcp.sequence + (packet->tcp.flags & TCP_SYN ? 1 : 0);
	}
	acknowledge(shard, flow, !direction, packet);
	if (half->ended)
		return;
	packet = trim(half, packet, &copy);
	if (packet->wire_left && !(packet->tcp.flags & TCP_RST))
		take_payload(shard, flow, direction, packet);
	if (half->finished && ahead(half->next, half->finish) >= 0 && !half->ended)
		stream_end(shard, flow, direction);
	if (packet->tcp.flags & TCP_RST)
		reset(shard, flow, direction, packet);
	flow->closing |= flow->halves[0].ended && flow->halves[1].ended;
	/* The flow stays, to know its late packets, but holds no more than its counts. */
	if (flow->closing)
		stream_close(shard, flow);
}

void tcp_flush(struct shard *shard, struct flow *flow, enum direction direction)
{
	while (flow->halves[direction].pending)
		drain(shard, flow, direction, true);
}
