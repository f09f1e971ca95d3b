/* SPDX-License-Identifier: Apache-2.0 */
/* cpio archives (cpio(5)): new ASCII with and without checksums, as Linux takes for its first root (Linux
 * Documentation/driver-api/early-userspace/buffer-format.rst), old ASCII, and binary in either byte order.
 * Archives behind each other, with zeros between, are one.
 *
 *     new: "070701" or "070702"  hexadecimal numbers of 8 digits: inode mode user group links time size
 *          device(2) special(2) name's size, checksum;  name  data, each padded to 4
 *     old: "070707"  octal: device(6) inode(6) mode(6) user(6) group(6) links(6) special(6) time(11)
 *          name's size(6) size(11)  name  data
 *     binary: 71c7(2)  device inode mode user group links special time(4: high half first) name's size(2)
 *          size(4: high half first)  name  data, each padded to 2 */
#include "base/cursor.h"
#include "base/limits.h"
#include "firmware/format.h"

enum { TYPE_MASK = 0170000, NAME_MOST = LIMIT_PATH_SIZE };

#define LAST BYTES("TRAILER!!!")

struct header {
	uint32_t inode, mode, user, group, device;
	uint64_t time, size, name_size;
	size_t align;
};

/* A number in digits; false: something else stands there. */
static bool take_digits(struct cursor *cursor, size_t size, unsigned base, uint64_t *ret_number)
{
	struct bytes digits = cursor_take(cursor, size);
	uint64_t number = 0;

	for (size_t i = 0; i < digits.size; i++) {
		uint8_t byte = digits.data[i];
		unsigned digit = byte >= '0' && byte <= '9'		    ? byte - '0'
				 : (byte | 32) >= 'a' && (byte | 32) <= 'f' ? (byte | 32) - 'a' + 10
									    : 16;

		if (digit >= base)
			return false;
		number = number * base + digit;
	}
	*ret_number = number;
	return cursor_ok(cursor);
}

static uint32_t device_of(uint64_t major, uint64_t minor)
{
	return (uint32_t)(major << 20 | (minor & 0xfffff));
}

static bool read_new(struct cursor *cursor, struct header *header)
{
	uint64_t fields[13];

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (!take_digits(cursor, 8, 16, &fields[i]))
			return false;
	*header = (struct header){
		.inode = (uint32_t)fields[0],
		.mode = (uint32_t)fields[1],
		.user = (uint32_t)fields[2],
		.group = (uint32_t)fields[3],
		.time = fields[5],
		.size = fields[6],
		.device = device_of(fields[9], fields[10]),
		.name_size = fields[11],
		.align = 4,
	};
	return true;
}

static bool read_old(struct cursor *cursor, struct header *header)
{
	static const size_t widths[] = { 6, 6, 6, 6, 6, 6, 6, 11, 6, 11 };
	uint64_t fields[10];

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (!take_digits(cursor, widths[i], 8, &fields[i]))
			return false;
	*header = (struct header){
		.inode = (uint32_t)fields[1],
		.mode = (uint32_t)fields[2],
		.user = (uint32_t)fields[3],
		.group = (uint32_t)fields[4],
		.device = device_of(fields[6] >> 8, fields[6] & 0xff),
		.time = fields[7],
		.name_size = fields[8],
		.size = fields[9],
		.align = 1,
	};
	return true;
}

static bool read_binary(struct cursor *cursor, bool big, struct header *header)
{
	uint16_t fields[12];

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		fields[i] = big ? cursor_be16(cursor) : cursor_le16(cursor);
	*header = (struct header){
		.inode = fields[1],
		.mode = fields[2],
		.user = fields[3],
		.group = fields[4],
		.device = device_of((uint64_t)(fields[6] >> 8), fields[6] & 0xff),
		.time = (uint64_t)fields[7] << 16 | fields[8],
		.name_size = fields[9],
		.size = (uint64_t)fields[10] << 16 | fields[11],
		.align = 2,
	};
	return cursor_ok(cursor);
}

static bool is_mode(uint32_t mode)
{
	static const uint32_t types[] = { 0040000, 0100000, 0120000, 0020000, 0060000, 0010000, 0140000 };

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if ((mode & TYPE_MASK) == types[i])
			return true;
	return false;
}

/* Reads a header and the name behind it, which ends in a NUL. The cursor is then at the data, but for
 * padding. */
static bool read_header(struct cursor *cursor, struct header *header, struct bytes *ret_name)
{
	struct bytes all = cursor->rest;
	bool fine;

	if (bytes_start_with(all, BYTES("070701")) || bytes_start_with(all, BYTES("070702"))) {
		cursor_skip(cursor, 6);
		fine = read_new(cursor, header);
	} else if (bytes_start_with(all, BYTES("070707"))) {
		cursor_skip(cursor, 6);
		fine = read_old(cursor, header);
	} else if (bytes_start_with(all, BYTES("\xc7\x71")) || bytes_start_with(all, BYTES("\x71\xc7"))) {
		cursor_skip(cursor, 2);
		fine = read_binary(cursor, all.data[0] == 0x71, header);
	} else {
		return false;
	}
	if (!fine || header->name_size < 2 || header->name_size > NAME_MOST)
		return false;
	struct bytes name = cursor_take(cursor, (size_t)header->name_size);

	if (!cursor_ok(cursor) || name.data[name.size - 1] != 0)
		return false;
	*ret_name = bytes_slice(name, 0, name.size - 1);
	return bytes_equal(*ret_name, LAST) || is_mode(header->mode);
}

