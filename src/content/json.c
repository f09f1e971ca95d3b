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

struct frame {
	struct step step;   /* of what is being read at this depth */
	struct bytes field; /* its name; in an array, the array's */
	size_t names_used;
	bool object;
};

struct scan {
	struct examination *examination;
	const struct content *content;
	const uint8_t *at, *end;
	struct frame *frame; /* the one of `frames` that is being read */
	size_t members, limits;
	size_t names_used;
	struct frame frames[LIMIT_NESTING + 2];
	uint8_t names[NAMES_SIZE];
};

enum progress { GOING, CUT, BROKEN };

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

/* The string whose quote is at `at`. Where it is cut, what there is. */
static enum progress read_string(struct scan *scan)
{
	const uint8_t *start = scan->at + 1;
	bool escaped = false;
	const uint8_t *end = json_string_end(start, scan->end, &escaped);
	struct bytes raw = between(start, end);

	scan->at = end < scan->end ? end + 1 : end;
	if (escaped)
		give_escaped(scan, raw);
	else
		give_value(scan, raw, raw, false);
	return end < scan->end ? GOING : CUT;
}

static void unescape_name(struct scan *scan, struct bytes raw)
{
	uint8_t *name = scan->names + scan->names_used;

	raw = bytes_slice(raw, 0, NAMES_SIZE - scan->names_used);
	scan->frame->step.name = (struct bytes){ name, json_string_unescape(raw, name) };
	scan->names_used += scan->frame->step.name.size;
}

static enum progress read_name(struct scan *scan)
{
	const uint8_t *end = scan->end, *start = skip_blanks(scan->at, end);
	struct frame *frame = scan->frame;
	bool escaped = false;

	scan->at = start;
	if (start == end)
		return CUT;
	if (*start++ != '"')
		return BROKEN;
	const uint8_t *quote = json_string_end(start, end, &escaped);
	const uint8_t *colon = quote < end ? skip_blanks(quote + 1, end) : end;

	scan->at = colon;
	if (colon == end)
		return CUT;
	if (*colon != ':')
		return BROKEN;
	scan->at = colon + 1;
	scan->members++;
	frame->step.name = between(start, quote);
	scan->names_used = frame->names_used;
	if (escaped)
		unescape_name(scan, frame->step.name);
	frame->field = frame->step.name;
	return GOING;
}

/* Skips what is nested too deeply: to the bracket that closes the one at `at`. */
static void skip_nested(struct scan *scan)
{
	const uint8_t *start = scan->at, *at = start, *end = scan->end;
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
	scan->at = at;
	if (scan->limits++ == 0)
		examination_limit(scan->examination, "limit-nesting", LIMIT_NESTING);
	examination_undecoded(scan->examination, scan->content, "json", "limit", between(start, at));
}

static inline const uint8_t *skip_all(const uint8_t *at, const uint8_t *end, unsigned sort)
{
	while (at < end && (sorts[*at] & sort))
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

#ifdef __SSE2__
static unsigned equal_bytes(__m128i bytes, char byte)
{
	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)));
}

/* Reads on in steps of 16 bytes, as far as there are no other than numbers and commas in them. */
static bool read_numbers(struct vector *vector, const uint8_t *end)
{
	for (; end - vector->at >= 16; vector->at += 16) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)vector->at);
		__m128i low = _mm_max_epu8(bytes, _mm_set1_epi8('0')),
			high = _mm_min_epu8(low, _mm_set1_epi8('9'));
		unsigned digits = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, high));
		unsigned commas = equal_bytes(bytes, ','), dots = equal_bytes(bytes, '.');
		unsigned signs = equal_bytes(bytes, '-');

		if ((digits | commas | dots | signs) != 0xffff)
			return true;
		for (; commas; commas &= commas - 1) {
			unsigned place = (unsigned)__builtin_ctz(commas), here = (1u << place) - 1;

			vector->seen |= dots & here ? DECIMAL : 0u;
			if (!end_number(vector, vector->at + place))
				return false;
			dots &= ~here;
		}
		vector->seen |= dots ? DECIMAL : 0u;
	}
	return true;
}
#endif

/* If an array of many numbers starts at `at`, where it ends; else NULL. */
static const uint8_t *vector_end(const struct scan *scan)
{
	struct vector vector = { .at = scan->at + 1, .start = scan->at + 1 };
	const uint8_t *end = scan->end;

#ifdef __SSE2__
	if (!read_numbers(&vector, end))
		return NULL;
#endif
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

	scan->at++;
	*frame = (struct frame){
		.step = { .outer = &outer->step },
		.field = object ? BYTES_EMPTY : outer->field,
		.names_used = scan->names_used,
		.object = object,
	};
	if (object)
		examination_record_begin(scan->examination);
}

static void close_bracket(struct scan *scan)
{
	bool object = scan->frame->object;

	scan->names_used = scan->frame->names_used;
	scan->frame--;
	if (object)
		examination_record_end(scan->examination, scan->content, &scan->frame->step);
}

static enum progress read_number(struct scan *scan)
{
	const uint8_t *end = skip_all(scan->at, scan->end, NUMBER);
	struct bytes number = between(scan->at, end);

	scan->at = end;
	if (end == scan->end && depth_of(scan))
		return CUT; /* who knows how long it was */
	give_value(scan, number, number, true);
	return GOING;
}

