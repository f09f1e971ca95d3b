/* SPDX-License-Identifier: Apache-2.0 */
/* Expands the list of report writers: once for the externs, once for the table. */
#include "report/report.h"

#define REPORT_WRITER(name) extern const struct report_writer report_writer_##name;
#include "report/report_writers.h"
#undef REPORT_WRITER

const struct report_writer *const report_writers[] = {
#define REPORT_WRITER(name) &report_writer_##name,
#include "report/report_writers.h"
#undef REPORT_WRITER
	NULL,
};

const struct report_writer *report_writer_named(const char *name)
{
	for (size_t i = 0; report_writers[i]; i++)
		if (strcmp(report_writers[i]->name, name) == 0)
			return report_writers[i];
	return NULL;
}
