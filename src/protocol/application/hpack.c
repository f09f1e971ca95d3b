/* SPDX-License-Identifier: Apache-2.0 */
/* A block is a row of (RFC 7541 section 6):
 *
 *   1 index                      a field of the table, name and value
 *   01 index or 0, [name,] value  a field that is put into the table
 *   001 size                     the table's new maximum
 *   000n index or 0, [name,] value  a field that is not put into it
 *
 * Left out: whether a peer keeps to the maximum that the other allowed. */
#include "protocol/application/hpack.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

/* Names and values of appendix A, from 1. */
static const struct {
	const char *name, *value;
} fixed[] = {
	{ "", "" },
	{ ":authority", "" },
	{ ":method", "GET" },
	{ ":method", "POST" },
	{ ":path", "/" },
	{ ":path", "/index.html" },
	{ ":scheme", "http" },
	{ ":scheme", "https" },
	{ ":status", "200" },
	{ ":status", "204" },
	{ ":status", "206" },
	{ ":status", "304" },
	{ ":status", "400" },
	{ ":status", "404" },
	{ ":status", "500" },
	{ "accept-charset", "" },
	{ "accept-encoding", "gzip, deflate" },
	{ "accept-language", "" },
	{ "accept-ranges", "" },
	{ "accept", "" },
	{ "access-control-allow-origin", "" },
	{ "age", "" },
	{ "allow", "" },
	{ "authorization", "" },
	{ "cache-control", "" },
	{ "content-disposition", "" },
	{ "content-encoding", "" },
	{ "content-language", "" },
	{ "content-length", "" },
	{ "content-location", "" },
	{ "content-range", "" },
	{ "content-type", "" },
	{ "cookie", "" },
	{ "date", "" },
	{ "etag", "" },
	{ "expect", "" },
	{ "expires", "" },
	{ "from", "" },
	{ "host", "" },
	{ "if-match", "" },
	{ "if-modified-since", "" },
	{ "if-none-match", "" },
	{ "if-range", "" },
	{ "if-unmodified-since", "" },
	{ "last-modified", "" },
	{ "link", "" },
	{ "location", "" },
	{ "max-forwards", "" },
	{ "proxy-authenticate", "" },
	{ "proxy-authorization", "" },
	{ "range", "" },
	{ "referer", "" },
	{ "refresh", "" },
	{ "retry-after", "" },
	{ "server", "" },
	{ "set-cookie", "" },
	{ "strict-transport-security", "" },
	{ "transfer-encoding", "" },
	{ "user-agent", "" },
	{ "vary", "" },
	{ "via", "" },
	{ "www-authenticate", "" },
};

enum {
	FIXED_COUNT = sizeof fixed / sizeof *fixed, /* with the one that is none */
	ENTRY_COST = 32,			    /* what an entry counts besides its text (4.1) */
	MOST_AT_FIRST = 4096,
};

struct hpack_entry {
	uint32_t name_size, value_size, held;
	bool name_known, value_known;
	uint8_t text[];
};

/* ---- the table ---- */

static size_t cost(const struct hpack_entry *entry)
{
	return (size_t)entry->name_size + entry->value_size + ENTRY_COST;
}

static void drop_oldest(struct hpack *table, struct observer *observer)
{
	struct hpack_entry *entry = table->entries[table->first++];

	table->count--;
	table->size -= cost(entry);
	observer_give_back(observer, entry->held);
	free(entry);
	/* Nothing older than what was dropped for lack of room can be there. */
	table->unseen = false;
}

static size_t most_of(const struct hpack *table)
{
	/* Seen from the middle, an entry that is gone is never asked for: keeping it does no harm. */
	if (table->announced)
		return table->most;
	return table->unseen ? LIMIT_HPACK_TABLE : MOST_AT_FIRST;
}

static void shrink(struct hpack *table, size_t most, struct observer *observer)
{
	while (table->count && table->size > most)
		drop_oldest(table, observer);
}

static bool make_room(struct hpack *table)
{
	if (table->first + table->count < table->room)
		return true;
	if (table->first >= table->count && table->first) {
		memmove(table->entries, table->entries + table->first, table->count * sizeof *table->entries);
		table->first = 0;
		return true;
	}
	size_t room = table->room ? table->room * 2 : 32;
	struct hpack_entry **entries = memory_resize(table->entries, room, sizeof *entries);

	if (!entries)
		return false;
	table->entries = entries;
	table->room = room;
	return true;
}

