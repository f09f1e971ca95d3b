/* SPDX-License-Identifier: Apache-2.0 */
/* Protocol Buffers (wire format of proto2 and proto3) without a schema: fields go by their numbers, a
 * field 1 of a field 3 as `3.1`.
 *
 *     message = *( key(varint): number << 3 | wire type   value )
 *     values: 0 varint, 1 eight bytes, 2 length(varint) and so many bytes, 5 four bytes
 *
 * What a value is, is guessed: bytes are text, a message, numbers in a row or bytes, in this order;
 * numbers of fixed size are reals if they make sense as such. There is no magic number, so that the
 * format is claimed only for what is consistent to its end: each number of one wire type, varints
 * without needless bytes, and enough bits by rising numbers, text and sensible reals. Left out: groups
 * (3, 4), numbers above 2047, signed varints in zigzag. */
#include "base/cursor.h"
#include "base/text.h"
#include "content/leaf.h"
#include "content/readable.h"

#include <math.h>
#include <stdio.h>

enum wire { VARINT, EIGHT, BYTES_OF, FOUR = 5 };

enum {
	SAMPLE = 64,
	NESTED = 10,	    /* messages in messages; each level is looked at twice */
	NUMBER_MOST = 2047, /* two bytes; larger ones are for options of the compiler */
	REMEMBERED = 64,
	/* Bits of the beginning, and of all of it, from which on it is taken for what it seems. */
	BITS_START = 14,
	BITS_WHOLE = 24,
	BITS_NESTED = 8,
	BITS_KEYS = 16, /* of all keys of a message at most: small numbers rise by chance, too */
	BITS_LOST = -16,
	/* Numbers in a row that are looked at as such: longer ones are something else. */
	PACKED_VARINTS = 256,
	NAME_SIZE = 48,
};

struct field {
	uint32_t number;
	enum wire wire;
	uint64_t value;	    /* of a varint or of fixed size */
	struct bytes bytes; /* of the others */
	bool cut;
};

enum progress { GOING, CUT, BROKEN };

/* A number of seven bits a byte, the least significant first. Encoders waste no byte. */
static enum progress next_varint(struct cursor *cursor, uint64_t *ret_number)
{
	uint64_t number = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		uint8_t byte = cursor_u8(cursor);

		if (!cursor_ok(cursor))
			return CUT;
		number |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			*ret_number = number;
			return (byte == 0 && shift) || (shift == 63 && byte > 1) ? BROKEN : GOING;
		}
	}
	return BROKEN;
}

/* `there`: bytes that may follow the cursor's. */
static enum progress next_field(struct cursor *cursor, uint64_t there, struct field *field)
{
	uint64_t key, size = 0;
	enum progress progress = next_varint(cursor, &key);

	if (progress != GOING)
		return progress;
	if (key >> 3 == 0 || key >> 3 > NUMBER_MOST)
		return BROKEN;
	*field = (struct field){ .number = (uint32_t)(key >> 3), .wire = (enum wire)(key & 7) };
	switch (field->wire) {
	case VARINT:
		return next_varint(cursor, &field->value);
	case EIGHT:
	case FOUR:
		field->value = cursor_le(cursor, field->wire == FOUR ? 4 : 8);
		return cursor_ok(cursor) ? GOING : CUT;
	case BYTES_OF:
		progress = next_varint(cursor, &size);
		if (progress != GOING)
			return progress;
		if (size > cursor_left(cursor) && size - cursor_left(cursor) > there)
			return BROKEN;
		field->cut = size > cursor_left(cursor);
		field->bytes = cursor_take(cursor, field->cut ? cursor_left(cursor) : (size_t)size);
		return GOING;
	}
	return BROKEN;
}

/* Text without control characters but line ends and tabs. */
static bool is_text(struct bytes bytes)
{
	return bytes.size && !(readable_sorts(bytes) & SORT_CONTROL) && readable_utf8(bytes);
}

static bool is_sensible(uint64_t bits, size_t size)
{
	double real = fabs(leaf_real_of(bits, size));

	return bits == 0 || (real > 1e-9 && real < 1e12);
}

struct order {
	uint32_t last;
	uint8_t wires[REMEMBERED]; /* by number: wire type + 1 */
};

/* How well a field follows the one before: random bytes lose. */
static int key_bits(struct order *order, const struct field *field)
{
	uint32_t last = order->last;

	order->last = field->number;
	if (field->number < REMEMBERED) {
		uint8_t *wire = &order->wires[field->number];

		if (*wire && *wire != (uint8_t)field->wire + 1)
			return INT8_MIN;
		*wire = (uint8_t)(field->wire + 1);
	}
	/* A list of texts or messages; numbers are packed. */
	if (field->number == last)
		return field->wire == BYTES_OF && field->bytes.size ? 4 : 0;
	if (field->number < last)
		return -6;
	if (field->number == last + 1)
		return 6;
	return field->number <= last + 8 && field->number < REMEMBERED ? 3 : -1;
}

