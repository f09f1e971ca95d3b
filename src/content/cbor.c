/* SPDX-License-Identifier: Apache-2.0 */
/* CBOR (RFC 8949), one item or several after each other (RFC 8742), cut anywhere:
 *
 *     item = kind(3 bits) argument(5 bits, or 1, 2, 4, 8 bytes behind)  …
 *     kinds: 0 number, 1 -1 - number, 2 bytes, 3 text, 4 array, 5 map, 6 tag, 7 real, word, break
 *
 * Signed and authenticated objects (COSE, RFC 9052) and the claims in them (CWT, RFC 8392; SenML, RFC
 * 8428) have their numbers turned into the names of the registries; encrypted ones are said. Left out:
 * maps whose names are arrays or maps; integers of more than 64 bits; the second half of the tags.
 *
 * The library for CBOR gives no part of a string that is cut, which is where captures end. */
#include "content/items.h"

enum labels { LABELS_NONE, LABELS_COSE, LABELS_CWT, LABELS_SENML };

enum tag {
	TAG_DECIMAL = 4,
	TAG_ENCRYPT0 = 16,
	TAG_MAC0 = 17,
	TAG_SIGN1 = 18,
	TAG_ENCODED = 24,
	TAG_UUID = 37,
	TAG_MAC_ADDRESS = 48,
	TAG_IPV4 = 52,
	TAG_IPV6 = 54,
	TAG_TYPED = 64, /* to 87: arrays of numbers of one kind (RFC 8746) */
	TAG_TYPED_END = 88,
	TAG_ENCRYPT = 96,
	TAG_MAC = 97,
	TAG_SIGN = 98,
	TAG_GEOGRAPHIC = 103,
	TAG_CBOR = 55799,
};

static enum items_progress next_simple(struct cursor *cursor, uint8_t info, uint64_t value, struct item *item)
{
	if (info >= 25 && info <= 27) {
		item->kind = ITEM_REAL;
		item->real_size = (uint8_t)(1 << (info - 24));
		item->real = leaf_real_of(value, item->real_size);
	} else if (info == 31) {
		item->kind = ITEM_BREAK;
	} else {
		/* false, true, null, undefined; others have no meaning yet */
		item->kind = ITEM_WORD;
		if (value < 20 || value > 23)
			return ITEMS_BROKEN;
	}
	return cursor_ok(cursor) ? ITEMS_GOING : ITEMS_CUT;
}

static enum items_progress next(struct cursor *cursor, struct item *ret_item)
{
	static const enum item_kind kinds[] = { ITEM_INTEGER, ITEM_INTEGER, ITEM_BYTES, ITEM_TEXT,
						ITEM_ARRAY,   ITEM_MAP,	    ITEM_TAG };
	struct cursor at = *cursor;
	uint8_t first = cursor_u8(&at), major = first >> 5, info = first & 31;
	uint64_t value = info >= 24 && info < 28 ? cursor_be(&at, (size_t)1 << (info - 24)) : info;
	struct item item = { .number = value, .negative = major == 1, .endless = info == 31 };

	if (!cursor_ok(&at))
		return ITEMS_CUT;
	if ((info >= 28 && info < 31) || (info == 31 && (major < 2 || major == 6)))
		return ITEMS_BROKEN;
	if (major == 7) {
		enum items_progress progress = next_simple(&at, info, value, &item);

		if (progress != ITEMS_GOING)
			return progress;
	} else {
		item.kind = kinds[major];
	}
	if ((item.kind == ITEM_BYTES || item.kind == ITEM_TEXT) && !item.endless) {
		item.cut = value > cursor_left(&at);
		item.bytes = cursor_take(&at, item.cut ? cursor_left(&at) : (size_t)value);
	}
	*cursor = at;
	*ret_item = item;
	return ITEMS_GOING;
}

