/* SPDX-License-Identifier: Apache-2.0 */
/* Compression without a name: gzip (RFC 1952), xz, LZMA-alone, bzip2, zstd (RFC 8878), LZ4. What a cut or
 * broken stream gives is read. */
#include "base/cursor.h"
#include "codec/codec.h"
#include "firmware/format.h"

/* LZMA-alone has no magic number: other data goes wrong long before. */
enum { TRIAL = 16 << 10 };

/* Whether the stream gives anything: its headers alone may stand in other data by chance. */
static bool gives(const struct codec *codec, struct bytes data)
{
	struct buffer trial = buffer_of(TRIAL);
	struct codec_step step = codec_run(codec, &data, &trial);
	bool some = trial.size && step.state != CODEC_BROKEN;

	buffer_free(&trial);
	return some;
}

static enum decoded read_packed(struct reading *reading, const struct codec *codec, struct bytes name)
{
	struct bytes rest = reading->data;

	if (!gives(codec, rest))
		return DECODED_NOT_MINE;
	struct buffer buffer = reading_buffer(reading, UINT64_MAX);
	struct codec_step step = codec_run(codec, &rest, &buffer);
	bool whole = step.state == CODEC_DONE;

	reading->size = reading->data.size - rest.size;
	struct bytes from = reading_slice(reading, 0, reading->size);

	if (step.state == CODEC_NO_MEMORY)
		reading_out_of_memory(reading);
	if (!whole)
		reading_trouble(reading,
				buffer.full		     ? "limit"
				: step.reason		     ? step.reason
				: step.state == CODEC_BROKEN ? "malformed"
							     : "cut",
				from);
	reading_buffer_fill(reading, &buffer);
	reading_unpacked(reading, name, buffer_bytes(&buffer), from, !whole);
	reading_buffer_end(reading, &buffer);
	return whole ? DECODED : DECODED_IN_PART;
}

/* --- gzip --- */

enum { GZIP_EXTRA = 1 << 2, GZIP_NAME = 1 << 3 };

static unsigned gzip_bid(struct bytes data)
{
	struct cursor cursor = cursor_over(data);

	cursor_skip(&cursor, 3);
	uint8_t flags = cursor_u8(&cursor);

	cursor_skip(&cursor, 4);
	uint8_t effort = cursor_u8(&cursor), system = cursor_u8(&cursor);

	if (!cursor_ok(&cursor) || !bytes_start_with(data, BYTES("\x1f\x8b\x08")) || flags >= 0x20 ||
	    (effort != 0 && effort != 2 && effort != 4) || (system > 13 && system != 255))
		return 0;
	return 24 + 3 + 6 + 4;
}

static struct bytes gzip_name(struct bytes data)
{
	struct cursor cursor = cursor_over(data);

	cursor_skip(&cursor, 3);
	uint8_t flags = cursor_u8(&cursor);

	cursor_skip(&cursor, 6);
	if (flags & GZIP_EXTRA)
		cursor_skip(&cursor, cursor_le16(&cursor));
	size_t end = bytes_find_byte(cursor.rest, 0);

	return flags & GZIP_NAME && cursor_ok(&cursor) && end < 256 ? bytes_slice(cursor.rest, 0, end)
								    : BYTES_EMPTY;
}

static enum decoded gzip_read(struct reading *reading)
{
	return read_packed(reading, &codec_gzip, gzip_name(reading->data));
}

const struct image_format image_format_gzip = {
	.name = "gzip",
	.specification = "RFC 1952",
	.role = ROLE_COMPRESSION,
	.signatures = (const struct signature[]){ { SIGNATURE("\x1f\x8b\x08"), 0 }, { { NULL, 0 }, 0 } },
	.bid = gzip_bid,
	.read = gzip_read,
};

/* --- xz --- */

static unsigned xz_bid(struct bytes data)
{
	return bytes_start_with(data, BYTES("\xfd\x37\x7a\x58\x5a\x00\x00")) && data.size > 12 &&
			       data.data[7] < 16
		       ? 60
		       : 0;
}

static enum decoded xz_read(struct reading *reading)
{
	return read_packed(reading, &codec_xz, BYTES_EMPTY);
}

