/* SPDX-License-Identifier: Apache-2.0 */
/* Inodes of SquashFS. Version 4 has whole numbers; 2 and 3 have fields of bits, which a big-endian machine
 * starts from the other end.
 *
 *     4: kind(2) mode(2) user(2) group(2) time(4) number(4)  …
 *     3: kind:4 mode:12 user:8 group:8  time(4) number(4)  …
 *     2: kind:4 mode:12 user:8 group:8  …                          kinds: 1 directory, 2 file, 3 link, 4
 * block device, 5 character device, 6 fifo, 7 socket; 8 and above: the same, longer */
#include "firmware/format/squashfs.h"

enum {
	DIRECTORY = 1,
	FILE_KIND,
	LINK,
	BLOCK_DEVICE,
	CHARACTER_DEVICE,
	FIFO,
	SOCKET,
	LONG_DIRECTORY,
	LONG_FILE,
	LONG_LINK,
	LONG_BLOCK_DEVICE,
	LONG_CHARACTER_DEVICE,
	LONG_FIFO,
	LONG_SOCKET,
	KIND_END,
};

static const enum entry_kind KINDS[KIND_END] = {
	[DIRECTORY] = ENTRY_DIRECTORY,
	[FILE_KIND] = ENTRY_FILE,
	[LINK] = ENTRY_LINK,
	[BLOCK_DEVICE] = ENTRY_BLOCK_DEVICE,
	[CHARACTER_DEVICE] = ENTRY_CHARACTER_DEVICE,
	[FIFO] = ENTRY_FIFO,
	[SOCKET] = ENTRY_SOCKET,
	[LONG_DIRECTORY] = ENTRY_DIRECTORY,
	[LONG_FILE] = ENTRY_FILE,
	[LONG_LINK] = ENTRY_LINK,
	[LONG_BLOCK_DEVICE] = ENTRY_BLOCK_DEVICE,
	[LONG_CHARACTER_DEVICE] = ENTRY_CHARACTER_DEVICE,
	[LONG_FIFO] = ENTRY_FIFO,
	[LONG_SOCKET] = ENTRY_SOCKET,
};

uint64_t squashfs_number(const struct squashfs *squashfs, struct cursor *cursor, size_t size)
{
	return squashfs->super.big ? cursor_be(cursor, size) : cursor_le(cursor, size);
}

/* Fields of bits within one run of bytes. */
struct bits {
	uint64_t value;
	unsigned left;
	bool big;
};

static struct bits bits_of(const struct squashfs *squashfs, struct cursor *cursor, size_t size)
{
	return (struct bits){ squashfs_number(squashfs, cursor, size), (unsigned)size * 8,
			      squashfs->super.big };
}

static uint32_t take(struct bits *bits, unsigned count)
{
	uint64_t mask = (UINT64_C(1) << count) - 1, field;

	bits->left -= count;
	if (bits->big)
		return (uint32_t)(bits->value >> bits->left & mask);
	field = bits->value & mask;
	bits->value >>= count;
	return (uint32_t)field;
}

/* --- version 4 --- */

static void read_file_4(const struct squashfs *squashfs, struct cursor *cursor, bool large,
			struct squashfs_inode *inode)
{
	inode->start = squashfs_number(squashfs, cursor, large ? 8 : 4);
	if (large) {
		inode->size = squashfs_number(squashfs, cursor, 8);
		cursor_skip(cursor, 12); /* holes, links */
	}
	inode->fragment = (uint32_t)squashfs_number(squashfs, cursor, 4);
	inode->fragment_offset = (uint32_t)squashfs_number(squashfs, cursor, 4);
	if (large)
		inode->attributes = (uint32_t)squashfs_number(squashfs, cursor, 4);
	else
		inode->size = squashfs_number(squashfs, cursor, 4);
}

static void read_directory_4(const struct squashfs *squashfs, struct cursor *cursor, bool large,
			     struct squashfs_inode *inode)
{
	if (large) {
		cursor_skip(cursor, 4);
		inode->size = squashfs_number(squashfs, cursor, 4);
		inode->block = (uint32_t)squashfs_number(squashfs, cursor, 4);
		cursor_skip(cursor, 6);
		inode->offset = (uint32_t)squashfs_number(squashfs, cursor, 2);
		inode->attributes = (uint32_t)squashfs_number(squashfs, cursor, 4);
		return;
	}
	inode->block = (uint32_t)squashfs_number(squashfs, cursor, 4);
	cursor_skip(cursor, 4);
	inode->size = squashfs_number(squashfs, cursor, 2);
	inode->offset = (uint32_t)squashfs_number(squashfs, cursor, 2);
}

static void read_4(const struct squashfs *squashfs, struct cursor *cursor, unsigned kind,
		   struct squashfs_inode *inode)
{
	bool large = kind >= LONG_DIRECTORY;

