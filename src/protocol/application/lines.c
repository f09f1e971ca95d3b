/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/lines.h"

#include "base/limits.h"

static bool is_blank(uint8_t byte)
{
	return byte == ' ' || byte == '\t';
}

enum line line_next(struct stream *stream, struct bytes *ret_line)
{
	struct bytes line = cursor_line(&stream->unread, LIMIT_LINE_SIZE);

	if (cursor_ok(&stream->unread)) {
		*ret_line = line;
		return LINE_WHOLE;
	}
	stream->unread.failed = false;
	size_t left = cursor_left(&stream->unread);

	if (!left || (left < LIMIT_LINE_SIZE && !stream->ended && !stream->full))
		return LINE_NONE;
	*ret_line = cursor_take(&stream->unread, left < LIMIT_LINE_SIZE ? left : LIMIT_LINE_SIZE);
	return left < LIMIT_LINE_SIZE && stream->ended ? LINE_WHOLE : LINE_CUT;
}

struct bytes line_word(struct bytes *rest)
{
	size_t size = 0, next;

	while (size < rest->size && !is_blank(rest->data[size]))
		size++;
	for (next = size; next < rest->size && is_blank(rest->data[next]);)
		next++;
	struct bytes word = bytes_slice(*rest, 0, size);

	*rest = bytes_from(*rest, next);
	return word;
}

bool line_reply(struct bytes line, unsigned *ret_status, bool *ret_more, struct bytes *ret_text)
{
	uint64_t status;

	if (line.size < 3 || !bytes_to_number(bytes_slice(line, 0, 3), &status) || status < 100 ||
	    status > 659)
		return false;
	if (line.size > 3 && line.data[3] != ' ' && line.data[3] != '-')
		return false;
	*ret_status = (unsigned)status;
	*ret_more = line.size > 3 && line.data[3] == '-';
	*ret_text = bytes_trim(bytes_from(line, 4));
	return true;
}

unsigned line_starts_with(struct bytes text, const char *const *words)
{
	for (; *words; words++) {
		/* Nearly all differ in their first letter. */
		if (!text.size || ((text.data[0] ^ (uint8_t)(*words)[0]) & ~0x20))
			continue;
		struct bytes word = bytes_of(*words);

		if (!bytes_start_with_nocase(text, word))
			continue;
		if (text.size == word.size || is_blank(text.data[word.size]) ||
		    text.data[word.size] == '\r' || text.data[word.size] == '\n')
			return (unsigned)word.size * 8;
	}
	return 0;
}

bool line_is_text(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = text.data[i];

		if (byte >= 0x20 && byte != 0x7f)
			continue;
		if (byte == '\n' || (byte == '\r' && (i + 1 == text.size || text.data[i + 1] == '\n')))
			return true;
		if (byte != '\t')
			return false;
	}
	return true;
}
