/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/digits.h"

struct bytes digits_of_tbcd(struct bytes tbcd, char text[DIGITS_MOST])
{
	size_t size = 0;

	for (size_t i = 0; i < 2 * tbcd.size && size < DIGITS_MOST; i++) {
		unsigned digit = i % 2 ? tbcd.data[i / 2] >> 4 : tbcd.data[i / 2] & 15;

		if (digit == 15)
			break;
		if (digit > 9)
			return BYTES_EMPTY;
		text[size++] = (char)('0' + digit);
	}
	return (struct bytes){ (const uint8_t *)text, size };
}
