/* SPDX-License-Identifier: Apache-2.0 */
/* The table of flows: found by address and port, closed by age. */
#include "flow/shard.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>

enum status shard_new(const struct evidence_options *options, bool classify,
		      const struct directory *directory, struct shard **ret_shard, struct error *error)
{
	struct shard *shard = memory_new(sizeof *shard);

	if (!shard)
		return error_no_memory(error);
	shard->options = options;
	shard->classify = classify;
	shard->directory = directory;
	shard->seed = hash_seed();
	/* Small at first: cache misses decide the speed of a table. */
	shard->bucket_count = 256;
	shard->buckets = memory_new_array(shard->bucket_count, sizeof *shard->buckets);
	shard->expectations = expectations_new();
	enum status status = shard->buckets && shard->expectations
				     ? evidence_new(options, &shard->evidence, error)
				     : error_no_memory(error);

	if (status != STATUS_OK) {
		shard_free(shard);
		return status;
	}
	*ret_shard = shard;
	return STATUS_OK;
}

void shard_free(struct shard *shard)
{
	if (!shard)
		return;
	while (shard->oldest)
		flow_close(shard, shard->oldest);
	for (size_t i = 0; i < UNCLAIMED_BUCKETS; i++)
		while (shard->unclaimed[i]) {
			struct unclaimed *next = shard->unclaimed[i]->next_in_bucket;

			free(shard->unclaimed[i]);
			shard->unclaimed[i] = next;
		}
	free(shard->buckets);
	expectations_free(shard->expectations);
	buffer_free(&shard->spare);
	free(shard->spare_spans);
	evidence_free(shard->evidence);
	free(shard);
}

static struct selector carried_by(const struct packet *packet)
{
	if (packet->transport == TRANSPORT_LINK)
		return packet->carried;
	return (struct selector){ packet->transport == TRANSPORT_TCP ? SELECT_TCP_PORT : SELECT_UDP_PORT, 0 };
}

/* A hash of one end of a flow, that depends on nothing but it. */
static uint64_t end_hash(const struct address *address, uint64_t start)
{
	uint64_t hash = hash_mix(start, sizeof *address);

	hash = hash_mix(hash ^ hash_word(address->octets, 8), hash_word(address->octets + 8, 8));
	return hash_mix(hash ^ hash_word(&address->family, 1), 2);
}

/* The same both ways. */
static uint64_t both_hash(uint64_t a, uint64_t b)
{
	return a < b ? hash_mix(a, b) : hash_mix(b, a);
}

static bool announces_nothing(uint16_t port)
{
	switch (port) {
	case 53:
	case 80:
	case 123:
	case 443:
	case 853:
	case 1883:
	case 1900:
	case 5353:
	case 5683:
	case 8080:
	case 8443:
	case 8883:
		return true;
	default:
		return false;
	}
}

unsigned flow_shard(const struct packet *packet)
{
	bool apart = packet->transport != TRANSPORT_LINK &&
		     (announces_nothing(packet->source_port) || announces_nothing(packet->destination_port));
	uint64_t hash = both_hash(end_hash(&packet->source, apart ? packet->source_port : 0),
				  end_hash(&packet->destination, apart ? packet->destination_port : 0));

	_Static_assert(SHARD_COUNT == 16, "the shard is the upper four bits of the hash");
	return (unsigned)((apart ? hash_mix(hash, carried_by(packet).space) : hash) >> 60);
}

/* Where a flow stands among those of its shard: nobody who does not know the seed can make many stand in one
 * place. The same both ways. */
static uint64_t seeded_hash(const struct shard *shard, const struct packet *packet)
{
	uint64_t turned = shard->seed >> 32 | shard->seed << 32;
	uint64_t source = hash_mix(hash_word(packet->source.octets, 8) ^ shard->seed,
				   hash_word(packet->source.octets + 8, 8) ^ turned);
	uint64_t destination = hash_mix(hash_word(packet->destination.octets, 8) ^ shard->seed,
					hash_word(packet->destination.octets + 8, 8) ^ turned);

	source = hash_mix(source ^ packet->source_port, turned);
	destination = hash_mix(destination ^ packet->destination_port, turned);
	return both_hash(source, destination);
}

