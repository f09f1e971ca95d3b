/* SPDX-License-Identifier: Apache-2.0 */
/* Header compression of HTTP/2 (RFC 7541), read by a third party that may not have seen its beginning: what
 * an entry of the table was that was put in before is not known then, and is said to be so. */
#ifndef PROBITY_PROTOCOL_APPLICATION_HPACK_H
#define PROBITY_PROTOCOL_APPLICATION_HPACK_H

#include "base/arena.h"
#include "base/cursor.h"
#include "evidence/observer.h"

struct hpack_entry;

/* The table of one direction. Zeroed memory is a new one. */
struct hpack {
	struct hpack_entry **entries; /* oldest first; those from `first` on are there */
	size_t first, count, room;
	size_t size;	/* as the specification counts it */
	size_t most;	/* as announced; 0: as it is at first */
	bool announced; /* `most` counts, even if it is 0 */
	bool unseen;	/* entries older than those in the table may be there */
};

/* One field. What is not known has no data. */
struct hpack_field {
	struct bytes name, value;
	bool known; /* the value, if not the name */
};

/* A block of fields (of HEADERS with its CONTINUATIONs) that is being read. */
struct hpack_block {
	struct hpack *table;
	struct cursor rest;
	struct arena *arena; /* names and values that do not lie in the block */
	struct observer *observer;
	size_t budget; /* bytes of text that may still be read */
	bool full;     /* it was not enough: the rest is unknown */
};

struct hpack_block hpack_begin(struct hpack *table, struct bytes block, struct arena *arena,
			       struct observer *observer);

/* The next field; HPACK_BROKEN: this is no block, and the table's contents are forgotten. */
enum hpack_next { HPACK_FIELD, HPACK_END, HPACK_BROKEN };
enum hpack_next hpack_next(struct hpack_block *block, struct hpack_field *ret_field);

/* Whether `block` can be a whole one: read without a table, only its form counts. `ret_pseudo`: how many of
 * the fields that every message starts with (`:method`, `:status`, …) it has. */
bool hpack_is_block(struct bytes block, unsigned *ret_pseudo);

/* Blocks were missed: nothing that was in the table can be told from what is now. */
void hpack_forget(struct hpack *table, struct observer *observer);

void hpack_free(struct hpack *table, struct observer *observer);

/* Appends what Huffman-coded `text` stands for; false where it is none. */
bool hpack_huffman(struct bytes text, struct buffer *to);

#endif
