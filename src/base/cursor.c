/* SPDX-License-Identifier: Apache-2.0 */
#include "base/cursor.h"

struct bytes cursor_line(struct cursor *cursor, size_t longest)
{
	size_t end = bytes_find_byte(bytes_slice(cursor->rest, 0, longest), '\n');

	if (cursor->failed || end == SIZE_MAX) {
		cursor->failed = true;
		return BYTES_EMPTY;
	}
	struct bytes line = cursor_take(cursor, end + 1);

	line.size--;
	if (line.size && line.data[line.size - 1] == '\r')
		line.size--;
	return line;
}

void cursor_copy(struct cursor *cursor, void *to, size_t size)
{
	struct bytes taken = cursor_take(cursor, size);

	memset(to, 0, size);
	if (taken.size)
		memcpy(to, taken.data, taken.size);
}
