/* SPDX-License-Identifier: Apache-2.0 */
/* Exif 2.32 is a TIFF file without pictures:
 *
 *     "II" or "MM" (byte order)  42(2)  offset of directory 0(4)
 *     directory = count(2)  *( tag(2) type(2) count(4) value or offset(4) )
 *     tag 8825 of directory 0: offset of the GPS directory, where
 *         1 = "N" or "S"   2 = latitude    3 = "E" or "W"   4 = longitude
 *         as degrees, minutes, seconds, each a fraction of two 32-bit numbers
 *
 * Left out: everything else, the thumbnail too, which is a smaller copy of the image. */
#include "content/exif.h"

#include "base/cursor.h"

enum { TAG_GPS = 0x8825, TYPE_ASCII = 2, TYPE_RATIONAL = 5, ENTRIES_MOST = 512 };
#define MILLION UINT64_C(1000000)

struct tiff {
	struct bytes data;
	bool big;
};

static uint64_t number(const struct tiff *tiff, struct cursor *cursor, size_t size)
{
	return tiff->big ? cursor_be(cursor, size) : cursor_le(cursor, size);
}

struct entry {
	unsigned tag, type;
	uint32_t count, value;
	struct bytes inline_value;
};

/* The entry with `tag` of the directory at `offset`. */
static bool find_entry(const struct tiff *tiff, size_t offset, unsigned tag, struct entry *ret_entry)
{
	struct cursor cursor = cursor_over(bytes_from(tiff->data, offset));
	uint64_t count = number(tiff, &cursor, 2);

	for (uint64_t i = 0; i < count && i < ENTRIES_MOST && cursor_left(&cursor) >= 12; i++) {
		struct entry entry = { .tag = (unsigned)number(tiff, &cursor, 2) };

		entry.type = (unsigned)number(tiff, &cursor, 2);
		entry.count = (uint32_t)number(tiff, &cursor, 4);
		entry.inline_value = bytes_slice(cursor.rest, 0, 4);
		entry.value = (uint32_t)number(tiff, &cursor, 4);
		if (entry.tag == tag) {
			*ret_entry = entry;
			return true;
		}
	}
	return false;
}

/* An angle in millionths of a degree; -1: there is none. */
static int64_t read_angle(const struct tiff *tiff, size_t directory, unsigned tag, struct bytes *ret_where)
{
	static const uint64_t parts[] = { 1, 60, 3600 };
	struct entry entry;
	uint64_t angle = 0;

	if (!find_entry(tiff, directory, tag, &entry) || entry.type != TYPE_RATIONAL || entry.count != 3)
		return -1;
	struct cursor cursor = cursor_over(bytes_from(tiff->data, entry.value));

	*ret_where = bytes_slice(cursor.rest, 0, 24);
	for (size_t i = 0; i < 3; i++) {
		uint64_t above = number(tiff, &cursor, 4), below = number(tiff, &cursor, 4);

		if (below == 0 && above == 0 && i > 0)
			below = 1;
		if (below == 0)
			return -1;
		angle += above * MILLION * 100 / below / parts[i];
	}
	angle = (angle + 50) / 100;
	return cursor_ok(&cursor) && angle <= 180 * MILLION ? (int64_t)angle : -1;
}

static bool is_reference(const struct tiff *tiff, size_t directory, unsigned tag, char letter)
{
	struct entry entry;

	return find_entry(tiff, directory, tag, &entry) && entry.type == TYPE_ASCII &&
	       entry.inline_value.size && entry.inline_value.data[0] == (uint8_t)letter;
}

struct degrees {
	size_t size;
	uint8_t text[16];
};

/* Not printf: the decimal point must not depend on the locale. */
static struct degrees write_degrees(int64_t angle, bool negative)
{
	struct degrees degrees = { .size = 0 };
	uint8_t digits[12];
	size_t count = 0;
	uint64_t rest = (uint64_t)angle;

	do {
		digits[count++] = (uint8_t)('0' + rest % 10);
		rest /= 10;
	} while (rest || count < 7);
	if (negative)
		degrees.text[degrees.size++] = '-';
	while (count > 0) {
		if (count == 6)
			degrees.text[degrees.size++] = '.';
		degrees.text[degrees.size++] = digits[--count];
	}
	return degrees;
}

static void give(const struct content *content, struct examination *examination, struct bytes name,
		 const struct degrees *degrees, struct bytes where)
{
	const struct step exif = { .name = BYTES("exif") }, step = { &exif, name };

	examination_value(examination, content, &step, name, (struct bytes){ degrees->text, degrees->size },
			  where, true);
}

bool exif_read(const struct content *content, struct examination *examination, struct bytes exif)
{
	struct cursor cursor = cursor_over(exif);
	struct tiff tiff = { exif, bytes_start_with(exif, BYTES("MM\0*")) };
	struct entry gps;
	struct bytes latitude_where, longitude_where;

	if (!tiff.big && !bytes_start_with(exif, BYTES("II*\0")))
		return false;
	cursor_skip(&cursor, 4);
	if (!find_entry(&tiff, (size_t)number(&tiff, &cursor, 4), TAG_GPS, &gps))
		return false;
	int64_t latitude = read_angle(&tiff, gps.value, 2, &latitude_where);
	int64_t longitude = read_angle(&tiff, gps.value, 4, &longitude_where);

	/* 0, 0 is written by cameras that do not know. */
	if (latitude < 0 || longitude < 0 || latitude > 90 * (int64_t)MILLION ||
	    (latitude == 0 && longitude == 0))
		return false;
	struct degrees north = write_degrees(latitude, is_reference(&tiff, gps.value, 1, 'S'));
	struct degrees east = write_degrees(longitude, is_reference(&tiff, gps.value, 3, 'W'));
	const struct step step = { .name = BYTES("exif") };

	examination_record_begin(examination);
	give(content, examination, BYTES("latitude"), &north, latitude_where);
	give(content, examination, BYTES("longitude"), &east, longitude_where);
	examination_record_end(examination, content, &step);
	return true;
}
