/* SPDX-License-Identifier: Apache-2.0 */
/* Readings of a body, each in the range that living bodies have: what lies outside is a setting, a status
 * or an error. Always under a name. */
#include "recognise/shape.h"

/* A number with at most one point, in thousandths. */
static bool read_thousandths(struct bytes text, uint64_t *ret_number)
{
	struct bytes rest = text, whole = bytes_split(&rest, '.');
	uint64_t number = 0, part = 0, unit = 1000;

	if (whole.size == 0 || whole.size > 7 || rest.size > 3 || !bytes_to_number(whole, &number) ||
	    (rest.size && !bytes_to_number(rest, &part)))
		return false;
	for (size_t i = 0; i < rest.size; i++)
		unit /= 10;
	*ret_number = number * 1000 + part * unit;
	return true;
}

static enum fit fits_range(const struct shape *shape, uint64_t least, uint64_t most)
{
	uint64_t number = 0;

	return read_thousandths(shape->text, &number) && number >= least * 1000 && number <= most * 1000
		       ? FIT_WEAK
		       : FIT_NO;
}

static enum fit fits_heart_rate(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	return fits_range(shape, 30, 240);
}

static enum fit fits_oxygen(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	return fits_range(shape, 60, 100);
}

/* In degrees Celsius, in tenths of them, or in degrees Fahrenheit. */
static enum fit fits_temperature(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	if (fits_range(shape, 34, 43) != FIT_NO || fits_range(shape, 340, 430) != FIT_NO)
		return FIT_WEAK;
	return fits_range(shape, 93, 109);
}

/* `120/80`, or one of the two. */
static enum fit fits_pressure(const struct shape *shape, struct fitting *fitting)
{
	struct bytes rest = shape->text, upper = bytes_split(&rest, '/');
	uint64_t high = 0, low = 0;

	(void)fitting;
	if (rest.size == 0)
		return fits_range(shape, 40, 260);
	return read_thousandths(upper, &high) && read_thousandths(rest, &low) && high >= 60000 &&
			       high <= 260000 && low >= 30000 && low < high
		       ? FIT_GOOD
		       : FIT_NO;
}

static enum fit fits_steps(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	return fits_range(shape, 10, 200000);
}

#define BODY(id, text, longest, function) \
	const struct validator validator_##id = { \
		.name = text, \
		.says = "a reading in the range of bodies", \
		.kinds = KIND_TEXT, \
		.least = 2, \
		.most = longest, \
		.fits = function, \
	}
BODY(heart_rate, "heart-rate", 5, fits_heart_rate);
BODY(blood_oxygen, "blood-oxygen", 5, fits_oxygen);
BODY(body_temperature, "body-temperature", 6, fits_temperature);
BODY(blood_pressure, "blood-pressure", 7, fits_pressure);
BODY(step_count, "step-count", 6, fits_steps);
