/* SPDX-License-Identifier: Apache-2.0 */
/* The superblocks of SquashFS. Version 4 is little-endian, but for terminals that were made before it was
 * settled; versions 2 and 3 are in the byte order of the machine that made them. Makers have changed the
 * magic number to say that they pack by LZMA; the version's place tells the byte order all the same.
 *
 *     4: magic inodes(4) time(4) block(4) fragments(4) method(2) log(2) flags(2) ids(2) major(2) minor(2)
 *        root(8) size(8) ids(8) attributes(8) inodes(8) directories(8) fragments(8) exports(8)
 *     3: magic inodes(4) … at 28: major(2) minor(2) block(2) log(2) flags(1) users(1) groups(1) time(4)
 *        root(8) block(4) fragments(4) … at 63: size(8) users(8) groups(8) inodes(8) directories(8)
 *        fragments(8) exports(8)
 *     2: the same up to 63, with places of 4 bytes: size at 8, users, groups, inodes, directories; that of
 *        the fragments at 59 */
#include "firmware/format/squashfs.h"

enum { VERSION_AT = 28, BLOCK_LEAST = 4096 };

static const char MAGIC[][5] = { "hsqs", "sqsh", "shsq", "qshs", "tqsh", "hsqt", "sqlz", "zlqs" };

static uint64_t number(struct cursor *cursor, size_t size, bool big)
{
	return big ? cursor_be(cursor, size) : cursor_le(cursor, size);
}

static void read_4(struct cursor *cursor, struct squashfs_super *super)
{
	bool big = super->big;

	super->inodes = (uint32_t)number(cursor, 4, big);
	super->made = (uint32_t)number(cursor, 4, big);
	super->block_size = (uint32_t)number(cursor, 4, big);
	super->fragments = (uint32_t)number(cursor, 4, big);
	uint64_t method = number(cursor, 2, big);

	super->method = method < SQUASHFS_METHODS ? (enum squashfs_method)method : SQUASHFS_METHODS;
	cursor_skip(cursor, 2);
	super->flags = (unsigned)number(cursor, 2, big);
	super->ids = (uint32_t)number(cursor, 2, big);
	cursor_skip(cursor, 4);
	super->root = number(cursor, 8, big);
	super->size = number(cursor, 8, big);
	super->id_table = number(cursor, 8, big);
	super->attribute_table = number(cursor, 8, big);
	super->inode_table = number(cursor, 8, big);
	super->directory_table = number(cursor, 8, big);
	super->fragment_table = number(cursor, 8, big);
}

static void read_2_and_3(struct cursor *cursor, struct squashfs_super *super)
{
	bool big = super->big;

	super->inodes = (uint32_t)number(cursor, 4, big);
	super->size = number(cursor, 4, big);
	super->id_table = number(cursor, 4, big);
	super->group_table = number(cursor, 4, big);
	super->inode_table = number(cursor, 4, big);
	super->directory_table = number(cursor, 4, big);
	cursor_skip(cursor, 4);
	super->block_size = (uint32_t)number(cursor, 2, big);
	cursor_skip(cursor, 2);
	super->flags = cursor_u8(cursor);
	super->ids = cursor_u8(cursor);
	super->groups = cursor_u8(cursor);
	super->made = (uint32_t)number(cursor, 4, big);
	super->root = number(cursor, 8, big);
	super->block_size = (uint32_t)number(cursor, 4, big);
	super->fragments = (uint32_t)number(cursor, 4, big);
	super->fragment_table = number(cursor, 4, big);
	super->attribute_table = UINT64_MAX;
	if (super->version == 2)
		return;
	super->size = number(cursor, 8, big);
	super->id_table = number(cursor, 8, big);
	super->group_table = number(cursor, 8, big);
	super->inode_table = number(cursor, 8, big);
	super->directory_table = number(cursor, 8, big);
	super->fragment_table = number(cursor, 8, big);
}

bool squashfs_read_super(struct bytes data, struct squashfs_super *ret_super)
{
	struct squashfs_super super = { 0 };
	struct cursor cursor = cursor_over(bytes_from(data, VERSION_AT));
	bool known = false;
	uint16_t little = cursor_le16(&cursor), minor = cursor_le16(&cursor);

	for (size_t i = 0; i < sizeof MAGIC / sizeof *MAGIC && !known; i++)
		known = bytes_start_with(data, bytes_of(MAGIC[i]));
	super.big = little > 255;
	super.version = super.big ? little >> 8 : little;
	super.minor = super.big ? (unsigned)(minor >> 8 | (minor & 0xff) << 8) : minor;
	if (!known || super.version < 2 || super.version > 4 || super.minor > 1)
		return false;
	cursor = cursor_over(bytes_from(data, 4));
	if (super.version == 4)
		read_4(&cursor, &super);
	else
		read_2_and_3(&cursor, &super);
	uint32_t block = super.block_size;

	if (!cursor_ok(&cursor) || block < BLOCK_LEAST || block > SQUASHFS_BLOCK_MOST ||
	    (block & (block - 1)) != 0 || super.inode_table >= super.directory_table ||
	    super.directory_table > super.size || super.inodes == 0)
		return false;
	*ret_super = super;
	return true;
}