static struct bytes label(int labels, const struct item *key)
{
	static const struct {
		enum labels labels;
		int number;
		struct bytes name;
	} names[] = {
		{ LABELS_COSE, 1, BYTES("alg") },	   { LABELS_COSE, 2, BYTES("crit") },
		{ LABELS_COSE, 3, BYTES("content-type") }, { LABELS_COSE, 4, BYTES("kid") },
		{ LABELS_COSE, 5, BYTES("iv") },	   { LABELS_COSE, 33, BYTES("x5chain") },
		{ LABELS_CWT, 1, BYTES("iss") },	   { LABELS_CWT, 2, BYTES("sub") },
		{ LABELS_CWT, 3, BYTES("aud") },	   { LABELS_CWT, 4, BYTES("exp") },
		{ LABELS_CWT, 5, BYTES("nbf") },	   { LABELS_CWT, 6, BYTES("iat") },
		{ LABELS_CWT, 7, BYTES("cti") },	   { LABELS_CWT, 8, BYTES("cnf") },
		{ LABELS_SENML, -1, BYTES("bver") },	   { LABELS_SENML, -2, BYTES("bn") },
		{ LABELS_SENML, -3, BYTES("bt") },	   { LABELS_SENML, -4, BYTES("bu") },
		{ LABELS_SENML, -5, BYTES("bv") },	   { LABELS_SENML, -6, BYTES("bs") },
		{ LABELS_SENML, 0, BYTES("n") },	   { LABELS_SENML, 1, BYTES("u") },
		{ LABELS_SENML, 2, BYTES("v") },	   { LABELS_SENML, 3, BYTES("vs") },
		{ LABELS_SENML, 4, BYTES("vb") },	   { LABELS_SENML, 5, BYTES("s") },
		{ LABELS_SENML, 6, BYTES("t") },	   { LABELS_SENML, 7, BYTES("ut") },
		{ LABELS_SENML, 8, BYTES("vd") },
	};

	if (labels == LABELS_NONE || key->number > 64)
		return BYTES_EMPTY;
	int number = key->negative ? -1 - (int)key->number : (int)key->number;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if ((int)names[i].labels == labels && names[i].number == number)
			return names[i].name;
	return BYTES_EMPTY;
}

/* Reads CBOR that stands in a byte string, as part of the same content. */
static void read_inner(const struct items *items, struct bytes bytes, const struct items_place *place)
{
	struct items inner = *items;

	inner.cursor = cursor_over(bytes);
	(void)items_read(&inner, place);
}

static bool is_map(const struct items *items, struct bytes bytes, unsigned depth)
{
	struct items check = { .format = items->format,
			       .content = items->content,
			       .cursor = cursor_over(bytes) };
	struct items_place place = { .depth = depth + 1 };

	return bytes.size && bytes.data[0] >> 5 == 5 && items_read(&check, &place) == ITEMS_GOING &&
	       cursor_left(&check.cursor) == 0;
}

static void skip_items(struct items *items, uint64_t count, unsigned depth)
{
	struct items skipped = { .format = items->format,
				 .content = items->content,
				 .cursor = items->cursor };
	struct items_place place = { .depth = depth + 1 };

	while (count-- && items_read(&skipped, &place) == ITEMS_GOING)
		;
	items->cursor = skipped.cursor;
}

/* [ protected: bytes, unprotected: map, payload: bytes or null, signatures … ] */
static enum items_progress read_cose(struct items *items, uint64_t tag, uint64_t count,
				     const struct items_place *place)
{
	struct step step = { .outer = place->step, .name = BYTES("protected") };
	struct items_place part = { &step, step.name, place->depth + 1, LABELS_COSE };
	struct item item;
	enum items_progress progress = items->format->next(&items->cursor, &item);

	if (progress == ITEMS_GOING && item.kind == ITEM_BYTES && item.bytes.size)
		read_inner(items, item.bytes, &part);
	part.field = step.name = BYTES("unprotected");
	if (progress == ITEMS_GOING && !item.cut)
		progress = items_read(items, &part);
	if (progress == ITEMS_GOING)
		progress = items->format->next(&items->cursor, &item);
	if (progress != ITEMS_GOING)
		return progress;
	part = (struct items_place){ &step, BYTES("payload"), place->depth + 1, LABELS_CWT };
	step.name = part.field;
	if (item.kind == ITEM_BYTES && (tag == TAG_ENCRYPT0 || tag == TAG_ENCRYPT)) {
		examination_undecoded(items->examination, items->content, items->format->name, "encrypted",
				      item.bytes);
	} else if (item.kind == ITEM_BYTES && is_map(items, item.bytes, place->depth)) {
		read_inner(items, item.bytes, &part);
	} else if (item.kind == ITEM_BYTES) {
		struct leaf leaf = items_leaf(items, &part, item.bytes);

		leaf_bytes(&leaf, item.bytes);
	}
	if (item.cut)
		return ITEMS_CUT;
	skip_items(items, count - 3, place->depth);
	return ITEMS_GOING;
}

