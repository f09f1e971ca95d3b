/* SPDX-License-Identifier: Apache-2.0 */
/* Exif 2.32 is a TIFF file without pictures:
 *
 *     "II" or "MM" (byte order)  42(2)  offset of directory 0(4)
 *     directory = count(2)  *( tag(2) type(2) count(4) value or offset(4) )
 *     tag 8769 of directory 0: offset of the Exif directory     8825: of the GPS directory, where
 *         1 = "N" or "S"   2 = latitude    3 = "E" or "W"   4 = longitude
 *         as degrees, minutes, seconds, each a fraction of two 32-bit numbers
 *
 * A position has as many decimals as its fractions can tell: a whole second is 31 m. Left out: the
 * makers' own notes, and the thumbnail, which is a smaller copy of the image. */
#include "content/exif.h"

#include "base/cursor.h"
#include "base/text.h"
#include "content/location.h"

enum {
	TAG_EXIF = 0x8769,
	TAG_GPS = 0x8825,
	TYPE_BYTE = 1,
	TYPE_ASCII = 2,
	TYPE_RATIONAL = 5,
	TYPE_UNDEFINED = 7,
	ENTRIES_MOST = 512,
	TEXT_MOST = 512,
};
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

/* An angle in millionths of a degree; -1: there is none. `*ret_steps`: how many of its smallest
 * steps a degree has. */
static int64_t read_angle(const struct tiff *tiff, size_t directory, unsigned tag, uint64_t *ret_steps,
			  struct bytes *ret_where)
{
	static const uint64_t parts[] = { 1, 60, 3600 };
	struct entry entry;
	uint64_t angle = 0, steps = 1;

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
		/* Seconds that are left out are written as nought. */
		if (above && below * parts[i] > steps)
			steps = below * parts[i];
	}
	angle = (angle + 50) / 100;
	*ret_steps = steps;
	return cursor_ok(&cursor) && angle <= 180 * MILLION ? (int64_t)angle : -1;
}

static bool is_reference(const struct tiff *tiff, size_t directory, unsigned tag, char letter)
{
	struct entry entry;

	return find_entry(tiff, directory, tag, &entry) && entry.type == TYPE_ASCII &&
	       entry.inline_value.size && entry.inline_value.data[0] == (uint8_t)letter;
}

static unsigned decimals_of(uint64_t steps)
{
	unsigned decimals = 0;

	while (steps >= 10 && decimals < 6) {
		steps /= 10;
		decimals++;
	}
	return decimals;
}

static bool read_location(const struct tiff *tiff, size_t directory, struct location *ret_location,
			  struct bytes *ret_where)
{
	struct bytes longitude_where;
	uint64_t latitude_steps, longitude_steps;
	struct location location = {
		.latitude = read_angle(tiff, directory, 2, &latitude_steps, ret_where),
		.longitude = read_angle(tiff, directory, 4, &longitude_steps, &longitude_where),
	};

	if (location.latitude < 0 || location.longitude < 0 || !location_is_known(&location))
		return false;
	/* One of the two may be round by chance. */
	location.decimals = decimals_of(latitude_steps > longitude_steps ? latitude_steps : longitude_steps);
	if (is_reference(tiff, directory, 1, 'S'))
		location.latitude = -location.latitude;
	if (is_reference(tiff, directory, 3, 'W'))
		location.longitude = -location.longitude;
	*ret_location = location;
	return true;
}

/* The text of an entry, without what it is padded with. */
static struct bytes text_of(const struct tiff *tiff, const struct entry *entry)
{
	struct bytes text = entry->count <= 4 ? bytes_slice(entry->inline_value, 0, entry->count)
					      : bytes_slice(tiff->data, entry->value, entry->count);

	if (entry->type == TYPE_UNDEFINED) {
		/* UserComment names its character set first. */
		if (!bytes_start_with(text, BYTES("ASCII\0\0\0")) &&
		    !bytes_start_with(text, BYTES("\0\0\0\0\0\0\0\0")))
			return BYTES_EMPTY;
		text = bytes_from(text, 8);
	}
	size_t end = bytes_find_byte(text, 0);

