/* SPDX-License-Identifier: Apache-2.0 */
/* ISO/IEC 7812-1 annex B: from the right every second digit doubled, digits of all summed, by ten. */
#include "recognise/shape.h"

bool luhn_ok(struct bytes digits)
{
	unsigned sum = 0;

	for (size_t i = 0; i < digits.size; i++) {
		unsigned digit = (unsigned)digits.data[digits.size - 1 - i] - '0';

		if (digit > 9)
			return false;
		if (i % 2)
			digit = digit < 5 ? 2 * digit : 2 * digit - 9;
		sum += digit;
	}
	return digits.size > 1 && sum % 10 == 0;
}
