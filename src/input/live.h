/* SPDX-License-Identifier: Apache-2.0 */
/* What needs libpcap: filters in its language, and live capture. */
#ifndef PROBITY_INPUT_LIVE_H
#define PROBITY_INPUT_LIVE_H

#include "input/capture.h"

/* A filter expression (pcap-filter(7)), compiled for each link type when its first frame comes. */
struct filter;

/* STATUS_USAGE if the expression is wrong for every link type that terminals are recorded with. */
enum status filter_new(const char *expression, struct filter **ret_filter, struct error *error);

/* Whether the frame passes. STATUS_USAGE where the expression makes no sense for its link type. */
enum status filter_match(struct filter *filter, const struct frame *frame, bool *ret_passes,
			 struct error *error);
void filter_free(struct filter *filter);

struct live;

/* Starts capturing on `interface` for `seconds` (0: without end), only what `expression` lets pass
 * (NULL: everything); then gives up every privilege for good: a set-user-ID program goes back to the
 * caller, one run by sudo to the user who called it; root itself stays the owner of its files (a
 * report must be written) but loses all capabilities. Call it before threads are started. SIGINT
 * and SIGTERM end the capture until live_free(). STATUS_UNABLE says which privilege is missing. */
enum status live_open(const char *interface, unsigned seconds, const char *expression, struct live **ret_live,
		      struct error *error);

/* The next frame; waits for it. STATUS_END when the time is over or a signal ended it. */
enum status live_next(struct live *live, struct frame *ret_frame, struct error *error);
void live_summary(const struct live *live, struct capture_summary *ret_summary);
void live_free(struct live *live);

#endif