	switch (KINDS[kind]) {
	case ENTRY_DIRECTORY:
		read_directory_4(squashfs, cursor, large, inode);
		return;
	case ENTRY_FILE:
		read_file_4(squashfs, cursor, large, inode);
		return;
	default:
		cursor_skip(cursor, 4); /* links */
	}
	if (KINDS[kind] == ENTRY_LINK)
		inode->target = cursor_take(cursor, squashfs_number(squashfs, cursor, 4));
	else if (KINDS[kind] == ENTRY_BLOCK_DEVICE || KINDS[kind] == ENTRY_CHARACTER_DEVICE)
		inode->device = (uint32_t)squashfs_number(squashfs, cursor, 4);
	if (large)
		inode->attributes = (uint32_t)squashfs_number(squashfs, cursor, 4);
}

/* --- versions 2 and 3 --- */

static void read_file_3(const struct squashfs *squashfs, struct cursor *cursor, bool large,
			struct squashfs_inode *inode)
{
	bool third = squashfs->super.version == 3;

	if (third && large)
		cursor_skip(cursor, 4);
	if (!third)
		inode->time = (uint32_t)squashfs_number(squashfs, cursor, 4);
	inode->start = squashfs_number(squashfs, cursor, third ? 8 : 4);
	inode->fragment = (uint32_t)squashfs_number(squashfs, cursor, 4);
	inode->fragment_offset = (uint32_t)squashfs_number(squashfs, cursor, 4);
	inode->size = squashfs_number(squashfs, cursor, large ? 8 : 4);
}

static void read_directory_3(const struct squashfs *squashfs, struct cursor *cursor, bool large,
			     struct squashfs_inode *inode)
{
	bool third = squashfs->super.version == 3;

	if (third)
		cursor_skip(cursor, 4); /* links */
	struct bits bits = bits_of(squashfs, cursor, large ? 5 : 4);

	inode->size = take(&bits, large ? 27 : 19);
	inode->offset = take(&bits, 13);
	if (!third) {
		inode->time = (uint32_t)squashfs_number(squashfs, cursor, 4);
		inode->block = (uint32_t)squashfs_number(squashfs, cursor, 3);
	} else {
		inode->block = (uint32_t)squashfs_number(squashfs, cursor, 4);
	}
}

static void read_3(const struct squashfs *squashfs, struct cursor *cursor, unsigned kind,
		   struct squashfs_inode *inode)
{
	bool large = kind >= LONG_DIRECTORY;

	switch (KINDS[kind]) {
	case ENTRY_DIRECTORY:
		read_directory_3(squashfs, cursor, large, inode);
		return;
	case ENTRY_FILE:
		read_file_3(squashfs, cursor, large, inode);
		return;
	default:
		if (squashfs->super.version == 3)
			cursor_skip(cursor, 4); /* links */
	}
	if (KINDS[kind] == ENTRY_LINK)
		inode->target = cursor_take(cursor, squashfs_number(squashfs, cursor, 2));
	else if (KINDS[kind] == ENTRY_BLOCK_DEVICE || KINDS[kind] == ENTRY_CHARACTER_DEVICE)
		inode->device = (uint32_t)squashfs_number(squashfs, cursor, 2);
}

/* --- all --- */

static unsigned read_head(const struct squashfs *squashfs, struct cursor *cursor,
			  struct squashfs_inode *inode)
{
	unsigned kind;

	if (squashfs->super.version == 4) {
		kind = (unsigned)squashfs_number(squashfs, cursor, 2);
		inode->mode = (uint32_t)squashfs_number(squashfs, cursor, 2);
		inode->user = (uint32_t)squashfs_number(squashfs, cursor, 2);
		inode->group = (uint32_t)squashfs_number(squashfs, cursor, 2);
		inode->time = (uint32_t)squashfs_number(squashfs, cursor, 4);
		inode->number = (uint32_t)squashfs_number(squashfs, cursor, 4);
		return kind;
	}
	struct bits bits = bits_of(squashfs, cursor, 4);

	kind = take(&bits, 4);
	inode->mode = take(&bits, 12);
	inode->user = take(&bits, 8);
	inode->group = take(&bits, 8);
	if (squashfs->super.version == 3) {
		inode->time = (uint32_t)squashfs_number(squashfs, cursor, 4);
		inode->number = (uint32_t)squashfs_number(squashfs, cursor, 4);
	}
	return kind;
}

bool squashfs_read_inode(const struct squashfs *squashfs, uint64_t place, struct squashfs_inode *ret_inode)
{
	struct squashfs_inode inode = { .fragment = SQUASHFS_NO_FRAGMENT, .attributes = UINT32_MAX };
	struct bytes at = squashfs_at(&squashfs->inodes, place >> 16, (uint32_t)(place & 0xffff));
	struct cursor cursor = cursor_over(at);
	unsigned kind = read_head(squashfs, &cursor, &inode);

	if (kind == 0 || kind >= KIND_END)
		return false;
	inode.kind = KINDS[kind];
	if (squashfs->super.version == 4)
		read_4(squashfs, &cursor, kind, &inode);
	else
		read_3(squashfs, &cursor, kind, &inode);
	if (!cursor_ok(&cursor))
		return false;
	if (squashfs->super.version == 2) /* it has no numbers: its place is as good */
		inode.number = (uint32_t)((uintptr_t)at.data - (uintptr_t)squashfs->inodes.bytes.data) + 1;
	inode.blocks = cursor.rest;
	*ret_inode = inode;
	return true;
}
