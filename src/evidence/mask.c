/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"
#include "evidence/table.h"

/* Characters of UTF-8 text; a broken byte counts as one. */
static size_t characters(struct bytes text)
{
	size_t count = 0;
	uint32_t point;

	while (text.size) {
		size_t size = text_decode_utf8(text, &point);

		text = bytes_from(text, size ? size : 1);
		count++;
	}
	return count;
}

/* Size in bytes of the first `count` characters. */
static size_t prefix(struct bytes text, size_t count)
{
	size_t at = 0;
	uint32_t point;

	while (count-- && at < text.size) {
		size_t size = text_decode_utf8(bytes_from(text, at), &point);

		at += size ? size : 1;
	}
	return at;
}

bool mask_append(struct buffer *to, struct bytes value, unsigned start, unsigned end)
{
	/* More stars would tell the length of something long, and nothing else. */
	static const size_t STARS = 8;
	size_t count = characters(value);

	if (start == SHOWN_WHOLE)
		return text_append_clean(to, value);
	/* What is too short to hide enough of is hidden whole. */
	size_t shown = (size_t)start + end;

	if (count < shown + 3 || 3 * (count - shown) < count)
		start = end = 0;
	size_t hidden = count - start - end, tail = prefix(value, count - end);

	if (!text_append_clean(to, bytes_slice(value, 0, prefix(value, start))))
		return false;
	for (size_t i = 0; i < (hidden < STARS ? hidden : STARS); i++)
		if (!buffer_append_byte(to, '*'))
			return false;
	return text_append_clean(to, bytes_from(value, tail));
}