	return bytes_trim(bytes_slice(text, 0, end < TEXT_MOST ? end : TEXT_MOST));
}

static const struct step exif_step = { .name = BYTES("exif") };

static void give_text(const struct content *content, struct examination *examination, struct bytes name,
		      struct bytes text, struct bytes where)
{
	const struct step step = { &exif_step, name };

	if (text.size && text_is_utf8(text))
		examination_value(examination, content, &step, name, text, where, false);
}

/* Windows writes UTF-16, low byte first. */
static void give_wide(const struct content *content, struct examination *examination, struct bytes name,
		      struct bytes wide)
{
	struct buffer text = buffer_of(TEXT_MOST);

	for (size_t at = 0; wide.size - at >= 2; at += 2) {
		uint32_t unit = (uint32_t)(wide.data[at + 1] << 8 | wide.data[at]);

		if (unit == 0 || (unit >= 0xd800 && unit < 0xe000) || !text_append_utf8(&text, unit))
			break;
	}
	give_text(content, examination, name, bytes_trim(buffer_bytes(&text)), wide);
	buffer_free(&text);
}

static void give_entries(const struct tiff *tiff, const struct content *content,
			 struct examination *examination, size_t directory, bool inner)
{
	static const struct {
		unsigned tag;
		bool inner;
		struct bytes name;
	} tags[] = {
		{ 0x010e, false, BYTES("ImageDescription") }, { 0x013b, false, BYTES("Artist") },
		{ 0x013c, false, BYTES("HostComputer") },     { 0x9c9c, false, BYTES("XPComment") },
		{ 0x9c9d, false, BYTES("XPAuthor") },	      { 0xc62f, false, BYTES("CameraSerialNumber") },
		{ 0x9003, true, BYTES("DateTimeOriginal") },  { 0x9286, true, BYTES("UserComment") },
		{ 0xa420, true, BYTES("ImageUniqueID") },     { 0xa430, true, BYTES("CameraOwnerName") },
		{ 0xa431, true, BYTES("BodySerialNumber") },
	};

	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		struct entry entry;

		if (tags[i].inner != inner || !find_entry(tiff, directory, tags[i].tag, &entry))
			continue;
		struct bytes where = bytes_slice(tiff->data, entry.value, entry.count);

		if (entry.type == TYPE_BYTE && tags[i].tag >= 0x9c9b && tags[i].tag <= 0x9c9f)
			give_wide(content, examination, tags[i].name,
				  bytes_slice(where, 0, (size_t)2 * TEXT_MOST));
		else if (entry.type == TYPE_ASCII || entry.type == TYPE_UNDEFINED)
			give_text(content, examination, tags[i].name, text_of(tiff, &entry),
				  entry.count > 4 ? where : tiff->data);
	}
}

bool exif_read(const struct content *content, struct examination *examination, struct bytes exif)
{
	struct cursor cursor = cursor_over(exif);
	struct tiff tiff = { exif, bytes_start_with(exif, BYTES("MM\0*")) };
	struct entry entry;
	struct location location;
	struct bytes where;

	if (!tiff.big && !bytes_start_with(exif, BYTES("II*\0")))
		return false;
	cursor_skip(&cursor, 4);
	size_t directory = (size_t)number(&tiff, &cursor, 4);
	bool positioned = find_entry(&tiff, directory, TAG_GPS, &entry) &&
			  read_location(&tiff, entry.value, &location, &where);

	examination_record_begin(examination);
	if (positioned)
		location_give(&location, content, examination, &exif_step, where);
	give_entries(&tiff, content, examination, directory, false);
	if (find_entry(&tiff, directory, TAG_EXIF, &entry))
		give_entries(&tiff, content, examination, entry.value, true);
	examination_record_end(examination, content, &exif_step);
	return positioned;
}
