/* SPDX-License-Identifier: Apache-2.0 */
#include "command/command.h"

#include "base/limits.h"
#include "command/files.h"
#include "command/judging.h"

#include <stdlib.h>

enum status command_report(const struct options *options, int *ret_exit, struct error *error)
{
	const char *path = options->operands.items[0];
	char *data_dir = NULL;
	struct findings *findings = NULL;
	struct buffer document = buffer_of(LIMIT_DOCUMENT_SIZE);
	enum status status = data_dir_find(&data_dir, error);

	if (status == STATUS_OK)
		status = file_read(path, &document, error);
	if (status == STATUS_OK)
		status = findings_read(buffer_bytes(&document), file_name(path), data_dir, &findings, error);
	if (status == STATUS_OK)
		status = judging_report(options, findings, error);
	*ret_exit = EXIT_FINE;
	findings_free(findings);
	buffer_free(&document);
	free(data_dir);
	return status;
}