static enum progress read_word(struct scan *scan)
{
	static const struct bytes words[] = { BYTES("true"), BYTES("false"), BYTES("null") };
	struct bytes rest = between(scan->at, scan->end);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (bytes_start_with(rest, words[i])) {
			scan->at += words[i].size;
			return GOING;
		}
		if (bytes_start_with(words[i], rest))
			return CUT;
	}
	return BROKEN;
}

static bool is_closed(const struct scan *scan)
{
	return scan->at < scan->end && *scan->at == (scan->frame->object ? '}' : ']');
}

/* Reads the object or array that starts here as a value, or moves to what is first in it. */
static enum progress read_bracket(struct scan *scan, bool *ret_open)
{
	const uint8_t *start = scan->at, *end = *start == '[' ? vector_end(scan) : NULL;

	if (end) {
		scan->at = end;
		give_value(scan, between(start, end), between(start, end), true);
		return GOING;
	}
	if (depth_of(scan) == LIMIT_NESTING) {
		skip_nested(scan);
		return GOING;
	}
	open_bracket(scan, *start == '{');
	scan->at = skip_blanks(scan->at, scan->end);
	*ret_open = !is_closed(scan);
	return *ret_open && scan->frame->object ? read_name(scan) : GOING;
}

/* Reads a value. Sets *ret_open, moving to the next one, if it was the beginning of others. */
static enum progress read_value(struct scan *scan, bool *ret_open)
{
	scan->at = skip_blanks(scan->at, scan->end);
	*ret_open = false;
	if (scan->at == scan->end)
		return CUT;
	uint8_t byte = *scan->at;

	if (byte == '"')
		return read_string(scan);
	if (byte == '{' || byte == '[')
		return read_bracket(scan, ret_open);
	if (byte == '-' || (byte >= '0' && byte <= '9'))
		return read_number(scan);
	return read_word(scan);
}

/* Behind a value: closes what ends here and moves to the next value. True when the document is over. */
static bool read_separator(struct scan *scan, enum progress *progress)
{
	while (scan->frame != scan->frames) {
		scan->at = skip_blanks(scan->at, scan->end);
		if (scan->at == scan->end) {
			*progress = CUT;
			return false;
		}
		if (*scan->at == ',') {
			scan->at = skip_blanks(scan->at + 1, scan->end);
			/* A comma before the end is wrong and common. */
			if (is_closed(scan))
				continue;
			*progress = scan->frame->object ? read_name(scan) : GOING;
			return false;
		}
		if (!is_closed(scan)) {
			*progress = BROKEN;
			return false;
		}
		scan->at++;
		close_bracket(scan);
	}
	return true;
}

/* Reads one document. */
static enum progress read_document(struct scan *scan)
{
	enum progress progress = GOING;

	while (progress == GOING) {
		bool open;

		progress = read_value(scan, &open);
		if (!open && progress == GOING && read_separator(scan, &progress))
			break;
	}
	while (scan->frame != scan->frames)
		close_bracket(scan);
	return progress;
}

/* Size of what may stand before the value: a byte order mark, `)]}',`, `callback(`. */
static size_t prefix_size(struct bytes data)
{
	struct bytes rest = data;

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

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data;

	if (data.size && data.data[0] != '{' && data.data[0] != '[')
		data = bytes_from(data, prefix_size(bytes_slice(data, 0, 64)));
	struct cursor cursor = cursor_over(bytes_slice(data, 0, 64));
	bool declared = bytes_find_nocase(content->media_type, BYTES("json")) != SIZE_MAX;
	unsigned bits = declared ? 8 : 0;
	unsigned brackets = 0;

	uint8_t last = 0; /* bracket; behind `{` only a name or `}` may stand */

	for (;; cursor_skip(&cursor, 1)) {
		uint8_t byte = cursor_peek(&cursor, 0);

		if (!cursor_left(&cursor))
			return brackets && content->incomplete ? bits + 1 : 0;
		if (is_blank(byte))
			continue;
		if (byte == '"' || byte == '}' || (byte == ']' && last == '['))
			return brackets ? bits + 8 * (brackets + 1) : declared && byte == '"' ? bits + 8 : 0;
		if (last == '{')
			return 0;
		if ((byte != '{' && byte != '[') || brackets == 4)
			return brackets && byte && strchr("[{-0123456789tfn", byte) ? bits + 8 * brackets + 4
										    : 0;
		last = byte;
		brackets++;
	}
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct scan scan;
	enum progress progress = GOING;

	scan.examination = examination;
	scan.content = content;
	scan.end = content->data.data + content->data.size;
	scan.at = content->data.data + prefix_size(content->data);
	scan.members = scan.limits = scan.names_used = 0;
	scan.frame = scan.frames;
	*scan.frame = (struct frame){ .step = { .name = BYTES("$") }, .field = content->label };
	while (progress == GOING) {
		progress = read_document(&scan);
		while (scan.at < scan.end &&
		       (is_blank(*scan.at) || *scan.at == ',' || *scan.at == 0x1e || *scan.at == 0))
			scan.at++;
		if (progress == GOING && scan.at == scan.end)
			return scan.limits ? DECODED_IN_PART : DECODED;
		if (progress == GOING && *scan.at != '{' && *scan.at != '[')
			progress = BROKEN;
	}
	if (progress == CUT)
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
