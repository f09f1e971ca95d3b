/* SPDX-License-Identifier: Apache-2.0 */
/* Threads that serve the shards. Each shard is always served by the same thread, in the order in which
 * its packets were given. */
#ifndef PROBITY_FLOW_WORKERS_H
#define PROBITY_FLOW_WORKERS_H

#include "flow/shard.h"

struct workers;

/* Starts `count` threads over the shards. Owned by the caller. */
enum status workers_new(struct shard *const *shards, unsigned count, struct workers **ret_workers,
			struct error *error);
void workers_free(struct workers *workers);

/* Gives a packet to the thread of its shard; copies it. Waits while that thread is far behind. */
enum status workers_packet(struct workers *workers, unsigned shard, const struct packet *packet,
			   struct error *error);

/* Waits until every packet given so far has been worked on. */
void workers_wait(struct workers *workers);

#endif
