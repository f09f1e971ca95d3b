/* SPDX-License-Identifier: Apache-2.0 */
/* Nodes of JFFS2 (Linux include/uapi/linux/jffs2.h), in either byte order.
 *
 *     1985(2) type(2) size(4) checksum of these(4), then
 *     e002 piece: inode(4) version(4) mode(4) user(2) group(2) size(4) times(3 * 4) offset(4) packed(4)
 * length(4) method(1) wanted(1) flags(2) checksum of the data(4), of the node(4)  data e001 name: parent(4)
 * version(4) inode(4) time(4) size(1) kind(1) 0(2) checksum of the node(4), of the name(4)  name e008
 * attribute: id(4) version(4) prefix(1) name's size(1) value's size(2) checksums(2 * 4)  name 0 value e009
 * reference: inode(4) id(4) sequence(4) checksum(4) 2003, 2004, 2006: marks, padding, summaries
 *
 * Type without the bit 2000: obsolete, with the header's checksum as it was before. */
#include "base/memory.h"
#include "firmware/format/jffs2.h"

#include <zlib.h>

enum {
	MAGIC = 0x1985,
	ACCURATE = 0x2000,
	TYPE_NAME = 0xe001,
	TYPE_INODE = 0xe002,
	TYPE_ATTRIBUTE = 0xe008,
	TYPE_REFERENCE = 0xe009,
	PREFIX_SECURITY = 2,
};

/* Linux's sum starts from zero and is not turned over at the end. */
static uint32_t checksum(struct bytes bytes)
{
	return (uint32_t)~crc32(0xffffffff, bytes.data, (uInt)bytes.size);
}

static uint64_t number(struct cursor *cursor, size_t size, bool big)
{
	return big ? cursor_be(cursor, size) : cursor_le(cursor, size);
}

uint32_t jffs2_node_size(struct bytes data, bool *big)
{
	uint8_t head[8];

	if (data.size < JFFS2_HEADER)
		return 0;
	if (data.data[0] == 0x85 && data.data[1] == 0x19)
		*big = false;
	else if (data.data[0] == 0x19 && data.data[1] == 0x85)
		*big = true;
	else
		return 0;
	struct cursor cursor = cursor_over(bytes_from(data, 4));
	uint32_t size = (uint32_t)number(&cursor, 4, *big), sum = (uint32_t)number(&cursor, 4, *big);

	memcpy(head, data.data, sizeof head);
	head[*big ? 2 : 3] |= ACCURATE >> 8;
	if (size < JFFS2_HEADER || sum != checksum((struct bytes){ head, sizeof head }))
		return 0;
	return size;
}

/* `things` with room for one more of `size` bytes; NULL without memory. */
static void *grown(void *things, size_t *room, size_t count, size_t size)
{
	if (count < *room)
		return things;
	size_t more = *room ? *room * 2 : 64;
	void *larger = memory_resize(things, more, size);

	if (larger)
		*room = more;
	return larger;
}

static bool take_piece(struct jffs2 *jffs2, struct bytes node, bool marked)
{
	struct cursor cursor = cursor_over(bytes_from(node, JFFS2_HEADER));
	bool big = jffs2->big;
	struct jffs2_piece piece = { .marked = marked };

	piece.inode = (uint32_t)number(&cursor, 4, big);
	piece.version = (uint32_t)number(&cursor, 4, big);
	piece.mode = (uint32_t)number(&cursor, 4, big);
	piece.user = (uint32_t)number(&cursor, 2, big);
	piece.group = (uint32_t)number(&cursor, 2, big);
	piece.size = (uint32_t)number(&cursor, 4, big);
	cursor_skip(&cursor, 4);
	piece.time = (uint32_t)number(&cursor, 4, big);
	cursor_skip(&cursor, 4);
	piece.offset = (uint32_t)number(&cursor, 4, big);
	uint32_t packed = (uint32_t)number(&cursor, 4, big);

	piece.length = (uint32_t)number(&cursor, 4, big);
	piece.method = cursor_u8(&cursor);
	cursor_skip(&cursor, 3);
	uint32_t data_sum = (uint32_t)number(&cursor, 4, big), node_sum = (uint32_t)number(&cursor, 4, big);

	if (!cursor_ok(&cursor) || node_sum != checksum(bytes_slice(node, 0, JFFS2_INODE - 8))) {
		reading_trouble(jffs2->reading, "checksum", node);
		return true;
	}
	piece.data = cursor_take(&cursor, packed < cursor_left(&cursor) ? packed : cursor_left(&cursor));
	if (piece.data.size < packed || checksum(piece.data) != data_sum)
		reading_trouble(jffs2->reading, piece.data.size < packed ? "cut" : "checksum", piece.data);
	struct jffs2_piece *pieces = grown(jffs2->pieces, &jffs2->piece_room, jffs2->piece_count,
					   sizeof *pieces);

	if (!pieces)
		return false;
	jffs2->pieces = pieces;
	jffs2->pieces[jffs2->piece_count++] = piece;
	return true;
}

