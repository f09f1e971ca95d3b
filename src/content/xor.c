/* SPDX-License-Identifier: Apache-2.0 */
/* Small JSON and XML combined with one byte by exclusive or, as programs do that are to hide what they send.
 * That byte follows from the first one, which must become `{`, `[` or `<`; then the last one must close it,
 * and all between must become text of that kind, which it was not before: no bytes do so by chance. Left out:
 * longer keys, other text (planted values are found in it, see recognise/canaries.h), what was cut. */
#include "content/xor.h"

#include "content/content.h"
#include "content/readable.h"

enum { LEAST = 12, LARGEST = 4096, SAMPLE = 64 };

static bool holds(struct bytes text, const char *what)
{
	return bytes_find(text, bytes_of(what)) != SIZE_MAX;
}

static bool is_letter(uint8_t byte)
{
	return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* Whether the beginning is that of JSON or XML, for which it is held. */
static bool is_kind(struct bytes text)
{
	uint8_t second = text.data[1];

	switch (text.data[0]) {
	case '{':
		return (second == '"' || second == ' ' || second == '\n' || second == '\r') &&
		       (holds(text, "\":") || holds(text, "\" :"));
	case '[':
		return (second == '{' || second == ' ' || second == '\n') &&
		       (holds(text, "\":") || holds(text, "\" :"));
	default:
		return (is_letter(second) || second == '?') && holds(text, ">");
	}
}

/* Whether `first`, combined with a byte, begins such a text. Of text only what needs no guess is taken, since
 * under some keys letters become letters. */
static bool begins(struct bytes data, uint8_t first)
{
	struct bytes sample = bytes_slice(data, 0, SAMPLE);
	uint8_t decoded[SAMPLE], key = data.data[0] ^ first;
	struct bytes text = { decoded, sample.size };

	for (size_t at = 0; at < sample.size; at++)
		decoded[at] = sample.data[at] ^ key;
	return key && readable_text(text) && is_kind(text) && (first == '{' || !readable_text(sample));
}

/* The byte it was combined with; 0: with none. */
static uint8_t key_of(struct bytes data)
{
	static const uint8_t pairs[][2] = { { '{', '}' }, { '[', ']' }, { '<', '>' } };

	if (data.size < LEAST || data.size > LARGEST)
		return 0;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if ((data.data[0] ^ data.data[data.size - 1]) == (pairs[i][0] ^ pairs[i][1]) &&
		    begins(data, pairs[i][0]))
			return data.data[0] ^ pairs[i][0];
	return 0;
}

bool xor_plausible(struct bytes start)
{
	if (start.size < LEAST)
		return false;
	uint8_t change = start.data[0] ^ start.data[1];

	return (change == ('{' ^ '"') && begins(start, '{')) ||
	       (change == ('[' ^ '{') && begins(start, '[')) || (change == ('<' ^ '?') && begins(start, '<'));
}

static unsigned bid(const struct content *content)
{
	return !content->incomplete && key_of(content->data) ? 40 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct bytes data = content->data;
	uint8_t key = key_of(data);

	if (!key)
		return DECODED_NOT_MINE;
	struct buffer buffer = examination_buffer(examination);

	if (buffer_reserve(&buffer, data.size)) {
		for (size_t i = 0; i < data.size; i++)
			buffer.data[i] = data.data[i] ^ key;
		buffer.size = data.size;
		struct content child = {
			.data = buffer_bytes(&buffer),
			.format = "xor",
			.encoding = true,
		};

		examination_content(examination, content, &child, data);
	}
	examination_buffer_end(examination, &buffer);
	return DECODED;
}

const struct content_decoder content_decoder_xor = {
	.name = "xor",
	.specification = "exclusive or with one byte",
	.yields_to = 16,
	.bid = bid,
	.decode = decode,
};
