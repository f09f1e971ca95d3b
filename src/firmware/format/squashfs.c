/* SPDX-License-Identifier: Apache-2.0 */
/* SquashFS 2, 3 and 4, in either byte order, packed by zlib, LZMA, LZO, xz, LZ4 or zstd (Linux
 * Documentation/filesystems/squashfs.rst, fs/squashfs/squashfs_fs.h; squashfs-tools for 2 and 3). Own code,
 * since no library reads older ones, those of makers that changed the format, or one of which a block is
 * broken. Left out: version 1.
 *
 *     superblock  blocks of files  fragments  inodes  directories  fragment table  exports  owners attributes
 *     directory = *( count - 1 (4, before: 1)  block of inodes (4; 2: 3)  number (4; 2: none)
 *                    1*( offset of the inode, kind, name's size - 1, name ) ) */
#include "firmware/format/squashfs.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

enum { NAME_MOST = 256 };

struct walk {
	struct squashfs *squashfs;
	struct buffer path;
	unsigned depth;
	bool stopped; /* the budget is used up */
};

/* One entry of a directory. */
struct named {
	uint64_t place; /* of its inode */
	struct bytes name;
};

/* What stands before a run of entries of a directory: how many, and where their inodes are. */
static uint32_t read_run(const struct squashfs *squashfs, struct cursor *cursor, uint32_t *ret_block)
{
	unsigned version = squashfs->super.version;
	uint32_t count = (uint32_t)squashfs_number(squashfs, cursor, version == 4 ? 4 : 1) + 1;

	*ret_block = (uint32_t)squashfs_number(squashfs, cursor, version == 2 ? 3 : 4);
	if (version > 2)
		cursor_skip(cursor, 4);
	return count;
}

static struct named read_named(const struct squashfs *squashfs, struct cursor *cursor, uint32_t block)
{
	struct named named = { 0 };
	unsigned offset;
	size_t size;

	if (squashfs->super.version == 4) {
		offset = (unsigned)squashfs_number(squashfs, cursor, 2);
		cursor_skip(cursor, 4);
		size = (size_t)squashfs_number(squashfs, cursor, 2) + 1;
	} else {
		uint32_t bits = (uint32_t)squashfs_number(squashfs, cursor, 3);

		offset = squashfs->super.big ? bits >> 11 : bits & 0x1fff;
		size = (squashfs->super.big ? bits & 0xff : bits >> 16) + 1;
		if (squashfs->super.version == 3)
			cursor_skip(cursor, 2);
	}
	named.name = cursor_take(cursor, size);
	named.place = (uint64_t)block << 16 | offset;
	return named;
}

static struct entry entry_of(struct squashfs *squashfs, const struct squashfs_inode *inode)
{
	static const uint32_t SAME_GROUP = 255;
	bool old = squashfs->super.version < 4;
	bool same = old && inode->group == SAME_GROUP;

	return (struct entry){
		.kind = inode->kind,
		.has_mode = true,
		.mode = inode->mode & 07777,
		.user = squashfs_owner(squashfs, inode->user, false),
		.group = squashfs_owner(squashfs, same ? inode->user : inode->group, !same),
		.major = inode->device >> 8 & 0xfff,
		.minor = (inode->device & 0xff) | (inode->device >> 12 & 0xfff00),
		.capabilities = squashfs_capabilities(squashfs, inode->attributes),
		.inode = inode->number,
		.modified = inode->time ? (instant)inode->time * INSTANT_SECOND : INSTANT_NONE,
		.target = inode->target,
		.size = inode->kind == ENTRY_FILE ? inode->size : 0,
	};
}

static void hand_on(struct walk *walk, const struct squashfs_inode *inode)
{
	struct squashfs *squashfs = walk->squashfs;
	struct entry entry = entry_of(squashfs, inode);
	struct buffer data = buffer_of(0);
	bool file = inode->kind == ENTRY_FILE;

	entry.path = buffer_bytes(&walk->path);
	if (file) {
		uint64_t most = inode->size < LIMIT_IMAGE_FILE ? inode->size : LIMIT_IMAGE_FILE;

		data = reading_buffer(squashfs->reading, most);
		squashfs_read_file(squashfs, inode, &data, &entry);
		reading_buffer_fill(squashfs->reading, &data);
		if (entry.incomplete)
			reading_trouble(squashfs->reading, data.full ? "limit" : "malformed", entry.from);
	}
	walk->stopped = !reading_entry(squashfs->reading, &entry);
	if (file)
		reading_buffer_end(squashfs->reading, &data);
}

/* False: it was walked before, so that it contains itself. */
static bool enter_directory(struct squashfs *squashfs, uint32_t number)
{
	if (number > squashfs->super.inodes && squashfs->super.version > 2)
		return false;
	size_t bit = number % ((size_t)LIMIT_IMAGE_ENTRIES * 4);
	uint64_t mask = UINT64_C(1) << bit % 64;

	if (squashfs->seen[bit / 64] & mask)
		return false;
	squashfs->seen[bit / 64] |= mask;
	return true;
}

static void walk_directory(struct walk *walk, const struct squashfs_inode *directory);

static void walk_named(struct walk *walk, const struct named *named)
{
	struct squashfs_inode inode;
	size_t before = walk->path.size;

	if (!squashfs_read_inode(walk->squashfs, named->place, &inode)) {
		reading_trouble(walk->squashfs->reading, "malformed", BYTES_EMPTY);
		return;
	}
	buffer_append_byte(&walk->path, '/');
	if (buffer_append(&walk->path, named->name)) {
		hand_on(walk, &inode);
		if (inode.kind == ENTRY_DIRECTORY && !walk->stopped)
			walk_directory(walk, &inode);
	}
	walk->path.size = before;
}

