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
	struct bytes data;
	size_t at;
	unsigned depth;
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

static inline void skip_blanks(struct scan *scan)
{
	while (scan->at < scan->data.size && scan->data.data[scan->at] <= ' ' &&
	       is_blank(scan->data.data[scan->at]))
		scan->at++;
}

/* The text of the string that starts at `at` (behind its quote), raw; moves behind its end. False
 * where it is cut: the text is what there is. */
static bool read_string(struct scan *scan, struct bytes *ret_text, bool *ret_escaped)
{
	size_t end = json_string_end(scan->data, scan->at, ret_escaped);

	*ret_text = (struct bytes){ scan->data.data + scan->at, end - scan->at };
	scan->at = end < scan->data.size ? end + 1 : end;
	return end < scan->data.size;
}

static void give_string(struct scan *scan, struct bytes raw, bool escaped)
{
	const struct frame *frame = &scan->frames[scan->depth];
	uint8_t small[1024];

	if (!escaped) {
		examination_value(scan->examination, scan->content, &frame->step, frame->field, raw, raw,
				  false);
		return;
	}
	if (raw.size <= sizeof small) {
		struct bytes text = { small, json_string_unescape(raw, small) };

		examination_value(scan->examination, scan->content, &frame->step, frame->field, text, raw,
				  false);
		return;
	}
	struct buffer buffer = examination_buffer(scan->examination);

	if (buffer_reserve(&buffer, raw.size)) {
		buffer.size = json_string_unescape(raw, buffer.data);
		examination_value(scan->examination, scan->content, &frame->step, frame->field,
				  buffer_bytes(&buffer), raw, false);
	}
	examination_buffer_end(scan->examination, &buffer);
}

static enum progress read_name(struct scan *scan)
{
	struct frame *frame = &scan->frames[scan->depth];
	struct bytes raw;
	bool escaped = false;

	skip_blanks(scan);
	if (scan->at == scan->data.size)
		return CUT;
	if (scan->data.data[scan->at] != '"')
		return BROKEN;
	scan->at++;
	if (!read_string(scan, &raw, &escaped))
		return CUT;
	skip_blanks(scan);
	if (scan->at == scan->data.size)
		return CUT;
	if (scan->data.data[scan->at] != ':')
		return BROKEN;
	scan->at++;
	scan->members++;
	frame->step.name = raw;
	scan->names_used = frame->names_used;
	if (escaped) {
		uint8_t *name = scan->names + scan->names_used;

		raw = bytes_slice(raw, 0, NAMES_SIZE - scan->names_used);
		frame->step.name = (struct bytes){ name, json_string_unescape(raw, name) };
		scan->names_used += frame->step.name.size;
	}
	frame->field = frame->step.name;
	return GOING;
}

/* Skips what is nested too deeply: to the bracket that closes the one at `at`. */
static void skip_nested(struct scan *scan)
{
	size_t start = scan->at, open = 0;
	bool escaped;

	do {
		uint8_t byte = scan->data.data[scan->at++];

		if (byte == '{' || byte == '[') {
			open++;
		} else if (byte == '}' || byte == ']') {
			open--;
		} else if (byte == '"') {
			size_t end = json_string_end(scan->data, scan->at, &escaped);

			scan->at = end < scan->data.size ? end + 1 : end;
		}
	} while (open && scan->at < scan->data.size);
	if (scan->limits++ == 0)
		examination_limit(scan->examination, "limit-nesting", LIMIT_NESTING);
	examination_undecoded(scan->examination, scan->content, "json", "limit",
			      bytes_slice(scan->data, start, scan->at - start));
}

static size_t skip_all(struct bytes data, size_t at, unsigned sort)
{
	while (at < data.size && (sorts[data.data[at]] & sort))
		at++;
	return at;
}

/* Whether a number has so many digits and no decimals that it may be a number of something. */
static bool may_identify(struct bytes number)
{
	size_t digits = 0;

	for (size_t i = 0; i < number.size; i++) {
		if (sorts[number.data[i]] & DECIMAL)
			return false;
		digits += number.data[i] >= '0' && number.data[i] <= '9';
	}
	return digits >= IDENTIFIER_DIGITS;
}

/* If an array of many numbers starts at `at`, the offset behind its end; else 0. */
static size_t vector_end(const struct scan *scan)
{
	struct bytes data = scan->data;
	size_t at = scan->at + 1, count = 1;

	while (at < data.size) {
		size_t start = at;

		at = skip_all(data, at, NUMBER);
		if (at < data.size && is_blank(data.data[at]))
			at = skip_all(data, at, NUMBER | BLANK);
		if (at == data.size || (data.data[at] != ',' && data.data[at] != ']') ||
		    (at - start >= IDENTIFIER_DIGITS && may_identify(bytes_slice(data, start, at - start))))
			return 0;
		if (data.data[at++] == ']')
			return count >= VECTOR_LEAST ? at : 0;
		count++;
	}
	return 0;
}

