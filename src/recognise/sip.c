/* SPDX-License-Identifier: Apache-2.0 */
/* SIP addresses (RFC 3261 section 19.1), without parameters: `sip:zhang.wei@example.com`. Where the user
 * is a number of seven digits or more, it is a telephone number and the answer is the number alone. */
#include "recognise/shape.h"

/* Splits off the user; false where it is no SIP address with a user. */
static bool user_of(struct bytes text, struct bytes *ret_user)
{
	size_t colon = bytes_find_byte(bytes_slice(text, 0, 5), ':');
	struct bytes rest = colon == SIZE_MAX ? BYTES_EMPTY : bytes_from(text, colon + 1);
	struct bytes user = bytes_split(&rest, '@');

	if (!bytes_start_with_nocase(text, BYTES("sip")) || user.size == 0 || rest.size < 3 ||
	    bytes_find_byte(rest, '@') != SIZE_MAX)
		return false;
	*ret_user = user;
	return true;
}

static bool is_number(struct bytes user)
{
	size_t plus = user.data[0] == '+';

	for (size_t i = plus; i < user.size; i++)
		if (user.data[i] < '0' || user.data[i] > '9')
			return false;
	return user.size - plus >= 7 && user.size - plus <= 16;
}

static enum fit fits_address(const struct shape *shape, struct fitting *fitting)
{
	struct bytes user;

	(void)fitting;
	if (!user_of(shape->text, &user) || is_number(user) || shape_is_monotone(user))
		return FIT_NO;
	for (size_t i = 0; i < user.size; i++)
		if (user.data[i] <= ' ' || user.data[i] == '/' || user.data[i] == '<' || user.data[i] == '"')
			return FIT_NO;
	return user.size <= 32 ? FIT_STRONG : FIT_WEAK;
}

static enum fit fits_number(const struct shape *shape, struct fitting *fitting)
{
	struct bytes user;

	if (!user_of(shape->text, &user) || !is_number(user) || shape_is_monotone(user))
		return FIT_NO;
	fitting->part = user;
	return FIT_STRONG;
}

const struct validator validator_sip_address = {
	.name = "sip-address",
	.specification = "RFC 3261",
	.says = "user and domain",
	.kinds = KIND_MARKED,
	.least = 9,
	.most = 255,
	.fits = fits_address,
};

const struct validator validator_sip_number = {
	.name = "sip-number",
	.specification = "RFC 3261",
	.says = "the user of a SIP address, a number",
	.kinds = KIND_MARKED,
	.least = 14,
	.most = 255,
	.fits = fits_number,
};
