/* SPDX-License-Identifier: Apache-2.0 */
/* Positions in one text: `31.230416,121.473701` in either order, `geo:31.23,121.47` (RFC 5870), boxes of
 * four numbers, NMEA 0183 sentences RMC, GGA and GLL with their checksum. Which datum (WGS-84, GCJ-02,
 * BD-09) cannot be told. A bare pair counts under a name only: drawings are full of such pairs. */
#include "recognise/position.h"

#include "base/text.h"
#include "recognise/shape.h"

bool degrees_read(struct bytes text, struct degrees *ret_degrees)
{
	struct degrees degrees = { 0, 0 };
	bool negative = text.size && text.data[0] == '-', fraction = false;
	unsigned whole_digits = 0;

	if (bytes_end_with(text, BYTES("°")))
		text.size -= 2;
	for (size_t i = negative; i < text.size; i++) {
		uint8_t byte = text.data[i];

		if (byte == '.' && !fraction && whole_digits) {
			fraction = true;
			continue;
		}
		if (byte < '0' || byte > '9' || degrees.decimals > 15 || whole_digits > 3)
			return false;
		whole_digits += !fraction;
		degrees.decimals += fraction;
		if (degrees.decimals <= 6)
			degrees.millionths = degrees.millionths * 10 + byte - '0';
	}
	if (whole_digits == 0 || whole_digits > 3)
		return false;
	for (unsigned i = degrees.decimals; i < 6; i++)
		degrees.millionths *= 10;
	if (degrees.millionths > 180 * INT64_C(1000000))
		return false;
	if (negative)
		degrees.millionths = -degrees.millionths;
	*ret_degrees = degrees;
	return true;
}

bool degrees_read_scaled(struct bytes text, int64_t most_degrees, struct degrees *ret_degrees)
{
	bool negative = text.size && text.data[0] == '-';
	uint64_t number = 0;

	if (!bytes_to_number(bytes_from(text, negative), &number) || number > INT64_C(1800000000))
		return false;
	int64_t value = (int64_t)number, limit = most_degrees * 1000000;

	/* Seven decimals where six would leave the Earth. */
	*ret_degrees = (struct degrees){ value > limit ? value / 10 : value, value > limit ? 7 : 6 };
	if (negative)
		ret_degrees->millionths = -ret_degrees->millionths;
	return value <= 10 * limit && value >= 1000000;
}

bool degrees_in_china(const struct degrees *latitude, const struct degrees *longitude)
{
	return latitude->millionths >= 3800000 && latitude->millionths <= 53600000 &&
	       longitude->millionths >= 73600000 && longitude->millionths <= 135100000;
}

bool degrees_on_earth(const struct degrees *latitude, const struct degrees *longitude)
{
	int64_t most = 90 * INT64_C(1000000);

	if (latitude->millionths > most || latitude->millionths < -most)
		return false;
	return latitude->millionths % 1000000 != 0 || longitude->millionths % 1000000 != 0;
}

static enum fit fit_of_pair(struct degrees a, struct degrees b, struct fitting *fitting)
{
	unsigned decimals = a.decimals < b.decimals ? a.decimals : b.decimals;
	bool china = degrees_in_china(&a, &b) || degrees_in_china(&b, &a);

	fitting->decimals = decimals;
	if (decimals >= 3 && china)
		return FIT_GOOD;
	return decimals >= 4 && (degrees_on_earth(&a, &b) || degrees_on_earth(&b, &a)) ? FIT_WEAK : FIT_NO;
}

/* The next number of a list; separators are what people put between two. */
static bool next_degrees(struct bytes *rest, struct degrees *ret_degrees)
{
	size_t at = 0;

	while (at < rest->size && bytes_find_byte(BYTES(" ,;|()[]"), rest->data[at]) != SIZE_MAX)
		at++;
	*rest = bytes_from(*rest, at);
	for (at = 0; at < rest->size && bytes_find_byte(BYTES(" ,;|()[]"), rest->data[at]) == SIZE_MAX;)
		at++;
	bool read = degrees_read(bytes_slice(*rest, 0, at), ret_degrees);

	*rest = bytes_from(*rest, at);
	return read;
}

static enum fit fits_pair(struct bytes text, struct fitting *fitting)
{
	struct degrees numbers[4];
	unsigned count = 0;

	if (text.size > 120)
		return FIT_NO;
	while (text.size && count < 4 && next_degrees(&text, &numbers[count]))
		count++;
	/* Two numbers, the height perhaps behind them, or the corners of a box; nothing else. */
	struct bytes rest = bytes_trim(text);
	bool closed = rest.size == 0 || (rest.size == 1 && (rest.data[0] == ']' || rest.data[0] == ')'));

	return count >= 2 && closed ? fit_of_pair(numbers[0], numbers[1], fitting) : FIT_NO;
}

static bool checksum_ok(struct bytes sentence, size_t star)
{
	uint8_t sum = 0;

	for (size_t i = 1; i < star; i++)
		sum ^= sentence.data[i];
	int high = star + 2 < sentence.size ? text_hex_digit(sentence.data[star + 1]) : -1;
	int low = star + 2 < sentence.size ? text_hex_digit(sentence.data[star + 2]) : -1;

	return high >= 0 && low >= 0 && high * 16 + low == sum;
}

