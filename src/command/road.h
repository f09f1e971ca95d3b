/* SPDX-License-Identifier: Apache-2.0 */
/* From inputs to evidence: what `observe` and `audit` share. */
#ifndef PROBITY_COMMAND_ROAD_H
#define PROBITY_COMMAND_ROAD_H

#include "command/setting.h"
#include "evidence/evidence.h"

struct road;

/* Reads everything that the command line names (or captures live) and finishes the evidence, which
 * belongs to the road. `setting` and `options` must outlive it. */
enum status road_go(const struct options *options, const struct setting *setting, struct road **ret_road,
		    const struct evidence **ret_evidence, struct error *error);
void road_free(struct road *road);

/* What a case says of time, for observing and for judging. Borrows the case. */
struct timeline road_timeline(const struct case_file *file);

#endif
