/* SPDX-License-Identifier: Apache-2.0 */
/* IMEI (3GPP TS 23.003: reporting body and type 8, serial 6, Luhn digit), the 16 digits of an IMEISV and
 * the 14 hexadecimal ones of a MEID. One number in ten passes the Luhn check, so the reporting body is
 * looked at too and a name is always needed. */
#include "recognise/shape.h"

/* Bodies that allocate codes, their first two digits. */
static bool body_ok(struct bytes text)
{
	static const uint8_t BODIES[] = { 1, 10, 30, 33, 35, 44, 45, 49, 50, 51, 52, 53, 54, 86, 91, 98, 99 };
	unsigned body = 0;

	digits_read(text, 0, 2, &body);
	for (size_t i = 0; i < sizeof BODIES; i++)
		if (BODIES[i] == body)
			return true;
	return false;
}

static enum fit fits(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;

	if (shape_is_monotone(text))
		return FIT_NO;
	if (text.size == 14) {
		/* A MEID starts at A0 and is seldom without letters. */
		fitting->says = "14 hexadecimal digits from A0 on";
		return (text.data[0] | 32) >= 'a' && shape->digits ? FIT_WEAK : FIT_NO;
	}
	if (!(shape->kinds & KIND_DIGITS) || !body_ok(text))
		return FIT_NO;
	if (text.size == 16) {
		fitting->says = "16 digits, a body that allocates them";
		return FIT_WEAK;
	}
	return luhn_ok(text) ? FIT_GOOD : FIT_NO;
}

const struct validator validator_imei = {
	.name = "imei",
	.specification = "3GPP TS 23.003",
	.says = "15 digits, allocating body and Luhn digit right",
	.kinds = KIND_HEX,
	.least = 14,
	.most = 16,
	.confusable = true,
	.fits = fits,
};