const struct image_format image_format_xz = {
	.name = "xz",
	.specification = "The .xz File Format 1.1.0",
	.role = ROLE_COMPRESSION,
	.signatures = (const struct signature[]){ { SIGNATURE("\xfd\x37\x7a\x58\x5a\x00"), 0 },
						  { { NULL, 0 }, 0 } },
	.bid = xz_bid,
	.read = xz_read,
};

/* --- LZMA-alone: no magic number; see codec/xz.c --- */

static unsigned lzma_bid(struct bytes data)
{
	struct cursor cursor = cursor_over(data);
	uint8_t properties = cursor_u8(&cursor);
	uint32_t dictionary = cursor_le32(&cursor);
	uint64_t size = cursor_le64(&cursor);
	uint32_t low = dictionary & (~dictionary + 1);

	/* The range coder begins with a byte of zero. A dictionary is 2^n or 2^n + 2^(n - 1). */
	if (cursor_u8(&cursor) != 0 || !cursor_ok(&cursor) || properties >= 9 * 5 * 5 || dictionary < 4096 ||
	    dictionary > 1 << 28 || (dictionary != low && dictionary != 3 * low) || size == 0 ||
	    (size != UINT64_MAX && size > UINT32_MAX))
		return 0;
	return 8 + 24 + (properties == 0x5d ? 8 : 0);
}

static enum decoded lzma_read(struct reading *reading)
{
	return read_packed(reading, &codec_lzma, BYTES_EMPTY);
}

const struct image_format image_format_lzma = {
	.name = "lzma",
	.specification = "The .lzma File Format",
	.role = ROLE_COMPRESSION,
	.signatures = (const struct signature[]){ { SIGNATURE("\x5d\0\0"), 0 },
						  { SIGNATURE("\x6d\0\0"), 0 },
						  { SIGNATURE("\x6c\0\0"), 0 },
						  { SIGNATURE("\x5e\0\0"), 0 },
						  { { NULL, 0 }, 0 } },
	.bid = lzma_bid,
	.read = lzma_read,
};

/* --- bzip2 --- */

static unsigned bzip2_bid(struct bytes data)
{
	return bytes_start_with(data, BYTES("BZh")) && data.size > 10 && data.data[3] >= '1' &&
			       data.data[3] <= '9' && bytes_start_with(bytes_from(data, 4), BYTES("1AY&SY"))
		       ? 76
		       : 0;
}

static enum decoded bzip2_read(struct reading *reading)
{
	return read_packed(reading, &codec_bzip2, BYTES_EMPTY);
}

const struct image_format image_format_bzip2 = {
	.name = "bzip2",
	.specification = "bzip2 1.0.8",
	.role = ROLE_COMPRESSION,
	.signatures = (const struct signature[]){ { SIGNATURE("1AY&SY"), 4 }, { { NULL, 0 }, 0 } },
	.bid = bzip2_bid,
	.read = bzip2_read,
};

/* --- zstd --- */

static unsigned zstd_bid(struct bytes data)
{
	return zstd_begins(data) && data.data[0] == 0x28 ? 33 : 0;
}

static enum decoded zstd_read(struct reading *reading)
{
	return read_packed(reading, &codec_zstd, BYTES_EMPTY);
}

const struct image_format image_format_zstd = {
	.name = "zstd",
	.specification = "RFC 8878",
	.role = ROLE_COMPRESSION,
	.signatures = (const struct signature[]){ { SIGNATURE("\x28\xb5\x2f\xfd"), 0 }, { { NULL, 0 }, 0 } },
	.bid = zstd_bid,
	.read = zstd_read,
};

/* --- LZ4 --- */

static unsigned lz4_bid(struct bytes data)
{
	return lz4_begins(data) || lz4_legacy_begins(data) ? 40 : 0;
}

static enum decoded lz4_read(struct reading *reading)
{
	return read_packed(reading, lz4_begins(reading->data) ? &codec_lz4 : &codec_lz4_legacy, BYTES_EMPTY);
}

const struct image_format image_format_lz4 = {
	.name = "lz4",
	.specification = "LZ4 Frame Format 1.6.4",
	.role = ROLE_COMPRESSION,
	.signatures = (const struct signature[]){ { SIGNATURE("\x04\x22\x4d\x18"), 0 },
						  { SIGNATURE("\x02\x21\x4c\x18"), 0 },
						  { { NULL, 0 }, 0 } },
	.bid = lz4_bid,
	.read = lz4_read,
};
