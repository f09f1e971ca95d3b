/* SPDX-License-Identifier: Apache-2.0 */
/* Dates of birth: `1990-02-28`, `19900228`, `1990/2/28`, `1990年2月28日`, each perhaps with a time. Years
 * before 1900 and after 2040 are none: the clock is not asked, so that answers stay the same. */
#include "recognise/recognise.h"
#include "recognise/shape.h"

bool date_ok(unsigned year, unsigned month, unsigned day)
{
	static const uint8_t DAYS[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	if (month < 1 || month > 12 || day < 1)
		return false;
	return day <= DAYS[month - 1] + (month == 2 && leap ? 1u : 0u);
}

static bool birth_ok(unsigned year, unsigned month, unsigned day)
{
	return year >= 1900 && year <= 2040 && date_ok(year, month, day);
}

struct birth {
	unsigned year, month, day;
};

/* Reads up to two digits at `*at`. */
static unsigned read_part(struct bytes text, size_t *at)
{
	unsigned number = 0;
	size_t end = *at + 2;

	for (; *at < text.size && *at < end && text.data[*at] >= '0' && text.data[*at] <= '9'; ++*at)
		number = number * 10 + text.data[*at] - '0';
	return number;
}

/* Steps over one separator: a sign or a Han character. */
static bool skip_separator(struct bytes text, size_t *at)
{
	if (*at >= text.size)
		return false;
	uint8_t byte = text.data[*at];

	if (byte == '-' || byte == '/' || byte == '.') {
		++*at;
		return true;
	}
	struct bytes rest = bytes_from(text, *at);

	if (!bytes_start_with(rest, BYTES("年")) && !bytes_start_with(rest, BYTES("月")))
		return false;
	*at += 3;
	return true;
}

/* Reads all of a date but what may stand behind it. */
static bool read_date(struct bytes text, bool digits, struct birth *birth)
{
	size_t at = 4;

	if (!digits_read(text, 0, 4, &birth->year))
		return false;
	if (digits)
		return text.size == 8 && digits_read(text, 4, 2, &birth->month) &&
		       digits_read(text, 6, 2, &birth->day);
	if (!skip_separator(text, &at))
		return false;
	birth->month = read_part(text, &at);
	if (!skip_separator(text, &at))
		return false;
	birth->day = read_part(text, &at);
	return at == text.size || text.data[at] == ' ' || text.data[at] == 'T' ||
	       bytes_start_with(bytes_from(text, at), BYTES("日"));
}

static enum fit fits(const struct shape *shape, struct fitting *fitting)
{
	struct birth birth = { 0, 0, 0 };

	(void)fitting;
	return read_date(shape->text, shape->kinds & KIND_DIGITS, &birth) &&
			       birth_ok(birth.year, birth.month, birth.day)
		       ? FIT_GOOD
		       : FIT_NO;
}

bool recognise_is_child(struct bytes birth_date, struct bytes today)
{
	enum { ADULT = 14 };
	struct shape shape = shape_of(birth_date, false);
	struct birth birth = { 0, 0, 0 }, now = { 0, 0, 0 };

	if (!read_date(shape.text, shape.kinds & KIND_DIGITS, &birth) ||
	    !birth_ok(birth.year, birth.month, birth.day) || !read_date(today, false, &now))
		return false;
	unsigned born = (birth.year * 100 + birth.month) * 100 + birth.day;
	unsigned day = (now.year * 100 + now.month) * 100 + now.day;

	return born <= day && day < born + ADULT * 10000u;
}

const struct validator validator_birth_date = {
	.name = "birth-date",
	.specification = "ISO 8601; GB/T 7408",
	.says = "a date",
	.kinds = KIND_TEXT | KIND_HAN,
	.least = 8,
	.most = 40,
	.fits = fits,
};
