/* SPDX-License-Identifier: Apache-2.0 */
#include "command/note.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

void note(const char *format, ...)
{
	char line[1024];
	struct buffer clean = buffer_of(8 << 10);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	/* File names may hold what a terminal obeys. */
	if (text_append_clean(&clean, bytes_of(line)))
		fprintf(stderr, "probity: note: %.*s\n", (int)clean.size, (const char *)clean.data);
	buffer_free(&clean);
}
