/* SPDX-License-Identifier: Apache-2.0 */
/* Writing results: whole or not at all. */
#ifndef PROBITY_COMMAND_OUTPUT_H
#define PROBITY_COMMAND_OUTPUT_H

#include "base/buffer.h"
#include "base/error.h"
#include "report/report.h"

struct options;

/* Writes `content` to the file `path` (`-`: standard output). A file is replaced only once all of it
 * is written; on trouble it stays as it was. `secret`: a new file is readable by its owner only. */
enum status output_write(const char *path, struct bytes content, bool secret, struct error *error);

/* How a report to `path` is to look: on a terminal with colours and of its width. */
struct report_options output_look(const struct options *options);

#endif
