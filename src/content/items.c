/* SPDX-License-Identifier: Apache-2.0 */
#include "content/items.h"

#include "base/text.h"
#include "content/readable.h"

enum {
	SAMPLE = 64,
	/* Bits of the beginning, and of all of it, from which on it is taken for what it seems. */
	BITS_START = 12,
	BITS_WHOLE = 20,
	BITS_END = 8,	/* all ends where the data ends */
	BITS_TOP = 3,	/* the first item is an array or a map */
	BITS_KEY = 3,	/* a name is where a name must be */
	BITS_TEXT = 32, /* of one text at most */
	/* A whole number of so many digits is a telephone or the like, not part of a vector. */
	VECTOR_NUMBER = 1000000,
};

/* Text as people and programs write it: a NUL may end it. */
static bool is_clean(struct bytes text)
{
	if (text.size && text.data[text.size - 1] == 0)
		text.size--;
	return !(readable_sorts(text) & SORT_CONTROL) && readable_utf8(text);
}

static bool is_name(struct bytes text)
{
	const unsigned others = SORT_PERCENT | SORT_ESCAPE | SORT_OTHER | SORT_EQUALS | SORT_QUERY;

	return text.size > 0 && !(readable_sorts(text) & (others | SORT_HIGH | SORT_CONTROL));
}

static struct bytes since(const struct items *items, const uint8_t *start)
{
	return (struct bytes){ start, (size_t)(items->cursor.rest.data - start) };
}

static enum items_progress read_string(struct items *items, const struct item *item,
				       const struct items_place *place, const uint8_t *start)
{
	struct leaf leaf = items_leaf(items, place, since(items, start));
	bool text = item->kind == ITEM_TEXT && (items->format->text_is_utf8 || readable_utf8(item->bytes));

	if (items->examination && text)
		leaf_text(&leaf, item->bytes);
	else if (items->examination)
		leaf_bytes(&leaf, item->bytes);
	else if (text && !is_clean(item->bytes))
		return ITEMS_BROKEN;
	else if (text)
		items->bits += item->bytes.size < BITS_TEXT ? (unsigned)item->bytes.size : BITS_TEXT;
	return item->cut ? ITEMS_CUT : ITEMS_GOING;
}

/* A string in chunks, each a string of the same kind. */
static enum items_progress read_chunks(struct items *items, const struct item *item,
				       const struct items_place *place, const uint8_t *start)
{
	struct buffer buffer = items->examination ? examination_buffer(items->examination) : buffer_of(0);
	enum items_progress progress = ITEMS_GOING;
	struct item chunk = { .kind = item->kind };

	while (progress == ITEMS_GOING) {
		progress = items->format->next(&items->cursor, &chunk);
		if (progress != ITEMS_GOING || chunk.kind == ITEM_BREAK)
			break;
		if (chunk.kind != item->kind || chunk.endless)
			progress = ITEMS_BROKEN;
		else if (!items->examination)
			progress = read_string(items, &chunk, place, start);
		else if (!buffer_append(&buffer, chunk.bytes))
			break;
		else if (chunk.cut)
			progress = ITEMS_CUT;
	}
	if (items->examination) {
		struct item whole = { .kind = item->kind, .bytes = buffer_bytes(&buffer) };

		(void)read_string(items, &whole, place, start);
		if (buffer.full || buffer.failed)
			progress = ITEMS_BROKEN;
		examination_buffer_end(items->examination, &buffer);
	}
	return progress;
}

static bool is_end(struct items *items, const struct item *item, uint64_t index)
{
	struct cursor ahead = items->cursor;
	struct item next;

	if (!item->endless)
		return index >= item->number;
	if (items->format->next(&ahead, &next) != ITEMS_GOING || next.kind != ITEM_BREAK)
		return false;
	items->cursor = ahead;
	return true;
}