static bool message_bits(struct bytes bytes, uint64_t there, bool cut, unsigned depth, int *ret_bits);

/* Reals in a row: a pair of them, or a vector. */
static bool are_reals(struct bytes bytes, size_t size)
{
	struct cursor cursor = cursor_over(bytes);
	size_t count = bytes.size / size, least = size == 8 ? 2 : LEAF_VECTOR;

	if (bytes.size % size || count < least)
		return false;
	while (cursor_left(&cursor))
		if (!is_sensible(cursor_le(&cursor, size), size))
			return false;
	return true;
}

/* The size of the reals in a row; 0: they are none. What makes sense as floats does as doubles too; but
 * the first halves of doubles make none as floats, unless they are zero for being round. */
static size_t real_size(struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	bool round = true;

	if (!are_reals(bytes, 4))
		return are_reals(bytes, 8) ? 8 : 0;
	while (cursor_left(&cursor) >= 8) {
		round = cursor_le32(&cursor) == 0 && round;
		cursor_skip(&cursor, 4);
	}
	return round && are_reals(bytes, 8) ? 8 : 4;
}

/* The bits of a field's value. */
static int value_bits(const struct field *field, unsigned depth)
{
	int bits;

	if (field->wire == EIGHT)
		return is_sensible(field->value, 8) ? 5 : 0;
	if (field->wire == FOUR)
		return is_sensible(field->value, 4) ? 1 : 0;
	if (field->wire != BYTES_OF)
		return 0;
	if (is_text(field->bytes))
		return field->bytes.size < 32 ? (int)field->bytes.size * 4 / 3 : 42;
	if (field->bytes.size == 0)
		return 0;
	if (real_size(bytes_slice(field->bytes, 0, field->bytes.size / 8 * 8)))
		return 12;
	if (depth < NESTED &&
	    message_bits(field->bytes, field->cut ? UINT64_MAX : 0, field->cut, depth + 1, &bits))
		return bits > 0 ? bits : 0;
	return 0;
}

/* Whether all bytes are a message, and how many bits say so. `cut`: it may end anywhere. */
static bool message_bits(struct bytes bytes, uint64_t there, bool cut, unsigned depth, int *ret_bits)
{
	struct order order = { 0 };
	struct cursor cursor = cursor_over(bytes);
	struct field field = { 0 };
	int keys = 0, bits = 0;

	while (cursor_left(&cursor)) {
		enum progress progress = next_field(&cursor, there, &field);

		if (progress == CUT && cut)
			break;
		if (progress != GOING)
			return false;
		int key = key_bits(&order, &field);

		if (key == INT8_MIN)
			return false;
		keys += key;
		bits += value_bits(&field, depth);
		if (keys < BITS_LOST)
			return false;
	}
	bits += keys < BITS_KEYS ? keys : BITS_KEYS;
	/* The last field ends where the data ends. */
	if (!cut)
		bits += field.wire == BYTES_OF ? 8 : field.wire == VARINT ? 2 : 4;
	*ret_bits = bits;
	return true;
}

struct reading {
	struct examination *examination;
	const struct content *content;
};

static bool are_varints(struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	uint64_t number;

	if (bytes.size < 2 || bytes.size > PACKED_VARINTS || readable_plausible(bytes))
		return false;
	while (cursor_left(&cursor))
		if (next_varint(&cursor, &number) != GOING || number >> 40)
			return false;
	return true;
}

/* Gives numbers in a row as JSON has them. `size`: 0 for varints. */
static void read_packed(const struct leaf *leaf, struct bytes bytes, size_t size)
{
	struct buffer text = examination_buffer(leaf->examination);
	struct cursor cursor = cursor_over(bytes);
	char number[LEAF_TEXT_SIZE];

	while (cursor_left(&cursor)) {
		uint64_t value = 0;

		if (size)
			value = cursor_le(&cursor, size);
		else
			(void)next_varint(&cursor, &value);
		buffer_append(&text, text.size ? BYTES(",") : BYTES("["));
		buffer_append(&text, size ? leaf_real_text(leaf_real_of(value, size), size, number)
					  : leaf_integer_text(value, false, number));
	}
	buffer_append(&text, BYTES("]"));
	examination_value(leaf->examination, leaf->content, leaf->step, leaf->field, buffer_bytes(&text),
			  leaf->where, true);
	examination_buffer_end(leaf->examination, &text);
}

static enum progress read_message(const struct reading *reading, struct bytes bytes, struct bytes name,
				  unsigned depth);

