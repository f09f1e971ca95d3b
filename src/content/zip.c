/* SPDX-License-Identifier: Apache-2.0 */
/* ZIP archives (APPNOTE 6.3.10), read front to back, so that cut ones are read as far as they go; sizes
 * that are only behind an entry come from the directory at the end or from what follows the entry.
 *
 *     entry     = "PK" 3 4  version(2) flags(2) method(2) time(4) crc(4) packed(4) size(4)
 *                 name size(2) extra size(2)  name  extra  data  [descriptor]
 *     directory = *( "PK" 1 2  …  packed(4) at 20, name, extra, comment sizes at 28, offset(4) at 42 … )
 *                 "PK" 5 6  …  entries(2) at 10, size(4), offset(4) at 16
 *
 * Stored and deflated entries are read; others with a magic number of their own (zstd) as well.
 * Encrypted ones are said. Left out: archives in several files; what stands before the first entry. */
#include "base/cursor.h"
#include "base/limits.h"
#include "content/unpack.h"

enum { FLAG_ENCRYPTED = 1 << 0, FLAG_DESCRIPTOR = 1 << 3, FLAG_MASKED = 1 << 13 };
enum { STORED = 0, DEFLATED = 8, ZSTD = 93, NAME_MOST = 1024 };
enum { LOCAL_SIZE = 30, CENTRAL_SIZE = 46, END_SIZE = 22, END_SEARCHED = 4096, EXTRA_ZIP64 = 1 };

#define LOCAL	   BYTES("PK\3\4")
#define CENTRAL	   BYTES("PK\1\2")
#define DESCRIPTOR BYTES("PK\7\10")

struct entry {
	uint16_t flags, method;
	uint64_t packed;
	struct bytes name;
	size_t size; /* of its head */
};

/* Sizes above 4 GB stand in an extra field: that of the data, then that of the packed data. */
static uint64_t wide_size(struct bytes extra, uint64_t packed, uint32_t size)
{
	struct cursor cursor = cursor_over(extra);

	while (packed == UINT32_MAX && cursor_left(&cursor)) {
		uint16_t kind = cursor_le16(&cursor);
		struct cursor field = cursor_over(cursor_take(&cursor, cursor_le16(&cursor)));

		if (!cursor_ok(&cursor))
			break;
		if (kind != EXTRA_ZIP64)
			continue;
		if (size == UINT32_MAX)
			cursor_skip(&field, 8);
		packed = cursor_le64(&field);
		return cursor_ok(&field) ? packed : UINT32_MAX;
	}
	return packed;
}

static bool read_head(struct bytes data, struct entry *entry)
{
	struct cursor cursor = cursor_over(data);

	cursor_skip(&cursor, LOCAL.size + 2);
	entry->flags = cursor_le16(&cursor);
	entry->method = cursor_le16(&cursor);
	cursor_skip(&cursor, 8);
	uint32_t packed = cursor_le32(&cursor), size = cursor_le32(&cursor);
	uint16_t name_size = cursor_le16(&cursor), extra_size = cursor_le16(&cursor);

	entry->name = cursor_take(&cursor, name_size);
	entry->packed = wide_size(cursor_take(&cursor, extra_size), packed, size);
	entry->size = data.size - cursor_left(&cursor);
	return cursor_ok(&cursor) && bytes_start_with(data, LOCAL) && name_size && name_size <= NAME_MOST;
}

/* The directory's entries, in the order of the archive; nothing where there is none. */
static struct bytes find_directory(struct bytes archive)
{
	size_t start = archive.size > END_SEARCHED ? archive.size - END_SEARCHED : 0;
	struct bytes tail = bytes_from(archive, start);

	for (size_t at = tail.size; at-- > 0;) {
		struct cursor cursor = cursor_over(bytes_from(tail, at));

		if (!bytes_start_with(cursor.rest, BYTES("PK\5\6")) || cursor.rest.size < END_SIZE)
			continue;
		cursor_skip(&cursor, 12);
		uint32_t size = cursor_le32(&cursor), offset = cursor_le32(&cursor);

		return bytes_slice(archive, offset, size);
	}
	return BYTES_EMPTY;
}

/* The packed size of the entry at `offset` as the directory has it. Moves `directory` behind it: entries
 * are asked for in order. */
