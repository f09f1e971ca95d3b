/* SPDX-License-Identifier: Apache-2.0 */
/* JFFS2 (Linux Documentation and include/uapi/linux/jffs2.h): a log of nodes without a superblock, read as it
 * lies in flash, so that what was overwritten or deleted is read too as long as its block is not erased. Own
 * code, since there is no library, and no tool that tells the old from the new. Left out: rubin.
 *
 * The whole run of nodes is one file system: it ends where no node follows for a block of flash. */
#include "firmware/format/jffs2.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

enum { ROOT = 1, BLOCK = 256 << 10 };

/* --- the log --- */

/* Takes in all nodes; answers where the last one ends, with the erased flash behind it. */
static size_t take_nodes(struct jffs2 *jffs2)
{
	struct bytes data = jffs2->reading->data;
	size_t at = 0, end = 0;

	while (at + 4 <= data.size && at - end < BLOCK) {
		bool big;
		uint32_t size = jffs2_node_size(bytes_from(data, at), &big);

		if (size == 0 || big != jffs2->big) {
			/* Erased flash is of the file system however much there is of it. */
			bool erased = memcmp(data.data + at, "\xff\xff\xff\xff", 4) == 0;

			end = erased && at == end ? at + 4 : end;
			at += 4;
			continue;
		}
		if (!jffs2_take_node(jffs2, bytes_from(data, at), size) ||
		    !reading_spend(jffs2->reading, 1)) {
			reading_out_of_memory(jffs2->reading);
			break;
		}
		size_t next = at + ((size_t)size + 3) / 4 * 4;

		/* A broken node's size leads nowhere: what follows it may begin within. */
		at = size > data.size - at ? data.size : next;
		end = at < data.size ? at : data.size;
	}
	return end;
}

/* --- order --- */

static int by_inode(const void *a, const void *b)
{
	const struct jffs2_piece *left = a, *right = b;

	if (left->inode != right->inode)
		return left->inode < right->inode ? -1 : 1;
	if (left->version != right->version)
		return left->version < right->version ? -1 : 1;
	/* The same version twice: as they lie in flash. */
	return left->data.data < right->data.data ? -1 : left->data.data > right->data.data;
}

static int by_name(const void *a, const void *b)
{
	const struct jffs2_name *left = a, *right = b;
	int order = bytes_compare(left->name, right->name);

	if (left->parent != right->parent)
		return left->parent < right->parent ? -1 : 1;
	if (order != 0)
		return order;
	if (left->version != right->version)
		return left->version < right->version ? -1 : 1;
	return left->name.data < right->name.data ? -1 : left->name.data > right->name.data;
}

static struct jffs2_pieces pieces_of(const struct jffs2 *jffs2, uint32_t inode)
{
	size_t low = 0, high = jffs2->piece_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (jffs2->pieces[middle].inode < inode)
			low = middle + 1;
		else
			high = middle;
	}
	struct jffs2_pieces pieces = { jffs2->pieces + low, jffs2->pieces + low };

	while (pieces.end < jffs2->pieces + jffs2->piece_count && pieces.end->inode == inode)
		pieces.end++;
	return pieces;
}

/* Behind the last one of the same name in the same directory. */
static size_t same_name_end(const struct jffs2 *jffs2, size_t first)
{
	const struct jffs2_name *names = jffs2->names;
	size_t end = first + 1;

	while (end < jffs2->name_count && names[end].parent == names[first].parent &&
	       bytes_equal(names[end].name, names[first].name))
		end++;
	return end;
}

static void mark_named(struct jffs2 *jffs2)
{
	for (size_t i = 0, end; i < jffs2->name_count; i = end) {
		end = same_name_end(jffs2, i);
		struct jffs2_pieces pieces = pieces_of(jffs2, jffs2->names[end - 1].inode);

		if (pieces.first < pieces.end)
			pieces.first->named = true;
	}
}

/* --- handing on --- */

struct walk {
	struct jffs2 *jffs2;
	struct buffer path;
	unsigned depth;
	bool stopped;
};

