/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/tracker.h"

#include "base/text.h"

bool tracker_digits(struct bytes text, size_t least, size_t most)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	return text.size >= least && text.size <= most;
}

/* A number with decimals in millionths, of at most five digits before the point. */
static bool read_millionths(struct bytes text, int64_t *ret_number)
{
	struct bytes rest = text, whole = bytes_split(&rest, '.');
	int64_t number = 0;

	if (!tracker_digits(whole, 1, 5) || !tracker_digits(rest, 0, 12))
		return false;
	for (size_t i = 0; i < whole.size; i++)
		number = number * 10 + (whole.data[i] - '0');
	for (size_t i = 0; i < 6; i++)
		number = number * 10 + (i < rest.size ? rest.data[i] - '0' : 0);
	*ret_number = number;
	return true;
}

static bool is_side(struct bytes side, bool *ret_negative)
{
	if (side.size > 1 || (side.size && bytes_find_byte(BYTES("NSEW"), side.data[0]) == SIZE_MAX))
		return false;
	*ret_negative = side.size && (side.data[0] == 'S' || side.data[0] == 'W');
	return true;
}

bool tracker_degrees(struct bytes text, struct bytes side, int64_t *ret_millionths)
{
	bool negative = false, minus = text.size && text.data[0] == '-';
	int64_t number = 0;

	if (!is_side(side, &negative) || !read_millionths(bytes_from(text, minus), &number) ||
	    number > 180 * INT64_C(1000000))
		return false;
	*ret_millionths = negative || minus ? -number : number;
	return true;
}

bool tracker_minutes(struct bytes text, struct bytes side, int64_t *ret_millionths)
{
	bool negative = false;
	int64_t number = 0;

	if (!side.size || !is_side(side, &negative) || !read_millionths(text, &number))
		return false;
	int64_t degrees = number / 100000000, minutes = number % 100000000;

	if (minutes >= 60 * INT64_C(1000000) || degrees > 180)
		return false;
	number = degrees * 1000000 + minutes / 60;
	*ret_millionths = negative ? -number : number;
	return true;
}

void tracker_take_place(struct bytes *rest, bool minutes, struct members *members)
{
	struct bytes latitude = bytes_split(rest, ','), north = bytes_split(rest, ',');
	struct bytes longitude = bytes_split(rest, ','), east = bytes_split(rest, ',');
	int64_t place[2];

	if (minutes ? tracker_minutes(latitude, north, &place[0]) &&
			      tracker_minutes(longitude, east, &place[1])
		    : tracker_degrees(latitude, north, &place[0]) &&
			      tracker_degrees(longitude, east, &place[1]))
		members_position(members, place[0], place[1]);
}

void tracker_cell(struct members *members, struct bytes country, struct bytes network, struct bytes area,
		  struct bytes cell)
{
	uint64_t numbers[4];

	if (!bytes_to_number(country, &numbers[0]) || numbers[0] < 200 || numbers[0] > 799 ||
	    !bytes_to_number(network, &numbers[1]) || numbers[1] > 999 ||
	    !bytes_to_number(area, &numbers[2]) || !bytes_to_number(cell, &numbers[3]) || !numbers[2] ||
	    numbers[2] > UINT32_MAX || !numbers[3] || numbers[3] > UINT32_MAX)
		return;
	members_open(members, "baseStation");
	members_append(members, "%u,%u,%lu,%lu", (unsigned)numbers[0], (unsigned)numbers[1],
		       (unsigned long)numbers[2], (unsigned long)numbers[3]);
	members_close(members);
}

void tracker_phones(struct members *members, const char *field, struct bytes list)
{
	while (list.size) {
		struct bytes number = bytes_split(&list, ',');
		bool abroad = number.size && number.data[0] == '+';

		if (tracker_digits(bytes_from(number, abroad), 5, 15))
			members_text(members, field, number);
	}
}

bool tracker_wide_text(struct members *members, const char *field, struct bytes hex)
{
	struct buffer text = buffer_of(LIMIT_RECORD_TEXT);
	bool right = hex.size && hex.size % 4 == 0;

	for (size_t i = 0; i < hex.size && right; i += 4) {
		uint32_t point = 0;

		for (size_t d = 0; d < 4 && right; d++) {
			int digit = text_hex_digit(hex.data[i + d]);

			right = digit >= 0;
			point = point << 4 | (uint32_t)(right ? digit : 0);
		}
		right = right && point >= 0x20 && (point < 0xd800 || point > 0xdfff) &&
			text_append_utf8(&text, point);
	}
	if (right)
		members_text(members, field, buffer_bytes(&text));
	buffer_free(&text);
	return right;
}

void tracker_pass(struct stream *stream, const char *decoder, size_t size, bool cut,
		  struct observer *observer)
{
	struct bytes passed = cursor_take(&stream->unread, size);

	observer_undecoded(observer, decoder, cut ? "cut" : "malformed",
			   cut ? "the frame is not whole" : "no frame starts here", passed.size, passed);
}
