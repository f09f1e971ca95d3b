/* SPDX-License-Identifier: Apache-2.0 */
#include "command/command.h"

#include "base/limits.h"
#include "command/files.h"
#include "command/judging.h"

enum status command_judge(const struct options *options, int *ret_exit, struct error *error)
{
	const char *path = options->operands.items[0];
	struct setting setting = { 0 };
	struct findings *findings = NULL;
	struct buffer document = buffer_of(LIMIT_DOCUMENT_SIZE);
	enum status status = setting_open(options, NEED_CASE | NEED_RULES, &setting, error);

	if (status == STATUS_OK)
		status = file_read(path, &document, error);
	if (status == STATUS_OK)
		status = judging_go(options, &setting, buffer_bytes(&document), file_name(path), true,
				    &findings, error);
	if (status == STATUS_OK)
		status = judging_report(options, findings, error);
	if (status == STATUS_OK)
		*ret_exit = judging_exit(options, findings);
	findings_free(findings);
	buffer_free(&document);
	setting_close(&setting);
	return status;
}
