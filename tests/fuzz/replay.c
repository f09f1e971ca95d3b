/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target on files and folders: those given, or the corpus of the target, found by the
 * name of the program. */
#include "config.h"

#ifndef FUZZING
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	static uint8_t data[1 << 20];

	if (!file) {
		perror(path);
		return 1;
	}
	size_t size = fread(data, 1, sizeof data, file);

	fclose(file);
	uint8_t *copy = fuzz_copy(data, size);

	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
	return 0;
}

static int run(const char *path)
{
	DIR *folder = opendir(path);
	int failed = 0;

	if (!folder)
		return run_file(path);
	for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		char inside[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
		failed |= run(inside);
	}
	closedir(folder);
	return failed;
}

int main(int count, char **arguments)
{
	const char *name = strstr(arguments[0], "fuzz_");
	char corpus[4096];
	int failed = 0;

	for (int i = 1; i < count; i++)
		failed |= run(arguments[i]);
	if (count > 1)
		return failed;
	for (const char *next = name; next; next = strstr(next + 1, "fuzz_"))
		name = next;
	snprintf(corpus, sizeof corpus, "%s/tests/fuzz/corpus/%s", fuzz_source_dir(), name ? name + 5 : "");
	return run(corpus);
}
#endif
