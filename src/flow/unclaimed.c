/* SPDX-License-Identifier: Apache-2.0 */
/* Flows that nobody claimed, grouped by client, server and port: counted together, with the first
 * payloads of one of them for the classifier, since a scan or a tunnel opens thousands. */
#include "flow/shard.h"

#include "base/hash.h"
#include "base/memory.h"

static struct unclaimed **bucket_of(struct shard *shard, const struct flow *flow)
{
	uint64_t hash = hash_bytes((struct bytes){ flow->client.octets, sizeof flow->client },
				   flow->server_port);

	hash = hash_bytes((struct bytes){ flow->server.octets, sizeof flow->server }, hash);
	return &shard->unclaimed[hash % UNCLAIMED_BUCKETS];
}

static struct unclaimed *find(struct shard *shard, const struct flow *flow)
{
	struct unclaimed *group = *bucket_of(shard, flow);

	while (group &&
	       !(group->server_port == flow->server_port && group->carried.space == flow->carried.space &&
		 group->input == flow->input && address_equal(&group->client, &flow->client) &&
		 address_equal(&group->server, &flow->server)))
		group = group->next_in_bucket;
	return group;
}

static struct unclaimed *add(struct shard *shard, const struct flow *flow)
{
	struct unclaimed **bucket = bucket_of(shard, flow), *group;

	if (shard->unclaimed_count >= LIMIT_UNCLAIMED) {
		/* The bytes that were looked at last may be gone. */
		evidence_carry(shard->evidence, NULL, NULL);
		observer_limit(evidence_observer(shard->evidence), "unclaimed", LIMIT_UNCLAIMED);
		return NULL;
	}
	group = memory_new(sizeof *group);
	if (!group) {
		observer_out_of_memory(evidence_observer(shard->evidence));
		return NULL;
	}
	group->next_in_bucket = *bucket;
	*bucket = group;
	shard->unclaimed_count++;
	group->client = flow->client;
	group->server = flow->server;
	group->client_port = flow->client_port;
	group->server_port = flow->server_port;
	group->carried = flow->carried;
	group->input = flow->input;
	group->first = group->last = flow->first;
	group->first_frame = flow->first_frame;
	return group;
}

void unclaimed_sample(struct shard *shard, const struct flow *flow, enum direction direction,
		      struct bytes payload)
{
	bool has_port = flow->tcp || flow->carried.space == SELECT_UDP_PORT;
	struct unclaimed *group;

	if (!shard->classify || !payload.size || !has_port)
		return;
	group = find(shard, flow);
	if (!group)
		group = add(shard, flow);
	/* The samples are one conversation's, from its start. */
	if (!group || group->first_frame != flow->first_frame || group->samples.count == SAMPLES)
		return;
	struct bytes head = bytes_slice(payload, 0, SAMPLE_SIZE);
	unsigned at = group->samples.count++;

	group->samples.payloads[at].size = (uint16_t)head.size;
	group->samples.payloads[at].direction = (uint8_t)direction;
	memcpy(group->samples.payloads[at].data, head.data, head.size);
}

void unclaimed_islands(struct bytes payload, struct observer *observer)
{
	/* Of random bytes one run of this size is met in 15 million. */
	enum { BEGINNING = 1024, LEAST = 16 };
	const struct message message = { .part = BYTES("payload") };
	const struct bytes beginning = bytes_slice(payload, 0, BEGINNING);
	size_t start = 0;

	for (size_t i = 0; i <= beginning.size; i++) {
		if (i < beginning.size && beginning.data[i] >= ' ' && beginning.data[i] < 127)
			continue;
		struct bytes run = bytes_slice(beginning, start, i - start);

		start = i + 1;
		if (run.size >= LEAST)
			observer_content(observer, &message, run, run);
	}
}

bool unclaimed_count(struct shard *shard, const struct flow *flow)
{
	struct unclaimed *group = find(shard, flow);

	if (!group)
		return false;
	group->opened++;
	group->packets += flow->packets;
	group->bytes += flow->bytes;
	group->last = group->last > flow->last ? group->last : flow->last;
	return true;
}
