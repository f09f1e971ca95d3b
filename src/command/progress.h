/* SPDX-License-Identifier: Apache-2.0 */
/* How far the work is, on standard error. */
#ifndef PROBITY_COMMAND_PROGRESS_H
#define PROBITY_COMMAND_PROGRESS_H

#include "base/instant.h"

struct progress {
	bool on;	 /* wanted at all */
	bool forced;	 /* also where there is no terminal, and for short work */
	bool shown;	 /* something stands on the line */
	uint64_t total;	 /* bytes of input; 0: unknown */
	uint64_t before; /* bytes of inputs that are done */
	unsigned calls;
	instant started, drawn;
};

/* `when`: "auto" (on a terminal), "always", "never"; NULL is "auto". */
struct progress progress_start(const char *when, uint64_t total);

/* `done` bytes of the current input are done. Cheap: the clock is asked now and then. */
void progress_at(struct progress *progress, uint64_t done);

/* The current input is over; it had `size` bytes. */
void progress_next(struct progress *progress, uint64_t size);

/* All is done: `always` leaves a last line, `auto` none. */
void progress_finish(struct progress *progress);

/* Clears the line. To be called before anything else is written to standard error. */
void progress_clear(struct progress *progress);

#endif
