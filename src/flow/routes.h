/* SPDX-License-Identifier: Apache-2.0 */
/* Flows that go to another shard than their hosts say, since a call that lies there announced them: SIP
 * brings media to hosts that it never talks to itself. Kept by the reading thread, which sees all packets in
 * order; so the result does not depend on how many threads serve the shards. */
#ifndef PROBITY_FLOW_ROUTES_H
#define PROBITY_FLOW_ROUTES_H

#include "flow/shard.h"

struct routes;

/* An empty table, which takes its memory when it is first used. NULL without memory. */
struct routes *routes_new(void);
void routes_free(struct routes *routes);

/* The shard of a packet that would go to `shard`, and what it announces is learned. */
unsigned routes_shard(struct routes *routes, const struct packet *packet, unsigned shard,
		      struct observer *observer);

/* Forgets all: another input begins. */
void routes_clear(struct routes *routes);

#endif
