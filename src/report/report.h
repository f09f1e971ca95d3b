/* SPDX-License-Identifier: Apache-2.0 */
/* Reports: pure functions of the findings. */
#ifndef PROBITY_REPORT_REPORT_H
#define PROBITY_REPORT_REPORT_H

#include "rules/findings.h"

enum language { LANGUAGE_EN, LANGUAGE_ZH };

struct report_options {
	enum language language;
	bool colour;	/* terminal colours */
	unsigned width; /* columns of the terminal; 0: do not wrap */
};

struct report_writer {
	const char *name, *media_type, *summary;
	enum status (*write)(const struct findings *findings, const struct report_options *options,
			     struct buffer *to, struct error *error);
};

/* All report writers, ended by NULL, in the order of report/report_writers.h. */
extern const struct report_writer *const report_writers[];

/* The writer of this name, or NULL. */
const struct report_writer *report_writer_named(const char *name);

#endif
