/* SPDX-License-Identifier: Apache-2.0 */
/* The position report (JT/T 808-2013 and -2019, 8.18 and 8.12):
 *
 *     alarms (4), state (4), latitude (4), longitude (4), height (2), speed (2), direction (2), time (BCD, 6)
 *     items: number (1), size (1), value
 *
 * Of the items those that single out a place, a terminal or a person: cells and access points around it,
 * as trackers and watches add them (53, 54, 5d, and what eb carries), and what is text. */
#include "protocol/application/jtt808_position.h"

enum { STATE_SOUTH = 4, STATE_WEST = 8 };

/* Cells: country (2), network (1), area (2), cell (`cell_size`), [strength (1)]. */
static void read_cells(struct cursor *cursor, size_t cell_size, bool strength, unsigned count,
		       struct members *members)
{
	for (unsigned i = 0; i < count && cursor_left(cursor) >= 5 + cell_size + strength; i++) {
		unsigned country = cursor_be16(cursor), network = cursor_u8(cursor);
		unsigned area = cursor_be16(cursor), cell = (unsigned)cursor_be(cursor, cell_size);

		cursor_skip(cursor, strength);
		if (country < 200 || country > 799 || !area || !cell)
			continue;
		members_open(members, "baseStation");
		members_append(members, "%u,%u,%u,%u", country, network, area, cell);
		members_close(members);
	}
}

static void read_cell_list(struct bytes value, struct members *members)
{
	struct cursor cursor = cursor_over(value);
	unsigned count = cursor_u8(&cursor);
	size_t each = count ? cursor_left(&cursor) / count : 0;

	if (count && each * count == cursor_left(&cursor) && (each == 8 || each == 10))
		read_cells(&cursor, each - 6, true, count, members);
}

/* Access points: address (6), strength (1). */
static void read_access_points(struct bytes value, struct members *members)
{
	struct cursor cursor = cursor_over(value);
	unsigned count = cursor_u8(&cursor);

	if (!count || cursor_left(&cursor) != 7u * count)
		return;
	members_open(members, "wifiList");
	for (unsigned i = 0; i < count; i++) {
		struct bytes mac = cursor_take(&cursor, 6);
		int strength = (int8_t)cursor_u8(&cursor);

		members_append(members, "%s%02x:%02x:%02x:%02x:%02x:%02x,%d", i ? "|" : "", mac.data[0],
			       mac.data[1], mac.data[2], mac.data[3], mac.data[4], mac.data[5], strength);
	}
	members_close(members);
}

static bool is_text(struct bytes value)
{
	for (size_t i = 0; i < value.size; i++)
		if (value.data[i] < 0x20 || value.data[i] > 0x7e)
			return false;
	return value.size >= 6;
}

/* Item eb: size (2), number (2), value; the size counts the number. */
static void read_extension(struct bytes value, struct members *members)
{
	struct cursor cursor = cursor_over(value);

	while (cursor_left(&cursor) >= 4) {
		size_t size = cursor_be16(&cursor);
		unsigned number = cursor_be16(&cursor);
		struct bytes inner = cursor_take(&cursor, size < 2 ? SIZE_MAX : size - 2);
		struct cursor cell = cursor_over(inner);

		if (!cursor_ok(&cursor))
			return;
		if (number == 0x00d8 && inner.size == 9)
			read_cells(&cell, 4, false, 1, members);
		else if (number == 0x00b2)
			members_bcd(members, "iccid", inner);
		else if (number == 0x00d5 && is_text(inner))
			members_text(members, "imei", inner);
		else if (number == 0x00b9 && inner.size > 1 && is_text(bytes_from(inner, 1)))
			members_text(members, "wifiList", bytes_from(inner, 1));
		else if (is_text(inner))
			members_text(members, "item", inner);
	}
}

static void read_item(unsigned number, struct bytes value, struct members *members)
{
	switch (number) {
	case 0x53:
	case 0x5d:
		read_cell_list(value, members);
		break;
	case 0x54:
		read_access_points(value, members);
		break;
	case 0xeb:
		read_extension(value, members);
		break;
	default:
		if (is_text(value))
			members_text(members, "item", value);
	}
}

bool jtt808_read_position(struct cursor *body, struct members *members)
{
	cursor_skip(body, 4);
	uint32_t state = cursor_be32(body);
	int64_t latitude = cursor_be32(body), longitude = cursor_be32(body);

	cursor_skip(body, 6);
	struct bytes time = cursor_take(body, 6);

	if (!cursor_ok(body) || !bcd_is_number(time))
		return false;
	members_position(members, state & STATE_SOUTH ? -latitude : latitude,
			 state & STATE_WEST ? -longitude : longitude);
	while (cursor_ok(body) && cursor_left(body) >= 2) {
		unsigned number = cursor_u8(body);
		size_t size = cursor_u8(body);

		read_item(number, cursor_take(body, size), members);
	}
	return cursor_ok(body);
}