static void skip_padding(struct cursor *cursor, struct bytes all, size_t align)
{
	size_t at = all.size - cursor_left(cursor), padding = (align - at % align) % align;

	cursor_skip(cursor, padding < cursor_left(cursor) ? padding : cursor_left(cursor));
}

/* `./etc/x`, `etc/x` and `/etc/x` are the same; the root itself is empty. */
static struct bytes without_start(struct bytes name)
{
	while (name.size &&
	       (name.data[0] == '/' || (name.data[0] == '.' && (name.size == 1 || name.data[1] == '/'))))
		name = bytes_from(name, 1);
	while (name.size && name.data[name.size - 1] == '/')
		name.size--;
	return name;
}

static bool hand_on(struct reading *reading, const struct header *header, struct bytes name,
		    struct bytes data, bool cut)
{
	struct buffer path = buffer_of(LIMIT_PATH_SIZE);
	enum entry_kind kind = entry_kind_of(header->mode);
	struct entry entry = {
		.kind = kind,
		.has_mode = true,
		.mode = header->mode & 07777,
		.user = header->user,
		.group = header->group,
		.major = header->device >> 20,
		.minor = header->device & 0xfffff,
		.inode = header->inode,
		.modified = header->time && header->time < INT64_MAX / INSTANT_SECOND
				    ? (instant)header->time * INSTANT_SECOND
				    : INSTANT_NONE,
		.target = kind == ENTRY_LINK ? data : BYTES_EMPTY,
		.data = kind == ENTRY_FILE ? data : BYTES_EMPTY,
		.size = kind == ENTRY_FILE ? header->size : 0,
		.from = data,
		.straight = true,
		.incomplete = cut,
	};

	name = without_start(name);
	buffer_append_byte(&path, '/');
	buffer_append(&path, name);
	if (path.failed)
		reading_out_of_memory(reading);
	entry.path = buffer_bytes(&path);
	bool going = name.size == 0 || reading_entry(reading, &entry);

	buffer_free(&path);
	return going;
}

/* Behind the last entry stand zeros, up to a block, and perhaps another archive. */
static bool next_archive(struct cursor *cursor)
{
	size_t zeros = 0;
	struct header header;
	struct bytes name;

	while (zeros < cursor->rest.size && cursor->rest.data[zeros] == 0)
		zeros++;
	struct cursor next = cursor_over(bytes_from(cursor->rest, zeros));

	cursor_skip(cursor, zeros);
	return read_header(&next, &header, &name) && !bytes_equal(name, LAST);
}

static enum decoded read_format(struct reading *reading)
{
	struct cursor cursor = cursor_over(reading->data);
	enum decoded decoded = DECODED;
	struct header header;
	struct bytes name;

	for (;;) {
		struct cursor start = cursor;

		if (!read_header(&cursor, &header, &name)) {
			cursor = start;
			decoded = DECODED_IN_PART;
			reading_trouble(reading, cursor_left(&cursor) < 128 ? "cut" : "malformed",
					cursor.rest);
			break;
		}
		skip_padding(&cursor, reading->data, header.align);
		if (bytes_equal(name, LAST)) {
			if (!next_archive(&cursor))
				break;
			continue;
		}
		bool cut = header.size > cursor_left(&cursor);
		struct bytes data = cursor_take(&cursor, cut ? cursor_left(&cursor) : (size_t)header.size);

		skip_padding(&cursor, reading->data, header.align);
		if (cut)
			reading_trouble(reading, "cut", data);
		if (!hand_on(reading, &header, name, data, cut) || cut) {
			decoded = DECODED_IN_PART;
			break;
		}
	}
	reading->size = reading->data.size - cursor_left(&cursor);
	return decoded;
}

static unsigned bid(struct bytes data)
{
	struct cursor cursor = cursor_over(data);
	struct header header;
	struct bytes name;

	if (!read_header(&cursor, &header, &name))
		return 0;
	if (header.align != 2)
		return 100;
	/* A binary one has a magic number of two bytes only: the next one must be there too. */
	skip_padding(&cursor, data, header.align);
	cursor_skip(&cursor, (size_t)header.size);
	skip_padding(&cursor, data, header.align);
	return cursor_ok(&cursor) && read_header(&cursor, &header, &name) ? 64 : 0;
}

const struct image_format image_format_cpio = {
	.name = "cpio",
	.specification = "cpio(5); Linux early-userspace/buffer-format.rst",
	.role = ROLE_ARCHIVE,
	.signatures = (const struct signature[]){ { SIGNATURE("07070"), 0 },
						  { SIGNATURE("\xc7\x71"), 0 },
						  { SIGNATURE("\x71\xc7"), 0 },
						  { { NULL, 0 }, 0 } },
	.bid = bid,
	.read = read_format,
};
