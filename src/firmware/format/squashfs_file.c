/* SPDX-License-Identifier: Apache-2.0 */
/* Files of SquashFS: whole blocks behind each other, and an end that shares a block with other files. A block
 * of size 0 is a hole. */
#include "base/memory.h"
#include "firmware/format/squashfs.h"

#include <stdlib.h>

enum { BLOCK_PLAIN = 1 << 24 };

/* The block of fragments, from the cache or unpacked. */
static struct bytes fragment_block(struct squashfs *squashfs, uint32_t fragment)
{
	const struct squashfs_super *super = &squashfs->super;
	bool old = super->version == 2;
	uint8_t head[16];
	size_t width = old ? 8 : sizeof head;

	for (size_t i = 0; i < SQUASHFS_CACHED; i++)
		if (squashfs->cached[i].data && squashfs->cached[i].fragment == fragment)
			return (struct bytes){ squashfs->cached[i].data, squashfs->cached[i].size };
	if (fragment >= super->fragments ||
	    !squashfs_look_up(squashfs, super->fragment_table, fragment, width, head))
		return BYTES_EMPTY;
	struct cursor cursor = cursor_over((struct bytes){ head, width });
	uint64_t start = squashfs_number(squashfs, &cursor, old ? 4 : 8);
	uint32_t size = (uint32_t)squashfs_number(squashfs, &cursor, 4), packed = size & (BLOCK_PLAIN - 1);
	struct bytes from = reading_slice(squashfs->reading, start, packed);
	struct squashfs_cached *kept = &squashfs->cached[squashfs->next_cached++ % SQUASHFS_CACHED];

	if (from.size < packed || (size & BLOCK_PLAIN))
		return from;
	if (!kept->data)
		kept->data = memory_new(super->block_size);
	if (!kept->data) {
		reading_out_of_memory(squashfs->reading);
		return BYTES_EMPTY;
	}
	kept->fragment = fragment;
	kept->size = squashfs_unpack(squashfs, from, kept->data, super->block_size);
	(void)reading_spend(squashfs->reading, kept->size / 64);
	return (struct bytes){ kept->data, kept->size };
}

/* One block of `size` bytes when unpacked. */
static bool append_block(struct squashfs *squashfs, uint64_t place, uint32_t word, size_t size,
			 struct buffer *to)
{
	size_t packed = word & (BLOCK_PLAIN - 1);
	struct bytes from = reading_slice(squashfs->reading, place, packed);

	if (!buffer_reserve(to, size) || from.size < packed ||
	    !reading_spend(squashfs->reading, packed / 32 + 1))
		return false;
	uint8_t *at = to->data + to->size;
	size_t given = 0;

	if (packed == 0) {
		memset(at, 0, size);
		given = size;
	} else if (word & BLOCK_PLAIN) {
		given = packed < size ? packed : size;
		memcpy(at, from.data, given);
	} else {
		given = squashfs_unpack(squashfs, from, at, size);
	}
	to->size += given;
	return given == size;
}

/* Its end, or all of a small file. */
static bool append_fragment(struct squashfs *squashfs, const struct squashfs_inode *inode, size_t size,
			    struct buffer *to)
{
	struct bytes block = fragment_block(squashfs, inode->fragment);
	struct bytes part = bytes_slice(block, inode->fragment_offset, size);

	return buffer_append(to, part) && part.size == size;
}

void squashfs_read_file(struct squashfs *squashfs, const struct squashfs_inode *inode, struct buffer *to,
			struct entry *entry)
{
	size_t block = squashfs->super.block_size;
	bool shares = inode->fragment != SQUASHFS_NO_FRAGMENT;
	uint64_t whole = shares ? inode->size / block : (inode->size + block - 1) / block;
	struct cursor sizes = cursor_over(inode->blocks);
	uint64_t place = inode->start;
	bool fine = true, plain = true;

	for (uint64_t i = 0; i < whole && fine; i++) {
		uint32_t word = (uint32_t)squashfs_number(squashfs, &sizes, 4);
		uint64_t left = inode->size - i * block;

		fine = cursor_ok(&sizes) &&
		       append_block(squashfs, place, word, left < block ? (size_t)left : block, to);
		place += word & (BLOCK_PLAIN - 1);
		plain = plain && word & BLOCK_PLAIN;
	}
	if (whole) {
		entry->from = reading_slice(squashfs->reading, inode->start, place - inode->start);
		entry->straight = plain && !shares && entry->from.size == to->size;
	}
	if (fine && shares && inode->size > whole * block)
		fine = append_fragment(squashfs, inode, (size_t)(inode->size - whole * block), to);
	entry->data = buffer_bytes(to);
	entry->incomplete = !fine;
}
