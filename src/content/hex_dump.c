/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal dumps, as programs put bytes into logs, and octets with something between them:
 *
 *     00000000  7b 22 61 22 3a 31 7d                              |{"a":1}|      hexdump -C
 *     00000000: 7b22 6122 3a31 7d                                 {"a":1}         xxd
 *         0x0000:  7b22 6122 3a31 7d                              {"a":1}         tcpdump -X
 *     0000000 7b 22 61 22 3a 31 7d                                                od -A x -t x1
 *     7b 22 61 22 3a 31 7d      7b:22:61:22:3a:31:7d      0x7b, 0x22, 0x61, …
 *
 * The offsets must rise by what the lines hold, and what comes out must be text or a known format: lists of
 * numbers, digests and hardware addresses look the same. A line `*` says that the one before is repeated; the
 * repetition is left out. Left out: words of the machine's byte order (hexdump, od -x), octal and decimal
 * offsets, dumps in the middle of other text. */
#include "base/text.h"
#include "content/content.h"
#include "content/readable.h"
#include "content/structured.h"

enum {
	SAMPLE = 512,
	SAMPLE_BYTES = 64,
	LEAST_BYTES = 11, /* a telephone number; shorter ones are text by chance too often */
	USUAL_WIDTH = 16,
	MOST_WIDTH = 64,
	LEAST_OFFSET = 4, /* digits of an offset */
	MOST_OFFSET = 8,
	GAP = 3, /* so many blanks end the octets of a line */
};

struct dump {
	struct bytes rest; /* what was not read */
	bool numbered;	   /* lines begin with offsets */
	uint64_t width, next;
	bool repeated; /* a line `*` was met: the next offset may be any higher one */
};

static bool is_blank(uint8_t byte)
{
	return byte == ' ' || byte == '\t';
}

static size_t digits_at(struct bytes line, size_t at)
{
	size_t count = 0;

	while (count <= MOST_OFFSET && at + count < line.size && text_hex_digit(line.data[at + count]) >= 0)
		count++;
	return count;
}

static size_t skip_blanks(struct bytes line, size_t at)
{
	while (at < line.size && is_blank(line.data[at]))
		at++;
	return at;
}

static bool has_prefix(struct bytes line, size_t at)
{
	return at + 2 < line.size && line.data[at] == '0' && (line.data[at + 1] | 32) == 'x';
}

/* The offset that a line begins with; `*ret_at` is behind it and its colon. */
static bool read_offset(struct bytes line, uint64_t *ret_offset, bool *ret_colon, size_t *ret_at)
{
	size_t at = skip_blanks(line, 0);
	uint64_t offset = 0;

	at += has_prefix(line, at) ? 2 : 0;
	size_t count = digits_at(line, at);

	if (count < LEAST_OFFSET || count > MOST_OFFSET)
		return false;
	for (size_t i = 0; i < count; i++)
		offset = offset << 4 | (unsigned)text_hex_digit(line.data[at + i]);
	at += count;
	*ret_colon = at < line.size && line.data[at] == ':';
	at += *ret_colon;
	if (at < line.size && !is_blank(line.data[at]))
		return false;
	*ret_offset = offset;
	*ret_at = at;
	return true;
}

static struct bytes next_line(struct bytes *rest)
{
	struct bytes line = bytes_split(rest, '\n');

	if (line.size && line.data[line.size - 1] == '\r')
		line.size--;
	return line;
}

static void append_octets(struct bytes digits, uint8_t *to, size_t *size)
{
	for (size_t i = 0; i + 1 < digits.size; i += 2)
		to[(*size)++] = (uint8_t)(text_hex_digit(digits.data[i]) << 4 |
					  text_hex_digit(digits.data[i + 1]));
}

/* The octets of a line with an offset, `room` at most; what stands behind them is for people. */
static size_t read_columns(struct bytes line, size_t at, bool colon, uint8_t *to, size_t room)
{
	size_t size = 0;

	while (size < room) {
		size_t start = skip_blanks(line, at), count = digits_at(line, start);
		bool pairs = count == 2 || (colon && (count == 4 || count == 8));
		bool ends = start + count == line.size ||
			    (start + count < line.size && is_blank(line.data[start + count]));

		if (start == at || (size && start - at >= GAP) || !pairs || !ends || size + count / 2 > room)
			break;
		append_octets(bytes_slice(line, start, count), to, &size);
		at = start + count;
	}
	return size;
}

/* The octets of a line without an offset, one separator between all of them. False: it has others. */
static bool read_octets(struct bytes line, uint8_t *to, size_t *ret_size, size_t room)
{
	size_t at = skip_blanks(line, 0), size = 0;
	uint8_t separator = 0;

	while (at < line.size && size < room) {
		at += has_prefix(line, at) ? 2 : 0;
		if (digits_at(line, at) != 2)
			return false;
		append_octets(bytes_slice(line, at, 2), to, &size);
		at += 2;
		if (at == line.size)
			break;
		uint8_t sign = line.data[at];

		if ((separator && sign != separator) || bytes_find_byte(BYTES(" :-,"), sign) == SIZE_MAX)
			return false;
		separator = sign;
		at = skip_blanks(line, at + 1);
	}
	*ret_size = size;
	return size > 0;
}

