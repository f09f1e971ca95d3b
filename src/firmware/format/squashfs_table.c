/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of SquashFS: metadata in blocks of up to 8 KB, each behind two bytes: its size, and whether it is
 * packed. Inodes and directories are unpacked as a whole; the others are looked up by an index. */
#include "base/limits.h"
#include "base/memory.h"
#include "firmware/format/squashfs.h"

#include <stdlib.h>

enum {
	PLAIN = 0x8000,
	FLAG_CHECKED = 4,  /* versions 2 and 3: a byte stands before each block */
	SECURITY = 2,	   /* sort of an extended attribute */
	ELSEWHERE = 0x100, /* its value stands at a place that is given */
	ATTRIBUTES_MOST = 64,
	CAPABILITY_SIZE = 20,
};

static struct bytes image_of(const struct squashfs *squashfs)
{
	uint64_t size = squashfs->super.size;

	return reading_slice(squashfs->reading, 0, size);
}

/* Unpacks the block of metadata at `*place` into `to` (SQUASHFS_META bytes); `*place` moves behind it.
 * Answers its size, 0: it cannot be read. */
static size_t read_block(struct squashfs *squashfs, uint64_t *place, uint8_t *to)
{
	struct bytes image = image_of(squashfs);

	if (*place >= image.size)
		return 0;
	struct cursor cursor = cursor_over(bytes_from(image, (size_t)*place));
	uint16_t head = (uint16_t)squashfs_number(squashfs, &cursor, 2);
	bool old = squashfs->super.version < 4;

	if (old && squashfs->super.flags & FLAG_CHECKED)
		cursor_skip(&cursor, 1);
	size_t size = head & (PLAIN - 1);

	if (old && size == 0)
		size = PLAIN;
	struct bytes block = cursor_take(&cursor, size);

	if (!cursor_ok(&cursor) || size == 0)
		return 0;
	*place += (uint64_t)((uintptr_t)cursor.rest.data - (uintptr_t)(image.data + *place));
	if (!(head & PLAIN))
		return squashfs_unpack(squashfs, block, to, SQUASHFS_META);
	size = size < SQUASHFS_META ? size : SQUASHFS_META;
	memcpy(to, block.data, size);
	return size;
}

static bool note_block(struct squashfs_table *table, size_t *room, uint64_t place)
{
	if (table->count == *room) {
		size_t more = *room ? *room * 2 : 64;
		struct squashfs_block *blocks = memory_resize(table->blocks, more, sizeof *blocks);

		if (!blocks)
			return false;
		table->blocks = blocks;
		*room = more;
	}
	table->blocks[table->count++] = (struct squashfs_block){ (uint32_t)(place - table->start),
								 (uint32_t)table->bytes.size };
	return true;
}

bool squashfs_read_table(struct squashfs *squashfs, uint64_t start, uint64_t end,
			 struct squashfs_table *ret_table)
{
	struct squashfs_table table = { .start = start };
	size_t room = 0;
	uint64_t place = start;
	bool fine = true;

	table.bytes = reading_buffer(squashfs->reading, LIMIT_IMAGE_TABLE);
	while (place < end && place - start < UINT32_MAX && fine &&
	       reading_spend(squashfs->reading, SQUASHFS_META / 128)) {
		uint64_t at = place;

		if (!buffer_reserve(&table.bytes, SQUASHFS_META))
			break;
		size_t size = read_block(squashfs, &place, table.bytes.data + table.bytes.size);

		if (size == 0)
			break;
		fine = note_block(&table, &room, at);
		table.bytes.size += size;
	}
	if (!fine)
		reading_out_of_memory(squashfs->reading);
	reading_buffer_fill(squashfs->reading, &table.bytes);
	if (place < end)
		reading_trouble(squashfs->reading, place >= image_of(squashfs).size ? "cut" : "malformed",
				reading_slice(squashfs->reading, place, end - place));
	*ret_table = table;
	return fine;
}

void squashfs_free_table(struct squashfs *squashfs, struct squashfs_table *table)
{
	reading_buffer_end(squashfs->reading, &table->bytes);
	free(table->blocks);
	*table = (struct squashfs_table){ 0 };
}

struct bytes squashfs_at(const struct squashfs_table *table, uint64_t block, uint32_t offset)
{
	size_t low = 0, high = table->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table->blocks[middle].place < block)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == table->count || table->blocks[low].place != block)
		return BYTES_EMPTY;
	return bytes_from(buffer_bytes(&table->bytes), table->blocks[low].offset + (size_t)offset);
}

