/* SPDX-License-Identifier: Apache-2.0 */
/* From evidence to findings to a report: what `audit`, `judge` and `report` share. */
#ifndef PROBITY_COMMAND_JUDGING_H
#define PROBITY_COMMAND_JUDGING_H

#include "command/setting.h"

/* Judges an evidence document. `name` is used in messages. `foreign`: it was not made by this very
 * run, so it is validated against schemas/evidence.rng first. The caller frees the findings. */
enum status judging_go(const struct options *options, const struct setting *setting, struct bytes document,
		       const char *name, bool foreign, struct findings **ret_findings, struct error *error);

/* Writes the findings as --format and --output say. */
enum status judging_report(const struct options *options, const struct findings *findings,
			   struct error *error);

/* The exit status that --fail-on asks for. */
int judging_exit(const struct options *options, const struct findings *findings);

#endif
