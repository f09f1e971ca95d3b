/* SPDX-License-Identifier: Apache-2.0 */
/* Binary property lists of Apple's systems and the apps made for them (the XML form is read as XML):
 *
 *     "bplist00"  objects  table of their offsets  trailer(32): … size of an offset(1), of a
 *     reference(1), number of objects(8), the top one(8), offset of the table(8)
 *     object = kind(4 bits) size(4 bits; 15: a number follows)  …
 *
 * Objects refer to each other by number, so that one may stand in many places, or in itself: what is
 * read is bounded by depth and number of values. Left out: which objects a keyed archive means by a
 * UID; sets are arrays. A list without its trailer cannot be read. */
#include "base/cursor.h"
#include "base/limits.h"
#include "base/text.h"
#include "content/leaf.h"

enum { TRAILER = 32, UTF16_MOST = 64 << 10 };

/* 2001-01-01 in seconds of the usual count. */
#define EPOCH 978307200

struct list {
	const struct content *content;
	struct examination *examination;
	struct bytes data; /* without the trailer */
	size_t table;
	uint8_t offset_size, reference_size;
	uint64_t count;
	size_t visits, spent; /* objects read, bytes of strings handed over */
	bool limit, broken;
};

struct place {
	const struct step *step;
	struct bytes field;
	unsigned depth;
};

struct object {
	uint8_t kind, info;
	uint64_t size;
	struct cursor cursor; /* behind its head */
	const uint8_t *start;
};

static bool find_object(const struct list *list, uint64_t number, struct object *object)
{
	if (number >= list->count)
		return false;
	struct cursor table = cursor_over(bytes_from(list->data, list->table));

	cursor_skip(&table, (size_t)number * list->offset_size);
	uint64_t offset = cursor_be(&table, list->offset_size);

	if (!cursor_ok(&table) || offset < 8 || offset >= list->table)
		return false;
	struct cursor cursor = cursor_over(
		bytes_slice(list->data, (size_t)offset, list->table - (size_t)offset));
	uint8_t head = cursor_u8(&cursor);

	*object = (struct object){ .kind = head >> 4, .info = head & 15, .size = head & 15 };
	object->start = list->data.data + offset;
	if (object->kind >= 4 && object->kind != 8 && object->info == 15) {
		uint8_t number_head = cursor_u8(&cursor);

		if (number_head >> 4 != 1 || (number_head & 15) > 3)
			return false;
		object->size = cursor_be(&cursor, (size_t)1 << (number_head & 15));
	}
	object->cursor = cursor;
	return cursor_ok(&cursor);
}

/* UTF-16 as UTF-8; false where it cannot be. */
static bool append_wide(struct buffer *text, struct bytes wide)
{
	struct cursor cursor = cursor_over(wide);

	while (cursor_left(&cursor) >= 2) {
		uint32_t unit = cursor_be16(&cursor);

		if (unit >= 0xd800 && unit < 0xdc00 && cursor_left(&cursor) >= 2)
			unit = 0x10000 + ((unit - 0xd800) << 10) + (cursor_be16(&cursor) - 0xdc00u);
		if ((unit >= 0xd800 && unit < 0xe000) || unit > 0x10ffff || !text_append_utf8(text, unit))
			return false;
	}
	return true;
}

static struct bytes take_string(struct object *object, struct buffer *text)
{
	uint64_t size = object->kind == 6 ? object->size * 2 : object->size;

	if (object->size > cursor_left(&object->cursor) || size > cursor_left(&object->cursor))
		return BYTES_EMPTY;
	struct bytes bytes = cursor_take(&object->cursor, (size_t)size);

	if (object->kind != 6)
		return bytes;
	return size <= UTF16_MOST && append_wide(text, bytes) ? buffer_bytes(text) : BYTES_EMPTY;
}

/* The same string in many places is handed over a few times. */
static bool spend(struct list *list, size_t size)
{
	list->spent += size;
	list->limit = list->limit || list->spent > 4 * list->content->data.size;
	return !list->limit;
}

/* Counts what is read; false where that is enough. */
static bool visit(struct list *list)
{
	list->limit = list->limit || list->visits++ >= LIMIT_CONTENT_VALUES;
	return !list->limit;
}

static void read_object(struct list *list, uint64_t number, const struct place *place);

static void read_array(struct list *list, struct object *object, const struct place *place)
{
	struct step step = { .outer = place->step };
	struct place inner = { &step, place->field, place->depth + 1 };

	for (uint64_t i = 0; i < object->size && !list->limit; i++) {
		uint64_t number = cursor_be(&object->cursor, list->reference_size);

		list->broken = list->broken || !cursor_ok(&object->cursor);
		if (!cursor_ok(&object->cursor))
			return;
		read_object(list, number, &inner);
	}
}

