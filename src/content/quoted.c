/* SPDX-License-Identifier: Apache-2.0 */
/* Quoted-printable (RFC 2045 section 6.7) that nothing declares: a member of a JSON object, a visiting card
 * in text, a body. `=` and two digits are also part of forms and of base64, so some characters outside of
 * ASCII must come out of it, each of two escapes or more in a row, or lines must end in `=` as well as hold
 * escapes. Where it is declared (mail, multipart) mime.c undoes it. */
#include "content/content.h"
#include "content/mime.h"

#include "base/text.h"

enum { SAMPLE = 512, RUN = 16 };

static bool capital_digit(uint8_t byte)
{
	return text_hex_digit(byte) >= 0 && byte < 'a';
}

static bool is_escape(struct bytes text, size_t at)
{
	return at + 2 < text.size && text.data[at] == '=' && capital_digit(text.data[at + 1]) &&
	       capital_digit(text.data[at + 2]);
}

/* Whether the escapes from `at` on are characters: UTF-8, or pairs of GB 2312. */
static bool is_characters(struct bytes text, size_t at, size_t *ret_end)
{
	uint8_t octets[RUN];
	struct bytes run = { octets, 0 };
	uint32_t point;

	for (; run.size < RUN && is_escape(text, at); at += 3)
		octets[run.size++] = (uint8_t)(text_hex_digit(text.data[at + 1]) << 4 |
					       text_hex_digit(text.data[at + 2]));
	*ret_end = at;
	if (run.size < 2 || octets[0] < 0x80)
		return false;
	if (text_decode_utf8(run, &point) > 1)
		return true;
	for (size_t i = 0; i < run.size; i++)
		if (octets[i] < (i % 2 ? 0xa1 : 0xb0) || octets[i] > (i % 2 ? 0xfe : 0xf7))
			return false;
	return run.size >= 4 && run.size % 2 == 0;
}

static unsigned bid(const struct content *content)
{
	struct bytes start = bytes_slice(content->data, 0, SAMPLE);
	unsigned escapes = 0, characters = 0, soft = 0, others = 0;
	size_t at = bytes_find_byte(start, '='), next;

	while (at != SIZE_MAX && at < start.size) {
		size_t end = at + 1;

		if (is_escape(start, at)) {
			characters += is_characters(start, at, &end);
			escapes++;
			end = end > at + 3 ? end : at + 3;
		} else if (end < start.size && (start.data[end] == '\r' || start.data[end] == '\n')) {
			soft++;
		} else {
			others++;
		}
		next = bytes_find_byte(bytes_from(start, end), '=');
		at = next == SIZE_MAX ? SIZE_MAX : end + next;
	}
	if (others > escapes + soft)
		return 0;
	/* More than a form bids that has such values. */
	return characters ? 26 : soft && escapes ? 14 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct buffer buffer = examination_buffer(examination);

	mime_undo_quoted(content->data, &buffer);
	struct content child = {
		.data = buffer_bytes(&buffer),
		.format = "quoted-printable",
		.encoding = true,
		.incomplete = content->incomplete,
	};

	examination_content(examination, content, &child, content->data);
	examination_buffer_end(examination, &buffer);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_quoted = {
	.name = "quoted-printable",
	.specification = "RFC 2045, section 6.7",
	.needs = CHARACTER_EQUALS,
	.bid = bid,
	.decode = decode,
};
