/* SPDX-License-Identifier: Apache-2.0 */
#include "command/command.h"

#include "base/limits.h"
#include "command/output.h"
#include "command/road.h"

enum status command_observe(const struct options *options, int *ret_exit, struct error *error)
{
	struct setting setting = { 0 };
	struct road *road = NULL;
	const struct evidence *evidence = NULL;
	struct buffer document = buffer_of(LIMIT_DOCUMENT_SIZE);
	enum status status = setting_open(options, NEED_CASE, &setting, error);

	if (status == STATUS_OK)
		status = road_go(options, &setting, &road, &evidence, error);
	if (status == STATUS_OK)
		status = strcmp(options->format, "jsonl") == 0
				 ? evidence_write_jsonl(evidence, &document, error)
				 : evidence_write_xml(evidence, &document, error);
	if (status == STATUS_OK)
		status = output_write(options->output, buffer_bytes(&document), options->reveal, error);
	*ret_exit = EXIT_FINE;
	buffer_free(&document);
	road_free(road);
	setting_close(&setting);
	return status;
}