/* The last reference of an inode to a capability. */
static uint64_t capabilities_of(const struct jffs2 *jffs2, uint32_t inode)
{
	uint64_t capabilities = 0;
	uint32_t sequence = 0;

	for (size_t i = 0; i < jffs2->reference_count; i++) {
		const struct jffs2_reference *reference = &jffs2->references[i];

		if (reference->inode != inode || reference->sequence < sequence)
			continue;
		for (size_t k = 0; k < jffs2->attribute_count; k++)
			if (jffs2->attributes[k].id == reference->id) {
				capabilities = jffs2->attributes[k].capabilities;
				sequence = reference->sequence;
			}
	}
	return capabilities;
}

/* Devices are a number of two bytes, or of four. */
static void read_device(const struct jffs2 *jffs2, struct bytes data, struct entry *entry)
{
	struct cursor cursor = cursor_over(data);
	size_t size = data.size < 4 ? 2 : 4;
	uint32_t device = (uint32_t)(jffs2->big ? cursor_be(&cursor, size) : cursor_le(&cursor, size));

	entry->major = device >> 8 & 0xfff;
	entry->minor = (device & 0xff) | (device >> 12 & 0xfff00);
}

static struct entry entry_of(const struct walk *walk, const struct jffs2_piece *last, enum entry_state state)
{
	return (struct entry){
		.path = buffer_bytes(&walk->path),
		.kind = entry_kind_of(last->mode),
		.state = state,
		.has_mode = true,
		.mode = last->mode & 07777,
		.user = last->user,
		.group = last->group,
		.inode = last->inode,
		.modified = last->time ? (instant)last->time * INSTANT_SECOND : INSTANT_NONE,
	};
}

/* What was overwritten: runs of hidden pieces that follow each other in the file as in time. */
static void hand_on_obsolete(struct walk *walk, struct jffs2_pieces pieces)
{
	struct jffs2 *jffs2 = walk->jffs2;

	for (struct jffs2_piece *piece = pieces.first; piece < pieces.end && !walk->stopped;) {
		struct jffs2_piece *end = piece + 1;
		uint64_t size = piece->length;

		if (!piece->hidden || piece->method == 1) {
			piece = end;
			continue;
		}
		while (end < pieces.end && end->hidden && end->offset == end[-1].offset + end[-1].length &&
		       size + end->length <= LIMIT_IMAGE_FILE)
			size += end++->length;
		struct buffer data = reading_buffer(jffs2->reading, size);
		struct entry entry = entry_of(walk, end - 1, ENTRY_OBSOLETE);

		entry.from = piece->data;
		for (; piece < end; piece++)
			entry.incomplete |= !jffs2_read_piece(jffs2, piece, &data);
		reading_buffer_fill(jffs2->reading, &data);
		entry.data = buffer_bytes(&data);
		entry.size = data.size;
		if (data.size)
			walk->stopped = !reading_entry(jffs2->reading, &entry);
		reading_buffer_end(jffs2->reading, &data);
	}
}

/* An inode as it is now, or was last. */
static void hand_on(struct walk *walk, struct jffs2_pieces pieces, enum entry_state state)
{
	struct jffs2 *jffs2 = walk->jffs2;
	const struct jffs2_piece *last = pieces.end - 1;
	struct entry entry = entry_of(walk, last, state);
	struct buffer data;

	jffs2_hide_pieces(jffs2, pieces);
	bool fine = jffs2_read_file(jffs2, pieces, &data);

	entry.capabilities = capabilities_of(jffs2, last->inode);
	if (entry.kind == ENTRY_FILE) {
		entry.data = buffer_bytes(&data);
		entry.size = last->size;
		entry.incomplete = !fine;
		if (pieces.end - pieces.first == 1) {
			entry.from = last->data;
			entry.straight = last->method == 0;
		}
		if (!fine)
			reading_trouble(jffs2->reading, "malformed", last->data);
	} else if (entry.kind == ENTRY_LINK) {
		entry.target = buffer_bytes(&data);
	} else if (entry.kind == ENTRY_CHARACTER_DEVICE || entry.kind == ENTRY_BLOCK_DEVICE) {
		/* Its size is said to be 0. */
		read_device(jffs2, last->data, &entry);
	}
	walk->stopped = !reading_entry(jffs2->reading, &entry);
	reading_buffer_end(jffs2->reading, &data);
	if (entry.kind == ENTRY_FILE && !walk->stopped)
		hand_on_obsolete(walk, pieces);
}

static void walk_directory(struct walk *walk, uint32_t inode);

