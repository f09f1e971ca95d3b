/* SPDX-License-Identifier: Apache-2.0 */
/* Chinese text in GB 18030-2022, which contains GBK and GB 2312.
 *
 *     one byte     00–7f
 *     two bytes    81–fe  40–7e or 80–fe      (GB 2312's characters: b0–f7 a1–fe)
 *     four bytes   81–fe  30–39  81–fe  30–39
 *
 * Taken only where it is not UTF-8 and nearly all pairs are characters of GB 2312: any bytes above 7f
 * are GB 18030 of something. Big5 and Shift-JIS are left out. */
#include "content/content.h"
#include "content/readable.h"

#include <errno.h>
#include <iconv.h>

enum { SAMPLE = 256 };

/* Counts the characters of the sample; false where it cannot be GB 18030. */
static bool count_pairs(struct bytes sample, size_t *ret_common, size_t *ret_pairs)
{
	size_t common = 0, pairs = 0, at = 0;

	while (at < sample.size) {
		uint8_t lead = sample.data[at];

		if (lead == 0 || lead == 0x80 || lead == 0xff)
			return false;
		if (lead < 0x80) {
			at++;
			continue;
		}
		if (sample.size - at < 4 && sample.size - at < 2)
			break;
		uint8_t trail = sample.data[at + 1];

		if (trail >= '0' && trail <= '9') {
			at += 4;
		} else {
			if (trail < 0x40 || trail == 0x7f || trail == 0xff)
				return false;
			common += (lead >= 0xb0 && lead <= 0xf7 && trail >= 0xa1) ||
				  (lead >= 0xa1 && lead <= 0xa3 && trail >= 0xa1);
			at += 2;
		}
		pairs++;
	}
	*ret_common = common;
	*ret_pairs = pairs;
	return true;
}

static unsigned bid(const struct content *content)
{
	struct bytes sample = bytes_slice(content->data, 0, SAMPLE);
	size_t common, pairs;

	if (!readable_has_high(sample) || readable_utf8(sample) || !count_pairs(sample, &common, &pairs))
		return 0;
	if (pairs < 2 || common * 10 < pairs * 9)
		return 0;
	/* Above any structure that it may contain: a backslash can be half a character. */
	return pairs >= 6 ? 80 : pairs >= 4 ? 36 : (unsigned)(8 + pairs * 2);
}

static bool convert(struct bytes data, struct buffer *text)
{
	iconv_t converter = iconv_open("UTF-8", "GB18030");

	/* iconv_open() answers an error as a pointer. */
	if ((intptr_t)converter == -1)
		return false;
	char *in = (char *)(uintptr_t)data.data, *out;
	size_t in_left = data.size;
	bool done = buffer_reserve(text, data.size + data.size / 2 + 4);

	while (done && in_left) {
		size_t room = text->room - text->size;

		out = (char *)(text->data + text->size);
		size_t result = iconv(converter, &in, &in_left, &out, &room);

		text->size = text->room - room;
		if (result != (size_t)-1 || errno == EINVAL)
			break;
		if (errno == E2BIG) {
			done = buffer_reserve(text, in_left * 3 + 4);
		} else {
			/* Not a character: one byte is left out. */
			in++;
			in_left--;
		}
	}
	iconv_close(converter);
	return done;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct buffer text = examination_buffer(examination);
	enum decoded decoded = DECODED_NOT_MINE;

	if (convert(content->data, &text) && text.size) {
		struct content child = {
			.data = buffer_bytes(&text),
			.format = "gb18030",
			.media_type = content->media_type,
			.encoding = true,
			.incomplete = content->incomplete,
		};

		examination_content(examination, content, &child, content->data);
		decoded = content->incomplete ? DECODED_IN_PART : DECODED;
	}
	examination_buffer_end(examination, &text);
	return decoded;
}

const struct content_decoder content_decoder_gb18030 = {
	.name = "gb18030",
	.specification = "GB 18030-2022",
	.needs = CHARACTER_HIGH,
	.bid = bid,
	.decode = decode,
};