/* If the array behind the cursor is a vector of numbers, appends it to `text` as JSON has it. */
static bool is_vector(const struct items *items, const struct item *array, struct buffer *text)
{
	struct items ahead = { .format = items->format, .cursor = items->cursor };
	char number[LEAF_TEXT_SIZE];
	uint64_t count = 0;
	struct item item;

	if (!array->endless && array->number < LEAF_VECTOR)
		return false;
	for (; !is_end(&ahead, array, count); count++) {
		if (ahead.format->next(&ahead.cursor, &item) != ITEMS_GOING)
			return false;
		if (item.kind == ITEM_REAL)
			buffer_append(text, BYTES(","));
		else if (item.kind != ITEM_INTEGER || item.number >= VECTOR_NUMBER)
			return false;
		else
			buffer_append(text, BYTES(","));
		buffer_append(text, item.kind == ITEM_REAL
					    ? leaf_real_text(item.real, item.real_size, number)
					    : leaf_integer_text(item.number, item.negative, number));
	}
	if (count < LEAF_VECTOR || text->full || text->failed)
		return false;
	text->data[0] = '[';
	return buffer_append_byte(text, ']');
}

static bool read_vector(struct items *items, const struct item *array, const struct items_place *place,
			const uint8_t *start)
{
	struct buffer text = examination_buffer(items->examination);
	bool vector = is_vector(items, array, &text);

	if (vector) {
		struct item item;

		for (uint64_t i = 0; !is_end(items, array, i); i++)
			(void)items->format->next(&items->cursor, &item);
		examination_value(items->examination, items->content, place->step, place->field,
				  buffer_bytes(&text), since(items, start), true);
	}
	buffer_clear(&text); /* nothing that was made larger */
	examination_buffer_end(items->examination, &text);
	return vector;
}

static enum items_progress read_array(struct items *items, const struct item *item,
				      const struct items_place *place, const uint8_t *start)
{
	struct step step = { .outer = place->step };
	struct items_place inner = { &step, place->field, place->depth + 1, place->labels };
	enum items_progress progress = ITEMS_GOING;

	if (items->examination && read_vector(items, item, place, start))
		return ITEMS_GOING;
	for (uint64_t i = 0; progress == ITEMS_GOING && !is_end(items, item, i); i++)
		progress = items_read(items, &inner);
	return progress;
}

/* The name of a member; nothing where what it is says nothing. */
static struct bytes name_of(const struct items *items, const struct item *key, int labels,
			    char text[LEAF_TEXT_SIZE])
{
	struct bytes name = BYTES_EMPTY;

	if (key->kind == ITEM_TEXT || (key->kind == ITEM_BYTES && is_clean(key->bytes)))
		return key->bytes;
	if (key->kind == ITEM_INTEGER && items->format->label)
		name = items->format->label(labels, key);
	if (key->kind == ITEM_INTEGER && name.size == 0)
		name = leaf_integer_text(key->number, key->negative, text);
	return name;
}

/* Whether names are what names are; all of one map are of one kind. */
static bool is_key(struct items *items, const struct item *key, enum item_kind first)
{
	if (key->kind == ITEM_INTEGER)
		return first == ITEM_INTEGER;
	if ((key->kind != ITEM_TEXT && key->kind != ITEM_BYTES) || key->kind != first || key->endless)
		return false;
	if (items->examination)
		return true;
	if (is_name(key->bytes))
		items->bits += BITS_KEY + 2 * (key->bytes.size < BITS_TEXT / 2 ? (unsigned)key->bytes.size
									       : BITS_TEXT / 2);
	return is_clean(key->bytes);
}

static enum items_progress read_map(struct items *items, const struct item *item,
				    const struct items_place *place)
{
	enum items_progress progress = ITEMS_GOING;
	enum item_kind first = ITEM_BREAK;
	struct item key;

	if (items->examination)
		examination_record_begin(items->examination);
	for (uint64_t i = 0; progress == ITEMS_GOING && !is_end(items, item, i); i++) {
		char text[LEAF_TEXT_SIZE];

		progress = items->format->next(&items->cursor, &key);
		if (progress != ITEMS_GOING)
			break;
		first = i ? first : key.kind;
		if (!is_key(items, &key, first))
			progress = ITEMS_BROKEN;
		else if (key.cut)
			progress = ITEMS_CUT;
		if (progress != ITEMS_GOING)
			break;
		struct bytes name = name_of(items, &key, place->labels, text);
		struct step step = { .outer = place->step, .name = name };
		struct items_place inner = { &step, name, place->depth + 1, 0 };

		progress = items_read(items, &inner);
	}
	if (items->examination)
		examination_record_end(items->examination, items->content, place->step);
	return progress;
}

