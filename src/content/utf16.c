/* SPDX-License-Identifier: Apache-2.0 */
/* Text in UTF-16 (RFC 2781) of either byte order, with a byte order mark or, without one, where many
 * characters are ASCII and the others Chinese. Lone surrogates are left out. */
#include "base/text.h"
#include "content/content.h"

enum { SAMPLE = 128, LEAST = 8 };

static uint32_t unit_at(struct bytes data, size_t at, bool big)
{
	return big ? (uint32_t)(data.data[at] << 8 | data.data[at + 1])
		   : (uint32_t)(data.data[at + 1] << 8 | data.data[at]);
}

static bool is_usual(uint32_t unit)
{
	return (unit >= 0x4e00 && unit < 0xa000) || (unit >= 0x3000 && unit < 0x3020) ||
	       (unit >= 0xff00 && unit < 0xffef) || (unit >= 0xa0 && unit < 0x250);
}

/* Bits of the sample that are as in UTF-16 of this order. */
static unsigned bits_of(struct bytes data, bool big)
{
	struct bytes sample = bytes_slice(data, 0, SAMPLE);
	unsigned ascii = 0, units = 0;

	for (size_t at = 0; sample.size - at >= 2; at += 2, units++) {
		uint32_t unit = unit_at(sample, at, big);

		if ((unit >= 0x20 && unit < 0x7f) || unit == '\n' || unit == '\r' || unit == '\t')
			ascii++;
		else if (!is_usual(unit) && !(unit == 0 && at + 2 == data.size))
			return 0;
	}
	return units >= LEAST / 2 && ascii * 4 >= units ? 16 + (ascii > 8 ? 8 : 0) : 0;
}

static bool has_mark(struct bytes data, bool *ret_big)
{
	*ret_big = bytes_start_with(data, BYTES("\xfe\xff"));
	return *ret_big || bytes_start_with(data, BYTES("\xff\xfe"));
}

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data;
	bool big;

	if (data.size >= 4 && data.size % 2 == 0 && has_mark(data, &big))
		return 16 + bits_of(bytes_from(data, 2), big);
	if (data.size < LEAST || (data.data[0] && data.data[1] && data.data[2] && data.data[3]))
		return 0;
	unsigned little = bits_of(data, false);

	return little ? little : bits_of(data, true);
}

static bool append_text(struct buffer *text, struct bytes data, bool big)
{
	bool done = true;

	for (size_t at = 0; data.size - at >= 2 && done; at += 2) {
		uint32_t unit = unit_at(data, at, big);

		if (unit >= 0xd800 && unit < 0xdc00 && data.size - at >= 4) {
			uint32_t low = unit_at(data, at + 2, big);

			if (low < 0xdc00 || low >= 0xe000)
				continue;
			unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
			at += 2;
		} else if (unit >= 0xd800 && unit < 0xe000) {
			continue;
		}
		done = text_append_utf8(text, unit);
	}
	return done;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct buffer text = examination_buffer(examination);
	struct bytes data = content->data;
	bool big, marked = has_mark(data, &big);

	if (!marked)
		big = bits_of(data, false) == 0;
	bool whole = append_text(&text, marked ? bytes_from(data, 2) : data, big) && data.size % 2 == 0;

	if (text.size) {
		struct content child = {
			.data = buffer_bytes(&text),
			.format = "utf-16",
			.media_type = content->media_type,
			.encoding = true,
			.incomplete = content->incomplete || !whole,
		};

		examination_content(examination, content, &child, data);
	}
	examination_buffer_end(examination, &text);
	return whole && !content->incomplete ? DECODED : DECODED_IN_PART;
}

const struct content_decoder content_decoder_utf16 = {
	.name = "utf-16",
	.specification = "RFC 2781",
	.needs = CHARACTER_CONTROL | CHARACTER_HIGH,
	.bid = bid,
	.decode = decode,
};