/* All nodes of one name: the last says what it is now; one that is gone may still have its bytes. */
static void walk_name(struct walk *walk, size_t first, size_t end)
{
	struct jffs2 *jffs2 = walk->jffs2;
	const struct jffs2_name *last = &jffs2->names[end - 1];
	enum entry_state state = last->inode ? ENTRY_LIVE : ENTRY_DELETED;
	size_t before = walk->path.size, at = end - 1;

	while (jffs2->names[at].inode == 0 && at > first)
		at--;
	struct jffs2_pieces pieces = pieces_of(jffs2, jffs2->names[at].inode);

	if (pieces.first == pieces.end || (state == ENTRY_DELETED && pieces.first->named))
		return;
	buffer_append_byte(&walk->path, '/');
	if (buffer_append(&walk->path, last->name)) {
		bool directory = entry_kind_of(pieces.end[-1].mode) == ENTRY_DIRECTORY;
		bool again = pieces.first->walked;

		pieces.first->walked = true;
		if (!directory || !again)
			hand_on(walk, pieces, state);
		else
			reading_trouble(jffs2->reading, "cyclic", BYTES_EMPTY);
		if (directory && !again && !walk->stopped)
			walk_directory(walk, last->inode);
	}
	walk->path.size = before;
}

static void walk_directory(struct walk *walk, uint32_t inode)
{
	struct jffs2 *jffs2 = walk->jffs2;
	size_t low = 0, high = jffs2->name_count;

	if (walk->depth >= LIMIT_NESTING || inode == 0)
		return;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (jffs2->names[middle].parent < inode)
			low = middle + 1;
		else
			high = middle;
	}
	walk->depth++;
	for (size_t end; low < jffs2->name_count && jffs2->names[low].parent == inode && !walk->stopped;
	     low = end) {
		end = same_name_end(jffs2, low);
		walk_name(walk, low, end);
	}
	walk->depth--;
}

/* Inodes that no directory leads to: their names are lost, their bytes are not. */
static void hand_on_lost(struct walk *walk)
{
	struct jffs2 *jffs2 = walk->jffs2;

	for (size_t i = 0; i < jffs2->piece_count && !walk->stopped;) {
		struct jffs2_pieces pieces = pieces_of(jffs2, jffs2->pieces[i].inode);

		if (!pieces.first->walked && pieces.first->inode > ROOT) {
			buffer_clear(&walk->path);
			buffer_append_format(&walk->path, "/#%u", pieces.first->inode);
			hand_on(walk, pieces, ENTRY_DELETED);
		}
		i = (size_t)(pieces.end - jffs2->pieces);
	}
}

/* --- the format --- */

static unsigned bid(struct bytes data)
{
	bool big;
	uint32_t size = jffs2_node_size(data, &big);

	return size && size <= data.size ? 48 : 0;
}

static enum decoded read_format(struct reading *reading)
{
	struct jffs2 jffs2 = { .reading = reading };
	struct walk walk = { .jffs2 = &jffs2, .path = buffer_of(LIMIT_PATH_SIZE) };

	(void)jffs2_node_size(reading->data, &jffs2.big);
	reading->size = take_nodes(&jffs2);
	reading_fact(reading, "byte-order", jffs2.big ? BYTES("big") : BYTES("little"));
	if (jffs2.piece_count)
		qsort(jffs2.pieces, jffs2.piece_count, sizeof *jffs2.pieces, by_inode);
	if (jffs2.name_count)
		qsort(jffs2.names, jffs2.name_count, sizeof *jffs2.names, by_name);
	mark_named(&jffs2);
	walk_directory(&walk, ROOT);
	hand_on_lost(&walk);
	if (walk.path.failed)
		reading_out_of_memory(reading);
	buffer_free(&walk.path);
	free(jffs2.pieces);
	free(jffs2.names);
	free(jffs2.attributes);
	free(jffs2.references);
	return walk.stopped ? DECODED_IN_PART : DECODED;
}

const struct image_format image_format_jffs2 = {
	.name = "jffs2",
	.specification = "Linux include/uapi/linux/jffs2.h",
	.role = ROLE_FILE_SYSTEM,
	.signatures = (const struct signature[]){ { SIGNATURE("\x85\x19"), 0 },
						  { SIGNATURE("\x19\x85"), 0 },
						  { { NULL, 0 }, 0 } },
	.bid = bid,
	.read = read_format,
};