static void walk_directory(struct walk *walk, const struct squashfs_inode *directory)
{
	struct squashfs *squashfs = walk->squashfs;
	struct bytes all = squashfs_at(&squashfs->directories, directory->block, directory->offset);

	/* Since version 3 the size counts three bytes for `.` and `..`, which are not there. */
	size_t unsaid = squashfs->super.version == 2 ? 0 : 3;

	if (directory->size < unsaid || walk->depth >= LIMIT_NESTING)
		return;
	if (!enter_directory(squashfs, directory->number)) {
		reading_trouble(squashfs->reading, "cyclic", BYTES_EMPTY);
		return;
	}
	struct cursor cursor = cursor_over(bytes_slice(all, 0, (size_t)directory->size - unsaid));

	walk->depth++;
	while (cursor_left(&cursor) && cursor_ok(&cursor) && !walk->stopped) {
		uint32_t block, count = read_run(squashfs, &cursor, &block);

		for (uint32_t i = 0; i < count && cursor_ok(&cursor) && !walk->stopped; i++) {
			struct named named = read_named(squashfs, &cursor, block);

			if (cursor_ok(&cursor))
				walk_named(walk, &named);
		}
	}
	walk->depth--;
	if (!cursor_ok(&cursor))
		reading_trouble(squashfs->reading, "malformed", BYTES_EMPTY);
}

static void walk_all(struct squashfs *squashfs)
{
	struct walk walk = { .squashfs = squashfs, .path = buffer_of(LIMIT_PATH_SIZE) };
	struct squashfs_inode root;

	if (squashfs_read_inode(squashfs, squashfs->super.root, &root) && root.kind == ENTRY_DIRECTORY)
		walk_directory(&walk, &root);
	else
		reading_trouble(squashfs->reading, "malformed", BYTES_EMPTY);
	if (walk.path.full)
		reading_trouble(squashfs->reading, "limit", BYTES_EMPTY);
	if (walk.path.failed)
		reading_out_of_memory(squashfs->reading);
	buffer_free(&walk.path);
}

/* Inodes end where directories begin; those where the next table does. */
static uint64_t directories_end(const struct squashfs_super *super)
{
	const uint64_t tables[] = { super->fragment_table, super->id_table, super->size };
	uint64_t end = super->size;

	/* The index of fragments stands behind the blocks that it points to. */
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (tables[i] > super->directory_table && tables[i] < end)
			end = tables[i];
	return end;
}

static void read_all(struct squashfs *squashfs)
{
	const struct squashfs_super *super = &squashfs->super;

	if (squashfs_read_table(squashfs, super->inode_table, super->directory_table, &squashfs->inodes) &&
	    squashfs_read_table(squashfs, super->directory_table, directories_end(super),
				&squashfs->directories))
		walk_all(squashfs);
	squashfs_free_table(squashfs, &squashfs->inodes);
	squashfs_free_table(squashfs, &squashfs->directories);
	for (size_t i = 0; i < SQUASHFS_CACHED; i++)
		free(squashfs->cached[i].data);
}

static unsigned bid(struct bytes data)
{
	struct squashfs_super super;

	return squashfs_read_super(data, &super) ? 64 : 0;
}

static enum decoded read_format(struct reading *reading)
{
	static const char *const methods[SQUASHFS_METHODS] = { "unknown", "zlib", "lzma", "lzo",
							       "xz",	  "lz4",  "zstd" };
	struct squashfs squashfs = { .reading = reading };

	if (!squashfs_read_super(reading->data, &squashfs.super))
		return DECODED_NOT_MINE;
	const struct squashfs_super *super = &squashfs.super;
	bool cut = super->size > reading->data.size;

	reading->size = cut ? reading->data.size : (size_t)super->size;
	reading_fact_number(reading, "version", super->version);
	squashfs.seen = memory_new_array((size_t)LIMIT_IMAGE_ENTRIES * 4 / 64, sizeof *squashfs.seen);
	if (!squashfs.seen) {
		reading_out_of_memory(reading);
		return DECODED_IN_PART;
	}
	if (cut)
		reading_trouble(reading, "cut", reading_slice(reading, 0, reading->size));
	read_all(&squashfs);
	if (super->method < SQUASHFS_METHODS)
		reading_fact(reading, "compression", bytes_of(methods[super->method]));
	free(squashfs.seen);
	return cut ? DECODED_IN_PART : DECODED;
}

const struct image_format image_format_squashfs = {
	.name = "squashfs",
	.specification = "Linux Documentation/filesystems/squashfs.rst",
	.role = ROLE_FILE_SYSTEM,
	.signatures = (const struct signature[]){ { SIGNATURE("hsqs"), 0 },
						  { SIGNATURE("sqsh"), 0 },
						  { SIGNATURE("shsq"), 0 },
						  { SIGNATURE("qshs"), 0 },
						  { SIGNATURE("tqsh"), 0 },
						  { SIGNATURE("hsqt"), 0 },
						  { SIGNATURE("sqlz"), 0 },
						  { SIGNATURE("zlqs"), 0 },
						  { { NULL, 0 }, 0 } },
	.bid = bid,
	.read = read_format,
};