/* How many octets the line at `offset` must have: as many as the next offset is higher. */
static uint64_t width_at(const struct dump *dump, uint64_t offset, bool *ret_known)
{
	struct bytes ahead = dump->rest;
	uint64_t next;
	bool colon;
	size_t at;

	*ret_known = read_offset(next_line(&ahead), &next, &colon, &at) && next > offset &&
		     next - offset <= MOST_WIDTH;
	return *ret_known ? next - offset : dump->width;
}

/* The octets of the next line; false where it is none of a dump, and nothing is taken then. */
static bool read_line(struct dump *dump, uint8_t to[MOST_WIDTH], size_t *ret_size)
{
	struct bytes before = dump->rest, line = next_line(&dump->rest);
	uint64_t offset;
	bool colon, known = false;
	size_t at, size = 0;

	if (dump->numbered && bytes_equal(line, BYTES("*"))) {
		dump->repeated = true;
		*ret_size = 0;
		return true;
	}
	if (!dump->numbered || !read_offset(line, &offset, &colon, &at) || offset < dump->next ||
	    (offset > dump->next && !dump->repeated)) {
		dump->rest = before;
		return false;
	}
	dump->width = width_at(dump, offset, &known);
	size = read_columns(line, at, colon, to, (size_t)dump->width);
	if ((known && size != dump->width) || (size == 0 && skip_blanks(line, at) < line.size)) {
		dump->rest = before;
		return false;
	}
	dump->next = offset + size;
	dump->repeated = false;
	*ret_size = size;
	return true;
}

/* Starts at the first line; false where it is no dump. */
static bool begin(struct bytes data, struct dump *ret_dump)
{
	struct dump dump = { .rest = data, .width = USUAL_WIDTH };
	struct bytes ahead = data, line = next_line(&ahead);
	uint64_t offset;
	bool colon;
	size_t at;

	dump.numbered = read_offset(line, &offset, &colon, &at);
	dump.next = dump.numbered ? offset : 0;
	*ret_dump = dump;
	return dump.numbered || (line.size > 2 && text_hex_digit(line.data[0]) >= 0);
}

static size_t read_sample(struct bytes data, uint8_t to[SAMPLE_BYTES + MOST_WIDTH])
{
	struct dump dump;
	size_t size = 0, more;

	if (!begin(data, &dump))
		return 0;
	if (!dump.numbered) {
		struct bytes line = bytes_trim(next_line(&dump.rest));

		/* Without a letter it is a list of numbers: 36 37 36 are degrees. */
		return (characters_seen(line) & CHARACTER_HEX) && read_octets(line, to, &size, SAMPLE_BYTES)
			       ? size
			       : 0;
	}
	while (size < SAMPLE_BYTES && dump.rest.size && read_line(&dump, to + size, &more))
		size += more;
	return size;
}

static unsigned bid(const struct content *content)
{
	uint8_t octets[SAMPLE_BYTES + MOST_WIDTH];
	struct bytes data = bytes_slice(content->data, 0, SAMPLE);
	size_t size = read_sample(data, octets);
	struct bytes bytes = { octets, size };

	if (size < LEAST_BYTES)
		return 0;
	return readable_plausible(bytes) || structured_plausible(bytes, true) ? 32 : 0;
}

/* One line of octets, without an offset. */
static bool read_plain_line(struct dump *dump, struct buffer *to)
{
	struct bytes before = dump->rest, line = bytes_trim(next_line(&dump->rest));
	size_t size = 0;

	if (line.size == 0)
		return true;
	if (!buffer_reserve(to, line.size / 2 + 1) ||
	    !read_octets(line, to->data + to->size, &size, line.size / 2 + 1)) {
		dump->rest = before;
		return false;
	}
	to->size += size;
	return true;
}

static bool read_numbered_line(struct dump *dump, struct buffer *to)
{
	uint8_t octets[MOST_WIDTH];
	size_t size;

	return read_line(dump, octets, &size) && buffer_append(to, (struct bytes){ octets, size });
}

static void read_all(struct dump *dump, struct buffer *to)
{
	bool going = true;

	while (going && dump->rest.size)
		going = dump->numbered ? read_numbered_line(dump, to) : read_plain_line(dump, to);
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct buffer buffer = examination_buffer(examination);
	enum decoded decoded = DECODED_NOT_MINE;
	struct dump dump;

	if (begin(content->data, &dump))
		read_all(&dump, &buffer);
	if (buffer.size >= LEAST_BYTES) {
		struct content child = {
			.data = buffer_bytes(&buffer),
			.format = "hex-dump",
			.encoding = true,
			.incomplete = content->incomplete,
		};

		examination_content(examination, content, &child, content->data);
		/* What stands behind the dump is for people as well. */
		if (bytes_trim(dump.rest).size)
			examination_text(examination, content, dump.rest);
		decoded = content->incomplete ? DECODED_IN_PART : DECODED;
	}
	examination_buffer_end(examination, &buffer);
	return decoded;
}

static const bool may_begin[256] = {
	['0' ... '9'] = true, ['A' ... 'F'] = true, ['a' ... 'f'] = true, [' '] = true, ['\t'] = true,
};

const struct content_decoder content_decoder_hex_dump = {
	.name = "hex-dump",
	.specification = "hexdump -C, xxd, od, tcpdump -X",
	.first = may_begin,
	.needs = CHARACTER_BLANK | CHARACTER_OTHER | CHARACTER_BASE64,
	.bid = bid,
	.decode = decode,
};
