/* SPDX-License-Identifier: Apache-2.0 */
/* BSON 1.1, one document or several after each other, cut anywhere:
 *
 *     document = size(4, little-endian, of all)  *( kind(1) name NUL value )  00
 *
 * Left out: decimal numbers of 128 bits; scopes of code; object identifiers, which name only records. */
#include "base/cursor.h"
#include "base/limits.h"
#include "content/leaf.h"
#include "content/readable.h"

enum element {
	END,
	REAL,
	TEXT,
	DOCUMENT,
	ARRAY,
	BINARY,
	UNDEFINED,
	OBJECT_ID,
	BOOLEAN,
	TIME,
	NOTHING,
	PATTERN,
	POINTER,
	CODE,
	SYMBOL,
	SCOPED_CODE,
	NUMBER_32,
	TIMESTAMP,
	NUMBER_64,
	DECIMAL_128,
	LEAST_KEY = 0xff,
	MOST_KEY = 0x7f,
};

enum { NAME_MOST = 1024, UUID = 4, TEXT_MOST = 32, BITS_SIZE = 24, BITS_WHOLE = 32 };
/* What databases take. */
enum { DOCUMENT_MOST = 16 << 20 };
enum progress { GOING, CUT, BROKEN };

struct reading {
	const struct content *content;
	struct examination *examination; /* NULL: looked at only */
	unsigned bits;			 /* that are as names and texts are */
	struct cursor cursor;
	bool limit;
};

/* Bytes of the value of a kind, without those that it says to be longer; -1: no such kind. */
static int fixed_size(uint8_t kind)
{
	static const int8_t sizes[] = { -1, 8, 4, 0, 0, 5, 0, 12, 1, 8, 0, 0, 4, 4, 4, 4, 4, 8, 8, 16 };

	if (kind == LEAST_KEY || kind == MOST_KEY)
		return 0;
	return kind < sizeof sizes ? sizes[kind] : -1;
}

/* A name, or a pattern: up to a NUL. */
static enum progress next_name(struct cursor *cursor, struct bytes *ret_name)
{
	struct bytes start = bytes_slice(cursor->rest, 0, NAME_MOST);
	size_t size = bytes_find_byte(start, 0);

	if (size == SIZE_MAX)
		return start.size < NAME_MOST ? CUT : BROKEN;
	*ret_name = cursor_take(cursor, size);
	cursor_skip(cursor, 1);
	return GOING;
}

static enum progress read_document(struct reading *reading, const struct step *outer, struct bytes field,
				   unsigned depth, bool array);

/* Bytes of a size that is read already; what is cut is given as far as it is there. */
static struct bytes take(struct cursor *cursor, uint32_t size, bool *ret_cut)
{
	*ret_cut = size > cursor_left(cursor);
	return cursor_take(cursor, *ret_cut ? cursor_left(cursor) : size);
}

static enum progress read_text(struct reading *reading, struct leaf *leaf)
{
	uint32_t size = cursor_le32(&reading->cursor);
	bool cut;
	struct bytes text = take(&reading->cursor, size, &cut);

	if (size == 0 || (!cut && text.data[size - 1] != 0))
		return BROKEN;
	if (!cut)
		text.size--;
	leaf->where = text;
	if (reading->examination)
		leaf_text(leaf, text);
	else if (!readable_utf8(text))
		return BROKEN;
	else
		reading->bits += text.size < TEXT_MOST ? (unsigned)text.size : TEXT_MOST;
	return cut ? CUT : GOING;
}

static enum progress read_binary(struct reading *reading, struct leaf *leaf)
{
	uint32_t size = cursor_le32(&reading->cursor);
	uint8_t kind = cursor_u8(&reading->cursor);
	bool cut;

	leaf->where = take(&reading->cursor, size, &cut);
	if (!reading->examination)
		return cut ? CUT : GOING;
	if (kind == UUID && leaf->where.size == 16)
		leaf_uuid(leaf, leaf->where);
	else
		leaf_bytes(leaf, leaf->where);
	return cut ? CUT : GOING;
}

static void read_number(struct reading *reading, uint8_t kind, struct leaf *leaf, size_t size)
{
	uint64_t value = cursor_le(&reading->cursor, size);
	int64_t number = size == 4 ? (int64_t)(int32_t)value : (int64_t)value;

	if (!reading->examination)
		return;
	if (kind == REAL)
		leaf_real(leaf, leaf_real_of(value, 8), 8);
	else if (kind == TIME) /* milliseconds, before 1970 too */
		leaf_time(leaf, number / 1000 - (number % 1000 < 0),
			  (uint32_t)((number % 1000 + 1000) % 1000) * 1000000);
	else if (kind == NUMBER_32 || kind == NUMBER_64)
		leaf_signed(leaf, number);
}

static enum progress read_value(struct reading *reading, uint8_t kind, const struct step *step,
				struct bytes field, unsigned depth)
{
	struct cursor *cursor = &reading->cursor;
	int size = fixed_size(kind);
	struct leaf leaf = { reading->examination, reading->content, step, field,
			     bytes_slice(cursor->rest, 0, size > 0 ? (size_t)size : 0) };
	struct bytes pattern;
	enum progress progress;

