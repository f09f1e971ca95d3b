/* SPDX-License-Identifier: Apache-2.0 */
/* The local hosts with the link addresses seen before them. */
#include "base/hash.h"
#include "base/memory.h"
#include "evidence/table.h"

#include <stdlib.h>

static uint64_t hash_address(const struct address *address, uint64_t seed)
{
	return hash_seeded((struct bytes){ (const uint8_t *)address, sizeof *address }, seed);
}

/* Where the first host of an IP address stands, or belongs. */
static uint32_t *first_of(const struct evidence *evidence, const struct address *ip)
{
	const struct hosts *hosts = &evidence->hosts;
	size_t mask = hosts->index_room - 1, at = hash_address(ip, evidence->seed) & mask;

	while (hosts->by_ip[at] && !address_equal(&hosts->entries[hosts->by_ip[at] - 1].ip, ip))
		at = (at + 1) & mask;
	return &hosts->by_ip[at];
}

/* Where a host stands, or belongs. */
static uint32_t *place_of(const struct evidence *evidence, const struct address *ip,
			  const struct address *mac)
{
	const struct hosts *hosts = &evidence->hosts;
	size_t mask = hosts->index_room - 1;
	size_t at = hash_address(mac, hash_address(ip, evidence->seed)) & mask;

	for (; hosts->by_both[at]; at = (at + 1) & mask) {
		const struct host *host = &hosts->entries[hosts->by_both[at] - 1];

		if (address_equal(&host->ip, ip) && address_equal(&host->mac, mac))
			break;
	}
	return &hosts->by_both[at];
}

static void list(struct evidence *evidence, uint32_t number)
{
	struct host *host = &evidence->hosts.entries[number - 1];
	uint32_t *at = first_of(evidence, &host->ip);

	*place_of(evidence, &host->ip, &host->mac) = number;
	while (*at)
		at = &evidence->hosts.entries[*at - 1].next;
	*at = number;
	host->next = 0;
}

/* Room for one more, in an index that is never more than half full. */
static bool make_room(struct evidence *evidence)
{
	struct hosts *hosts = &evidence->hosts;
	size_t room = hosts->room ? hosts->room * 2 : 8;

	if (hosts->count < hosts->room)
		return true;
	struct host *entries = memory_resize(hosts->entries, room, sizeof *entries);

	if (entries)
		hosts->entries = entries;
	uint32_t *by_both = memory_new_array(room * 2, sizeof *by_both);
	uint32_t *by_ip = memory_new_array(room * 2, sizeof *by_ip);

	if (!entries || !by_both || !by_ip) {
		free(by_both);
		free(by_ip);
		evidence->out_of_memory = true;
		return false;
	}
	free(hosts->by_both);
	free(hosts->by_ip);
	hosts->by_both = by_both;
	hosts->by_ip = by_ip;
	hosts->room = room;
	hosts->index_room = room * 2;
	for (uint32_t number = 1; number <= hosts->count; number++)
		list(evidence, number);
	return true;
}

struct host *host_entry(struct evidence *evidence, const struct address *ip, const struct address *mac)
{
	struct hosts *hosts = &evidence->hosts;
	uint32_t known = hosts->index_room ? *place_of(evidence, ip, mac) : 0;

	if (known)
		return &hosts->entries[known - 1];
	if (hosts->count == LIMIT_HOSTS) {
		observer_limit(&evidence->observer, "hosts", LIMIT_HOSTS);
		return NULL;
	}
	if (!make_room(evidence))
		return NULL;
	hosts->entries[hosts->count++] = (struct host){ .ip = *ip, .mac = *mac };
	list(evidence, (uint32_t)hosts->count);
	return &hosts->entries[hosts->count - 1];
}

void hosts_free(struct hosts *hosts)
{
	free(hosts->entries);
	free(hosts->by_both);
	free(hosts->by_ip);
	*hosts = (struct hosts){ .count = 0 };
}

void evidence_see_host(struct evidence *evidence, const struct address *ip, const struct address *mac,
		       bool opened, bool internet)
{
	/* Only hosts on this side of the router can be the device; the internet would fill the table. */
	if (address_scope(ip) != SCOPE_LOCAL && !opened)
		return;
	struct host *host = host_entry(evidence, ip, mac);

	if (host) {
		host->opened += opened;
		host->opened_internet += opened && internet;
	}
}

static size_t add_link_address(struct address *to, size_t count, size_t room, const struct address *mac)
{
	static const struct address nobody = { .family = ADDRESS_MAC };

	for (size_t i = 0; i < count; i++)
		if (address_equal(&to[i], mac))
			return count;
	if (mac->family != ADDRESS_MAC || address_equal(mac, &nobody) || count == room)
		return count;
	to[count] = *mac;
	return count + 1;
}

size_t observer_link_addresses(const struct observer *observer, struct address *to, size_t room)
{
	const struct evidence *evidence = observer->evidence;
	const struct carrier *carrier = evidence->carrier;
	const struct host *entries = evidence->hosts.entries;
	size_t count = 0;

	for (unsigned side = 0; side < 2 && carrier && evidence->hosts.index_room; side++) {
		uint32_t number = *first_of(evidence, side ? &carrier->destination : &carrier->source);

		for (; number && count < room; number = entries[number - 1].next)
			count = add_link_address(to, count, room, &entries[number - 1].mac);
	}
	for (size_t i = 0; i < evidence->options->device_count; i++)
		count = add_link_address(to, count, room, &evidence->options->devices[i]);
	return count;
}