/* An exponent of ten and a whole number: 39.90923 as [-5, 3990923]. */
static bool read_decimal(struct items *items, const struct items_place *place, const struct leaf *leaf)
{
	struct cursor ahead = items->cursor;
	struct item exponent, mantissa;
	char digits[LEAF_TEXT_SIZE], text[2 * LEAF_TEXT_SIZE];
	enum { PLACES = 18 };

	if (next(&ahead, &exponent) != ITEMS_GOING || next(&ahead, &mantissa) != ITEMS_GOING ||
	    exponent.kind != ITEM_INTEGER || mantissa.kind != ITEM_INTEGER || !exponent.negative ||
	    exponent.number >= PLACES)
		return false;
	struct item whole = mantissa;

	/* Without its sign, so that zeros can stand before it. */
	whole.number += mantissa.negative && mantissa.number < UINT64_MAX;
	struct bytes number = leaf_integer_text(whole.number, false, digits);
	size_t places = (size_t)exponent.number + 1, size = 0;

	if (mantissa.negative)
		text[size++] = '-';
	for (size_t i = number.size; i <= places; i++) {
		text[size++] = '0';
		if (i == number.size && places >= number.size)
			text[size++] = '.';
	}
	for (size_t i = 0; i < number.size; i++) {
		if (i > 0 && i + places == number.size)
			text[size++] = '.';
		text[size++] = (char)number.data[i];
	}
	items->cursor = ahead;
	examination_value(leaf->examination, leaf->content, place->step, place->field,
			  (struct bytes){ (uint8_t *)text, size }, leaf->where, true);
	return true;
}

/* [ latitude, longitude, altitude, … ] */
static enum items_progress read_geographic(struct items *items, uint64_t count,
					   const struct items_place *place)
{
	static const struct bytes names[] = { BYTES("latitude"), BYTES("longitude"), BYTES("altitude") };
	enum items_progress progress = ITEMS_GOING;

	examination_record_begin(items->examination);
	for (uint64_t i = 0; i < count && i < 3 && progress == ITEMS_GOING; i++) {
		struct step step = { .outer = place->step, .name = names[i] };
		struct items_place inner = { &step, names[i], place->depth + 1, 0 };

		progress = items_read(items, &inner);
	}
	examination_record_end(items->examination, items->content, place->step);
	if (progress == ITEMS_GOING && count > 3)
		skip_items(items, count - 3, place->depth);
	return progress;
}

/* Floats or doubles in a row, as JSON has them. Integers of fixed size are left as bytes. */
static bool read_typed(const struct items *items, uint64_t tag, struct bytes bytes, const struct leaf *leaf)
{
	size_t size = (size_t)2 << (tag & 3);
	struct cursor cursor = cursor_over(bytes);
	struct buffer text = examination_buffer(items->examination);
	char number[LEAF_TEXT_SIZE];

	if (!(tag & 16) || size == 16 || bytes.size < size)
		return false;
	for (size_t left = bytes.size / size; left; left--) {
		uint64_t bits = tag & 4 ? cursor_le(&cursor, size) : cursor_be(&cursor, size);

		buffer_append(&text, text.size ? BYTES(",") : BYTES("["));
		buffer_append(&text, leaf_real_text(leaf_real_of(bits, size), size, number));
	}
	buffer_append(&text, BYTES("]"));
	examination_value(leaf->examination, leaf->content, leaf->step, leaf->field, buffer_bytes(&text),
			  leaf->where, true);
	examination_buffer_end(items->examination, &text);
	return true;
}

/* A tag before a byte string. False: as without the tag. */
static bool read_tagged_bytes(const struct items *items, uint64_t tag, struct bytes bytes,
			      const struct leaf *leaf)
{
	if (tag == TAG_UUID && bytes.size == 16)
		leaf_uuid(leaf, bytes);
	else if (tag == TAG_MAC_ADDRESS && (bytes.size == 6 || bytes.size == 8))
		leaf_mac(leaf, bytes);
	else if ((tag == TAG_IPV4 && bytes.size == 4) || (tag == TAG_IPV6 && bytes.size == 16))
		leaf_ip(leaf, bytes);
	else if (tag >= TAG_TYPED && tag < TAG_TYPED_END)
		return read_typed(items, tag, bytes, leaf);
	else
		return false;
	return true;
}