bool degrees_read_nmea(struct bytes text, size_t whole, struct degrees *ret_degrees)
{
	unsigned degrees = 0, minutes = 0;

	if (!digits_read(text, 0, whole, &degrees) || !digits_read(text, whole, 2, &minutes) || minutes > 59)
		return false;
	if (text.size < whole + 4 || text.data[whole + 2] != '.')
		return false;
	for (size_t i = whole + 3; i < text.size; i++)
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
	*ret_degrees = (struct degrees){ degrees * INT64_C(1000000) + minutes * INT64_C(1000000) / 60,
					 (unsigned)(text.size - whole - 3) + 1 };
	return true;
}

static enum fit fits_nmea(struct bytes text, struct fitting *fitting)
{
	size_t star = bytes_find_byte(bytes_slice(text, 0, 100), '*');
	struct degrees latitude, longitude;

	if (star == SIZE_MAX || star < 20)
		return FIT_NO;
	struct bytes rest = bytes_slice(text, 0, star), name = bytes_split(&rest, ',');

	if (name.size != 6)
		return FIT_NO;
	if (memcmp(name.data + 3, "RMC", 3) == 0) {
		bytes_split(&rest, ',');
		if (!bytes_equal(bytes_split(&rest, ','), BYTES("A")))
			return FIT_NO; /* no fix */
	} else if (memcmp(name.data + 3, "GGA", 3) == 0) {
		bytes_split(&rest, ',');
	} else if (memcmp(name.data + 3, "GLL", 3) != 0) {
		return FIT_NO;
	}
	bool read = degrees_read_nmea(bytes_split(&rest, ','), 2, &latitude);

	bytes_split(&rest, ',');
	read = read && degrees_read_nmea(bytes_split(&rest, ','), 3, &longitude);
	bytes_split(&rest, ',');
	struct bytes quality = bytes_split(&rest, ',');

	/* No fix: where it was last. */
	if (name.data[3] == 'G' && name.data[4] == 'G' && bytes_equal(quality, BYTES("0")))
		return FIT_NO;
	if (name.data[3] == 'G' && name.data[4] == 'L' && bytes_equal(bytes_split(&rest, ','), BYTES("V")))
		return FIT_NO;
	if (!read || !checksum_ok(text, star))
		return FIT_NO;
	fitting->part = bytes_slice(text, 0, star + 3);
	fitting->decimals = latitude.decimals;
	fitting->says = "an NMEA sentence with a fix, checksum right";
	return FIT_STRONG;
}

static enum fit fits(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;

	if (text.data[0] == '$')
		return fits_nmea(text, fitting);
	if (!bytes_start_with(text, BYTES("geo:")))
		return shape->kinds & KIND_PAIR ? fits_pair(text, fitting) : FIT_NO;
	struct bytes rest = bytes_from(text, 4), pair = bytes_split(&rest, ';');
	enum fit fit = fits_pair(pair, fitting);

	fitting->says = "a geo: address";
	return fit == FIT_NO ? FIT_NO : FIT_STRONG;
}

/* `460,0,20857,43212`, as positioning services take cells. */
static enum fit fits_cell(const struct shape *shape, struct fitting *fitting)
{
	struct bytes rest = shape->text;
	unsigned count = 0;

	(void)fitting;
	while (rest.size) {
		struct bytes part = bytes_split(&rest, ',');
		uint64_t number = 0;
		bool negative = part.size && part.data[0] == '-';

		if (!bytes_to_number(bytes_from(part, negative), &number))
			return FIT_NO;
		if (count == 0 && (number < 200 || number > 799))
			return FIT_NO;
		if (count == 2 && (number == 0 || number > 65535))
			return FIT_NO;
		count++;
	}
	return count >= 4 && count <= 6 ? FIT_GOOD : FIT_NO;
}

/* `wx4g0ec1`: digits and letters but a, i, l, o; six of them are a kilometre, eight a house. */
static enum fit fits_geohash(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;

	(void)fitting;
	for (size_t i = 0; i < text.size; i++) {
		uint8_t lower = text.data[i] | 32;
		bool letter = lower >= 'b' && lower <= 'z' && lower != 'i' && lower != 'l' && lower != 'o';

		if (!letter && (text.data[i] < '0' || text.data[i] > '9'))
			return FIT_NO;
	}
	return shape->letters && shape->digits ? FIT_GOOD : FIT_NO;
}

const struct validator validator_geohash = {
	.name = "geohash",
	.says = "6 to 12 characters of a geohash",
	.kinds = KIND_WORD,
	.least = 6,
	.most = 12,
	.fits = fits_geohash,
};

const struct validator validator_position = {
	.name = "position",
	.specification = "RFC 5870; NMEA 0183",
	.says = "latitude and longitude",
	.kinds = KIND_PAIR | KIND_MARKED,
	.least = 9,
	.most = 120,
	.fits = fits,
};

const struct validator validator_cell_tuple = {
	.name = "cell-tuple",
	.specification = "3GPP TS 23.003",
	.says = "country, network, area and cell",
	.kinds = KIND_WORD,
	.least = 9,
	.most = 48,
	.fits = fits_cell,
};
