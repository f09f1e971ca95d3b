/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of SIM cards: IMSI (ITU-T E.212: country 3, network 2 or 3, subscriber; 15 digits) and ICCID
 * (ITU-T E.118: 89, country, issuer; 19 or 20 digits, China's last ones perhaps hexadecimal). */
#include "recognise/shape.h"

static enum fit fits_imsi(const struct shape *shape, struct fitting *fitting)
{
	unsigned country = 0;

	(void)fitting;
	if (!digits_read(shape->text, 0, 3, &country) || shape_is_monotone(shape->text))
		return FIT_NO;
	if (country == 460 || country == 461)
		return FIT_GOOD;
	return country >= 202 && country <= 750 ? FIT_WEAK : FIT_NO;
}

static enum fit fits_iccid(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	if (!bytes_start_with(shape->text, BYTES("89")) || shape->letters > 2)
		return FIT_NO;
	return bytes_start_with(shape->text, BYTES("8986")) ? FIT_GOOD : FIT_WEAK;
}

const struct validator validator_imsi = {
	.name = "imsi",
	.specification = "ITU-T E.212",
	.says = "15 digits, a country's code first",
	.kinds = KIND_DIGITS,
	.least = 15,
	.most = 15,
	.confusable = true,
	.fits = fits_imsi,
};

const struct validator validator_iccid = {
	.name = "iccid",
	.specification = "ITU-T E.118",
	.says = "19 or 20 digits from 89",
	.kinds = KIND_HEX,
	.least = 19,
	.most = 20,
	.confusable = true,
	.fits = fits_iccid,
};
