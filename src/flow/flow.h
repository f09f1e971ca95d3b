/* SPDX-License-Identifier: Apache-2.0 */
/* Conversations: packets are sorted into flows, flows into streams, streams go to the application
 * decoder that claims them. */
#ifndef PROBITY_FLOW_FLOW_H
#define PROBITY_FLOW_FLOW_H

#include "base/error.h"
#include "evidence/evidence.h"
#include "protocol/packet.h"

struct tracker;

struct tracker_options {
	const struct evidence_options *evidence;
	unsigned jobs; /* threads; 1: everything in the caller's. The result is the same. */
	bool classify; /* ask nDPI about flows that no decoder claims */
};

/* A tracker with empty tables. `options` and what it points to must outlive it. */
enum status tracker_new(const struct tracker_options *options, struct tracker **ret_tracker,
			struct error *error);
void tracker_free(struct tracker *tracker);

/* One frame of a capture; `data` is borrowed for the call. Frames of one input come in order. */
struct tracker_frame {
	unsigned input;
	uint64_t number;
	instant time;
	uint32_t link_type;
	struct bytes data;
	size_t wire_size;
};
enum status tracker_frame(struct tracker *tracker, const struct tracker_frame *frame, struct error *error);

/* The input is over: closes all flows. Flows never span inputs. */
enum status tracker_end_input(struct tracker *tracker, struct error *error);

/* Facts about inputs (comments, summaries) are said here, from the caller's thread. */
struct observer *tracker_observer(struct tracker *tracker);

/* Joins all tables and finishes them. The evidence belongs to the tracker. */
enum status tracker_finish(struct tracker *tracker, struct evidence **ret_evidence, struct error *error);

#endif
