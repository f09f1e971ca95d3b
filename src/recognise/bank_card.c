/* SPDX-License-Identifier: Apache-2.0 */
/* Payment card numbers (ISO/IEC 7812): issuer's first digits and length as the networks use them, and
 * the Luhn digit, which one number in ten has by chance. Alone they count only when written in groups
 * of four. */
#include "recognise/shape.h"

struct issuer {
	unsigned first, last; /* of the first four digits */
	unsigned least, most;
};

static const struct issuer ISSUERS[] = {
	{ 6200, 6299, 16, 19 }, /* UnionPay */
	{ 4000, 4999, 16, 16 }, /* Visa */
	{ 5100, 5599, 16, 16 }, /* Mastercard */
	{ 2221, 2720, 16, 16 }, /* Mastercard */
	{ 3400, 3499, 15, 15 }, /* American Express */
	{ 3700, 3799, 15, 15 }, /* American Express */
	{ 3528, 3589, 16, 16 }, /* JCB */
	{ 3000, 3059, 14, 14 }, /* Diners Club */
	{ 3600, 3699, 14, 14 }, /* Diners Club */
	{ 6011, 6011, 16, 16 }, /* Discover */
	{ 9400, 9999, 16, 19 }, /* older cards of Chinese banks */
};

static bool issuer_ok(struct bytes number)
{
	unsigned first = 0;

	digits_read(number, 0, 4, &first);
	for (size_t i = 0; i < sizeof ISSUERS / sizeof *ISSUERS; i++)
		if (first >= ISSUERS[i].first && first <= ISSUERS[i].last &&
		    number.size >= ISSUERS[i].least && number.size <= ISSUERS[i].most)
			return true;
	return false;
}

/* Groups of four with one kind of separator between. */
static bool in_groups(struct bytes text)
{
	uint8_t separator = text.size > 4 ? text.data[4] : 0;

	if (separator != ' ' && separator != '-')
		return false;
	for (size_t i = 0; i < text.size; i++)
		if ((text.data[i] == separator) != (i % 5 == 4))
			return false;
	return true;
}

static enum fit fits(const struct shape *shape, struct fitting *fitting)
{
	uint8_t digits[20];
	struct bytes number = { digits, shape_digits(shape->text, digits, sizeof digits) };
	bool plain = shape->kinds & KIND_DIGITS, grouped = !plain && in_groups(shape->text);

	(void)fitting;
	if ((!plain && !grouped) || number.size < 14 || shape_is_monotone(number) || !issuer_ok(number) ||
	    !luhn_ok(number))
		return FIT_NO;
	return grouped ? FIT_STRONG : FIT_GOOD;
}

/* Only when written in groups. */
static bool may_be_strong(struct bytes text, unsigned kinds, bool number)
{
	(void)text;
	(void)number;
	return !(kinds & KIND_DIGITS);
}

const struct validator validator_bank_card = {
	.name = "bank-card",
	.specification = "ISO/IEC 7812-1",
	.says = "issuer and Luhn digit right",
	.kinds = KIND_NUMERIC,
	.least = 14,
	.most = 24,
	.confusable = true,
	.may_be_strong = may_be_strong,
	.fits = fits,
};