static bool is_cose(uint64_t tag)
{
	return (tag >= TAG_ENCRYPT0 && tag <= TAG_SIGN1) || (tag >= TAG_ENCRYPT && tag <= TAG_SIGN);
}

/* What a tag says for its being one: two or three bytes that are as they must be. */
static unsigned tag_bits(struct cursor ahead, uint64_t tag)
{
	struct item array, header;

	if (tag == TAG_CBOR)
		return 24;
	if (!is_cose(tag) || next(&ahead, &array) != ITEMS_GOING || next(&ahead, &header) != ITEMS_GOING)
		return 0;
	return array.kind == ITEM_ARRAY && array.number >= 3 && array.number <= 4 && header.kind == ITEM_BYTES
		       ? 12
		       : 0;
}

static enum items_progress special(struct items *items, const struct item *item,
				   const struct items_place *place)
{
	struct items_place inner = { place->step, place->field, place->depth + 1, place->labels };
	struct cursor ahead = items->cursor;
	const uint8_t *start = ahead.rest.data;
	struct item first;
	uint64_t tag = item->number;

	if (!items->examination) {
		items->bits += tag_bits(ahead, tag);
		return items_read(items, &inner);
	}
	if (place->depth + 2 >= LIMIT_NESTING || next(&ahead, &first) != ITEMS_GOING || first.endless)
		return items_read(items, &inner);
	struct leaf leaf = items_leaf(items, place,
				      (struct bytes){ start, (size_t)(ahead.rest.data - start) });

	if (first.kind == ITEM_BYTES && !first.cut && tag == TAG_ENCODED && first.bytes.size) {
		items->cursor = ahead;
		read_inner(items, first.bytes, &inner);
		return ITEMS_GOING;
	}
	if (first.kind == ITEM_BYTES && !first.cut && read_tagged_bytes(items, tag, first.bytes, &leaf)) {
		items->cursor = ahead;
		return ITEMS_GOING;
	}
	if (first.kind == ITEM_ARRAY) {
		struct cursor before = items->cursor;

		items->cursor = ahead;
		if (tag == TAG_DECIMAL && first.number == 2 && read_decimal(items, place, &leaf))
			return ITEMS_GOING;
		if (tag == TAG_GEOGRAPHIC && first.number >= 2)
			return read_geographic(items, first.number, place);
		if (is_cose(tag) && first.number >= 3)
			return read_cose(items, tag, first.number, place);
		items->cursor = before;
	}
	return items_read(items, &inner);
}

static const struct items_format format = {
	.name = "cbor",
	.text_is_utf8 = true,
	.next = next,
	.label = label,
	.special = special,
};

static bool declares(struct bytes media_type)
{
	return bytes_find_nocase(media_type, BYTES("cbor")) != SIZE_MAX ||
	       bytes_find_nocase(media_type, BYTES("/cose")) != SIZE_MAX ||
	       bytes_find_nocase(media_type, BYTES("/cwt")) != SIZE_MAX;
}

static bool is_declared(const struct content *content)
{
	return content->media_type.size && declares(content->media_type);
}

static unsigned bid(const struct content *content)
{
	/* an array, a map or a tag, unless it is declared: then a string or real as well */
	if (!is_declared(content) &&
	    (content->data.size < 4 || content->data.data[0] < 0x80 || content->data.data[0] > 0xdb))
		return 0;
	return items_bid(&format, content, is_declared(content));
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	bool senml = content->media_type.size &&
		     bytes_find_nocase(content->media_type, BYTES("sen")) != SIZE_MAX;

	return items_decode(&format, content, examination, is_declared(content),
			    senml ? LABELS_SENML : LABELS_NONE);
}

const struct content_decoder content_decoder_cbor = {
	.name = "cbor",
	.specification = "RFC 8949",
	.first = (const bool[256]){ [0x40 ... 0xdb] = true },
	.undeclared = (const bool[256]){ [0x80 ... 0xdb] = true },
	.declares = declares,
	.bid = bid,
	.decode = decode,
};