static bool directory_size(struct bytes *directory, size_t offset, uint64_t *ret_packed)
{
	while (bytes_start_with(*directory, CENTRAL) && directory->size >= CENTRAL_SIZE) {
		struct cursor cursor = cursor_over(bytes_from(*directory, 20));
		uint32_t packed = cursor_le32(&cursor), size = cursor_le32(&cursor);
		uint16_t name = cursor_le16(&cursor), extra = cursor_le16(&cursor);
		uint16_t comment = cursor_le16(&cursor);

		cursor_skip(&cursor, 8);
		uint32_t at = cursor_le32(&cursor);
		struct bytes extra_field = bytes_slice(*directory, (size_t)CENTRAL_SIZE + name, extra);

		*directory = bytes_from(*directory, (size_t)CENTRAL_SIZE + name + extra + comment);
		if (at != offset)
			continue;
		*ret_packed = wide_size(extra_field, packed, size);
		return true;
	}
	return false;
}

/* Where data of unknown size ends: before its descriptor, which repeats the size, or the next head. */
static size_t search_end(struct bytes data, bool *ret_cut)
{
	for (size_t at = 0;;) {
		size_t found = bytes_find(bytes_from(data, at), BYTES("PK"));

		if (found == SIZE_MAX)
			break;
		at += found;
		struct cursor cursor = cursor_over(bytes_from(data, at));
		bool descriptor = bytes_start_with(cursor.rest, DESCRIPTOR);

		cursor_skip(&cursor, 8);
		if ((descriptor && cursor_le32(&cursor) == at && cursor_ok(&cursor)) ||
		    bytes_start_with(bytes_from(data, at), LOCAL) ||
		    bytes_start_with(bytes_from(data, at), CENTRAL))
			return at;
		at += 2;
	}
	*ret_cut = true;
	return data.size;
}

static struct bytes last_part(struct bytes name)
{
	for (size_t i = name.size; i > 0; i--)
		if (name.data[i - 1] == '/' || name.data[i - 1] == '\\')
			return bytes_from(name, i);
	return name;
}

static void read_entry(const struct content *content, struct examination *examination,
		       const struct entry *entry, struct bytes data, bool cut)
{
	static const struct unpacker deflated = { .codec = &codec_deflate, .format = "zip", .certain = true };
	struct content child = {
		.data = data,
		.format = "zip",
		.step = entry->name,
		.label = last_part(entry->name),
		.file_name = entry->name,
		.incomplete = cut,
	};

	if (data.size == 0)
		return;
	if (entry->flags & (FLAG_ENCRYPTED | FLAG_MASKED))
		examination_undecoded(examination, content, "zip", "encrypted", data);
	else if (entry->method == DEFLATED)
		(void)unpack_part(&deflated, content, examination, &child, data, cut);
	else if (entry->method == STORED || entry->method == ZSTD)
		examination_content(examination, content, &child, data);
	else
		examination_undecoded(examination, content, "zip", "unknown-method", data);
}

static unsigned bid(const struct content *content)
{
	struct entry entry;

	/* The highest version that says anything is 6.3. */
	return read_head(bytes_slice(content->data, 0, LOCAL_SIZE + NAME_MOST), &entry) &&
			       content->data.data[4] <= 63
		       ? 40
		       : 0;
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct bytes archive = content->data, directory = find_directory(archive), rest = archive;
	struct entry entry;
	bool cut = false;

	while (!cut && read_head(rest, &entry)) {
		struct bytes data = bytes_from(rest, entry.size);
		uint64_t packed = entry.packed;
		size_t offset = archive.size - rest.size;

		if ((entry.flags & FLAG_DESCRIPTOR) && packed == 0 &&
		    !directory_size(&directory, offset, &packed))
			packed = search_end(data, &cut);
		cut = cut || packed > data.size;
		read_entry(content, examination, &entry,
			   bytes_slice(data, 0, cut ? SIZE_MAX : (size_t)packed), cut);
		rest = bytes_from(data, cut ? SIZE_MAX : (size_t)packed);
		if (entry.flags & FLAG_DESCRIPTOR) {
			/* with or without its magic number, 4 or 8 bytes a size */
			size_t head = bytes_find(bytes_slice(rest, 0, 28), BYTES("PK\3"));
			size_t end = bytes_find(bytes_slice(rest, 0, 28), CENTRAL);

			rest = bytes_from(rest, head < end ? head : end);
		}
	}
	if (!cut && (rest.size == 0 || bytes_start_with(rest, CENTRAL) ||
		     bytes_start_with(rest, BYTES("PK\6\6")) || bytes_start_with(rest, BYTES("PK\5\6"))))
		return DECODED;
	if (!content->incomplete)
		examination_undecoded(examination, content, "zip", cut ? "cut" : "malformed", rest);
	return DECODED_IN_PART;
}

const struct content_decoder content_decoder_zip = {
	.name = "zip",
	.specification = "APPNOTE 6.3.10",
	.first = (const bool[256]){ ['P'] = true },
	.bid = bid,
	.decode = decode,
};
