/* SPDX-License-Identifier: Apache-2.0 */
/* Text written with the escapes of JSON and JavaScript (`\u59d3\u540d`, `{\"phone\":\"…\"}`) outside of
 * a string that a decoder has read: in a form, a log line, JSON escaped twice. */
#include "content/content.h"
#include "content/json_string.h"

#include "base/text.h"

enum { SAMPLE = 256 };

/* A backslash and a `u` alone begin words and paths: all four digits must be there. */
static bool is_unicode_escape(struct bytes text, size_t at)
{
	for (size_t i = 2; i < 6; i++)
		if (at + i >= text.size || text_hex_digit(text.data[at + i]) < 0)
			return false;
	return text.data[at + 1] == 'u';
}

static unsigned bid(const struct content *content)
{
	struct bytes start = bytes_slice(content->data, 0, SAMPLE);
	size_t at = bytes_find_byte(start, '\\');
	unsigned escapes = 0, quotes = 0;

	for (; at != SIZE_MAX && at + 1 < start.size && escapes < 4; at += 2) {
		escapes += is_unicode_escape(start, at);
		quotes += start.data[at + 1] == '"';
		size_t next = bytes_find_byte(bytes_from(start, at + 2), '\\');

		if (next == SIZE_MAX)
			break;
		at += next;
	}
	/* `{\"a\":` is JSON that was escaped once more. */
	struct bytes inner = bytes_from(start, start.size && start.data[0] == '[' ? 1 : 0);
	bool json = quotes >= 2 && bytes_start_with(inner, BYTES("{\\\""));

	/* Less than JSON bids for its own escapes. */
	return json ? 24 : escapes ? 12 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct buffer buffer = examination_buffer(examination);

	if (buffer_reserve(&buffer, content->data.size)) {
		buffer.size = json_string_unescape(content->data, buffer.data);
		struct content child = {
			.data = buffer_bytes(&buffer),
			.format = "escaped",
			.encoding = true,
			.incomplete = content->incomplete,
		};

		examination_content(examination, content, &child, content->data);
	}
	examination_buffer_end(examination, &buffer);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_escaped = {
	.name = "escaped",
	.specification = "RFC 8259, section 7",
	.needs = CHARACTER_ESCAPE,
	.yields_to = 24,
	.bid = bid,
	.decode = decode,
};
