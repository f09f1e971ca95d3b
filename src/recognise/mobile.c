/* SPDX-License-Identifier: Apache-2.0 */
/* Mobile numbers of China: 11 digits from 13 to 19, perhaps written in groups (3-4-4) or after +86, 0086
 * or 86. Segments of machines (14x beside 145, 147, 149) and unassigned ones count under a name only,
 * as do bare numbers: eleven digits are many things. */
#include "recognise/shape.h"

static bool segment_assigned(unsigned segment)
{
	/* The third digits that people's numbers have behind 13 … 19, as bits. */
	static const uint16_t THIRD[] = {
		[3] = 0x3ff, [4] = 0x2a0, [5] = 0x3ef, [6] = 0x0e4, [7] = 0x1ff, [8] = 0x3ff, [9] = 0x3ef
	};

	return THIRD[segment / 10 % 10] >> segment % 10 & 1;
}

/* Only what people write between groups, and never two of them. */
static bool separators_ok(struct bytes text)
{
	bool before = false;

	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = text.data[i];
		bool digit = byte >= '0' && byte <= '9';

		if (byte == '.' || (!digit && before && byte != '('))
			return false;
		before = !digit && byte != '+' && byte != ')';
	}
	return true;
}

static enum fit fits(const struct shape *shape, struct fitting *fitting)
{
	uint8_t digits[16];

	(void)fitting;
	if (shape->digits != 11 && shape->digits != 13 && shape->digits != 15)
		return FIT_NO;
	size_t count = shape_digits(shape->text, digits, sizeof digits), skip = 0;

	if (count == 13 && digits[0] == '8' && digits[1] == '6')
		skip = 2;
	else if (count == 15 && memcmp(digits, "0086", 4) == 0)
		skip = 4;
	else if (count != 11)
		return FIT_NO;
	struct bytes number = { digits + skip, 11 };

	if (number.data[0] != '1' || number.data[1] < '3' || shape_is_monotone(bytes_from(number, 1)))
		return FIT_NO;
	if (!(shape->kinds & KIND_DIGITS) && !separators_ok(shape->text))
		return FIT_NO;
	unsigned segment = 0;

	digits_read(number, 0, 3, &segment);
	if (!segment_assigned(segment))
		return skip ? FIT_GOOD : FIT_WEAK;
	if (skip == 2 && shape->text.data[0] != '+')
		return FIT_GOOD;
	return shape->number ? FIT_GOOD : FIT_STRONG;
}

/* See above: what is digits alone must be eleven of them, or have 0086 before them, and stand as text. */
static bool may_be_strong(struct bytes text, unsigned kinds, bool number)
{
	if (number || !(kinds & KIND_DIGITS))
		return !number;
	return (text.size == 11 && text.data[0] == '1' && text.data[1] >= '3') || text.size == 15;
}

const struct validator validator_mobile = {
	.name = "mobile",
	.specification = "numbering plan of China, YD/T 2.x; ITU-T E.164",
	.says = "11 digits from 13 to 19",
	.kinds = KIND_NUMERIC,
	.least = 11,
	.most = 20,
	.confusable = true,
	.never_bare = true,
	.may_be_strong = may_be_strong,
	.fits = fits,
};
