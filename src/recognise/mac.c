/* SPDX-License-Identifier: Apache-2.0 */
/* Hardware addresses (IEEE 802): six octets with `:` or `-` between, three groups with `.`, or twelve
 * digits run together, which count under a name only. Group addresses, zeros and all ones are nobody's;
 * locally administered ones are mostly random and count under a name only. Addresses of eight octets
 * (EUI-64), as Zigbee and Thread devices have them, under a name: with `:` or `-` between, an endpoint
 * perhaps behind (`-0b`), or run together with FF FE in the middle, which a MAC address was made into. Also
 * lists of addresses, as positioning services take them. */
#include "recognise/shape.h"

#include "base/text.h"

/* Reads two hexadecimal digits; false where they are none. */
static bool read_octet(struct bytes text, size_t at, uint8_t *ret_octet)
{
	if (at + 2 > text.size)
		return false;
	int high = text_hex_digit(text.data[at]), low = text_hex_digit(text.data[at + 1]);

	if (high < 0 || low < 0)
		return false;
	*ret_octet = (uint8_t)(high * 16 + low);
	return true;
}

/* Whether the text begins with an address in octets of one separator. */
static bool read_separated(struct bytes text, uint8_t octets[6])
{
	uint8_t separator = text.size > 2 ? text.data[2] : 0;

	if (text.size < 17 || (separator != ':' && separator != '-'))
		return false;
	for (size_t i = 0; i < 6; i++)
		if (!read_octet(text, 3 * i, &octets[i]) || (i && text.data[3 * i - 1] != separator))
			return false;
	return true;
}

static bool read_dotted(struct bytes text, uint8_t octets[6])
{
	if (text.size != 14 || text.data[4] != '.' || text.data[9] != '.')
		return false;
	for (size_t i = 0; i < 6; i++)
		if (!read_octet(text, 2 * i + i / 2, &octets[i]))
			return false;
	return true;
}

static bool read_plain(struct bytes text, uint8_t octets[6])
{
	for (size_t i = 0; i < 6; i++)
		if (!read_octet(text, 2 * i, &octets[i]))
			return false;
	return text.size == 12;
}

static bool somebodys(const uint8_t octets[6])
{
	static const uint8_t ANDROID[] = { 2, 0, 0, 0, 0, 0 }; /* what apps get instead of the address */

	return !(octets[0] & 1) && memcmp(octets, ANDROID, 6) != 0 &&
	       !shape_is_monotone((struct bytes){ octets, 6 });
}

/* Eight octets; `*ret_size`: bytes of the text that they take. */
static bool read_eight(struct bytes text, uint8_t octets[8], size_t *ret_size)
{
	bool plain = text.size == 16 || (text.size == 18 && bytes_start_with_nocase(text, BYTES("0x")));
	size_t start = plain ? text.size - 16 : 0, step = plain ? 2 : 3;

	if (!plain && (text.size < 23 || (text.data[2] != ':' && text.data[2] != '-')))
		return false;
	for (size_t i = 0; i < 8; i++)
		if (!read_octet(text, start + step * i, &octets[i]) ||
		    (!plain && i && text.data[3 * i - 1] != text.data[2]))
			return false;
	*ret_size = plain ? text.size : 23;
	return plain ? octets[3] == 0xff && octets[4] == 0xfe : text.size == 23 || text.data[23] == '-';
}

static enum fit fits_eight(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;
	uint8_t octets[8];
	size_t size = 0;

	if (!read_eight(text, octets, &size) || (octets[0] & 1) ||
	    shape_is_monotone((struct bytes){ octets, 8 }))
		return FIT_NO;
	fitting->part = bytes_slice(text, 0, size);
	return FIT_GOOD;
}

static enum fit fits(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;
	uint8_t octets[6];

	(void)fitting;
	if (text.size != 12 && text.size != 14 && text.size != 17)
		return FIT_NO;
	bool separated = text.size == 17 && read_separated(text, octets);

	if (!separated && !read_dotted(text, octets) && !read_plain(text, octets))
		return FIT_NO;
	if (!somebodys(octets))
		return FIT_NO;
	if (octets[0] & 2)
		return FIT_GOOD;
	if (separated)
		return FIT_STRONG;
	return shape->letters ? FIT_GOOD : FIT_WEAK;
}

static enum fit fits_list(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;
	uint8_t octets[6];
	unsigned count = 0;

	(void)fitting;
	for (size_t i = 0; i + 17 <= text.size && count < 2; i++) {
		bool begins = i == 0 || text_hex_digit(text.data[i - 1]) < 0;

		if (begins && read_separated(bytes_from(text, i), octets) && somebodys(octets)) {
			count++;
			i += 16;
		}
	}
	return count == 2 ? FIT_GOOD : FIT_NO;
}

const struct validator validator_mac = {
	.name = "mac",
	.specification = "IEEE 802-2014 clause 8",
	.says = "an individual address of six octets",
	.kinds = KIND_OCTETS | KIND_HEX,
	.least = 12,
	.most = 17,
	.strong_kinds = KIND_OCTETS,
	.strong_least = 17,
	.fits = fits,
};

/* Any octets: the first bits of a random address tell its sort, not a group (Bluetooth Core, 6.B.1.3). */
static enum fit fits_bluetooth(const struct shape *shape, struct fitting *fitting)
{
	uint8_t octets[6];

	(void)fitting;
	if (!read_separated(shape->text, octets) && !read_plain(shape->text, octets))
		return FIT_NO;
	if (shape_is_monotone((struct bytes){ octets, 6 }))
		return FIT_NO;
	return shape->text.size == 17 ? FIT_GOOD : FIT_WEAK;
}

const struct validator validator_bluetooth_address = {
	.name = "bluetooth-address",
	.specification = "Bluetooth Core 5.4 6.B.1.3",
	.says = "six octets",
	.kinds = KIND_OCTETS | KIND_HEX,
	.least = 12,
	.most = 17,
	.fits = fits_bluetooth,
};

const struct validator validator_eui64 = {
	.name = "eui64",
	.specification = "IEEE 802-2014 clause 8",
	.says = "an individual address of eight octets",
	.kinds = KIND_WORD,
	.least = 16,
	.most = 28,
	.fits = fits_eight,
};

const struct validator validator_access_point_list = {
	.name = "access-point-list",
	.specification = "IEEE 802-2014 clause 8",
	.says = "two hardware addresses or more",
	.kinds = KIND_TEXT | KIND_HAN,
	.least = 35,
	.most = 1 << 20,
	.fits = fits_list,
};