static void unlink_age(struct shard *shard, struct flow *flow)
{
	*(flow->older ? &flow->older->newer : &shard->oldest) = flow->newer;
	*(flow->newer ? &flow->newer->older : &shard->newest) = flow->older;
	flow->older = flow->newer = NULL;
}

static void link_newest(struct shard *shard, struct flow *flow)
{
	flow->older = shard->newest;
	*(shard->newest ? &shard->newest->newer : &shard->oldest) = flow;
	shard->newest = flow;
}

static void unlink_bucket(struct shard *shard, struct flow *flow)
{
	struct flow **at = &shard->buckets[flow->hash & (shard->bucket_count - 1)];

	while (*at != flow)
		at = &(*at)->next_in_bucket;
	*at = flow->next_in_bucket;
}

static void grow(struct shard *shard)
{
	size_t count = shard->bucket_count * 2;
	struct flow **buckets = memory_new_array(count, sizeof *buckets);

	if (!buckets)
		return; /* slower, not wrong */
	for (size_t i = 0; i < shard->bucket_count; i++)
		while (shard->buckets[i]) {
			struct flow *flow = shard->buckets[i];

			shard->buckets[i] = flow->next_in_bucket;
			flow->next_in_bucket = buckets[flow->hash & (count - 1)];
			buckets[flow->hash & (count - 1)] = flow;
		}
	free(shard->buckets);
	shard->buckets = buckets;
	shard->bucket_count = count;
}

static bool same_end(const struct address *a, uint16_t a_port, const struct address *b, uint16_t b_port)
{
	return a_port == b_port && address_equal(a, b);
}

static struct flow *find(const struct shard *shard, const struct packet *packet, uint64_t hash,
			 enum direction *ret_direction)
{
	struct flow *flow = shard->buckets[hash & (shard->bucket_count - 1)];
	struct selector carried = carried_by(packet);

	for (; flow; flow = flow->next_in_bucket) {
		if (flow->hash != hash || flow->carried.space != carried.space ||
		    flow->carried.number != carried.number)
			continue;
		if (same_end(&flow->client, flow->client_port, &packet->source, packet->source_port) &&
		    same_end(&flow->server, flow->server_port, &packet->destination,
			     packet->destination_port)) {
			*ret_direction = FROM_CLIENT;
			return flow;
		}
		if (same_end(&flow->server, flow->server_port, &packet->source, packet->source_port) &&
		    same_end(&flow->client, flow->client_port, &packet->destination,
			     packet->destination_port)) {
			*ret_direction = FROM_SERVER;
			return flow;
		}
	}
	return NULL;
}

/* Who opened the flow whose first packet seen is this one. */
static bool source_is_client(const struct shard *shard, const struct packet *packet)
{
	bool tcp = packet->transport == TRANSPORT_TCP;
	uint16_t source = packet->source_port, destination = packet->destination_port;

	if (tcp && packet->tcp.flags & TCP_SYN)
		return !(packet->tcp.flags & TCP_ACK);
	enum selector_space space = tcp ? SELECT_TCP_PORT : SELECT_UDP_PORT;
	bool usual_source = directory_usual(shard->directory, space, source);
	bool usual_destination = directory_usual(shard->directory, space, destination);

	if (usual_source != usual_destination)
		return usual_destination;
	/* A datagram that starts a conversation comes from the client; in the middle of a stream the
	 * lower port is more likely the server's. */
	return !tcp || destination <= source;
}

static struct flow *open_flow(struct shard *shard, const struct packet *packet, uint64_t hash)
{
	/* What is said here is of no flow yet, and the bytes of the last one are gone. */
	evidence_carry(shard->evidence, NULL, NULL);
	if (shard->flow_count >= LIMIT_SHARD_FLOWS) {
		observer_limit(evidence_observer(shard->evidence), "shard-flows", LIMIT_SHARD_FLOWS);
		flow_close(shard, shard->oldest);
		evidence_carry(shard->evidence, NULL, NULL);
	}
	struct flow *flow = memory_new(sizeof *flow);

	if (!flow) {
		observer_out_of_memory(evidence_observer(shard->evidence));
		return NULL;
	}
	bool client = source_is_client(shard, packet);

