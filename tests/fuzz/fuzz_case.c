/* SPDX-License-Identifier: Apache-2.0 */
/* The input as a case file. */
#include "fuzz.h"

#include "case/case.h"

#include <stdlib.h>
#include <unistd.h>

static bool knows(const void *self, const char *id)
{
	return taxonomy_knows(self, id);
}

static void ask(const struct case_file *file)
{
	static const instant moments[] = { INT64_MIN + 1, 0, INT64_C(1772352000) * INSTANT_SECOND,
					   INT64_MAX };
	const struct address *addresses;
	const struct case_canary *canaries;
	const char *phase, *activity;
	struct error error;

	case_devices(file, &addresses);
	case_canaries(file, &canaries);
	case_check_types(file, "fuzz", knows, fuzz_taxonomy(), &error);
	for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
		case_moment(file, moments[i], &phase, &activity);
		case_consent(file, moments[i], BYTES("contact.mobile"));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[FUZZ_PATH_SIZE];
	int file = fuzz_file(data, size, path);
	struct case_file *case_file;
	struct error error;

	if (case_load(path, fuzz_source_dir(), &case_file, &error) == STATUS_OK) {
		ask(case_file);
		case_free(case_file);
	}
	close(file);
	return 0;
}