/* `size` bytes from `offset` on of the blocks of metadata at `place`. */
static bool read_meta(struct squashfs *squashfs, uint64_t place, size_t offset, uint8_t *to, size_t size)
{
	uint8_t block[SQUASHFS_META];

	while (size) {
		size_t there = read_block(squashfs, &place, block);

		if (there == 0 || !reading_spend(squashfs->reading, SQUASHFS_META / 128))
			return false;
		if (offset >= there) {
			offset -= there;
			continue;
		}
		size_t part = there - offset < size ? there - offset : size;

		memcpy(to, block + offset, part);
		to += part;
		size -= part;
		offset = 0;
	}
	return true;
}

bool squashfs_look_up(struct squashfs *squashfs, uint64_t table, uint32_t index, size_t size, uint8_t *to)
{
	size_t each = SQUASHFS_META / size, width = squashfs->super.version == 2 ? 4 : 8;
	struct bytes image = image_of(squashfs);
	uint64_t at = table + (uint64_t)(index / each) * width;

	if (table >= image.size || at >= image.size)
		return false;
	struct cursor cursor = cursor_over(bytes_from(image, (size_t)at));
	uint64_t place = squashfs_number(squashfs, &cursor, width);

	return cursor_ok(&cursor) && read_meta(squashfs, place, index % each * size, to, size);
}

uint32_t squashfs_owner(struct squashfs *squashfs, uint32_t index, bool group)
{
	const struct squashfs_super *super = &squashfs->super;
	uint8_t id[4] = { 0 };

	if (super->version < 4) {
		struct bytes table = bytes_from(image_of(squashfs),
						(size_t)(group ? super->group_table : super->id_table));
		struct cursor cursor = cursor_over(bytes_from(table, (size_t)index * 4));

		return (uint32_t)squashfs_number(squashfs, &cursor, 4);
	}
	if (index >= super->ids || !squashfs_look_up(squashfs, super->id_table, index, sizeof id, id))
		return UINT32_MAX;
	struct cursor cursor = cursor_over((struct bytes){ id, sizeof id });

	return (uint32_t)squashfs_number(squashfs, &cursor, 4);
}

/* A value of security.capability (include/uapi/linux/capability.h): version(4), then permitted(4) and
 * inheritable(4) of the low half, and of the high one. */
static uint64_t read_capability(const uint8_t *value, size_t size)
{
	struct cursor cursor = cursor_over((struct bytes){ value, size });

	cursor_skip(&cursor, 4);
	uint64_t low = cursor_le32(&cursor);

	cursor_skip(&cursor, 4);
	return low | (uint64_t)cursor_le32(&cursor) << 32;
}

uint64_t squashfs_capabilities(struct squashfs *squashfs, uint32_t attributes)
{
	struct bytes image = image_of(squashfs);
	uint64_t table = squashfs->super.attribute_table;
	uint8_t head[16], text[256];

	if (attributes == UINT32_MAX || table >= image.size)
		return 0;
	struct cursor cursor = cursor_over(bytes_from(image, (size_t)table));
	uint64_t start = squashfs_number(squashfs, &cursor, 8);

	if (!cursor_ok(&cursor) || !squashfs_look_up(squashfs, table + 16, attributes, sizeof head, head))
		return 0;
	cursor = cursor_over((struct bytes){ head, sizeof head });
	uint64_t place = squashfs_number(squashfs, &cursor, 8);
	uint32_t count = (uint32_t)squashfs_number(squashfs, &cursor, 4);
	size_t offset = place & 0xffff;

	place = start + (place >> 16);
	for (uint32_t i = 0; i < count && i < ATTRIBUTES_MOST; i++) {
		if (!read_meta(squashfs, place, offset, head, 4))
			return 0;
		cursor = cursor_over((struct bytes){ head, 4 });
		uint16_t sort = (uint16_t)squashfs_number(squashfs, &cursor, 2);
		uint16_t size = (uint16_t)squashfs_number(squashfs, &cursor, 2);

		if (size >= sizeof text || !read_meta(squashfs, place, offset + 4, text, size + 4u))
			return 0;
		bool wanted = sort == SECURITY && size == 10 && memcmp(text, "capability", 10) == 0;

		cursor = cursor_over((struct bytes){ text + size, 4 });
		uint32_t value = (uint32_t)squashfs_number(squashfs, &cursor, 4);

		offset += 8u + size;
		if (wanted && !(sort & ELSEWHERE) && value <= sizeof text && value >= CAPABILITY_SIZE - 8 &&
		    read_meta(squashfs, place, offset, text, value))
			return read_capability(text, value);
		offset += value;
	}
	return 0;
}
