/* SPDX-License-Identifier: Apache-2.0 */
/* JSON (RFC 8259), as devices send it: several documents one after another (NDJSON, RFC 7464), a byte
 * order mark, a JSONP call or an anti-hijacking prefix before it, cut anywhere.
 *
 *     document = [BOM] [prefix] value *( [RS / LF / ","] value ) [");"]
 *
 * A scanner without a tree: nothing is allocated, the path lives on the stack. Duplicate members are
 * all read. An array of many numbers (a feature vector) is one value. Left out: comments, single
 * quotes, bare words other than true, false, null. */
#include "content/content.h"

#include "base/block.h"
#include "base/cursor.h"
#include "base/limits.h"
#include "content/json_string.h"

enum {
	/* Names of the members that a value stands in, where they had escapes. */
	NAMES_SIZE = 4096,
	/* An array of at least so many numbers is a vector, unless one is long enough to be a number of
	 * something (a telephone). */
	VECTOR_LEAST = 16,
	IDENTIFIER_DIGITS = 7,
};

enum progress { GOING, CUT, BROKEN };

struct frame {
	struct step step;   /* of what is being read at this depth */
	struct bytes field; /* its name; in an array, the array's */
	size_t names_used;
	uint8_t closing; /* bracket: `}` of an object */
};

struct scan {
	struct examination *examination;
	const struct content *content;
	const uint8_t *end;
	struct frame *frame; /* the one of `frames` that is being read */
	/* How a document ended, and where. */
	enum progress progress;
	const uint8_t *at;
	size_t members, limits;
	size_t names_used;
	struct frame frames[LIMIT_NESTING + 2];
	uint8_t names[NAMES_SIZE];
};

/* What a number is made of. */
enum { NUMBER = 1, DECIMAL = 2, BLANK = 4 };
static const uint8_t sorts[256] = {
	['0' ... '9'] = NUMBER,	  ['-'] = NUMBER,	    ['+'] = NUMBER, ['.'] = NUMBER | DECIMAL,
	['e'] = NUMBER | DECIMAL, ['E'] = NUMBER | DECIMAL, [' '] = BLANK,  ['\n'] = BLANK,
	['\r'] = BLANK,		  ['\t'] = BLANK,
};

static bool is_blank(uint8_t byte)
{
	return sorts[byte] & BLANK;
}

/* What the name of a JavaScript function is made of. */
static bool is_name(uint8_t byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
	       byte == '_' || byte == '.' || byte == '$';
}

static inline const uint8_t *skip_blanks(const uint8_t *at, const uint8_t *end)
{
	while (at < end && *at <= ' ' && is_blank(*at))
		at++;
	return at;
}

static struct bytes between(const uint8_t *start, const uint8_t *end)
{
	return (struct bytes){ start, (size_t)(end - start) };
}

static inline unsigned depth_of(const struct scan *scan)
{
	return (unsigned)(scan->frame - scan->frames);
}

static inline void give_value(struct scan *scan, struct bytes value, struct bytes where, bool number)
{
	const struct frame *frame = scan->frame;

	examination_value(scan->examination, scan->content, &frame->step, frame->field, value, where, number);
}

static void give_escaped(struct scan *scan, struct bytes raw)
{
	uint8_t small[1024];

	if (raw.size <= sizeof small) {
		give_value(scan, (struct bytes){ small, json_string_unescape(raw, small) }, raw, false);
		return;
	}
	struct buffer buffer = examination_buffer(scan->examination);

	if (buffer_reserve(&buffer, raw.size)) {
		buffer.size = json_string_unescape(raw, buffer.data);
		give_value(scan, buffer_bytes(&buffer), raw, false);
	}
	examination_buffer_end(scan->examination, &buffer);
}

/* Nowhere to go on from `at`. What reads returns where to go on, or this. */
static const uint8_t *stop(struct scan *scan, const uint8_t *at, enum progress progress)
{
	scan->at = at;
	scan->progress = progress;
	return NULL;
}

/* The string whose quote is at `at`. Where it is cut, what there is. */
static inline const uint8_t *read_string(struct scan *scan, const uint8_t *at)
{
	bool escaped = false;
	const uint8_t *end = json_string_end(at + 1, scan->end, &escaped);
	struct bytes raw = between(at + 1, end);

	if (escaped)
		give_escaped(scan, raw);
	else
		give_value(scan, raw, raw, false);
	return end < scan->end ? end + 1 : stop(scan, end, CUT);
}

static struct bytes unescape_name(struct scan *scan, struct bytes raw)
{
	uint8_t *name = scan->names + scan->names_used;
	size_t size = json_string_unescape(bytes_slice(raw, 0, NAMES_SIZE - scan->names_used), name);