static void open_bracket(struct scan *scan, bool object)
{
	const struct frame *outer = &scan->frames[scan->depth];
	struct frame *frame = &scan->frames[++scan->depth];

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
	bool object = scan->frames[scan->depth].object;

	scan->names_used = scan->frames[scan->depth].names_used;
	scan->depth--;
	if (object)
		examination_record_end(scan->examination, scan->content, &scan->frames[scan->depth].step);
}

static enum progress read_number(struct scan *scan)
{
	const struct frame *frame = &scan->frames[scan->depth];
	size_t start = scan->at;

	scan->at = skip_all(scan->data, scan->at, NUMBER);
	struct bytes number = { scan->data.data + start, scan->at - start };

	if (number.size == 0)
		return BROKEN;
	if (scan->at == scan->data.size && scan->depth)
		return CUT; /* who knows how long it was */
	examination_value(scan->examination, scan->content, &frame->step, frame->field, number, number, true);
	return GOING;
}

static enum progress read_word(struct scan *scan)
{
	static const struct bytes words[] = { BYTES("true"), BYTES("false"), BYTES("null") };
	struct bytes rest = bytes_from(scan->data, scan->at);

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

/* Reads a value, or the beginning of an object or array. Sets *ret_open if it was that. */
static enum progress read_value(struct scan *scan, bool *ret_open)
{
	skip_blanks(scan);
	*ret_open = false;
	if (scan->at == scan->data.size)
		return CUT;
	uint8_t byte = scan->data.data[scan->at];

	if (byte == '"') {
		bool escaped = false;
		struct bytes raw;

		scan->at++;
		bool whole = read_string(scan, &raw, &escaped);

		give_string(scan, raw, escaped);
		return whole ? GOING : CUT;
	}
	if (byte == '{' || byte == '[') {
		const struct frame *frame = &scan->frames[scan->depth];
		size_t end = byte == '[' ? vector_end(scan) : 0;

		if (end) {
			struct bytes vector = bytes_slice(scan->data, scan->at, end - scan->at);

			scan->at = end;
			examination_value(scan->examination, scan->content, &frame->step, frame->field,
					  vector, vector, true);
		} else if (scan->depth == LIMIT_NESTING) {
			skip_nested(scan);
		} else {
			open_bracket(scan, byte == '{');
			*ret_open = true;
		}
		return GOING;
	}
	if (byte == '-' || (byte >= '0' && byte <= '9'))
		return read_number(scan);
	return read_word(scan);
}

/* Behind a value: closes what ends here and moves to the next value. True when the document is over. */
static bool read_separator(struct scan *scan, enum progress *progress)
{
	while (scan->depth) {
		struct frame *frame = &scan->frames[scan->depth];

		skip_blanks(scan);
		if (scan->at == scan->data.size) {
			*progress = CUT;
			return false;
		}
		uint8_t byte = scan->data.data[scan->at];

		if (byte == ',') {
			scan->at++;
			skip_blanks(scan);
			/* A comma before the end is wrong and common. */
			bool last = scan->at < scan->data.size &&
				    scan->data.data[scan->at] == (frame->object ? '}' : ']');

			if (last)
				continue;
			*progress = frame->object ? read_name(scan) : GOING;
			return false;
		}
		if (byte != (frame->object ? '}' : ']')) {
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
		if (open) {
			const struct frame *frame = &scan->frames[scan->depth];

			skip_blanks(scan);
			bool empty = scan->at < scan->data.size &&
				     scan->data.data[scan->at] == (frame->object ? '}' : ']');

			if (!empty) {
				if (frame->object)
					progress = read_name(scan);
				continue;
			}
		}
		if (progress == GOING && read_separator(scan, &progress))
			break;
	}
	while (scan->depth)
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
	scan.data = content->data;
	scan.at = prefix_size(content->data);
	scan.depth = 0;
	scan.members = scan.limits = scan.names_used = 0;
	scan.frames[0] = (struct frame){ .step = { .name = BYTES("$") }, .field = content->label };
	while (progress == GOING) {
		progress = read_document(&scan);
		while (scan.at < scan.data.size &&
		       (is_blank(scan.data.data[scan.at]) || scan.data.data[scan.at] == ',' ||
			scan.data.data[scan.at] == 0x1e || scan.data.data[scan.at] == 0))
			scan.at++;
		if (progress == GOING && scan.at == scan.data.size)
			return scan.limits ? DECODED_IN_PART : DECODED;
		if (progress == GOING && scan.data.data[scan.at] != '{' && scan.data.data[scan.at] != '[')
			progress = BROKEN;
	}
	if (progress == CUT)
		return scan.members || content->incomplete ? DECODED_IN_PART : DECODED_NOT_MINE;
	struct bytes rest = bytes_from(scan.data, scan.at);

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
	.bid = bid,
	.decode = decode,
};
