/* SPDX-License-Identifier: Apache-2.0 */
/* Playlists of HLS (RFC 8216) and M3U, a line each:
 *
 *     #EXTM3U
 *     #EXT-X-KEY:METHOD=AES-128,URI="https://…",IV=0x…      attributes: names, perhaps quoted values
 *     segment.ts?token=…                                    anything else: a URL
 *
 * The URLs, and all else that is quoted, are values by their attribute's name; what a URL tells is read as of
 * any value. Left out: titles of segments, numbers. */
#include "content/content.h"

enum { NAME_MOST = 64 };

/* Or the mark of UTF-8. */
static const bool may_begin[256] = { ['#'] = true, [0xef] = true };

static struct bytes without_mark(struct bytes text)
{
	return bytes_start_with(text, BYTES("\xef\xbb\xbf")) ? bytes_from(text, 3) : text;
}

static unsigned bid(const struct content *content)
{
	struct bytes text = without_mark(content->data);

	if (!bytes_start_with(text, BYTES("#EXTM3U")))
		return 0;
	/* On a line of its own, or with attributes. */
	return text.size == 7 || text.data[7] == '\r' || text.data[7] == '\n' || text.data[7] == ' ' ? 64 : 0;
}

static void give(const struct content *content, struct examination *examination, struct bytes name,
		 struct bytes value)
{
	const struct step step = { .name = name };

	examination_value(examination, content, &step, name, value, value, false);
}

static bool is_name_byte(uint8_t byte)
{
	return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
	       byte == '-' || byte == '_';
}

/* NAME="value", wherever it stands in the line. */
static void read_attributes(const struct content *content, struct examination *examination, struct bytes line)
{
	size_t at;

	while ((at = bytes_find(line, BYTES("=\""))) != SIZE_MAX) {
		size_t start = at;

		while (start && at - start < NAME_MOST && is_name_byte(line.data[start - 1]))
			start--;
		struct bytes name = bytes_slice(line, start, at - start);

		line = bytes_from(line, at + 2);
		struct bytes value = bytes_split(&line, '"');

		if (name.size && value.size)
			give(content, examination, name, value);
	}
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct bytes rest = without_mark(content->data);

	while (rest.size) {
		struct bytes line = bytes_trim(bytes_split(&rest, '\n'));

		if (bytes_start_with(line, BYTES("#")))
			read_attributes(content, examination, line);
		else if (line.size)
			give(content, examination, BYTES("URI"), line);
	}
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_playlist = {
	.name = "playlist",
	.specification = "RFC 8216",
	.first = may_begin,
	.bid = bid,
	.decode = decode,
};