	scan->names_used += size;
	return (struct bytes){ name, size };
}

static inline const uint8_t *read_name(struct scan *scan, const uint8_t *at)
{
	const uint8_t *end = scan->end;
	struct frame *frame = scan->frame;
	bool escaped = false;

	if (at == end)
		return stop(scan, at, CUT);
	if (*at != '"')
		return stop(scan, at, BROKEN);
	const uint8_t *quote = json_string_end(at + 1, end, &escaped);
	const uint8_t *colon = quote < end ? skip_blanks(quote + 1, end) : end;

	if (colon == end)
		return stop(scan, end, CUT);
	if (*colon != ':')
		return stop(scan, colon, BROKEN);
	struct bytes name = between(at + 1, quote);

	scan->members++;
	scan->names_used = frame->names_used;
	if (escaped)
		name = unescape_name(scan, name);
	frame->step.name = frame->field = name;
	return colon + 1;
}

/* Skips what is nested too deeply: to the bracket that closes the one at `at`. */
static const uint8_t *skip_nested(struct scan *scan, const uint8_t *at)
{
	const uint8_t *start = at, *end = scan->end;
	size_t open = 0;
	bool escaped;

	do {
		uint8_t byte = *at++;

		if (byte == '{' || byte == '[') {
			open++;
		} else if (byte == '}' || byte == ']') {
			open--;
		} else if (byte == '"') {
			at = json_string_end(at, end, &escaped);
			at += at < end;
		}
	} while (open && at < end);
	if (scan->limits++ == 0)
		examination_limit(scan->examination, "limit-nesting", LIMIT_NESTING);
	examination_undecoded(scan->examination, scan->content, "json", "limit", between(start, at));
	return at;
}

/* Behind the number at `at`. */
static inline const uint8_t *number_end(const uint8_t *at, const uint8_t *end)
{
	/* Most are short and have no exponent. */
	if (end - at >= BLOCK_SIZE) {
		struct block block = block_of(at);
		unsigned places = block_between(block, '-', '9') & ~block_equal(block, '/');

		if (places != BLOCK_ALL)
			at += block_first(~places);
	}
	while (at < end && (sorts[*at] & NUMBER))
		at++;
	return at;
}

/* Whether a number without decimals has so many digits that it may be a number of something. */
static bool may_identify(struct bytes number)
{
	size_t digits = 0;

	for (size_t i = 0; i < number.size; i++)
		digits += number.data[i] >= '0' && number.data[i] <= '9';
	return digits >= IDENTIFIER_DIGITS;
}

/* An array of numbers being read. */
struct vector {
	const uint8_t *at, *start; /* of the number that `at` is in */
	size_t count;
	unsigned seen; /* sorts in that number */
};

/* Behind a number, at `end`: false where it may be a number of something. */
static bool end_number(struct vector *vector, const uint8_t *end)
{
	if (end - vector->start >= IDENTIFIER_DIGITS && !(vector->seen & DECIMAL) &&
	    may_identify(between(vector->start, end)))
		return false;
	vector->count++;
	vector->start = end + 1;
	vector->seen = 0;
	return true;
}

/* Whether so many neighbouring places of the lower 22 are taken as a number of something has digits. */
static bool has_run(unsigned places)
{
	places &= places >> 1;
	places &= places >> 2;
	return places & places >> (IDENTIFIER_DIGITS - 4);
}

/* Reads on in steps of sixteen bytes, as far as there are no other than numbers and commas in them, and none
 * that may be a number of something. */
static void read_numbers(struct vector *vector, const uint8_t *end)
{
	unsigned before = 0; /* places in the last six bytes, with neither comma nor dot */

	for (; end - vector->at >= BLOCK_SIZE; vector->at += BLOCK_SIZE) {
		struct block block = block_of(vector->at);
		unsigned commas = block_equal(block, ','), dots = block_equal(block, '.');
		unsigned rest = block_between(block, '0', '9') | block_equal(block, '-');

		before |= rest << (IDENTIFIER_DIGITS - 1);
		if ((commas | dots | rest) != BLOCK_ALL || has_run(before))
			return;
		before >>= BLOCK_SIZE;
		if (!commas)
			vector->seen |= dots ? DECIMAL : 0u;
		for (; commas; commas &= commas - 1) {
			vector->count++;
			if (commas & (commas - 1))
				continue;
			/* The last one in these bytes. */
			vector->start = vector->at + block_first(commas) + 1;
			vector->seen = dots >> block_first(commas) ? DECIMAL : 0u;
		}
	}
}