static void read_bytes(const struct reading *reading, const struct leaf *leaf, const struct field *field,
		       unsigned depth)
{
	struct bytes bytes = field->bytes;
	bool lines = bytes.size && bytes.data[0] == '\n'; /* a line end, or field 1 */
	bool text = is_text(bytes);
	size_t size = real_size(bytes);
	int bits;

	if ((!text || lines) && depth < NESTED &&
	    message_bits(bytes, field->cut ? UINT64_MAX : 0, field->cut, depth, &bits) && bits >= BITS_NESTED)
		(void)read_message(reading, bytes, leaf->field, depth + 1);
	else if (text)
		leaf_text(leaf, bytes);
	else if (size)
		read_packed(leaf, bytes, size);
	else if (are_varints(bytes))
		read_packed(leaf, bytes, 0);
	else
		leaf_bytes(leaf, bytes);
}

static void read_field(const struct reading *reading, const struct field *field, struct bytes name,
		       struct bytes where, unsigned depth)
{
	struct step step = { .name = name };
	struct leaf leaf = { reading->examination, reading->content, &step, name, where };
	size_t size = field->wire == FOUR ? 4 : 8;

	if (field->wire == BYTES_OF) {
		leaf.where = field->bytes;
		read_bytes(reading, &leaf, field, depth);
	} else if (field->wire == VARINT && field->value >> 63) {
		leaf_signed(&leaf, (int64_t)field->value);
	} else if (field->wire != VARINT && field->value && is_sensible(field->value, size)) {
		leaf_real(&leaf, leaf_real_of(field->value, size), size);
	} else {
		leaf_integer(&leaf, field->value, false);
	}
}

static enum progress read_message(const struct reading *reading, struct bytes bytes, struct bytes name,
				  unsigned depth)
{
	struct cursor cursor = cursor_over(bytes);
	enum progress progress = GOING;
	struct step step = { .name = name };
	char text[NAME_SIZE];

	examination_record_begin(reading->examination);
	while (cursor_left(&cursor)) {
		struct field field;
		const uint8_t *start = cursor.rest.data;

		progress = next_field(&cursor, UINT64_MAX, &field);
		if (progress != GOING)
			break;
		snprintf(text, sizeof text, "%.*s%s%u", (int)name.size, (const char *)name.data,
			 name.size ? "." : "", field.number);
		read_field(reading, &field, bytes_of(text),
			   (struct bytes){ start, (size_t)(cursor.rest.data - start) }, depth);
		if (field.cut)
			progress = CUT;
	}
	examination_record_end(reading->examination, reading->content, name.size ? &step : NULL);
	return progress;
}

static bool declares(struct bytes media_type)
{
	return bytes_find_nocase(media_type, BYTES("protobuf")) != SIZE_MAX ||
	       bytes_find_nocase(media_type, BYTES("application/grpc")) != SIZE_MAX;
}

static bool is_declared(const struct content *content)
{
	return content->media_type.size && declares(content->media_type);
}

/* A first key that a message begins with: numbers rise from 1, few leave out the first four. */
static bool starts_well(struct bytes data, bool declared)
{
	uint8_t first = data.size ? data.data[0] : 0;

	return first >= 8 && first < (declared ? 0x80 : 0x28) &&
	       ((first & 7) <= BYTES_OF || (first & 7) == FOUR);
}

static unsigned bid(const struct content *content)
{
	struct bytes sample = bytes_slice(content->data, 0, SAMPLE);
	bool cut = sample.size < content->data.size || content->incomplete;
	uint64_t there = content->incomplete ? UINT64_MAX : content->data.size - sample.size;
	int bits, least = cut ? BITS_START : BITS_WHOLE;

	if (!starts_well(sample, is_declared(content)) ||
	    !(readable_sorts(sample) & (SORT_CONTROL | SORT_HIGH)) ||
	    !message_bits(sample, there, cut, 0, &bits))
		return 0;
	if (is_declared(content))
		return (unsigned)(bits > 0 ? bits : 0) + 16;
	return bits < least ? 0 : bits < 48 ? (unsigned)bits : 48;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	const struct reading reading = { examination, content };
	bool cut = content->incomplete;
	int bits;

	if (!message_bits(content->data, cut ? UINT64_MAX : 0, cut, 0, &bits) ||
	    (bits < BITS_WHOLE && !is_declared(content)))
		return DECODED_NOT_MINE;
	return read_message(&reading, content->data, BYTES_EMPTY, 0) == GOING ? DECODED : DECODED_IN_PART;
}

const struct content_decoder content_decoder_protobuf = {
	.name = "protobuf",
	.specification = "Protocol Buffers, wire format",
	.first = (const bool[256]){ [8 ... 0x7f] = true },
	.undeclared = (const bool[256]){ [8 ... 0x27] = true },
	.declares = declares,
	.bid = bid,
	.decode = decode,
};
