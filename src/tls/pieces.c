/* SPDX-License-Identifier: Apache-2.0 */
#include "tls/pieces.h"

#include "base/cursor.h"
#include "base/limits.h"

/* Joins a range with those that it touches. False: there are too many pieces. */
static bool add_range(struct pieces *pieces, size_t start, size_t end)
{
	unsigned first = 0, last;

	while (first < pieces->count && pieces->ranges[first].end < start)
		first++;
	for (last = first; last < pieces->count && pieces->ranges[last].start <= end; last++) {
		start = pieces->ranges[last].start < start ? pieces->ranges[last].start : start;
		end = pieces->ranges[last].end > end ? pieces->ranges[last].end : end;
	}
	if (last == first && pieces->count == PIECES_MOST)
		return false;
	unsigned behind = pieces->count - last;

	memmove(&pieces->ranges[first + 1], &pieces->ranges[last], behind * sizeof *pieces->ranges);
	pieces->ranges[first].start = start;
	pieces->ranges[first].end = end;
	pieces->count = first + 1 + behind;
	return true;
}

bool pieces_take(struct pieces *pieces, uint64_t offset, struct bytes piece, struct observer *observer)
{
	if (offset > LIMIT_HEAD_SIZE || offset + piece.size > LIMIT_HEAD_SIZE) {
		observer_limit(observer, "head-size", LIMIT_HEAD_SIZE);
		return false;
	}
	size_t start = (size_t)offset, end = start + piece.size;

	if (!piece.size || !add_range(pieces, start, end))
		return true;
	if (!pieces->bytes.maximum)
		pieces->bytes = buffer_of(LIMIT_HEAD_SIZE);
	if (end > pieces->bytes.size) {
		if (!buffer_reserve(&pieces->bytes, end - pieces->bytes.size)) {
			observer_out_of_memory(observer);
			return false;
		}
		memset(pieces->bytes.data + pieces->bytes.size, 0, end - pieces->bytes.size);
		pieces->bytes.size = end;
	}
	struct cursor cursor = cursor_over(piece);

	cursor_copy(&cursor, pieces->bytes.data + start, piece.size);
	return true;
}

struct bytes pieces_ready(const struct pieces *pieces)
{
	size_t end = pieces->count && pieces->ranges[0].start == 0 ? pieces->ranges[0].end : 0;

	return bytes_slice(buffer_bytes(&pieces->bytes), 0, end);
}

void pieces_free(struct pieces *pieces)
{
	buffer_free(&pieces->bytes);
	pieces->count = 0;
}