static bool take_name(struct jffs2 *jffs2, struct bytes node, bool marked)
{
	struct cursor cursor = cursor_over(bytes_from(node, JFFS2_HEADER));
	bool big = jffs2->big;
	struct jffs2_name name = { .marked = marked };

	name.parent = (uint32_t)number(&cursor, 4, big);
	name.version = (uint32_t)number(&cursor, 4, big);
	name.inode = (uint32_t)number(&cursor, 4, big);
	name.time = (uint32_t)number(&cursor, 4, big);
	uint8_t size = cursor_u8(&cursor);

	name.kind = cursor_u8(&cursor);
	cursor_skip(&cursor, 2);
	uint32_t node_sum = (uint32_t)number(&cursor, 4, big), name_sum = (uint32_t)number(&cursor, 4, big);

	name.name = cursor_take(&cursor, size);
	if (!cursor_ok(&cursor) || size == 0 || node_sum != checksum(bytes_slice(node, 0, JFFS2_NAME - 8)) ||
	    name_sum != checksum(name.name)) {
		reading_trouble(jffs2->reading, "checksum", node);
		return true;
	}
	struct jffs2_name *names = grown(jffs2->names, &jffs2->name_room, jffs2->name_count, sizeof *names);

	if (!names)
		return false;
	jffs2->names = names;
	jffs2->names[jffs2->name_count++] = name;
	return true;
}

/* security.capability only: version(4), then permitted(4) and inheritable(4) of the low half, of the high
 * one; always little-endian. */
static bool take_attribute(struct jffs2 *jffs2, struct bytes node)
{
	struct cursor cursor = cursor_over(bytes_from(node, JFFS2_HEADER));
	struct jffs2_attribute attribute = { 0 };

	attribute.id = (uint32_t)number(&cursor, 4, jffs2->big);
	attribute.version = (uint32_t)number(&cursor, 4, jffs2->big);
	uint8_t prefix = cursor_u8(&cursor), name_size = cursor_u8(&cursor);

	cursor_skip(&cursor, 10);
	struct bytes name = cursor_take(&cursor, name_size);

	cursor_skip(&cursor, 1 + 4);
	attribute.capabilities = cursor_le32(&cursor);
	cursor_skip(&cursor, 4);
	attribute.capabilities |= (uint64_t)cursor_le32(&cursor) << 32;
	if (!cursor_ok(&cursor) || prefix != PREFIX_SECURITY || !bytes_equal(name, BYTES("capability")))
		return true;
	struct jffs2_attribute *attributes = grown(jffs2->attributes, &jffs2->attribute_room,
						   jffs2->attribute_count, sizeof *attributes);

	if (!attributes)
		return false;
	jffs2->attributes = attributes;
	jffs2->attributes[jffs2->attribute_count++] = attribute;
	return true;
}

static bool take_reference(struct jffs2 *jffs2, struct bytes node)
{
	struct cursor cursor = cursor_over(bytes_from(node, JFFS2_HEADER));
	struct jffs2_reference reference;

	reference.inode = (uint32_t)number(&cursor, 4, jffs2->big);
	reference.id = (uint32_t)number(&cursor, 4, jffs2->big);
	reference.sequence = (uint32_t)number(&cursor, 4, jffs2->big);
	if (!cursor_ok(&cursor))
		return true;
	struct jffs2_reference *references = grown(jffs2->references, &jffs2->reference_room,
						   jffs2->reference_count, sizeof *references);

	if (!references)
		return false;
	jffs2->references = references;
	jffs2->references[jffs2->reference_count++] = reference;
	return true;
}

bool jffs2_take_node(struct jffs2 *jffs2, struct bytes data, uint32_t size)
{
	struct bytes node = bytes_slice(data, 0, size);
	struct cursor cursor = cursor_over(bytes_from(data, 2));
	unsigned type = (unsigned)number(&cursor, 2, jffs2->big);
	bool marked = !(type & ACCURATE);

	switch (type | ACCURATE) {
	case TYPE_INODE:
		return take_piece(jffs2, node, marked);
	case TYPE_NAME:
		return take_name(jffs2, node, marked);
	case TYPE_ATTRIBUTE:
		return take_attribute(jffs2, node);
	case TYPE_REFERENCE:
		return take_reference(jffs2, node);
	default:
		return true;
	}
}
