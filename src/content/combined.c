/* SPDX-License-Identifier: Apache-2.0 */
/* What some small devices take for encryption: each byte combined with the same one by exclusive or. Only
 * small contents are tried, that are no text as they are, under the few keys that make their first bytes
 * those of JSON or XML, or, where they are no text as they are, their most frequent byte one of settings; and
 * only what is such a text then, to its last byte, counts.
 * Left out: keys of several bytes, and texts without structure but planted values. */
#include "content/combined.h"

#include "base/text.h"
#include "content/content.h"
#include "content/readable.h"

/* The first name is ASCII. */
enum { LEAST = 12, LARGEST = 4096, SAMPLE = 24, NAME = 12 };

static bool is_printable(uint8_t byte)
{
	return (byte >= 0x20 && byte < 0x7f) || byte == '\n' || byte == '\r' || byte == '\t';
}

/* Whether the first two bytes are those of JSON or XML. */
static bool is_start(uint8_t first, uint8_t second)
{
	uint8_t letter = second | 0x20;
	bool blank = second == ' ' || second == '\n' || second == '\r';

	switch (first) {
	case '{':
		return second == '"' || blank;
	case '[':
		return second == '{' || second == '"' || blank;
	default:
		return second == '?' || (letter >= 'a' && letter <= 'z');
	}
}

/* Under some keys letters become letters: of text, tags without the declaration of XML are not taken. */
static bool starts_under(struct bytes sample, char first)
{
	uint8_t key = sample.data[0] ^ (uint8_t)first;
	bool fits = key && is_start((uint8_t)first, sample.data[1] ^ key);

	for (size_t at = 2; at < sample.size && fits; at++) {
		uint8_t byte = sample.data[at] ^ key;

		fits = is_printable(byte) || (byte >= 0x80 && at >= NAME);
	}
	return fits && (first != '<' || (sample.data[1] ^ key) == '?' || !readable_text(sample));
}

bool combined_may_start(struct bytes bytes, uint8_t *ret_key)
{
	static const char FIRST[] = { '{', '[', '<' };

	if (bytes.size < LEAST)
		return false;
	for (size_t i = 0; i < sizeof FIRST; i++)
		if (starts_under(bytes_slice(bytes, 0, SAMPLE), FIRST[i])) {
			*ret_key = bytes.data[0] ^ (uint8_t)FIRST[i];
			return true;
		}
	return false;
}

/* `name=value` twice at least, with `&`, `;` or line ends between, and nothing else. */
static bool is_settings(struct bytes text)
{
	unsigned pairs = 0;
	size_t name = 0;
	bool in_name = true;

	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = text.data[i], letter = byte | 32;
		bool part = (letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' ||
			    byte == '.' || byte == '-';

		if (in_name && byte == '=' && name >= 2) {
			pairs++;
			in_name = false;
		} else if (in_name && part) {
			name++;
		} else if (!in_name && (byte == '&' || byte == ';' || byte == '\n')) {
			in_name = true;
			name = 0;
		} else if (in_name && !(byte == '\r' || byte == ' ')) {
			return false;
		} else if (!is_printable(byte)) {
			return false;
		}
	}
	return pairs >= 2 && (!in_name || name == 0);
}

/* Names of members, or strings of a list. */
static bool holds_names(struct bytes text)
{
	return bytes_find(text, BYTES("\":")) != SIZE_MAX || bytes_find(text, BYTES("\" :")) != SIZE_MAX ||
	       bytes_find(text, BYTES("\",\"")) != SIZE_MAX;
}

/* Whether what came out is such a text to its end. */
static bool is_structured(struct bytes text, bool incomplete)
{
	struct bytes trimmed = bytes_trim(text);
	uint8_t first = trimmed.size ? trimmed.data[0] : 0, last = first ? trimmed.data[trimmed.size - 1] : 0;

	if (!readable_utf8(text))
		return false;
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] < 0x80 && !is_printable(text.data[i]))
			return false;
	}
	if (first == '{' || first == '[')
		return holds_names(text) && (incomplete || last == (first == '{' ? '}' : ']'));
	if (first == '<')
		return (bytes_start_with(trimmed, BYTES("<?xml ")) ||
			bytes_find(trimmed, BYTES("</")) != SIZE_MAX) &&
		       (incomplete || last == '>');
	return is_settings(trimmed);
}

enum { GUESSES = 3 };

/* Settings: ASCII, so all bytes lie in one half; the most frequent of them is most likely `=`, `0` or `e`.
 * Answers how many keys there are to try. */
static size_t guess_keys(struct bytes data, uint8_t keys[GUESSES])
{
	unsigned counts[256] = { 0 };
	size_t most = 0;

	for (size_t i = 0; i < data.size; i++) {
		if ((data.data[i] ^ data.data[0]) & 0x80)
			return 0;
		counts[data.data[i]]++;
	}
	for (size_t i = 0; i < 256; i++)
		most = counts[i] > counts[most] ? i : most;
	keys[0] = (uint8_t)(most ^ '=');
	keys[1] = (uint8_t)(most ^ '0');
	keys[2] = (uint8_t)(most ^ 'e');
	return GUESSES;
}

/* The key by which `content` becomes a text; 0: none does. */
static uint8_t find_key(const struct content *content)
{
	struct bytes data = content->data;
	uint8_t keys[GUESSES], text[LARGEST];
	size_t count = 1;

	if (!combined_may_start(data, &keys[0]))
		count = readable_text(data) ? 0 : guess_keys(data, keys);
	for (size_t i = 0; i < count; i++) {
		for (size_t at = 0; at < data.size; at++)
			text[at] = data.data[at] ^ keys[i];
		if (keys[i] && is_structured((struct bytes){ text, data.size }, content->incomplete))
			return keys[i];
	}
	return 0;
}

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data;

	if (data.size < LEAST || data.size > LARGEST)
		return 0;
	return find_key(content) ? 40 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct buffer text = examination_buffer(examination);
	uint8_t key = find_key(content);

	if (key && buffer_reserve(&text, content->data.size)) {
		for (size_t i = 0; i < content->data.size; i++)
			text.data[text.size++] = content->data.data[i] ^ key;
		struct content child = {
			.data = buffer_bytes(&text),
			.format = "xor",
			.encoding = true,
			.incomplete = content->incomplete,
		};

		examination_content(examination, content, &child, content->data);
	}
	examination_buffer_end(examination, &text);
	return !key ? DECODED_NOT_MINE : content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_combined = {
	.name = "combined",
	.specification = "exclusive or with one byte",
	.yields_to = 16,
	.bid = bid,
	.decode = decode,
};
