/* SPDX-License-Identifier: Apache-2.0 */
/* Asks nDPI what the flows are that no decoder claimed: an attribute, never a verdict. It sees copies
 * of their first payloads at the end of the run, in a fixed order, because it remembers across flows;
 * and its module is made only when there is a question, because that costs 15 ms. nDPI's interface
 * changes with almost every release: this is the only file that knows it (4.2). */
#include "config.h"

#include "flow/shard.h"

#include "base/memory.h"

#include <stdlib.h>

#ifdef HAVE_NDPI
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
/* It claims a name that is ours. */
#define message ndpi_message
#include <ndpi/ndpi_api.h>
#undef message
#pragma GCC diagnostic pop

enum { IP_HEADER = 40, TCP_HEADER = 20, UDP_HEADER = 8 };

static void put_be16(uint8_t *to, size_t number)
{
	to[0] = (uint8_t)(number >> 8);
	to[1] = (uint8_t)number;
}

/* A packet that carries the payload as the flow did, since the frames are gone: IPv4 or IPv6 with a bare
 * TCP or UDP header. Returns its size. */
static size_t make_packet(const struct unclaimed *group, unsigned index, uint8_t *packet)
{
	bool from_client = group->samples.payloads[index].direction == FROM_CLIENT;
	bool tcp = group->carried.space == SELECT_TCP_PORT;
	const struct address *source = from_client ? &group->client : &group->server;
	const struct address *destination = from_client ? &group->server : &group->client;
	size_t payload = group->samples.payloads[index].size, transport = tcp ? TCP_HEADER : UDP_HEADER;
	bool six = source->family == ADDRESS_IPV6;
	size_t network = six ? 40 : 20, total = network + transport + payload;
	uint8_t *next = packet + network;

	memset(packet, 0, IP_HEADER + TCP_HEADER);
	packet[0] = six ? 0x60 : 0x45;
	put_be16(packet + (six ? 4 : 2), six ? transport + payload : total);
	packet[six ? 6 : 9] = tcp ? 6 : 17;
	packet[six ? 7 : 8] = 64;
	memcpy(packet + (six ? 8 : 12), source->octets, six ? 16 : 4);
	memcpy(packet + (six ? 24 : 16), destination->octets, six ? 16 : 4);
	put_be16(next, from_client ? group->client_port : group->server_port);
	put_be16(next + 2, from_client ? group->server_port : group->client_port);
	if (tcp) {
		next[7] = (uint8_t)(index + 1);
		next[12] = 5 << 4;
		next[13] = TCP_ACK | TCP_PSH;
	} else {
		put_be16(next + 4, UDP_HEADER + payload);
	}
	memcpy(next + transport, group->samples.payloads[index].data, payload);
	return total;
}

static const char *ask(struct ndpi_detection_module_struct *module, const struct unclaimed *group, char *name,
		       size_t room)
{
	struct ndpi_flow_struct *flow = ndpi_flow_malloc(SIZEOF_FLOW_STRUCT);
	uint8_t packet[IP_HEADER + TCP_HEADER + SAMPLE_SIZE], guessed = 0;
	ndpi_protocol found = { 0 };

	if (!flow)
		return NULL;
	memset(flow, 0, SIZEOF_FLOW_STRUCT);
	for (unsigned i = 0; i < group->samples.count; i++) {
		size_t size = make_packet(group, i, packet);

		found = ndpi_detection_process_packet(module, flow, packet, (unsigned short)size,
						      (uint64_t)(group->first / 1000000));
		if (found.app_protocol != NDPI_PROTOCOL_UNKNOWN)
			break;
	}
	if (found.app_protocol == NDPI_PROTOCOL_UNKNOWN)
		found = ndpi_detection_giveup(module, flow, 0, &guessed);
	ndpi_flow_free(flow);
	if (found.app_protocol == NDPI_PROTOCOL_UNKNOWN && found.master_protocol == NDPI_PROTOCOL_UNKNOWN)
		return NULL;
	return ndpi_protocol2name(module, found, name, (unsigned)room);
}

static void *module_new(void)
{
	struct ndpi_detection_module_struct *module = ndpi_init_detection_module(ndpi_no_prefs);
	NDPI_PROTOCOL_BITMASK all;

	if (!module)
		return NULL;
	NDPI_BITMASK_SET_ALL(all);
	ndpi_set_protocol_detection_bitmask2(module, &all);
	ndpi_finalize_initialization(module);
	return module;
}

static void module_free(void *module)
{
	if (module)
		ndpi_exit_detection_module(module);
}
#else
static void *module_new(void)
{
	return NULL;
}

static void module_free(void *module)
{
	(void)module;
}

static const char *ask(void *module, const struct unclaimed *group, char *name, size_t room)
{
	(void)module;
	(void)group;
	(void)name;
	(void)room;
	return NULL;
}
#endif

static void say_group(struct shard *shard, const struct unclaimed *group, const char *guess)
{
	struct observation observation = observation_of(KIND_FLOW_GROUP);
	struct flow flow = {
		.client = group->client,
		.server = group->server,
		.client_port = group->client_port,
		.server_port = group->server_port,
		.carried = group->carried,
		.input = group->input,
	};

	observation_word(&observation, ATTRIBUTE_GUESS, guess);
	observation_number(&observation, ATTRIBUTE_OPENED, group->opened);
	observation_number(&observation, ATTRIBUTE_PACKETS, group->packets);
	observation_number(&observation, ATTRIBUTE_BYTES, group->bytes);
	observation.origin = (struct span){ 0, group->first_frame, group->first };
	observation.first = group->first;
	observation.last = group->last;
	flow_carry(shard, &flow, FROM_CLIENT, (struct window){ .span_count = 0 });
	observer_say(evidence_observer(shard->evidence), &observation, BYTES_EMPTY);
}

enum status classify_all(struct shard *const *shards, size_t count, struct error *error)
{
	void *module = NULL;
	bool asked = false;
	char name[64];

	(void)error;
	for (size_t s = 0; s < count; s++)
		for (size_t i = 0; i < UNCLAIMED_BUCKETS; i++)
			for (struct unclaimed *group = shards[s]->unclaimed[i]; group;
			     group = group->next_in_bucket) {
				/* Its flow was claimed later. */
				if (!group->opened)
					continue;
				if (!asked)
					module = module_new();
				asked = true;
				const char *guess = module ? ask(module, group, name, sizeof name) : NULL;

				say_group(shards[s], group, guess);
			}
	module_free(module);
	return STATUS_OK;
}
