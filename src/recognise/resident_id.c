/* SPDX-License-Identifier: Apache-2.0 */
/* Resident identity numbers of China (GB 11643): six digits of region, eight of birth, three of
 * sequence and a check character by ISO 7064 MOD 11-2. The check alone passes one random number in
 * eleven, so province and date must be right too. The old form of 15 digits has no check character and
 * counts under a name only. */
#include "recognise/shape.h"

static bool province_ok(unsigned code)
{
	static const uint8_t PROVINCES[] = { 11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34,
					     35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
					     53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83 };

	for (size_t i = 0; i < sizeof PROVINCES; i++)
		if (PROVINCES[i] == code)
			return true;
	return false;
}

/* ISO 7064 MOD 11-2 over 17 digits and a check character, the weights being powers of two. */
static bool check_ok(struct bytes number)
{
	unsigned remainder = 0;

	for (size_t i = 0; i < 17; i++)
		remainder = (remainder + number.data[i] - '0') * 2 % 11;
	unsigned last = (number.data[17] | 32) == 'x' ? 10u : (unsigned)number.data[17] - '0';

	return (remainder + last) % 11 == 1;
}

static enum fit fits(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;
	unsigned province = 0, year = 0, month = 0, day = 0, rest = 0;

	(void)fitting;
	if (!digits_read(text, 0, 2, &province) || !province_ok(province) || !digits_read(text, 2, 4, &rest))
		return FIT_NO;
	if (text.size == 15) {
		bool read = digits_read(text, 6, 2, &year) && digits_read(text, 8, 2, &month) &&
			    digits_read(text, 10, 2, &day) && digits_read(text, 12, 3, &rest);

		return read && date_ok(1900 + year, month, day) ? FIT_WEAK : FIT_NO;
	}
	if (text.size != 18 || !digits_read(text, 6, 4, &year) || !digits_read(text, 10, 2, &month) ||
	    !digits_read(text, 12, 2, &day) || !digits_read(text, 14, 3, &rest))
		return FIT_NO;
	bool last = (text.data[17] >= '0' && text.data[17] <= '9') || (text.data[17] | 32) == 'x';

	if (!last || year < 1880 || year > 2040 || !date_ok(year, month, day) || !check_ok(text))
		return FIT_NO;
	return FIT_STRONG;
}

const struct validator validator_resident_id = {
	.name = "resident-id",
	.specification = "GB 11643; ISO 7064 MOD 11-2",
	.says = "region, date and check character right",
	.kinds = KIND_DIGITS | KIND_CHECKED,
	.least = 15,
	.most = 18,
	.strong_least = 18,
	.fits = fits,
};
