/* SPDX-License-Identifier: Apache-2.0 */
#include "content/readable.h"

#include "base/block.h"
#include "base/cursor.h"
#include "base/text.h"
#include "content/combined.h"

bool readable_has_high(struct bytes bytes)
{
	size_t at = 0;

	for (; bytes.size - at >= BLOCK_SIZE; at += BLOCK_SIZE)
		if (block_high(block_of(bytes.data + at)))
			return true;
	for (; at < bytes.size; at++)
		if (bytes.data[at] >= 0x80)
			return true;
	return false;
}

bool readable_utf8(struct bytes bytes)
{
	uint32_t point;
	size_t at = 0;

	while (at < bytes.size) {
		if (bytes.data[at] < 0x80) {
			at++;
			continue;
		}
		size_t size = text_decode_utf8(bytes_from(bytes, at), &point);

		if (size == 0)
			return bytes.size - at < 4 && bytes.data[at] >= 0xc2 && bytes.data[at] < 0xf5;
		at += size;
	}
	return true;
}

/* What tells text from other bytes. */
struct tally {
	size_t zeros, control, high;
};

static void count_bytes(struct tally *tally, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.size; i++) {
		tally->zeros += bytes.data[i] == 0;
		tally->control += (characters_table[bytes.data[i]] & SORT_CONTROL) != 0;
		tally->high += bytes.data[i] >= 0x80;
	}
}

bool readable_text(struct bytes bytes)
{
	enum { SAMPLE = 1024 };
	struct bytes sample = bytes_slice(bytes, 0, SAMPLE);
	struct tally tally = { 0 };
	size_t at = 0;

	for (; sample.size - at >= BLOCK_SIZE; at += BLOCK_SIZE)
		if (block_between(block_of(sample.data + at), ' ', '~') != BLOCK_ALL)
			count_bytes(&tally, bytes_slice(sample, at, BLOCK_SIZE));
	count_bytes(&tally, bytes_from(sample, at));
	return tally.zeros == 0 && tally.control * 32 <= sample.size &&
	       (tally.high * 4 <= sample.size || readable_utf8(sample));
}

/* Whether the first four characters are Chinese in GB 2312. */
static bool is_chinese(struct bytes bytes)
{
	for (size_t i = 0; i < 8; i += 2)
		if (bytes.size < i + 2 || bytes.data[i] < 0xb0 || bytes.data[i] > 0xf7 ||
		    bytes.data[i + 1] < 0xa1)
			return false;
	return true;
}

/* ASCII with Chinese in GB 2312 among it, two characters at a time or more. Of 16 random bytes three in a
 * million are so. */
static bool has_chinese(struct bytes bytes)
{
	size_t run = 0, at = 0;

	if (bytes.size < 16)
		return false;
	while (at < bytes.size) {
		uint8_t lead = bytes.data[at];

		if (lead < 0x80) {
			if (run == 1)
				return false;
			run = 0;
			at++;
			continue;
		}
		/* The last character may be cut. */
		if (at + 1 == bytes.size)
			break;
		if (lead < 0xa1 || (lead > 0xa3 && lead < 0xb0) || lead > 0xf7 || bytes.data[at + 1] < 0xa1)
			return false;
		run++;
		at += 2;
	}
	return true;
}

/* UTF-16 of ASCII: every other byte is zero. */
static bool is_wide(struct bytes bytes, size_t zeros)
{
	for (size_t i = 0; i < 8; i++)
		if (bytes.size < 8 || (bytes.data[i] == 0) != (i % 2 == zeros) || bytes.data[i] >= 0x7f)
			return false;
	return true;
}

/* A key or certificate: a sequence that begins with a version or another one. */
static bool is_key_material(struct bytes bytes)
{
	struct cursor cursor = cursor_over(bytes);
	bool sequence = cursor_u8(&cursor) == 0x30;
	uint8_t size = cursor_u8(&cursor);

	if (size > 0x82 || size == 0x80 || size < 0x20)
		return false;
	cursor_skip(&cursor, size & 0x80 ? size & 3 : 0);
	uint8_t tag = cursor_u8(&cursor), inner = cursor_u8(&cursor), first = cursor_u8(&cursor),
		second = cursor_u8(&cursor);

	if (!sequence || !cursor_ok(&cursor))
		return false;
	if (tag == 0x02)
		return inner == 1 && first <= 3 && (second == 0x30 || second == 0x02 || second == 0x04);
	return tag == 0x30 && (inner == 0x82 || inner == 0x81 || (first == 0x06 && second <= 11));
}

/* A recording: a box of its type at the start. */
static bool is_recording(struct bytes bytes)
{
	return bytes_start_with(bytes, BYTES("\0\0\0")) &&
	       bytes_equal(bytes_slice(bytes, 4, 4), BYTES("ftyp"));
}

/* Whether it begins as some format does. */
static bool has_magic(struct bytes bytes)
{
	static const struct bytes magics[] = {
		BYTES("\xff\xd8\xff"),	 BYTES("\x89PNG"),
		BYTES("\x1f\x8b\x08"),	 BYTES("\x78\x01"),
		BYTES("\x78\x9c"),	 BYTES("\x78\xda"),
		BYTES("\x78\x5e"),	 BYTES("GIF8"),
		BYTES("RIFF"),		 BYTES("OggS"),
		BYTES("#!AMR"),		 BYTES("\xff\xfe"),
		BYTES("\xfe\xff"),	 BYTES("\xff\xf1"),
		BYTES("\xff\xf9"),	 BYTES("BM"),
		BYTES("PK\3\4"),	 BYTES("\x28\xb5\x2f\xfd"),
		BYTES("\4\x22\x4d\x18"), BYTES("bplist0"),
		BYTES("\x02#!SILK"),	 BYTES("fLaC\0"),
		BYTES("ID3\x03"),	 BYTES("ID3\x04"),
		BYTES("FLV\x01"),	 BYTES("\x1a\x45\xdf\xa3"),
	};
	/* Their first bytes: most others are told by them. */
	static const bool first[256] = {
		[0xff] = true, [0x89] = true, [0x1f] = true, [0x78] = true, ['G'] = true,
		['R'] = true,  ['O'] = true,  ['#'] = true,  [0xfe] = true, ['B'] = true,
		['P'] = true,  [0x28] = true, [4] = true,    ['b'] = true,  [2] = true,
		['f'] = true,  ['I'] = true,  ['F'] = true,  [0x1a] = true,
	};

	if (!bytes.size || !first[bytes.data[0]])
		return false;
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
		if (bytes_start_with(bytes, magics[i]))
			return true;
	return false;
}

bool readable_plausible(struct bytes bytes)
{
	unsigned seen = readable_sorts(bytes);
	uint8_t key;

	/* Without control characters it is text; with high ones only if they are characters: GB18030 has
	 * pairs of them. What is packed may have no control character in its first bytes either. */
	if (bytes.size && !(seen & SORT_CONTROL) &&
	    (!(seen & SORT_HIGH) || readable_utf8(bytes) || is_chinese(bytes) || has_chinese(bytes)))
		return true;
	return has_magic(bytes) || is_wide(bytes, 0) || is_wide(bytes, 1) || is_key_material(bytes) ||
	       is_recording(bytes) || combined_may_start(bytes, &key);
}
