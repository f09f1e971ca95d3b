/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a JFFS2: its nodes as they lie in flash, and what they make up. */
#ifndef PROBITY_FIRMWARE_FORMAT_JFFS2_H
#define PROBITY_FIRMWARE_FORMAT_JFFS2_H

#include "base/cursor.h"
#include "firmware/format.h"

enum { JFFS2_HEADER = 12, JFFS2_INODE = 68, JFFS2_NAME = 40, JFFS2_ATTRIBUTE = 32 };

/* A piece of a file: one version of the bytes from `offset` on, with what the file was then. */
struct jffs2_piece {
	uint32_t inode, version, mode, user, group, size, time;
	uint32_t offset, length; /* in the file, unpacked */
	uint8_t method;
	bool marked;	    /* obsolete, as a bit of its type says */
	bool hidden;	    /* no byte of it is in the file any more */
	bool named, walked; /* of an inode's first piece: a live name leads to it; it was handed on */
	struct bytes data;  /* packed */
};

/* A name in a directory; inode 0: it was taken away. */
struct jffs2_name {
	uint32_t parent, version, inode, time;
	uint8_t kind; /* DT_DIR, … */
	bool marked;
	struct bytes name;
};

/* An extended attribute, and which inode has it. */
struct jffs2_attribute {
	uint32_t id, version;
	uint64_t capabilities;
};
struct jffs2_reference {
	uint32_t inode, id, sequence;
};

struct jffs2 {
	struct reading *reading;
	bool big;
	struct jffs2_piece *pieces;
	size_t piece_count, piece_room;
	struct jffs2_name *names;
	size_t name_count, name_room;
	struct jffs2_attribute *attributes;
	size_t attribute_count, attribute_room;
	struct jffs2_reference *references;
	size_t reference_count, reference_room;
};

/* jffs2_node.c. Whether a node with a right checksum begins here: its size, 0: none. `*big` is the byte
 * order. */
uint32_t jffs2_node_size(struct bytes data, bool *big);
/* Takes in the node at the start of `data`. False without memory. */
bool jffs2_take_node(struct jffs2 *jffs2, struct bytes data, uint32_t size);

/* The pieces of one inode, in rising order of versions. */
struct jffs2_pieces {
	struct jffs2_piece *first, *end;
};

/* jffs2_file.c. Finds out which pieces are hidden by later ones. */
void jffs2_hide_pieces(struct jffs2 *jffs2, struct jffs2_pieces pieces);
/* The bytes of a file from its pieces: those of `*data`, given back by the caller. False: not all. */
bool jffs2_read_file(struct jffs2 *jffs2, struct jffs2_pieces pieces, struct buffer *data);
/* Appends the bytes of one piece. False: they cannot be unpacked. */
bool jffs2_read_piece(struct jffs2 *jffs2, const struct jffs2_piece *piece, struct buffer *to);

#endif
