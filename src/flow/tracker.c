/* SPDX-License-Identifier: Apache-2.0 */
/* From frames to shards. What precedes the transport (links, tunnels, fragments) is done here, in the
 * reading thread, since only then is it known which flow a frame belongs to. */
#include "flow/flow.h"

#include "base/memory.h"
#include "flow/routes.h"
#include "flow/shard.h"
#include "flow/workers.h"
#include "protocol/link_memory.h"
#include "protocol/network/defragment.h"

#include <stdlib.h>

/* Frames that end before a flow, by where and why. */
struct stopped {
	const char *name, *reason; /* static */
	uint64_t packets, bytes, frame;
	instant first, last;
	struct address source, destination;
};

enum { STOPPED_MOST = 32 };

struct tracker {
	struct tracker_options options;
	struct evidence *evidence; /* the caller's facts; all shards are merged into it */
	struct shard *shards[SHARD_COUNT];
	struct workers *workers;
	struct routes *routes;
	struct defragmenter *defragmenter;
	struct link_memory *memory;
	struct directory *directory;
	struct buffer whole;   /* a reassembled datagram that may hold fragments itself (a tunnel) */
	struct buffer further; /* what it announced: other packets of the same frame */
	struct stopped stopped[STOPPED_MOST];
	unsigned input;
};

enum status tracker_new(const struct tracker_options *options, struct tracker **ret_tracker,
			struct error *error)
{
	struct tracker *tracker = memory_new(sizeof *tracker);
	unsigned jobs = options->jobs < SHARD_COUNT ? options->jobs : SHARD_COUNT;

	if (!tracker)
		return error_no_memory(error);
	tracker->options = *options;
	tracker->whole = buffer_of(LIMIT_FRAGMENT_BYTES);
	tracker->further = buffer_of(LIMIT_FRAGMENT_BYTES);
	enum status status = evidence_new(options->evidence, &tracker->evidence, error);

	tracker->memory = link_memory_new();
	tracker->routes = routes_new();
	tracker->directory = directory_new();
	if (status == STATUS_OK && !(tracker->memory && tracker->routes && tracker->directory))
		status = error_no_memory(error);
	if (status == STATUS_OK)
		status = defragment_new(&tracker->defragmenter, error);
	for (unsigned i = 0; i < SHARD_COUNT && status == STATUS_OK; i++)
		status = shard_new(options->evidence, options->classify, tracker->directory,
				   &tracker->shards[i], error);
	if (status == STATUS_OK && jobs > 1)
		status = workers_new(tracker->shards, jobs, &tracker->workers, error);
	if (status != STATUS_OK) {
		tracker_free(tracker);
		return status;
	}
	*ret_tracker = tracker;
	return STATUS_OK;
}

void tracker_free(struct tracker *tracker)
{
	if (!tracker)
		return;
	workers_free(tracker->workers);
	for (unsigned i = 0; i < SHARD_COUNT; i++)
		shard_free(tracker->shards[i]);
	defragment_free(tracker->defragmenter);
	link_memory_free(tracker->memory);
	directory_free(tracker->directory);
	routes_free(tracker->routes);
	buffer_free(&tracker->whole);
	buffer_free(&tracker->further);
	evidence_free(tracker->evidence);
	free(tracker);
}

struct observer *tracker_observer(struct tracker *tracker)
{
	return evidence_observer(tracker->evidence);
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static void count_stopped(struct tracker *tracker, const struct packet *packet, const char *reason)
{
	struct stopped *entry = tracker->stopped;
	struct stopped *last = &tracker->stopped[STOPPED_MOST - 1];

	while (entry < last && entry->packets &&
	       !(same(entry->name, packet->name) && same(entry->reason, reason)))
		entry++;
	if (!entry->packets) {
		entry->name = packet->name;
		entry->reason = reason;
		entry->frame = packet->frame;
		entry->first = packet->time;
		entry->source = packet->source.family ? packet->source : packet->source_mac;
		entry->destination = packet->destination.family ? packet->destination
								: packet->destination_mac;
	}
	entry->packets++;
	entry->bytes += packet->wire_left;
	entry->last = packet->time;
}

static void say_stopped(struct tracker *tracker, const struct stopped *stopped)
{
	struct observation undecoded = observation_of(KIND_UNDECODED);
	struct carrier carrier = {
		.input = tracker->input,
		.source = stopped->source,
		.destination = stopped->destination,
		.from_client = true,
		.transport = "other",
		.protocol = stopped->name ? stopped->name : "unknown",
	};

	observation_word(&undecoded, ATTRIBUTE_REASON, stopped->reason);
	observation_word(&undecoded, ATTRIBUTE_DECODER, stopped->name);
	observation_number(&undecoded, ATTRIBUTE_BYTES, stopped->bytes);
	undecoded.times = stopped->packets;
	undecoded.origin = (struct span){ 0, stopped->frame, stopped->first };
	undecoded.first = stopped->first;
	undecoded.last = stopped->last;
	evidence_carry(tracker->evidence, &carrier, NULL);
	observer_say(evidence_observer(tracker->evidence), &undecoded, BYTES_EMPTY);
	evidence_carry(tracker->evidence, NULL, NULL);
}

/* Headers are read without an observer: what their memory forgot is said at the end. */
static void say_links(struct tracker *tracker, uint64_t lost)
{
	struct observation limit = observation_of(KIND_LIMIT);

	observation_word(&limit, ATTRIBUTE_LIMIT_NAME, "bluetooth-links");
	observation_number(&limit, ATTRIBUTE_MOST, LIMIT_BLUETOOTH_LINKS);
	limit.times = lost;
	evidence_carry(tracker->evidence, NULL, NULL);
	observer_say(evidence_observer(tracker->evidence), &limit, BYTES_EMPTY);
}

static enum status to_shard(struct tracker *tracker, const struct packet *packet, struct error *error)
{
	unsigned shard = routes_shard(tracker->routes, packet, flow_shard(packet),
				      evidence_observer(tracker->evidence));

