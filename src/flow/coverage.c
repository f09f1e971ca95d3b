/* SPDX-License-Identifier: Apache-2.0 */
/* How much of every flow could be read, per direction and phase. */
#include "flow/shard.h"

static const char *transport_name(struct selector carried)
{
	return carried.space == SELECT_TCP_PORT ? "tcp" : carried.space == SELECT_UDP_PORT ? "udp" : "link";
}

void flow_carry(struct shard *shard, struct flow *flow, enum direction direction, struct window window)
{
	bool from_client = direction == FROM_CLIENT;

	shard->carrier = (struct carrier){
		.input = flow->input,
		.source = from_client ? flow->client : flow->server,
		.destination = from_client ? flow->server : flow->client,
		.source_port = from_client ? flow->client_port : flow->server_port,
		.destination_port = from_client ? flow->server_port : flow->client_port,
		.from_client = from_client,
		.encrypted = flow->encrypted,
		.cut = shard->cut,
		.relayed = flow->relayed,
		.transport = transport_name(flow->carried),
		.protocol = flow->decoder ? flow->decoder->name : "unknown",
		.window = window,
	};
	if (flow->host)
		shard->carrier.host = (struct bytes){ flow->host->text, flow->host->size };
	shard->host_scratch.size = 0;
	evidence_carry(shard->evidence, &shard->carrier, &shard->host_scratch);
}

/* What is said of a flow as a whole: not everybody could read one that keys had to open. */
static void carry_whole(struct shard *shard, struct flow *flow, enum direction direction)
{
	flow_carry(shard, flow, direction, (struct window){ .span_count = 0 });
	shard->carrier.encrypted |= flow->opened;
}

void coverage_count(struct shard *shard, struct flow *flow, enum direction direction,
		    enum readability readability, uint64_t size)
{
	struct half *half = &flow->halves[direction];

	if (readability == READABLE)
		half->seen.readable += size;
	else if (readability == OPAQUE)
		half->seen.opaque += size;
	else
		half->seen.unread += size;
	if (readability == UNREAD && shard->cut)
		half->seen.cut += size;
}

void coverage_lost(struct half *half, uint64_t size)
{
	half->seen.lost += size;
}

void coverage_packet(struct shard *shard, struct flow *flow, enum direction direction, uint64_t frame,
		     instant time)
{
	struct half *half = &flow->halves[direction];
	const struct timeline *timeline = shard->options->timeline;

	if (timeline) {
		struct moment moment = timeline->moment(timeline->self, time);

		if (half->seen.packets &&
		    (moment.phase != half->seen.phase || moment.activity != half->seen.activity))
			coverage_say(shard, flow, direction);
		half->seen.phase = moment.phase;
		half->seen.activity = moment.activity;
	}
	if (!half->seen.packets) {
		half->seen.frame = frame;
		half->seen.first = time;
	}
	half->seen.packets++;
	half->seen.last = time;
}

/* The main reason why not everything was readable; NULL if everything was. */
static const char *reason_of(const struct flow *flow, const struct half *half)
{
	if (half->seen.opaque >= half->seen.unread && half->seen.opaque)
		return flow->decoder ? "encrypted" : "looks-encrypted";
	if (half->seen.unread && flow->decoder)
		return half->seen.cut == half->seen.unread ? "cut" : "malformed";
	if (half->seen.unread)
		return "unknown-protocol";
	return half->seen.lost ? "gap" : NULL;
}

void coverage_say(struct shard *shard, struct flow *flow, enum direction direction)
{
	struct half *half = &flow->halves[direction];
	struct observation coverage = observation_of(KIND_COVERAGE);

	if (!half->seen.packets && !half->seen.lost)
		return;
	observation_word(&coverage, ATTRIBUTE_REASON, reason_of(flow, half));
	observation_number(&coverage, ATTRIBUTE_PACKETS, half->seen.packets);
	observation_number(&coverage, ATTRIBUTE_READABLE, half->seen.readable);
	observation_number(&coverage, ATTRIBUTE_OPAQUE, half->seen.opaque);
	observation_number(&coverage, ATTRIBUTE_UNREAD, half->seen.unread);
	observation_number(&coverage, ATTRIBUTE_LOST, half->seen.lost);
	coverage.origin = (struct span){ 0, half->seen.frame, half->seen.first };
	coverage.first = half->seen.first;
	coverage.last = half->seen.last;
	carry_whole(shard, flow, direction);
	observer_say(evidence_observer(shard->evidence), &coverage, BYTES_EMPTY);
	memset(&half->seen, 0, sizeof half->seen);
}

void coverage_say_group(struct shard *shard, struct flow *flow)
{
	struct observation group = observation_of(KIND_FLOW_GROUP);

	if (!flow->decoder && unclaimed_count(shard, flow))
		return;
	observation_number(&group, ATTRIBUTE_OPENED, 1);
	observation_number(&group, ATTRIBUTE_PACKETS, flow->packets);
	observation_number(&group, ATTRIBUTE_BYTES, flow->bytes);
	group.origin = (struct span){ 0, flow->first_frame, flow->first };
	group.first = flow->first;
	group.last = flow->last;
	carry_whole(shard, flow, FROM_CLIENT);
	observer_say(evidence_observer(shard->evidence), &group, BYTES_EMPTY);
}
