/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses of the internet that a message tells of a user: the one by which a home is seen from outside.
 * Addresses of homes' own networks, of documentation and of groups are nobody's. */
#include "recognise/shape.h"

/* IPv4 networks that are not the internet (RFC 6890, RFC 5737). */
static const struct {
	uint8_t first, second, third, bits;
} NOT_PUBLIC[] = {
	{ 0, 0, 0, 8 },	     { 10, 0, 0, 8 },	 { 100, 64, 0, 10 },   { 127, 0, 0, 8 },
	{ 169, 254, 0, 16 }, { 172, 16, 0, 12 }, { 192, 0, 0, 24 },    { 192, 0, 2, 24 },
	{ 192, 168, 0, 16 }, { 198, 18, 0, 15 }, { 198, 51, 100, 24 }, { 203, 0, 113, 24 },
	{ 224, 0, 0, 3 },
};

static bool v4_public(const uint8_t octets[4])
{
	uint32_t address = (uint32_t)octets[0] << 16 | (uint32_t)octets[1] << 8 | octets[2];

	for (size_t i = 0; i < sizeof NOT_PUBLIC / sizeof *NOT_PUBLIC; i++) {
		uint32_t network = (uint32_t)NOT_PUBLIC[i].first << 16 | (uint32_t)NOT_PUBLIC[i].second << 8 |
				   NOT_PUBLIC[i].third;

		if ((address ^ network) >> (24 - NOT_PUBLIC[i].bits) == 0)
			return false;
	}
	return true;
}

static bool read_v4(struct bytes text, uint8_t octets[4])
{
	for (size_t i = 0; i < 4; i++) {
		struct bytes part = bytes_split(&text, '.');
		uint64_t number = 0;

		if (part.size == 0 || part.size > 3 || !bytes_to_number(part, &number) || number > 255)
			return false;
		octets[i] = (uint8_t)number;
	}
	return text.size == 0;
}

/* Global unicast, 2000::/3, without documentation (RFC 3849, RFC 9637) and Teredo. */
static bool v6_public(struct bytes text)
{
	unsigned colons = 0, digits = 0;

	for (size_t i = 0; i < text.size; i++) {
		uint8_t lower = text.data[i] | 32;
		bool hex = (text.data[i] >= '0' && text.data[i] <= '9') || (lower >= 'a' && lower <= 'f');

		if (!hex && text.data[i] != ':')
			return false;
		colons += text.data[i] == ':';
		digits = hex ? digits + 1 : 0;
		if (digits > 4)
			return false;
	}
	bool shortened = bytes_find(text, BYTES("::")) != SIZE_MAX;

	if (colons < 2 || colons > 7 || (colons != 7 && !shortened) || text.data[4] != ':')
		return false;
	return (text.data[0] == '2' || text.data[0] == '3') &&
	       !bytes_start_with_nocase(text, BYTES("2001:db8:")) &&
	       !bytes_start_with_nocase(text, BYTES("2001:0db8:")) &&
	       !bytes_start_with_nocase(text, BYTES("3fff:")) &&
	       !bytes_start_with_nocase(text, BYTES("2001:0:")) &&
	       !bytes_start_with_nocase(text, BYTES("2001:0000:"));
}

static enum fit fits(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;
	uint8_t octets[4];

	if (text.size > 2 && text.data[0] == '[' && text.data[text.size - 1] == ']')
		text = bytes_slice(text, 1, text.size - 2);
	fitting->part = text;
	if (text.size < 7)
		return FIT_NO;
	if (bytes_find_byte(text, ':') != SIZE_MAX)
		return v6_public(text) ? FIT_GOOD : FIT_NO;
	return read_v4(text, octets) && v4_public(octets) ? FIT_GOOD : FIT_NO;
}

const struct validator validator_public_address = {
	.name = "public-address",
	.specification = "RFC 6890",
	.says = "an address of the internet",
	.kinds = KIND_WORD,
	.least = 7,
	.most = 41,
	.fits = fits,
};
