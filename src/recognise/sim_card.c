/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of SIM cards: IMSI (ITU-T E.212: country 3, network 2 or 3, subscriber; 15 digits;
 * also as the name in an address of its network, which EAP and IMS log in with) and ICCID
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

/* What a network's protocol calls an IMSI or an IMEI is one: test networks have countries of their own, and
 * on the way there is no check digit. */
static enum fit fits_carried(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	return shape_is_monotone(shape->text) ? FIT_NO : FIT_WEAK;
}

/* Reads the digits behind `label` in a realm: `mnc023`. */
static bool read_realm(struct bytes realm, struct bytes label, unsigned *ret_number)
{
	size_t at = bytes_find_nocase(realm, label);

	return at != SIZE_MAX && (at == 0 || realm.data[at - 1] == '.') &&
	       digits_read(realm, at + label.size, 3, ret_number);
}

/* `1460011234567890@wlan.mnc001.mcc460.3gppnetwork.org`: a sort of login, then the number, whose country and
 * network the realm repeats. */
static enum fit fits_network_identity(const struct shape *shape, struct fitting *fitting)
{
	struct bytes realm = shape->text, local = bytes_split(&realm, '@');
	unsigned network = 0, country = 0, own_country = 0, own_network = 0;

	for (size_t i = 0; i < local.size; i++)
		if (local.data[i] < '0' || local.data[i] > '9')
			return FIT_NO;
	if (!read_realm(realm, BYTES("mnc"), &network) || !read_realm(realm, BYTES("mcc"), &country))
		return FIT_NO;
	if (local.size == 16)
		local = bytes_from(local, 1);
	if (local.size != 15 || !digits_read(local, 0, 3, &own_country) ||
	    !digits_read(local, 3, network > 99 ? 3 : 2, &own_network) || own_country != country ||
	    (own_network != network && !(digits_read(local, 3, 3, &own_network) && own_network == network)))
		return FIT_NO;
	fitting->part = local;
	return FIT_STRONG;
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

const struct validator validator_carried_number = {
	.name = "carried-number",
	.specification = "3GPP TS 23.003 2.2, 6.2",
	.says = "14 to 16 digits",
	.kinds = KIND_DIGITS,
	.least = 14,
	.most = 16,
	.confusable = true,
	.generic = true,
	.fits = fits_carried,
};

const struct validator validator_network_identity = {
	.name = "network-identity",
	.specification = "3GPP TS 23.003 13.3, 14.3",
	.says = "an IMSI at the network whose country and number it begins with",
	.kinds = KIND_AT,
	.least = 15 + 15,
	.most = 100,
	.fits = fits_network_identity,
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
