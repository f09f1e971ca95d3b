/* SPDX-License-Identifier: Apache-2.0 */
/* Telephone numbers other than Chinese mobile ones (see mobile.c): landlines `021-55501234`, numbers of
 * other countries `+1 202 555 0143`. Always under a name. Service numbers (400, 800, 95…, 1xxxx) belong to
 * companies. */
#include "recognise/shape.h"

static bool mobile_of_china(struct bytes number)
{
	if (bytes_start_with(number, BYTES("00")))
		number = bytes_from(number, 2);
	if (number.size == 13 && bytes_start_with(number, BYTES("86")))
		number = bytes_from(number, 2);
	return number.size == 11 && number.data[0] == '1' && number.data[1] >= '3';
}

static enum fit fits(const struct shape *shape, struct fitting *fitting)
{
	uint8_t digits[16];
	size_t count = shape_digits(shape->text, digits, sizeof digits);
	struct bytes number = { digits, count };
	bool international = shape->text.data[0] == '+' || (count > 9 && memcmp(digits, "00", 2) == 0);

	(void)fitting;
	if (count < 7 || count > 15 || shape_is_monotone(number) || shape->dots > 3)
		return FIT_NO;
	if (mobile_of_china(number))
		return FIT_NO;
	if (count == 10 && (memcmp(digits, "400", 3) == 0 || memcmp(digits, "800", 3) == 0))
		return FIT_NO;
	if (shape->number && count > 12)
		return FIT_NO; /* a time in milliseconds */
	if (international || (digits[0] == '0' && count >= 10 && count <= 12))
		return FIT_GOOD;
	return count <= 12 || shape->text.size > count ? FIT_WEAK : FIT_NO;
}

const struct validator validator_telephone = {
	.name = "telephone",
	.specification = "ITU-T E.164",
	.says = "7 to 15 digits",
	.kinds = KIND_NUMERIC,
	.least = 7,
	.most = 24,
	.confusable = true,
	.fits = fits,
};
