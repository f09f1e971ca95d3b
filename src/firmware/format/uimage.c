/* SPDX-License-Identifier: Apache-2.0 */
/* uImage, the legacy image of U-Boot (include/image.h): kernels, ramdisks, scripts, several in one.
 *
 *     27 05 19 56  header crc(4)  time(4)  size(4)  load(4)  entry(4)  data crc(4)
 *     system(1)  processor(1)  type(1)  compression(1)  name(32)
 *     type 4 (multi) and 6 (script): *( size(4) )  0(4)  the parts, each padded to four bytes
 *
 * All numbers are big-endian. The header's checksum is that of the header with zeros in its place. What is
 * packed is found by its own header. */
#include "base/cursor.h"
#include "firmware/format.h"

#include <zlib.h>

enum { HEADER = 64, TYPE_MULTI = 4, TYPE_SCRIPT = 6, PARTS_MOST = 32 };

struct header {
	uint32_t crc, time, size, data_crc;
	uint8_t system, processor, type, compression;
	struct bytes name;
};

static bool read_header(struct bytes data, struct header *ret_header)
{
	struct cursor cursor = cursor_over(data);

	if (cursor_be32(&cursor) != 0x27051956)
		return false;
	ret_header->crc = cursor_be32(&cursor);
	ret_header->time = cursor_be32(&cursor);
	ret_header->size = cursor_be32(&cursor);
	cursor_skip(&cursor, 8);
	ret_header->data_crc = cursor_be32(&cursor);
	ret_header->system = cursor_u8(&cursor);
	ret_header->processor = cursor_u8(&cursor);
	ret_header->type = cursor_u8(&cursor);
	ret_header->compression = cursor_u8(&cursor);
	struct bytes name = cursor_take(&cursor, 32);
	size_t end = bytes_find_byte(name, 0);

	ret_header->name = bytes_slice(name, 0, end);
	return cursor_ok(&cursor);
}

static bool header_is_whole(struct bytes data, const struct header *header)
{
	static const uint8_t zeros[4];
	uLong crc = crc32(0, data.data, 4);

	crc = crc32(crc, zeros, sizeof zeros);
	return crc32(crc, data.data + 8, HEADER - 8) == header->crc;
}

static unsigned bid(struct bytes data)
{
	struct header header;

	if (!read_header(data, &header) || header.system > 40 || header.processor > 40 || header.type > 60 ||
	    header.compression > 10)
		return 0;
	return header_is_whole(data, &header) ? 64 : 32;
}

/* The parts of a multi image or a script. */
static void read_parts(struct reading *reading, struct bytes body)
{
	struct cursor sizes = cursor_over(body);
	uint32_t size[PARTS_MOST];
	size_t count = 0;

	while (count < PARTS_MOST && (size[count] = cursor_be32(&sizes)) != 0)
		count++;
	for (size_t i = 0; i < count; i++) {
		bool cut = size[i] > cursor_left(&sizes);
		struct bytes part = cursor_take(&sizes, cut ? cursor_left(&sizes) : size[i]);
		size_t padding = (4 - part.size % 4) % 4;

		cursor_skip(&sizes, padding < cursor_left(&sizes) ? padding : cursor_left(&sizes));
		reading_part(reading, BYTES_EMPTY, part);
		if (cut)
			reading_trouble(reading, "cut", part);
	}
}

static enum decoded read_format(struct reading *reading)
{
	static const char *const types[] = { "?",	 "standalone", "kernel",     "ramdisk",	   "multi",
					     "firmware", "script",     "filesystem", "device tree" };
	struct header header;

	if (!read_header(reading->data, &header))
		return DECODED_NOT_MINE;
	struct bytes body = reading_slice(reading, HEADER, header.size);
	bool cut = body.size < header.size;

	reading->size = HEADER + body.size;
	reading_fact(reading, "name", header.name);
	if (header.type < sizeof types / sizeof *types)
		reading_fact(reading, "type", bytes_of(types[header.type]));
	if (!header_is_whole(reading->data, &header))
		reading_trouble(reading, "checksum", reading_slice(reading, 0, HEADER));
	if (cut)
		reading_trouble(reading, "cut", body);
	else if (crc32(0, body.data, (uInt)body.size) != header.data_crc)
		reading_trouble(reading, "checksum", body);
	if (header.type == TYPE_MULTI || header.type == TYPE_SCRIPT)
		read_parts(reading, body);
	else
		reading_part(reading, header.name, body);
	return cut ? DECODED_IN_PART : DECODED;
}

const struct image_format image_format_uimage = {
	.name = "uimage",
	.specification = "U-Boot include/image.h, legacy image",
	.role = ROLE_WRAPPER,
	.signatures = (const struct signature[]){ { SIGNATURE("\x27\x05\x19\x56"), 0 }, { { NULL, 0 }, 0 } },
	.bid = bid,
	.read = read_format,
};
