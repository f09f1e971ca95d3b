/* SPDX-License-Identifier: Apache-2.0 */
/* probity: audits smart terminals from what they send. The commands: command/commands.c. */
#include "command/command.h"

#include <stdio.h>

int main(int count, char **words)
{
	struct error error = { "" };
	int exit_status = EXIT_TROUBLE;

	if (command_line(count, words, &exit_status, &error) == STATUS_OK)
		return exit_status;
	fprintf(stderr, "probity: %s\n", error.message);
	return EXIT_TROUBLE;
}
