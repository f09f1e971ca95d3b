/* SPDX-License-Identifier: Apache-2.0 */
#include "data_types.h"

int data_types_load(void **state)
{
	static const char *const PATHS[] = { PROBITY_SOURCE_DIR "/rules/data" };
	struct taxonomy *taxonomy = NULL;
	struct error error = { "" };

	if (taxonomy_load(PATHS, 1, &taxonomy, &error) != STATUS_OK) {
		print_error("%s\n", error.message);
		return -1;
	}
	*state = taxonomy;
	return 0;
}

int data_types_unload(void **state)
{
	taxonomy_free(*state);
	return 0;
}
