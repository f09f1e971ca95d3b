/* SPDX-License-Identifier: Apache-2.0 */
#include "command/command.h"

#include "base/limits.h"
#include "command/judging.h"
#include "command/road.h"

enum status command_audit(const struct options *options, int *ret_exit, struct error *error)
{
	struct setting setting = { 0 };
	struct road *road = NULL;
	const struct evidence *evidence = NULL;
	struct findings *findings = NULL;
	struct buffer document = buffer_of(LIMIT_DOCUMENT_SIZE);
	enum status status = setting_open(options, NEED_CASE | NEED_RULES, &setting, error);

	if (status == STATUS_OK)
		status = road_go(options, &setting, &road, &evidence, error);
	if (status == STATUS_OK)
		status = evidence_write_xml(evidence, &document, error);
	road_free(road); /* its memory is wanted for the tree */
	if (status == STATUS_OK)
		status = judging_go(options, &setting, buffer_bytes(&document), "evidence", false, &findings,
				    error);
	if (status == STATUS_OK)
		status = judging_report(options, findings, error);
	if (status == STATUS_OK)
		*ret_exit = judging_exit(options, findings);
	findings_free(findings);
	buffer_free(&document);
	setting_close(&setting);
	return status;
}
