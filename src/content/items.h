/* SPDX-License-Identifier: Apache-2.0 */
/* Formats made of items that each say what they are and how long: CBOR and MessagePack. One walks all
 * of them; a format only reads the next item's head. */
#ifndef PROBITY_CONTENT_ITEMS_H
#define PROBITY_CONTENT_ITEMS_H

#include "base/cursor.h"
#include "base/limits.h"
#include "content/leaf.h"

enum item_kind {
	ITEM_INTEGER,
	ITEM_REAL,
	ITEM_WORD, /* null, true, false and the like: nothing to be told */
	ITEM_TEXT,
	ITEM_BYTES,
	ITEM_ARRAY,
	ITEM_MAP,
	ITEM_TAG,	/* `number`; says what the next item is */
	ITEM_EXTENSION, /* `number` and `bytes` */
	ITEM_BREAK,	/* ends what is endless */
};

struct item {
	enum item_kind kind;
	uint64_t number; /* value, number of items (pairs in a map), number of the tag */
	double real;
	uint8_t real_size;  /* bytes of a real number: 2, 4, 8 */
	bool negative;	    /* the value is -1 - number */
	bool endless;	    /* up to a break: items, or chunks of a string */
	bool cut;	    /* a string of which `bytes` is the beginning */
	struct bytes bytes; /* of a string, of an extension */
};

enum items_progress { ITEMS_GOING, ITEMS_CUT, ITEMS_BROKEN };

struct items;

/* What is being read: how it is called and where it stands. */
struct items_place {
	const struct step *step;
	struct bytes field;
	unsigned depth;
	int labels; /* what numbers mean as names of members; as the format likes */
};

struct items_format {
	const char *name;
	bool text_is_utf8; /* what is not, is broken; else it is bytes */
	/* Reads the next item, with its bytes but without the items in it. */
	enum items_progress (*next)(struct cursor *cursor, struct item *ret_item);
	/* The name of a member that is a number, or nothing. */
	struct bytes (*label)(int labels, const struct item *key);
	/* Reads what a tag stands before, or an extension holds. */
	enum items_progress (*special)(struct items *items, const struct item *item,
				       const struct items_place *place);
};

struct items {
	const struct items_format *format;
	const struct content *content;
	struct examination *examination; /* NULL: items are looked at, not handed over */
	struct cursor cursor;
	unsigned bits; /* that are as text in such a format is */
	bool limit;    /* nested too deeply */
};

/* Reads one item and all in it. */
enum items_progress items_read(struct items *items, const struct items_place *place);

/* What a number says of how sure it is: bits of text and names that are as they should be, if all of it
 * is of this format, from the first byte to the last; else 0. `cut`: it may end anywhere. */
unsigned items_bits(const struct items_format *format, const struct content *content, struct bytes data,
		    bool cut);

/* Bid of a format that has no magic number. `declared`: the media type says it. */
unsigned items_bid(const struct items_format *format, const struct content *content, bool declared);

/* Reads all items of the content. */
enum decoded items_decode(const struct items_format *format, const struct content *content,
			  struct examination *examination, bool declared, int labels);

/* Where an item stood. */
static inline struct leaf items_leaf(const struct items *items, const struct items_place *place,
				     struct bytes where)
{
	return (struct leaf){ items->examination, items->content, place->step, place->field, where };
}

#endif
