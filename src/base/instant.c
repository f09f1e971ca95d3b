/* SPDX-License-Identifier: Apache-2.0 */
#include "base/instant.h"

#include "base/cursor.h"

/* Days since 1970-01-01 of a day of the proleptic Gregorian calendar, and back (the era method:
 * years start in March, so that the leap day is a year's last). */
static int64_t days_of(int64_t year, unsigned month, unsigned day)
{
	year -= month <= 2;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t year_of_era = year - era * 400;
	int64_t day_of_year = (153 * (int64_t)(month > 2 ? month - 3 : month + 9) + 2) / 5 + (int64_t)day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static void date_of(int64_t days, int64_t *ret_year, unsigned *ret_month, unsigned *ret_day)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t day_of_era = days - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) /
			      365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	unsigned shifted = (unsigned)((5 * day_of_year + 2) / 153);

	*ret_day = (unsigned)day_of_year - (153 * shifted + 2) / 5 + 1;
	*ret_month = shifted < 10 ? shifted + 3 : shifted - 9;
	*ret_year = year_of_era + era * 400 + (*ret_month <= 2);
}

/* Writes a number of `digits` digits and what stands behind it; returns where that ends. By hand, since
 * a document has several times in each line. */
static char *put(char *to, uint64_t number, unsigned digits, char behind)
{
	for (unsigned i = digits; i > 0; i--, number /= 10)
		to[i - 1] = (char)('0' + number % 10);
	to[digits] = behind;
	return to + digits + 1;
}

char *instant_format(instant when, char text[INSTANT_TEXT_SIZE])
{
	int64_t seconds = when / INSTANT_SECOND, fraction = when % INSTANT_SECOND;

	if (fraction < 0) {
		fraction += INSTANT_SECOND;
		seconds--;
	}
	int64_t days = seconds / 86400, second = seconds % 86400, year;
	unsigned month, day;

	if (second < 0) {
		second += 86400;
		days--;
	}
	date_of(days, &year, &month, &day);
	char *end = put(put(put(text, (uint64_t)year, 4, '-'), month, 2, '-'), day, 2, 'T');

	end = put(end, (uint64_t)second / 3600, 2, ':');
	end = put(put(end, (uint64_t)second / 60 % 60, 2, ':'), (uint64_t)second % 60, 2,
		  fraction ? '.' : 'Z');
	if (fraction && fraction % 1000000 == 0)
		end = put(end, (uint64_t)fraction / 1000000, 3, 'Z');
	else if (fraction && fraction % 1000 == 0)
		end = put(end, (uint64_t)fraction / 1000, 6, 'Z');
	else if (fraction)
		end = put(end, (uint64_t)fraction, 9, 'Z');
	*end = 0;
	return text;
}

/* `size` digits as a number, not above `most`. */
static unsigned digits(struct cursor *cursor, size_t size, unsigned most)
{
	uint64_t number = 0;

	if (!bytes_to_number(cursor_take(cursor, size), &number) || number > most)
		cursor->failed = true;
	return (unsigned)number;
}

static void expect(struct cursor *cursor, char either, char or)
{
	uint8_t byte = cursor_u8(cursor);

	if (byte != (uint8_t)either && byte != (uint8_t) or)
		cursor->failed = true;
}

/* An optional fraction, in nanoseconds. */
static int64_t fraction_of(struct cursor *cursor)
{
	int64_t nanoseconds = 0, unit = INSTANT_SECOND / 10;

	if (cursor_peek(cursor, 0) != '.')
		return 0;
	cursor_skip(cursor, 1);
	if (!cursor_left(cursor))
		cursor->failed = true;
	while (cursor_left(cursor) && cursor_peek(cursor, 0) >= '0' && cursor_peek(cursor, 0) <= '9') {
		nanoseconds += (cursor_u8(cursor) - '0') * unit;
		unit /= 10;
	}
	return nanoseconds;
}

static bool parse_seconds(struct bytes text, instant *ret_when)
{
	struct cursor cursor = cursor_over(text);
	size_t size = bytes_find_byte(text, '.');
	uint64_t seconds;

	if (!bytes_to_number(cursor_take(&cursor, size == SIZE_MAX ? text.size : size), &seconds) ||
	    seconds > INT64_MAX / INSTANT_SECOND - 1)
		return false;
	int64_t nanoseconds = fraction_of(&cursor);

	if (!cursor_ok(&cursor) || cursor_left(&cursor))
		return false;
	*ret_when = (int64_t)seconds * INSTANT_SECOND + nanoseconds;
	return true;
}

static unsigned days_in(unsigned year, unsigned month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

bool instant_parse(struct bytes text, instant *ret_when)
{
	if (bytes_find_byte(text, '-') != 4 || text.size < 20)
		return parse_seconds(text, ret_when);
	struct cursor cursor = cursor_over(text);
	unsigned year = digits(&cursor, 4, 2261);

	expect(&cursor, '-', '-');
	unsigned month = digits(&cursor, 2, 12);

	expect(&cursor, '-', '-');
	unsigned day = digits(&cursor, 2, 31);

	expect(&cursor, 'T', ' ');
	unsigned hour = digits(&cursor, 2, 23);

	expect(&cursor, ':', ':');
	unsigned minute = digits(&cursor, 2, 59);

	expect(&cursor, ':', ':');
	unsigned second = digits(&cursor, 2, 60);
	int64_t nanoseconds = fraction_of(&cursor), zone = 0;
	uint8_t mark = cursor_u8(&cursor);

	if (mark == '+' || mark == '-') {
		zone = (int64_t)digits(&cursor, 2, 14) * 3600;
		expect(&cursor, ':', ':');
		zone += (int64_t)digits(&cursor, 2, 59) * 60;
		zone = mark == '-' ? -zone : zone;
	} else if (mark != 'Z') {
		return false;
	}
	if (!cursor_ok(&cursor) || cursor_left(&cursor) || year < 1700 || month < 1 || day < 1 ||
	    day > days_in(year, month))
		return false;
	int64_t seconds = days_of(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - zone;

	*ret_when = seconds * INSTANT_SECOND + nanoseconds;
	return true;
}
