/* SPDX-License-Identifier: Apache-2.0 */
/* The findings document itself (schemas/findings.rng). */
#include "report/report.h"

static enum status write_xml(const struct findings *findings, const struct report_options *options,
			     struct buffer *to, struct error *error)
{
	(void)options;
	return findings_write_xml(findings, to, error);
}

const struct report_writer report_writer_xml = {
	.name = "xml",
	.media_type = "application/xml",
	.summary = "the findings document",
	.write = write_xml,
};