/* References to all names, then those to all values. */
static void read_dictionary(struct list *list, struct object *object, const struct place *place)
{
	struct cursor keys = object->cursor, values = object->cursor;

	if (object->size > cursor_left(&keys) / list->reference_size) {
		list->broken = true;
		return;
	}
	cursor_skip(&values, (size_t)object->size * list->reference_size);
	examination_record_begin(list->examination);
	for (uint64_t i = 0; i < object->size && !list->limit; i++) {
		struct buffer text = examination_buffer(list->examination);
		uint64_t key = cursor_be(&keys, list->reference_size);
		uint64_t value = cursor_be(&values, list->reference_size);
		struct object name;
		bool named = find_object(list, key, &name) && (name.kind == 5 || name.kind == 6);
		struct step step = { place->step, named ? take_string(&name, &text) : BYTES_EMPTY };
		struct place inner = { &step, step.name, place->depth + 1 };

		list->broken = list->broken || !named || !cursor_ok(&values);
		if (!named || !cursor_ok(&values))
			(void)visit(list); /* of one dictionary that stands in many places, too */
		else if (spend(list, step.name.size))
			read_object(list, value, &inner);
		examination_buffer_end(list->examination, &text);
	}
	examination_record_end(list->examination, list->content, place->step);
}

static void read_number(struct list *list, struct object *object, const struct leaf *leaf)
{
	size_t size = (size_t)1 << object->info;
	struct cursor *cursor = &object->cursor;

	/* Integers of 16 bytes are how unsigned ones of 8 are written. */
	if (size == 16 && object->kind == 1)
		cursor_skip(cursor, 8);
	uint64_t value = cursor_be(cursor, size < 8 ? size : 8);

	list->broken = list->broken || !cursor_ok(cursor) || size > 16;
	if (list->broken)
		return;
	if (object->kind == 1 && size == 8)
		leaf_signed(leaf, (int64_t)value);
	else if (object->kind == 1)
		leaf_integer(leaf, value, false);
	else if (object->kind == 2 && (size == 4 || size == 8))
		leaf_real(leaf, leaf_real_of(value, size), size);
	else if (object->kind == 3 && size == 8) {
		double seconds = leaf_real_of(value, 8);

		if (seconds > -4e9 && seconds < 4e9)
			leaf_time(leaf, (int64_t)seconds + EPOCH, 0);
	}
}

static void read_string(struct list *list, struct object *object, struct leaf *leaf)
{
	struct buffer text = examination_buffer(list->examination);

	leaf->where = bytes_slice(object->cursor.rest, 0,
				  object->size < list->data.size ? (size_t)object->size : 0);
	struct bytes value = take_string(object, &text);

	list->broken = list->broken || (object->size && value.size == 0);
	if (spend(list, value.size) && object->kind == 4)
		leaf_bytes(leaf, value);
	else if (!list->limit)
		leaf_text(leaf, value);
	examination_buffer_end(list->examination, &text);
}

static void read_object(struct list *list, uint64_t number, const struct place *place)
{
	struct object object;

	list->limit = list->limit || place->depth >= LIMIT_NESTING;
	if (!visit(list))
		return;
	if (!find_object(list, number, &object)) {
		list->broken = true;
		return;
	}
	struct leaf leaf = { list->examination, list->content, place->step, place->field,
			     (struct bytes){ object.start, 1 } };

	switch (object.kind) {
	case 1:
	case 2:
	case 3:
		read_number(list, &object, &leaf);
		break;
	case 4:
	case 5:
	case 6:
		read_string(list, &object, &leaf);
		break;
	case 10:
	case 11:
	case 12:
		read_array(list, &object, place);
		break;
	case 13:
		read_dictionary(list, &object, place);
		break;
	default: /* 0: null, false, true; 8: a UID */
		break;
	}
}

static unsigned bid(const struct content *content)
{
	return bytes_start_with(content->data, BYTES("bplist0")) ? 56 : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct bytes data = content->data;
	struct list list = { content, examination, .data = bytes_slice(data, 0, data.size - TRAILER) };
	struct step root = { .name = BYTES("$") };
	struct place top = { &root, content->label, 0 };

	if (data.size < TRAILER + 8)
		list.data = BYTES_EMPTY;
	struct cursor trailer = cursor_over(bytes_from(data, list.data.size + 6));

	list.offset_size = cursor_u8(&trailer);
	list.reference_size = cursor_u8(&trailer);
	list.count = cursor_be64(&trailer);
	uint64_t first = cursor_be64(&trailer), table = cursor_be64(&trailer);

	if (list.data.size == 0 || list.offset_size < 1 || list.offset_size > 8 || list.reference_size < 1 ||
	    list.reference_size > 8 || table < 8 || table >= list.data.size ||
	    list.count > (list.data.size - table) / list.offset_size) {
		examination_undecoded(examination, content, "plist",
				      content->incomplete ? "cut" : "malformed", data);
		return DECODED_IN_PART;
	}
	list.table = (size_t)table;
	read_object(&list, first, &top);
	if (list.limit)
		examination_limit(examination, "content-values", LIMIT_CONTENT_VALUES);
	if (list.limit || list.broken)
		examination_undecoded(examination, content, "plist", list.limit ? "limit" : "malformed",
				      data);
	return list.limit || list.broken ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_plist = {
	.name = "plist",
	.specification = "Apple binary property list 00",
	.first = (const bool[256]){ ['b'] = true },
	.bid = bid,
	.decode = decode,
};
