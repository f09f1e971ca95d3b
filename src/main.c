/* SPDX-License-Identifier: Apache-2.0 */
/* probity: audits smart terminals from what they send. The commands: command/commands.c. */
#include "base/text.h"
#include "command/command.h"

#include <stdio.h>

int main(int count, char **words)
{
	struct error error = { "" };
	int exit_status = EXIT_TROUBLE;

	if (command_line(count, words, &exit_status, &error) == STATUS_OK)
		return exit_status;
	/* File names in it may hold what a terminal obeys. */
	struct buffer clean = buffer_of(4 * sizeof error.message);

	if (text_append_clean(&clean, bytes_of(error.message)))
		fprintf(stderr, "probity: %.*s\n", (int)clean.size, (const char *)clean.data);
	else
		fputs("probity: out of memory\n", stderr);
	buffer_free(&clean);
	return EXIT_TROUBLE;
}
