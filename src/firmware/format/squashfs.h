/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a SquashFS: what its versions 2, 3 and 4 have in common, in either byte order. */
#ifndef PROBITY_FIRMWARE_FORMAT_SQUASHFS_H
#define PROBITY_FIRMWARE_FORMAT_SQUASHFS_H

#include "base/cursor.h"
#include "firmware/format.h"

enum { SQUASHFS_NO_FRAGMENT = UINT32_MAX, SQUASHFS_META = 8192, SQUASHFS_BLOCK_MOST = 1 << 20 };

enum squashfs_method {
	SQUASHFS_UNKNOWN, /* older versions do not say: found out by the first block */
	SQUASHFS_ZLIB,
	SQUASHFS_LZMA,
	SQUASHFS_LZO,
	SQUASHFS_XZ,
	SQUASHFS_LZ4,
	SQUASHFS_ZSTD,
	SQUASHFS_METHODS,
};

/* The superblock, whatever the version. Places are offsets from its start. */
struct squashfs_super {
	bool big; /* byte order */
	unsigned version, minor, flags;
	uint32_t inodes, made, block_size, fragments, ids, groups;
	enum squashfs_method method;
	uint64_t root; /* place of its inode: block << 16 | offset */
	uint64_t size;
	uint64_t id_table, group_table, attribute_table, inode_table, directory_table, fragment_table;
};

/* Blocks of metadata that lie behind each other, unpacked as one. */
struct squashfs_table {
	struct buffer bytes;
	uint64_t start; /* place of the first block */
	struct squashfs_block {
		uint32_t place, offset; /* from the start of the table; of the unpacked bytes */
	} * blocks;
	size_t count;
};

enum { SQUASHFS_CACHED = 8 };

struct squashfs {
	struct reading *reading;
	struct squashfs_super super;
	struct squashfs_table inodes, directories;
	uint8_t *block; /* room for one unpacked block */
	/* Blocks of fragments that were unpacked last: files of one directory share them. */
	struct squashfs_cached {
		uint32_t fragment;
		size_t size;
		uint8_t *data;
	} cached[SQUASHFS_CACHED];
	unsigned next_cached;
	uint64_t *seen; /* a bit for each directory's inode number: none is walked twice */
};

/* An inode, whatever the version. */
struct squashfs_inode {
	enum entry_kind kind;
	uint32_t mode, user, group, time, number, device;
	uint64_t start, size; /* of a file: place of its blocks */
	uint32_t fragment, fragment_offset;
	struct bytes blocks;	/* list of sizes, 4 bytes each */
	uint32_t block, offset; /* of a directory, in its table */
	struct bytes target;	/* of a link */
	uint32_t attributes;	/* index of its extended attributes, or UINT32_MAX */
};

/* squashfs_super.c. False: it is none. */
bool squashfs_read_super(struct bytes data, struct squashfs_super *ret_super);

/* squashfs_inode.c. A number of `size` bytes in the byte order of the file system. */
uint64_t squashfs_number(const struct squashfs *squashfs, struct cursor *cursor, size_t size);
/* The inode at a place (block << 16 | offset). False: there is none. */
bool squashfs_read_inode(const struct squashfs *squashfs, uint64_t place, struct squashfs_inode *ret_inode);

/* squashfs_block.c: unpacks one block; answers its size, 0 if it cannot be. `method` of the file system is
 * set by the first one where that is not known. */
size_t squashfs_unpack(struct squashfs *squashfs, struct bytes packed, uint8_t *to, size_t room);

/* squashfs_table.c. Reads the blocks from `start` up to `end`; false without memory. */
bool squashfs_read_table(struct squashfs *squashfs, uint64_t start, uint64_t end,
			 struct squashfs_table *ret_table);
void squashfs_free_table(struct squashfs *squashfs, struct squashfs_table *table);
/* The bytes from a place in a table on. */
struct bytes squashfs_at(const struct squashfs_table *table, uint64_t block, uint32_t offset);
/* One entry of a table that is reached by an index of places: `size` bytes of entry number `index`. */
bool squashfs_look_up(struct squashfs *squashfs, uint64_t table, uint32_t index, size_t size, uint8_t *to);
/* A number of an owner. */
uint32_t squashfs_owner(struct squashfs *squashfs, uint32_t index, bool group);
/* The permitted ones of security.capability, 0: none. */
uint64_t squashfs_capabilities(struct squashfs *squashfs, uint32_t attributes);

/* squashfs_file.c: the bytes of a file, as far as they can be read, into `to`. */
void squashfs_read_file(struct squashfs *squashfs, const struct squashfs_inode *inode, struct buffer *to,
			struct entry *entry);

#endif