/* An entry that cannot be kept still counts, with its texts unknown. */
static void insert(struct hpack *table, const struct hpack_field *field, struct observer *observer)
{
	size_t text = field->name.size + field->value.size, most = most_of(table);

	if (text + ENTRY_COST > most) {
		shrink(table, 0, observer);
		return;
	}
	shrink(table, most - text - ENTRY_COST, observer);
	bool held = observer_hold(observer, text + ENTRY_COST);
	struct hpack_entry *entry = memory_new(sizeof *entry + (held ? text : 0));

	if (!entry || !make_room(table)) {
		free(entry);
		if (held)
			observer_give_back(observer, text + ENTRY_COST);
		observer_out_of_memory(observer);
		return;
	}
	entry->name_size = (uint32_t)field->name.size;
	entry->value_size = (uint32_t)field->value.size;
	entry->held = held ? (uint32_t)(text + ENTRY_COST) : 0;
	entry->name_known = held && field->name.data;
	entry->value_known = held && field->known;
	if (entry->name_known)
		memcpy(entry->text, field->name.data, field->name.size);
	if (entry->value_known && field->value.size)
		memcpy(entry->text + field->name.size, field->value.data, field->value.size);
	table->entries[table->first + table->count++] = entry;
	table->size += cost(entry);
}

void hpack_forget(struct hpack *table, struct observer *observer)
{
	shrink(table, 0, observer);
	while (table->count)
		drop_oldest(table, observer);
	table->unseen = true;
}

void hpack_free(struct hpack *table, struct observer *observer)
{
	hpack_forget(table, observer);
	free(table->entries);
	table->entries = NULL;
	table->first = table->room = 0;
}

/* ---- a block ---- */

struct hpack_block hpack_begin(struct hpack *table, struct bytes block, struct arena *arena,
			       struct observer *observer)
{
	return (struct hpack_block){ .table = table,
				     .rest = cursor_over(block),
				     .arena = arena,
				     .observer = observer,
				     .budget = LIMIT_HEAD_SIZE };
}

/* An integer whose first byte has `bits` bits of it (5.1). */
static bool take_number(struct cursor *cursor, unsigned bits, uint64_t *ret_number)
{
	uint64_t most = (1u << bits) - 1, number = cursor_u8(cursor) & most;

	if (number == most)
		for (unsigned shift = 0;; shift += 7) {
			uint8_t byte = cursor_u8(cursor);

			if (!cursor_ok(cursor) || shift > 28)
				return false;
			number += (uint64_t)(byte & 0x7f) << shift;
			if (!(byte & 0x80))
				break;
		}
	*ret_number = number;
	return cursor_ok(cursor);
}

/* Takes `size` bytes of text off what may still be read. */
static bool may_read(struct hpack_block *block, size_t size)
{
	if (size > block->budget) {
		block->full = true;
		block->budget = 0;
		return false;
	}
	block->budget -= size;
	return true;
}

/* A string (5.2); `*ret_text` has no data where it was too much to be read. */
static bool take_text(struct hpack_block *block, struct bytes *ret_text)
{
	bool coded = cursor_peek(&block->rest, 0) & 0x80;
	uint64_t size;

	if (!take_number(&block->rest, 7, &size) || size > cursor_left(&block->rest))
		return false;
	struct bytes text = cursor_take(&block->rest, (size_t)size);

	*ret_text = BYTES("");
	if (!size)
		return true;
	if (!coded) {
		*ret_text = may_read(block, text.size) ? text : BYTES_EMPTY;
		return true;
	}
	struct buffer buffer = buffer_of(LIMIT_HEAD_SIZE * 2);
	bool right = hpack_huffman(text, &buffer);

	if (buffer.failed)
		observer_out_of_memory(block->observer);
	bool failed = buffer.failed || buffer.full;

	*ret_text = !failed && may_read(block, buffer.size) ? arena_copy(block->arena, buffer_bytes(&buffer))
							    : BYTES_EMPTY;
	block->full |= failed;
	buffer_free(&buffer);
	return right || failed;
}

/* Copies text of the table, which may be dropped from it while the block is still read. */
static struct bytes copy(struct hpack_block *block, struct bytes text)
{
	if (!text.size)
		return BYTES("");
	return may_read(block, text.size) ? arena_copy(block->arena, text) : BYTES_EMPTY;
}

