/* SPDX-License-Identifier: Apache-2.0 */
#include "content/location.h"

enum { DECIMALS = 6 };
#define MILLION INT64_C(1000000)

/* A sign, digits, a point, digits: `+121.4750`. */
static bool read_signed(struct bytes *text, size_t whole, int64_t *ret_angle, unsigned *ret_decimals)
{
	struct bytes rest = *text;
	bool negative = rest.size && rest.data[0] == '-';
	int64_t angle = 0;
	unsigned decimals = 0;
	size_t at = 1;

	if (rest.size < whole + 3 || (rest.data[0] != '+' && !negative))
		return false;
	for (; at <= whole; at++) {
		if (rest.data[at] < '0' || rest.data[at] > '9')
			return false;
		angle = angle * 10 + rest.data[at] - '0';
	}
	if (rest.data[at++] != '.')
		return false;
	for (; at < rest.size && rest.data[at] >= '0' && rest.data[at] <= '9'; at++)
		if (decimals < DECIMALS) {
			angle = angle * 10 + rest.data[at] - '0';
			decimals++;
		}
	*ret_decimals = decimals;
	for (; decimals < DECIMALS; decimals++)
		angle *= 10;
	*text = bytes_from(rest, at);
	*ret_angle = negative ? -angle : angle;
	return *ret_decimals > 0;
}

bool location_read(struct bytes text, struct location *ret_location)
{
	struct location location;
	unsigned latitude_decimals, longitude_decimals;

	text = bytes_slice(text, 0, 64);
	if (!read_signed(&text, 2, &location.latitude, &latitude_decimals) ||
	    !read_signed(&text, 3, &location.longitude, &longitude_decimals))
		return false;
	if (text.size && text.data[0] != '/' && text.data[0] != '+' && text.data[0] != '-')
		return false;
	location.decimals = latitude_decimals < longitude_decimals ? latitude_decimals : longitude_decimals;
	*ret_location = location;
	return true;
}

bool location_is_known(const struct location *location)
{
	return location->latitude >= -90 * MILLION && location->latitude <= 90 * MILLION &&
	       location->longitude >= -180 * MILLION && location->longitude <= 180 * MILLION &&
	       (location->latitude || location->longitude);
}

struct degrees {
	size_t size;
	uint8_t text[16];
};

/* Not printf: the decimal point must not depend on the locale. */
static struct degrees write_degrees(int64_t angle, unsigned decimals)
{
	struct degrees degrees = { .size = 0 };
	uint8_t digits[12];
	size_t count = 0;
	uint64_t rest = (uint64_t)(angle < 0 ? -angle : angle), unit = 1;

	for (unsigned i = decimals; i < DECIMALS; i++)
		unit *= 10;
	rest = (rest + unit / 2) / unit;
	do {
		digits[count++] = (uint8_t)('0' + rest % 10);
		rest /= 10;
	} while (rest || count < decimals + 1);
	if (angle < 0)
		degrees.text[degrees.size++] = '-';
	while (count > 0) {
		if (count == decimals && decimals)
			degrees.text[degrees.size++] = '.';
		degrees.text[degrees.size++] = digits[--count];
	}
	return degrees;
}

static void give(const struct content *content, struct examination *examination, const struct step *outer,
		 struct bytes name, const struct degrees *degrees, struct bytes where)
{
	const struct step step = { outer, name };

	examination_value(examination, content, &step, name, (struct bytes){ degrees->text, degrees->size },
			  where, true);
}

void location_give(const struct location *location, const struct content *content,
		   struct examination *examination, const struct step *outer, struct bytes where)
{
	struct degrees north = write_degrees(location->latitude, location->decimals);
	struct degrees east = write_degrees(location->longitude, location->decimals);

	give(content, examination, outer, BYTES("latitude"), &north, where);
	give(content, examination, outer, BYTES("longitude"), &east, where);
}
