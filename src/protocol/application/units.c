/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/units.h"

#include "base/limits.h"
#include "protocol/application/lines.h"

enum decoded units_read(const struct unit_reader *reader, void *state, enum direction direction,
			struct stream *stream, struct observer *observer)
{
	size_t most = reader->most ? reader->most : LIMIT_HEAD_SIZE;

	while (cursor_left(&stream->unread)) {
		struct bytes there = stream->unread.rest;
		size_t size = reader->measure(direction, there);

		if (size == UNIT_BROKEN)
			return DECODED_MALFORMED;
		if (size <= there.size) {
			reader->read(state, direction, cursor_take(&stream->unread, size), observer);
			continue;
		}
		if (size == UNIT_LONGER && there.size < most) {
			stream->wanted = line_wait(stream);
		} else if (size <= most) {
			stream->wanted = size;
		} else {
			stream->skip = size == UNIT_LONGER ? there.size : size;
			stream->skip_as = UNREAD;
			return DECODED;
		}
		return stream->ended ? DECODED_IN_PART : DECODED;
	}
	return DECODED;
}

bool unit_is_text(struct bytes bytes)
{
	for (size_t i = 0; i < bytes.size; i++)
		if (bytes.data[i] < ' ' || bytes.data[i] == 0x7f)
			return false;
	return bytes.size > 0;
}
