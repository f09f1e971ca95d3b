/* SPDX-License-Identifier: Apache-2.0 */
#include "flow/routes.h"

#include "base/hash.h"
#include "base/memory.h"

#include <stdlib.h>

enum { PLACES = 4, ENDS_MOST = 16, PORT_LEAST = 1024, ANNOUNCERS_MOST = 4 };

/* One end of a flow to come. */
struct route {
	struct announced_end end;
	instant last; /* announced, or taken */
	uint8_t shard;
	bool there, taken; /* taken: a flow goes this way, and is not to change it */
};

struct routes {
	struct route *entries; /* LIMIT_ROUTES of them, or NULL while nothing was announced */
	size_t announcer_count;
	const struct app_decoder *announcers[ANNOUNCERS_MOST];
};

_Static_assert((LIMIT_ROUTES & (LIMIT_ROUTES - 1)) == 0, "a power of two");

struct routes *routes_new(void)
{
	struct routes *routes = memory_new(sizeof *routes);

	for (size_t i = 0; routes && app_decoders[i]; i++)
		if (app_decoders[i]->announces && routes->announcer_count < ANNOUNCERS_MOST)
			routes->announcers[routes->announcer_count++] = app_decoders[i];
	return routes;
}

void routes_free(struct routes *routes)
{
	if (routes)
		free(routes->entries);
	free(routes);
}

void routes_clear(struct routes *routes)
{
	free(routes->entries);
	routes->entries = NULL;
}

static bool is_idle(const struct route *route, instant now)
{
	return now - route->last > LIMIT_FLOW_IDLE_SECONDS * INSTANT_SECOND;
}

/* The place of an end among a few, which start at its hash. */
static struct route *place_of(const struct routes *routes, const struct announced_end *end, size_t number)
{
	uint64_t hash = hash_bytes((struct bytes){ end->host.octets, sizeof end->host },
				   (uint64_t)end->port << 1 | end->tcp);

	return &routes->entries[(hash + number) & (LIMIT_ROUTES - 1)];
}

static struct route *find(const struct routes *routes, const struct announced_end *end, instant now)
{
	for (size_t i = 0; i < PLACES; i++) {
		struct route *route = place_of(routes, end, i);

		if (route->there && route->end.port == end->port && route->end.tcp == end->tcp &&
		    address_equal(&route->end.host, &end->host))
			return is_idle(route, now) ? NULL : route;
	}
	return NULL;
}

/* The place for an end: its own, a free one, or that of the oldest. */
static struct route *find_room(const struct routes *routes, const struct announced_end *end,
			       struct observer *observer, instant now)
{
	struct route *oldest = place_of(routes, end, 0);

	for (size_t i = 0; i < PLACES; i++) {
		struct route *route = place_of(routes, end, i);

		if (!route->there || is_idle(route, now))
			return route;
		if (route->last < oldest->last)
			oldest = route;
	}
	observer_limit(observer, "routes", LIMIT_ROUTES);
	return oldest;
}

static void learn(struct routes *routes, const struct announced_end *end, const struct packet *packet,
		  unsigned shard, struct observer *observer)
{
	struct route *route;

	if (end->port < PORT_LEAST)
		return;
	if (!routes->entries)
		routes->entries = memory_new_array(LIMIT_ROUTES, sizeof *routes->entries);
	if (!routes->entries) {
		observer_out_of_memory(observer);
		return;
	}
	route = find(routes, end, packet->time);
	/* A proxy passes the same description on: whoever said it last has the flow, until it is there. */
	if (route && route->taken)
		return;
	if (!route)
		route = find_room(routes, end, observer, packet->time);
	*route = (struct route){ .end = *end, .last = packet->time, .shard = (uint8_t)shard, .there = true };
}

/* Of two ends that were announced the same one is taken whichever side sends. */
static struct route *better(struct route *a, struct route *b)
{
	if (!a || !b)
		return a ? a : b;
	if (a->taken != b->taken)
		return a->taken ? a : b;
	return a->shard <= b->shard ? a : b;
}

static struct route *route_of(const struct routes *routes, const struct packet *packet)
{
	bool tcp = packet->transport == TRANSPORT_TCP;
	const struct announced_end source = { packet->source, packet->source_port, tcp };
	const struct announced_end destination = { packet->destination, packet->destination_port, tcp };

	return better(find(routes, &source, packet->time), find(routes, &destination, packet->time));
}

unsigned routes_shard(struct routes *routes, const struct packet *packet, unsigned shard,
		      struct observer *observer)
{
	struct announced_end ends[ENDS_MOST];
	struct route *route;

	if (packet->transport == TRANSPORT_LINK)
		return shard;
	route = routes->entries ? route_of(routes, packet) : NULL;
	if (route) {
		route->taken = true;
		route->last = packet->time;
		return route->shard;
	}
	for (size_t i = 0; i < routes->announcer_count; i++) {
		size_t count = routes->announcers[i]->announces(packet->rest.rest, ends, ENDS_MOST);

		for (size_t j = 0; j < count; j++)
			learn(routes, &ends[j], packet, shard, observer);
	}
	return shard;
}