enum items_progress items_read(struct items *items, const struct items_place *place)
{
	const uint8_t *start = items->cursor.rest.data;
	struct item item;
	enum items_progress progress = items->format->next(&items->cursor, &item);

	if (progress != ITEMS_GOING)
		return progress;
	if (place->depth >= LIMIT_NESTING) {
		items->limit = true;
		return ITEMS_BROKEN;
	}
	struct leaf leaf = items_leaf(items, place, since(items, start));

	switch (item.kind) {
	case ITEM_INTEGER:
		if (items->examination)
			leaf_integer(&leaf, item.number, item.negative);
		return ITEMS_GOING;
	case ITEM_REAL:
		if (items->examination)
			leaf_real(&leaf, item.real, item.real_size);
		return ITEMS_GOING;
	case ITEM_WORD:
		return ITEMS_GOING;
	case ITEM_TEXT:
	case ITEM_BYTES:
		return item.endless ? read_chunks(items, &item, place, start)
				    : read_string(items, &item, place, start);
	case ITEM_ARRAY:
		return read_array(items, &item, place, start);
	case ITEM_MAP:
		return read_map(items, &item, place);
	case ITEM_TAG:
	case ITEM_EXTENSION:
		return items->format->special(items, &item, place);
	case ITEM_BREAK:
		break;
	}
	return ITEMS_BROKEN;
}

static bool is_container(const struct items_format *format, struct cursor ahead)
{
	struct item item;

	return format->next(&ahead, &item) == ITEMS_GOING &&
	       (item.kind == ITEM_ARRAY || item.kind == ITEM_MAP || item.kind == ITEM_TAG);
}

unsigned items_bits(const struct items_format *format, const struct content *content, struct bytes data,
		    bool cut)
{
	struct items items = { .format = format, .content = content, .cursor = cursor_over(data) };
	struct items_place top = { 0 };

	if (!is_container(format, items.cursor))
		return 0;
	items.bits = BITS_TOP;
	while (cursor_left(&items.cursor)) {
		enum items_progress progress = is_container(format, items.cursor) ? items_read(&items, &top)
										  : ITEMS_BROKEN;

		if (items.limit || (progress == ITEMS_CUT && cut))
			return items.bits;
		if (progress != ITEMS_GOING)
			return 0;
	}
	return items.bits + (cut ? 0 : BITS_END);
}

unsigned items_bid(const struct items_format *format, const struct content *content, bool declared)
{
	struct bytes sample = bytes_slice(content->data, 0, SAMPLE);
	bool cut = sample.size < content->data.size || content->incomplete;
	unsigned bits = items_bits(format, content, sample, cut);
	unsigned least = cut ? BITS_START : BITS_WHOLE;

	if (declared && sample.size)
		return bits + BITS_START;
	return bits < least ? 0 : bits < 60 ? bits : 60;
}

enum decoded items_decode(const struct items_format *format, const struct content *content,
			  struct examination *examination, bool declared, int labels)
{
	struct items items = {
		.format = format,
		.content = content,
		.examination = examination,
		.cursor = cursor_over(content->data),
	};
	struct step root = { .name = BYTES("$") };
	struct items_place top = { &root, content->label, 0, labels };
	enum items_progress progress = ITEMS_GOING;

	if (!declared && items_bits(format, content, content->data, content->incomplete) < BITS_WHOLE)
		return DECODED_NOT_MINE;
	while (progress == ITEMS_GOING && cursor_left(&items.cursor))
		progress = items_read(&items, &top);
	if (progress == ITEMS_GOING)
		return DECODED;
	if (items.limit) {
		examination_limit(examination, "nesting", LIMIT_NESTING);
		examination_undecoded(examination, content, format->name, "limit", items.cursor.rest);
	} else if (progress == ITEMS_BROKEN) {
		if (items.cursor.rest.data == content->data.data)
			return DECODED_NOT_MINE;
		examination_undecoded(examination, content, format->name, "malformed", items.cursor.rest);
	} else if (!content->incomplete) {
		examination_undecoded(examination, content, format->name, "cut", items.cursor.rest);
	}
	return DECODED_IN_PART;
}