/* The field at an index (2.3.3); false: it cannot be there. */
static bool look_up(struct hpack_block *block, uint64_t index, bool with_value, struct hpack_field *field)
{
	const struct hpack *table = block->table;

	if (index == 0)
		return false;
	if (index < FIXED_COUNT) {
		field->name = bytes_of(fixed[index].name);
		field->value = bytes_of(fixed[index].value);
		field->known = true;
		return true;
	}
	index -= FIXED_COUNT;
	*field = (struct hpack_field){ .known = false };
	if (index >= table->count)
		return table->unseen;
	const struct hpack_entry *entry = table->entries[table->first + table->count - 1 - (size_t)index];

	if (entry->name_known)
		field->name = copy(block, (struct bytes){ entry->text, entry->name_size });
	if (entry->value_known && with_value) {
		field->value = copy(block,
				    (struct bytes){ entry->text + entry->name_size, entry->value_size });
		field->known = field->value.data != NULL;
	}
	return true;
}

/* A literal: its name by index or as text, then its value. */
static bool take_literal(struct hpack_block *block, unsigned bits, struct hpack_field *field)
{
	uint64_t index;

	if (!take_number(&block->rest, bits, &index) || (index && !look_up(block, index, false, field)) ||
	    (!index && !take_text(block, &field->name)) || !take_text(block, &field->value))
		return false;
	field->known = field->value.data != NULL;
	return index || field->name.size || !field->name.data;
}

static bool take_size(struct hpack_block *block)
{
	uint64_t most;

	if (!take_number(&block->rest, 5, &most))
		return false;
	block->table->announced = true;
	if (most > LIMIT_HPACK_TABLE)
		observer_limit(block->observer, "hpack-table", LIMIT_HPACK_TABLE);
	block->table->most = most < LIMIT_HPACK_TABLE ? (size_t)most : LIMIT_HPACK_TABLE;
	shrink(block->table, block->table->most, block->observer);
	if (!most)
		block->table->unseen = false;
	return true;
}

enum hpack_next hpack_next(struct hpack_block *block, struct hpack_field *ret_field)
{
	struct hpack_field field = { .known = false };
	uint64_t index;
	bool right = true;

	while (right && cursor_left(&block->rest)) {
		uint8_t first = cursor_peek(&block->rest, 0);

		if (first & 0x80) {
			right = take_number(&block->rest, 7, &index) && look_up(block, index, true, &field);
		} else if (first & 0x40) {
			right = take_literal(block, 6, &field);
			if (right)
				insert(block->table, &field, block->observer);
		} else if (first & 0x20) {
			right = take_size(block);
			continue;
		} else {
			right = take_literal(block, 4, &field);
		}
		if (!right)
			break;
		*ret_field = field;
		return HPACK_FIELD;
	}
	if (right)
		return HPACK_END;
	hpack_forget(block->table, block->observer);
	return HPACK_BROKEN;
}

/* Whether a string's coded text holds what a field's does; only its start is looked at. */
static bool is_text(struct cursor *cursor)
{
	uint64_t size;
	bool coded = cursor_peek(cursor, 0) & 0x80;

	if (!take_number(cursor, 7, &size) || size > cursor_left(cursor))
		return false;
	struct bytes text = cursor_take(cursor, (size_t)size);

	for (size_t i = 0; i < text.size && !coded; i++)
		if (text.data[i] < ' ' || text.data[i] == 0x7f)
			return false;
	return true;
}

bool hpack_is_block(struct bytes bytes, unsigned *ret_pseudo)
{
	struct cursor cursor = cursor_over(bytes);
	unsigned pseudo = 0, fields = 0;
	uint64_t index = 0;

	while (cursor_left(&cursor)) {
		uint8_t first = cursor_peek(&cursor, 0);
		unsigned bits = first & 0x80 ? 7 : first & 0x40 ? 6 : first & 0x20 ? 5 : 4;

		if (!take_number(&cursor, bits, &index) || (bits == 5 && fields) || (bits == 7 && !index) ||
		    (bits != 5 && index > FIXED_COUNT + LIMIT_HPACK_TABLE / ENTRY_COST))
			return false;
		if (bits == 5)
			continue;
		if (bits != 7 && ((!index && !is_text(&cursor)) || !is_text(&cursor)))
			return false;
		/* All of one sort stand before all others. */
		bool is_pseudo = index && index <= 14;

		if (is_pseudo && fields > pseudo)
			return false;
		pseudo += is_pseudo;
		fields++;
	}
	*ret_pseudo = pseudo;
	return fields > 0;
}