/* If an array of many numbers starts at `at`, where it ends; else NULL. */
static const uint8_t *vector_end(const uint8_t *at, const uint8_t *end)
{
	struct vector vector = { .at = at + 1, .start = at + 1 };

	read_numbers(&vector, end);
	for (; vector.at < end; vector.at++) {
		unsigned sort = sorts[*vector.at];

		vector.seen |= sort;
		if (sort)
			continue;
		if ((*vector.at != ',' && *vector.at != ']') || !end_number(&vector, vector.at))
			return NULL;
		if (*vector.at == ']')
			return vector.count >= VECTOR_LEAST ? vector.at + 1 : NULL;
	}
	return NULL;
}

static void open_bracket(struct scan *scan, bool object)
{
	const struct frame *outer = scan->frame;
	struct frame *frame = ++scan->frame;

	*frame = (struct frame){
		.step = { .outer = &outer->step },
		.field = object ? BYTES_EMPTY : outer->field,
		.names_used = scan->names_used,
		.closing = object ? '}' : ']',
	};
	if (object)
		examination_record_begin(scan->examination);
}

static void close_bracket(struct scan *scan)
{
	bool object = scan->frame->closing == '}';

	scan->names_used = scan->frame->names_used;
	scan->frame--;
	if (object)
		examination_record_end(scan->examination, scan->content, &scan->frame->step);
}

static inline const uint8_t *read_number(struct scan *scan, const uint8_t *at)
{
	const uint8_t *end = number_end(at, scan->end);
	struct bytes number = between(at, end);

	if (end == scan->end && depth_of(scan))
		return stop(scan, end, CUT); /* who knows how long it was */
	give_value(scan, number, number, true);
	return end;
}

static const uint8_t *read_word(struct scan *scan, const uint8_t *at)
{
	static const struct bytes words[] = { BYTES("true"), BYTES("false"), BYTES("null") };
	struct bytes rest = between(at, scan->end);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (bytes_start_with(rest, words[i]))
			return at + words[i].size;
		if (bytes_start_with(words[i], rest))
			return stop(scan, at, CUT);
	}
	return stop(scan, at, BROKEN);
}

static inline bool is_closed(const struct scan *scan, const uint8_t *at)
{
	return at < scan->end && *at == scan->frame->closing;
}

/* Reads the object or array that starts here as a value, or moves to what is first in it, which *ret_open
 * tells. */
static const uint8_t *read_bracket(struct scan *scan, const uint8_t *at, bool *ret_open)
{
	bool object = *at == '{';
	const uint8_t *end = object ? NULL : vector_end(at, scan->end);

	if (end) {
		give_value(scan, between(at, end), between(at, end), true);
		return end;
	}
	if (depth_of(scan) == LIMIT_NESTING)
		return skip_nested(scan, at);
	open_bracket(scan, object);
	at = skip_blanks(at + 1, scan->end);
	*ret_open = !is_closed(scan, at);
	return at;
}

/* Reads a value. Sets *ret_open, moving to the first in it, if it was the beginning of others. */
static inline const uint8_t *read_value(struct scan *scan, const uint8_t *at, bool *ret_open)
{
	at = skip_blanks(at, scan->end);
	if (at == scan->end)
		return stop(scan, at, CUT);
	uint8_t byte = *at;

	if (byte == '"')
		return read_string(scan, at);
	if (byte == '-' || (byte >= '0' && byte <= '9'))
		return read_number(scan, at);
	if (byte == '{' || byte == '[')
		return read_bracket(scan, at, ret_open);
	return read_word(scan, at);
}

/* Behind a value: closes what ends here and moves to the next. Stops where the document is over. */
static inline const uint8_t *read_separator(struct scan *scan, const uint8_t *at)
{
	while (scan->frame != scan->frames) {
		at = skip_blanks(at, scan->end);
		if (at == scan->end)
			return stop(scan, at, CUT);
		if (*at == ',') {
			at = skip_blanks(at + 1, scan->end);
			/* A comma before the end is wrong and common. */
			if (is_closed(scan, at))
				continue;
			return at;
		}
		if (*at != scan->frame->closing)
			return stop(scan, at, BROKEN);
		at++;
		close_bracket(scan);
	}
	return stop(scan, at, GOING);
}

/* Reads one document from scan->at on. */
static void read_document(struct scan *scan)
{
	const uint8_t *at = scan->at;

	while (at) {
		bool open = false;

		if (scan->frame->closing == '}')
			at = read_name(scan, at);
		if (at)
			at = read_value(scan, at, &open);
		if (at && !open)
			at = read_separator(scan, at);
	}
	while (scan->frame != scan->frames)
		close_bracket(scan);
}

