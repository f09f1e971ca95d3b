/* SPDX-License-Identifier: Apache-2.0 */
/* The input as a rule file; what loads is asked for its summaries. */
#include "fuzz.h"

#include "rules/rules.h"

#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[FUZZ_PATH_SIZE];
	int file = fuzz_file(data, size, path);
	const char *const paths[] = { path };
	struct rules *rules;
	struct error error;

	if (rules_load(paths, 1, fuzz_source_dir(), fuzz_taxonomy(), &rules, &error) == STATUS_OK) {
		for (size_t i = 0; i < rules_count(rules); i++) {
			struct rule_summary summary;

			rules_summary(rules, i, &summary);
			if (!summary.id)
				abort();
		}
		rules_free(rules);
	}
	close(file);
	return 0;
}