	if (tracker->workers)
		return workers_packet(tracker->workers, shard, packet, error);
	shard_packet(tracker->shards[shard], packet);
	return STATUS_OK;
}

/* Packets announced inside a reassembled datagram must outlive it. */
static bool keep_further(struct tracker *tracker, struct packet *packet)
{
	if (!packet->further.as.space)
		return true;
	buffer_clear(&tracker->further);
	if (!buffer_append(&tracker->further, packet->further.bytes)) {
		observer_out_of_memory(evidence_observer(tracker->evidence));
		return false;
	}
	packet->further.bytes = buffer_bytes(&tracker->further);
	return true;
}

/* Puts fragments together until there is a whole packet; false when there is none yet. */
static bool defragment(struct tracker *tracker, struct packet *packet)
{
	for (unsigned round = 0; packet->fragment.is && !packet->reason; round++) {
		const char *reason = NULL;

		if (round == LIMIT_ENCAPSULATION) {
			packet->reason = "limit";
			return true;
		}
		enum defragmented defragmented = defragment_add(tracker->defragmenter, packet, &reason);

		if (reason)
			count_stopped(tracker, packet, reason);
		if (defragmented != DEFRAGMENT_WHOLE)
			return false;
		/* The next round must not read what it is about to overwrite. */
		buffer_clear(&tracker->whole);
		if (!buffer_append(&tracker->whole, packet->rest.rest)) {
			observer_out_of_memory(evidence_observer(tracker->evidence));
			return false;
		}
		packet->rest.rest = buffer_bytes(&tracker->whole);
		bool announced = packet->further.as.space != SELECT_NONE;

		packet_decode(packet);
		if (!announced && !keep_further(tracker, packet))
			return false;
	}
	return true;
}

static enum status take(struct tracker *tracker, struct packet *packet, struct error *error)
{
	if (!defragment(tracker, packet))
		return STATUS_OK;
	if (packet->reason)
		count_stopped(tracker, packet, packet->reason);
	else if (packet->next.space == SELECT_PAYLOAD && packet->transport != TRANSPORT_NONE)
		return to_shard(tracker, packet, error);
	else if (packet->next.space == SELECT_OPAQUE)
		count_stopped(tracker, packet, packet->opaque ? packet->opaque : "opaque");
	return STATUS_OK;
}

enum status tracker_frame(struct tracker *tracker, const struct tracker_frame *frame, struct error *error)
{
	struct packet packet = {
		.input = frame->input,
		.frame = frame->number,
		.time = frame->time,
		.memory = tracker->memory,
		.rest = cursor_over(frame->data),
		.wire_left = frame->wire_size,
		.next = { SELECT_LINK, frame->link_type },
	};

	enum status status = STATUS_OK;

	tracker->input = frame->input;
	do {
		packet_decode(&packet);
		status = take(tracker, &packet, error);
	} while (status == STATUS_OK && packet_further(&packet));
	return status;
}

enum status tracker_end_input(struct tracker *tracker, struct error *error)
{
	(void)error;
	if (tracker->workers)
		workers_wait(tracker->workers);
	for (unsigned i = 0; i < SHARD_COUNT; i++)
		shard_end_input(tracker->shards[i]);
	defragment_flush(tracker->defragmenter);
	if (link_memory_lost(tracker->memory))
		say_links(tracker, link_memory_lost(tracker->memory));
	link_memory_clear(tracker->memory);
	routes_clear(tracker->routes);
	uint64_t lost = defragment_lost(tracker->defragmenter);
	struct packet none = { .name = "ip-fragment", .wire_left = (size_t)lost, .time = INSTANT_NONE };

	if (lost)
		count_stopped(tracker, &none, "gap");
	for (unsigned i = 0; i < STOPPED_MOST; i++)
		if (tracker->stopped[i].packets)
			say_stopped(tracker, &tracker->stopped[i]);
	memset(tracker->stopped, 0, sizeof tracker->stopped);
	return STATUS_OK;
}

enum status tracker_finish(struct tracker *tracker, struct evidence **ret_evidence, struct error *error)
{
	enum status status = STATUS_OK;

	if (tracker->options.classify)
		status = classify_all(tracker->shards, SHARD_COUNT, error);
	for (unsigned i = 0; i < SHARD_COUNT && status == STATUS_OK; i++)
		status = evidence_merge(tracker->evidence, tracker->shards[i]->evidence, error);
	if (status == STATUS_OK)
		status = evidence_finish(tracker->evidence, error);
	if (status == STATUS_OK)
		*ret_evidence = tracker->evidence;
	return status;
}