	if (size < 0)
		return BROKEN;
	if ((size_t)size > cursor_left(cursor))
		return CUT;
	switch (kind) {
	case DOCUMENT:
	case ARRAY:
		return read_document(reading, step, field, depth + 1, kind == ARRAY);
	case TEXT:
	case CODE:
	case SYMBOL:
		return read_text(reading, &leaf);
	case BINARY:
		return read_binary(reading, &leaf);
	case PATTERN:
		progress = next_name(cursor, &pattern);
		return progress == GOING ? next_name(cursor, &pattern) : progress;
	case POINTER:
		cursor_skip(cursor, 4);
		return next_name(cursor, &pattern);
	case SCOPED_CODE:
		return BROKEN;
	case REAL:
	case TIME:
	case NUMBER_32:
	case NUMBER_64:
		read_number(reading, kind, &leaf, (size_t)size);
		return GOING;
	default:
		cursor_skip(cursor, (size_t)size);
		return GOING;
	}
}

static bool is_name(struct reading *reading, struct bytes name)
{
	const unsigned plain = SORT_DIGIT | SORT_HEX | SORT_LETTER | SORT_BASE64 | SORT_DOT;
	unsigned seen = readable_sorts(name);

	if (name.size && !(seen & ~plain))
		reading->bits += 3 + 2 * (name.size < TEXT_MOST / 2 ? (unsigned)name.size : TEXT_MOST / 2);
	return !(seen & SORT_CONTROL) && readable_utf8(name);
}

static enum progress read_elements(struct reading *reading, const struct step *outer, struct bytes field,
				   unsigned depth, bool array)
{
	enum progress progress = GOING;

	while (progress == GOING) {
		uint8_t kind = cursor_u8(&reading->cursor);
		struct bytes name;

		if (!cursor_ok(&reading->cursor))
			return CUT;
		if (kind == END)
			return GOING;
		progress = next_name(&reading->cursor, &name);
		if (progress == GOING && !reading->examination && !is_name(reading, name))
			progress = BROKEN;
		if (progress != GOING)
			break;
		/* Elements of an array are called 0, 1, 2, … */
		struct step step = { .outer = outer, .name = array ? BYTES_EMPTY : name };

		progress = read_value(reading, kind, &step, array ? field : name, depth);
	}
	return progress;
}

static enum progress read_document(struct reading *reading, const struct step *outer, struct bytes field,
				   unsigned depth, bool array)
{
	uint32_t size = cursor_le32(&reading->cursor);

	if (!cursor_ok(&reading->cursor))
		return CUT;
	if (size < 5)
		return BROKEN;
	if (depth >= LIMIT_NESTING) {
		reading->limit = true;
		return BROKEN;
	}
	/* What the size says is checked by the end mark: both must agree. */
	bool cut = size - 4 > cursor_left(&reading->cursor);
	struct cursor behind = reading->cursor;
	struct bytes inner = cursor_take(&behind, cut ? cursor_left(&behind) : size - 4);

	reading->cursor = cursor_over(inner);
	if (!array && reading->examination)
		examination_record_begin(reading->examination);
	enum progress progress = read_elements(reading, outer, field, depth, array);

	if (!array && reading->examination)
		examination_record_end(reading->examination, reading->content, outer);
	if (progress == GOING && cursor_left(&reading->cursor))
		progress = BROKEN;
	if (progress == CUT && !cut)
		progress = BROKEN;
	if (progress == GOING)
		reading->cursor = behind;
	return progress;
}

static unsigned bid(const struct content *content)
{
	struct cursor cursor = cursor_over(content->data);
	uint32_t size = cursor_le32(&cursor);
	uint8_t kind = cursor_u8(&cursor);
	struct bytes name;

	if (size < 8 || size > DOCUMENT_MOST || (size > content->data.size && !content->incomplete) ||
	    fixed_size(kind) < 0 || kind == END || next_name(&cursor, &name) != GOING || name.size == 0 ||
	    (readable_sorts(name) & SORT_CONTROL) || !readable_utf8(name))
		return 0;
	if (size <= content->data.size && content->data.data[size - 1] != 0)
		return 0;
	/* What follows a document is another one. */
	if (size < content->data.size && content->data.size - size < 5)
		return 0;
	unsigned bits = 6 + 2 * (name.size < TEXT_MOST / 2 ? (unsigned)name.size : TEXT_MOST / 2);

	return bits + (size == content->data.size ? BITS_SIZE : 0);
}

/* Reads all documents; the bits of a whole one count its size, which is so by chance once in 2^24. */
static enum progress read_all(struct reading *reading)
{
	const struct step step = { .name = BYTES("$") };
	enum progress progress = GOING;

	while (progress == GOING && cursor_left(&reading->cursor)) {
		progress = read_document(reading, &step, reading->content->label, 0, false);
		reading->bits += progress == GOING ? BITS_SIZE : 0;
	}
	return progress;
}

static bool is_mine(const struct content *content)
{
	struct reading reading = { .content = content, .cursor = cursor_over(content->data) };
	enum progress progress = read_all(&reading);

	if (progress == BROKEN)
		return reading.limit;
	return reading.bits >= BITS_WHOLE && (progress == GOING || content->incomplete);
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct reading reading = { content, examination, .cursor = cursor_over(content->data) };

	if (!is_mine(content))
		return DECODED_NOT_MINE;
	enum progress progress = read_all(&reading);

	if (progress == GOING)
		return DECODED;
	if (reading.limit)
		examination_limit(examination, "nesting", LIMIT_NESTING);
	if (progress == BROKEN)
		examination_undecoded(examination, content, "bson", reading.limit ? "limit" : "malformed",
				      reading.cursor.rest);
	return DECODED_IN_PART;
}

const struct content_decoder content_decoder_bson = {
	.name = "bson",
	.specification = "BSON 1.1",
	.bid = bid,
	.decode = decode,
};
