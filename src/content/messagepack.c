/* SPDX-License-Identifier: Apache-2.0 */
/* MessagePack, one item or several after each other, cut anywhere. Text that is not UTF-8 is bytes, as
 * in the format before 2013.
 *
 *     00-7f number   80-8f map    90-9f array  a0-bf text  c0 nil  c1 never  c2-c3 false, true
 *     c4-c6 bytes    c7-c9 ext    ca-cb real   cc-cf unsigned  d0-d3 signed  d4-d8 ext of fixed size
 *     d9-db text     dc-dd array  de-df map    e0-ff negative number
 *
 * Extension -1 is a point in time; the others are what each program makes them, and left as bytes. */
#include "content/items.h"

enum { TIMESTAMP = 0xff };

/* Bytes of size, length or value that follow a first byte from c4 to df. */
static size_t argument_size(uint8_t first)
{
	static const uint8_t sizes[] = {
		1, 2, 4, 1, 2, 4, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, /* c4 to d3 */
		0, 0, 0, 0, 0, 1, 2, 4, 2, 4, 2, 4,		/* d4 to df */
	};

	return sizes[first - 0xc4];
}

static enum items_progress take_bytes(struct cursor *cursor, struct item *item, uint64_t size)
{
	item->cut = size > cursor_left(cursor);
	item->bytes = cursor_take(cursor, item->cut ? cursor_left(cursor) : (size_t)size);
	return ITEMS_GOING;
}

static enum items_progress take_integer(struct item *item, uint64_t value, size_t size, bool with_sign)
{
	uint64_t sign = (uint64_t)1 << (8 * size - 1);

	item->kind = ITEM_INTEGER;
	item->negative = with_sign && (value & sign);
	item->number = item->negative ? ~value & (sign - 1) : value;
	return ITEMS_GOING;
}

static enum items_progress next_long(struct cursor *cursor, uint8_t first, struct item *item)
{
	size_t size = argument_size(first);
	uint64_t value = cursor_be(cursor, size);
	bool extension = (first >= 0xc7 && first <= 0xc9) || (first >= 0xd4 && first <= 0xd8);

	if (extension) {
		item->kind = ITEM_EXTENSION;
		item->number = cursor_u8(cursor);
		value = first >= 0xd4 ? (uint64_t)1 << (first - 0xd4) : value;
	}
	if (!cursor_ok(cursor))
		return ITEMS_CUT;
	if (first >= 0xcc && first <= 0xd3)
		return take_integer(item, value, size, first >= 0xd0);
	if (first == 0xca || first == 0xcb) {
		item->kind = ITEM_REAL;
		item->real_size = (uint8_t)size;
		item->real = leaf_real_of(value, size);
		return ITEMS_GOING;
	}
	if (first >= 0xdc) {
		item->kind = first >= 0xde ? ITEM_MAP : ITEM_ARRAY;
		item->number = value;
		return ITEMS_GOING;
	}
	if (!extension)
		item->kind = first >= 0xd9 ? ITEM_TEXT : ITEM_BYTES;
	return take_bytes(cursor, item, value);
}

static enum items_progress next(struct cursor *cursor, struct item *ret_item)
{
	struct cursor at = *cursor;
	uint8_t first = cursor_u8(&at);
	struct item item = { .kind = ITEM_WORD };
	enum items_progress progress = ITEMS_GOING;

	if (!cursor_ok(&at))
		return ITEMS_CUT;
	if (first < 0x80 || first >= 0xe0) {
		progress = take_integer(&item, first, 1, true);
	} else if (first < 0xa0) {
		item.kind = first < 0x90 ? ITEM_MAP : ITEM_ARRAY;
		item.number = first & 15;
	} else if (first < 0xc0) {
		item.kind = ITEM_TEXT;
		progress = take_bytes(&at, &item, first & 31);
	} else if (first >= 0xc4) {
		progress = next_long(&at, first, &item);
	} else if (first == 0xc1) {
		progress = ITEMS_BROKEN;
	}
	if (progress == ITEMS_GOING) {
		*cursor = at;
		*ret_item = item;
	}
	return progress;
}

static bool read_timestamp(struct bytes bytes, const struct leaf *leaf)
{
	struct cursor cursor = cursor_over(bytes);
	uint64_t first = cursor_be(&cursor, bytes.size == 8 ? 8 : 4);

	if (bytes.size == 4)
		leaf_time(leaf, (int64_t)first, 0);
	else if (bytes.size == 8)
		leaf_time(leaf, (int64_t)(first & 0x3ffffffff), (uint32_t)(first >> 34));
	else if (bytes.size == 12)
		leaf_time(leaf, (int64_t)cursor_be64(&cursor), (uint32_t)first);
	else
		return false;
	return true;
}

static enum items_progress special(struct items *items, const struct item *item,
				   const struct items_place *place)
{
	struct leaf leaf = items_leaf(items, place, item->bytes);

	if (items->examination && !item->cut &&
	    !(item->number == TIMESTAMP && read_timestamp(item->bytes, &leaf)))
		leaf_bytes(&leaf, item->bytes);
	return item->cut ? ITEMS_CUT : ITEMS_GOING;
}

static const struct items_format format = {
	.name = "msgpack",
	.next = next,
	.special = special,
};

static bool is_declared(const struct content *content)
{
	return content->media_type.size &&
	       (bytes_find_nocase(content->media_type, BYTES("msgpack")) != SIZE_MAX ||
		bytes_find_nocase(content->media_type, BYTES("messagepack")) != SIZE_MAX);
}

static unsigned bid(const struct content *content)
{
	/* a map or an array, unless anything may come */
	if (!is_declared(content) &&
	    (content->data.size < 4 || content->data.data[0] < 0x80 ||
	     (content->data.data[0] >= 0xa0 && content->data.data[0] < 0xdc) || content->data.data[0] > 0xdf))
		return 0;
	return items_bid(&format, content, is_declared(content));
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	return items_decode(&format, content, examination, is_declared(content), 0);
}

const struct content_decoder content_decoder_messagepack = {
	.name = "msgpack",
	.specification = "MessagePack specification of 2017",
	.first = (const bool[256]){ [0x80 ... 0xdf] = true },
	.bid = bid,
	.decode = decode,
};