	flow->hash = hash;
	flow->carried = carried_by(packet);
	flow->tcp = packet->transport == TRANSPORT_TCP;
	flow->client = client ? packet->source : packet->destination;
	flow->server = client ? packet->destination : packet->source;
	flow->client_port = client ? packet->source_port : packet->destination_port;
	flow->server_port = client ? packet->destination_port : packet->source_port;
	flow->input = packet->input;
	flow->first_frame = packet->frame;
	flow->first = packet->time;
	flow->halves[0].kept = flow->halves[1].kept = buffer_of(LIMIT_MESSAGE_SIZE);
	if (shard->flow_count > shard->bucket_count)
		grow(shard);
	flow->next_in_bucket = shard->buckets[hash & (shard->bucket_count - 1)];
	shard->buckets[hash & (shard->bucket_count - 1)] = flow;
	link_newest(shard, flow);
	shard->flow_count++;

	bool internet = address_scope(&flow->server) == SCOPE_INTERNET;

	evidence_see_host(shard->evidence, &flow->client,
			  client ? &packet->source_mac : &packet->destination_mac, true, internet);
	evidence_see_host(shard->evidence, &flow->server,
			  client ? &packet->destination_mac : &packet->source_mac, false, false);
	const struct app_decoder *expected = expectations_take(shard->expectations, packet);

	if (expected)
		stream_claim(shard, flow, expected);
	return flow;
}

void flow_close(struct shard *shard, struct flow *flow)
{
	if (flow->tcp) {
		tcp_flush(shard, flow, FROM_CLIENT);
		tcp_flush(shard, flow, FROM_SERVER);
	}
	stream_close(shard, flow);
	coverage_say(shard, flow, FROM_CLIENT);
	coverage_say(shard, flow, FROM_SERVER);
	coverage_say_group(shard, flow);
	unlink_age(shard, flow);
	unlink_bucket(shard, flow);
	shard->flow_count--;
	free(flow->host);
	free(flow);
}

/* A SYN on the ports of a flow that is over, or far from its numbers, opens another one. */
static bool is_reused(const struct flow *flow, enum direction direction, const struct packet *packet)
{
	const struct half *half = &flow->halves[direction];

	if (!flow->tcp || !(packet->tcp.flags & TCP_SYN) || packet->tcp.flags & TCP_ACK)
		return false;
	return flow->closing || (half->started && packet->tcp.sequence + 1 != half->next &&
				 (half->offset > 0 || flow->halves[!direction].offset > 0));
}

static void close_idle(struct shard *shard, instant now)
{
	static const int64_t IDLE = LIMIT_FLOW_IDLE_SECONDS * INSTANT_SECOND;

	for (unsigned i = 0; i < 2 && shard->oldest; i++)
		if (now - shard->oldest->last > (shard->oldest->tcp ? IDLE : IDLE / 2))
			flow_close(shard, shard->oldest);
}

void shard_packet(struct shard *shard, const struct packet *packet)
{
	enum direction direction = FROM_CLIENT;
	uint64_t hash = seeded_hash(shard, packet);
	struct flow *flow;

	close_idle(shard, packet->time);
	flow = find(shard, packet, hash, &direction);
	if (flow && packet->quoted)
		return;
	if (flow && is_reused(flow, direction, packet)) {
		flow_close(shard, flow);
		flow = NULL;
	}
	if (!flow) {
		flow = open_flow(shard, packet, hash);
		if (!flow)
			return;
		direction = same_end(&flow->client, flow->client_port, &packet->source, packet->source_port)
				    ? FROM_CLIENT
				    : FROM_SERVER;
	} else if (flow != shard->newest) {
		unlink_age(shard, flow);
		link_newest(shard, flow);
	}
	flow->last = packet->time;
	flow->last_frame = packet->frame;
	flow->encrypted = packet->encrypted;
	flow->packets++;
	flow->bytes += packet->wire_left;
	coverage_packet(shard, flow, direction, packet->frame, packet->time);
	if (flow->tcp) {
		tcp_segment(shard, flow, direction, packet);
		return;
	}
	shard->cut = packet->wire_left > packet->rest.rest.size;
	if (packet->rest.rest.size)
		stream_datagram(shard, flow, direction, packet->rest.rest, packet->frame, packet->time);
	if (shard->cut)
		coverage_lost(&flow->halves[direction], packet->wire_left - packet->rest.rest.size);
	shard->cut = false;
}

void shard_end_input(struct shard *shard)
{
	while (shard->oldest)
		flow_close(shard, shard->oldest);
}