/* Size of what may stand before the value: a byte order mark, `)]}',`, `callback(`. */
static size_t prefix_size(struct bytes data)
{
	struct bytes rest = data;

	if (data.size && (data.data[0] == '{' || data.data[0] == '['))
		return 0;
	if (bytes_start_with(rest, BYTES("\xef\xbb\xbf")))
		rest = bytes_from(rest, 3);
	while (rest.size && (is_blank(rest.data[0]) || rest.data[0] == 0x1e))
		rest = bytes_from(rest, 1);
	if (bytes_start_with(rest, BYTES(")]}'"))) {
		size_t line = bytes_find_byte(bytes_slice(rest, 0, 16), '\n');

		rest = bytes_from(rest, line == SIZE_MAX ? 4 : line + 1);
	} else if (bytes_find_byte(bytes_slice(rest, 0, 48), '(') != SIZE_MAX) {
		size_t at = 0;

		while (at < rest.size && at < 40 && is_name(rest.data[at]))
			at++;
		if (at > 0 && at < rest.size && rest.data[at] == '(')
			rest = bytes_from(rest, at + 1);
	}
	while (rest.size && (is_blank(rest.data[0]) || rest.data[0] == ','))
		rest = bytes_from(rest, 1);
	return data.size - rest.size;
}

static bool is_declared(const struct content *content)
{
	return bytes_find_nocase(content->media_type, BYTES("json")) != SIZE_MAX;
}

/* Bits of the beginning of a document. */
static unsigned bits_of(struct bytes start, const struct content *content)
{
	struct cursor cursor = cursor_over(start);
	unsigned brackets = 0;
	uint8_t last = 0; /* bracket; behind `{` only a name or `}` may stand */

	for (;; cursor_skip(&cursor, 1)) {
		uint8_t byte = cursor_peek(&cursor, 0);

		if (!cursor_left(&cursor))
			return brackets && content->incomplete ? 1 : 0;
		if (is_blank(byte))
			continue;
		if (byte == '"' || byte == '}' || (byte == ']' && last == '['))
			return brackets ? 8 * (brackets + 1) : byte == '"' && is_declared(content) ? 8 : 0;
		if (last == '{')
			return 0;
		if ((byte != '{' && byte != '[') || brackets == 4)
			return brackets && byte && strchr("[{-0123456789tfn", byte) ? 8 * brackets + 4 : 0;
		last = byte;
		brackets++;
	}
}

static unsigned bid(const struct content *content)
{
	struct bytes data = bytes_from(content->data, prefix_size(bytes_slice(content->data, 0, 64)));
	unsigned bits = bits_of(bytes_slice(data, 0, 64), content);

	return bits && is_declared(content) ? bits + 8 : bits;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct scan scan;

	scan.examination = examination;
	scan.content = content;
	scan.end = content->data.data + content->data.size;
	scan.at = content->data.data + prefix_size(content->data);
	scan.members = scan.limits = scan.names_used = 0;
	scan.frame = scan.frames;
	*scan.frame = (struct frame){ .step = { .name = BYTES("$") }, .field = content->label };
	do {
		read_document(&scan);
		if (scan.progress != GOING)
			break;
		while (scan.at < scan.end &&
		       (is_blank(*scan.at) || *scan.at == ',' || *scan.at == 0x1e || *scan.at == 0))
			scan.at++;
		if (scan.at == scan.end)
			return scan.limits ? DECODED_IN_PART : DECODED;
	} while (*scan.at == '{' || *scan.at == '[');
	if (scan.progress == CUT)
		return scan.members || content->incomplete ? DECODED_IN_PART : DECODED_NOT_MINE;
	struct bytes rest = between(scan.at, scan.end);

	if (scan.members == 0)
		return DECODED_NOT_MINE;
	if (bytes_equal(bytes_trim(rest), BYTES(")")) || bytes_equal(bytes_trim(rest), BYTES(");")))
		return DECODED;
	examination_text(examination, content, rest);
	examination_undecoded(examination, content, "json", "malformed", rest);
	return DECODED_IN_PART;
}

/* A bracket, or what may stand before it; a string only where it is declared. */
static const bool may_begin[256] = {
	['{'] = true,	      ['['] = true,	    ['"'] = true,  [' '] = true,  ['\t'] = true,
	['\n'] = true,	      ['\r'] = true,	    [0x1e] = true, [0xef] = true, [')'] = true,
	[','] = true,	      ['.'] = true,	    ['_'] = true,  ['$'] = true,  ['0' ... '9'] = true,
	['A' ... 'Z'] = true, ['a' ... 'z'] = true,
};

const struct content_decoder content_decoder_json = {
	.name = "json",
	.specification = "RFC 8259",
	.first = may_begin,
	.needs = CHARACTER_OTHER,
	.bid = bid,
	.decode = decode,
};
