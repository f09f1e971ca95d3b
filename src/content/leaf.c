/* SPDX-License-Identifier: Apache-2.0 */
#include "content/leaf.h"

#include "base/address.h"
#include "base/instant.h"
#include "base/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static struct bytes written(const char *text)
{
	return bytes_of(text);
}

static bool reads_back(const char *text, double number, size_t size)
{
	double read = strtod(text, NULL);

	return size == 4 ? (float)read == (float)number : !(read < number) && !(read > number);
}

struct bytes leaf_real_text(double number, size_t size, char to[LEAF_TEXT_SIZE])
{
	int digits = size == 4 ? 6 : 15, most = size == 4 ? 9 : 17;

	if (!isfinite(number))
		return BYTES_EMPTY;
	do
		snprintf(to, LEAF_TEXT_SIZE, "%.*g", digits, number);
	while (digits++ < most && !reads_back(to, number, size));
	return written(to);
}

struct bytes leaf_integer_text(uint64_t number, bool negative, char to[LEAF_TEXT_SIZE])
{
	if (negative && number == UINT64_MAX)
		return BYTES("-18446744073709551616");
	snprintf(to, LEAF_TEXT_SIZE, "%s%" PRIu64, negative ? "-" : "", negative ? number + 1 : number);
	return written(to);
}

static void give(const struct leaf *leaf, struct bytes value, bool number)
{
	examination_value(leaf->examination, leaf->content, leaf->step, leaf->field, value, leaf->where,
			  number);
}

void leaf_integer(const struct leaf *leaf, uint64_t number, bool negative)
{
	char text[LEAF_TEXT_SIZE];

	give(leaf, leaf_integer_text(number, negative, text), true);
}

void leaf_signed(const struct leaf *leaf, int64_t number)
{
	leaf_integer(leaf, number < 0 ? (uint64_t)(-1 - number) : (uint64_t)number, number < 0);
}

void leaf_real(const struct leaf *leaf, double number, size_t size)
{
	char text[LEAF_TEXT_SIZE];

	give(leaf, leaf_real_text(number, size, text), true);
}

void leaf_time(const struct leaf *leaf, int64_t seconds, uint32_t nanoseconds)
{
	char text[INSTANT_TEXT_SIZE];

	/* What an instant can hold: the years 1678 to 2262. */
	if (seconds < -9000000000 || seconds > 9000000000 || nanoseconds >= INSTANT_SECOND)
		return;
	give(leaf, bytes_of(instant_format(seconds * INSTANT_SECOND + nanoseconds, text)), false);
}

void leaf_text(const struct leaf *leaf, struct bytes text)
{
	give(leaf, text, false);
}

static bool ends_with(struct bytes field, struct bytes end)
{
	return field.size >= end.size && bytes_equal_nocase(bytes_from(field, field.size - end.size), end);
}

void leaf_mac(const struct leaf *leaf, struct bytes bytes)
{
	char text[LEAF_TEXT_SIZE];
	size_t size = 0;

	for (size_t i = 0; i < bytes.size && i < 8; i++)
		size += (size_t)snprintf(text + size, sizeof text - size, "%s%02x", i ? ":" : "",
					 bytes.data[i]);
	give(leaf, (struct bytes){ (uint8_t *)text, size }, false);
}

void leaf_ip(const struct leaf *leaf, struct bytes bytes)
{
	struct address address = address_of(bytes);
	char text[ADDRESS_TEXT_SIZE];

	give(leaf, bytes_of(address_format(&address, text)), false);
}

void leaf_uuid(const struct leaf *leaf, struct bytes bytes)
{
	char text[LEAF_TEXT_SIZE];
	size_t size = 0;

	for (size_t i = 0; i < bytes.size && i < 16; i++)
		size += (size_t)snprintf(text + size, sizeof text - size, "%s%02x",
					 i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", bytes.data[i]);
	give(leaf, (struct bytes){ (uint8_t *)text, size }, false);
}

void leaf_bytes(const struct leaf *leaf, struct bytes bytes)
{
	struct bytes field = leaf->field;

	if (bytes.size == 6 && (ends_with(field, BYTES("mac")) || ends_with(field, BYTES("bssid"))))
		leaf_mac(leaf, bytes);
	else if ((bytes.size == 4 || bytes.size == 16) && ends_with(field, BYTES("ip")))
		leaf_ip(leaf, bytes);
	else if (bytes.size == 16 && (ends_with(field, BYTES("uuid")) || ends_with(field, BYTES("guid"))))
		leaf_uuid(leaf, bytes);
	else
		give(leaf, bytes, false);
}

double leaf_real_of(uint64_t bits, size_t size)
{
	uint32_t low = (uint32_t)bits;
	double number;
	float single;

	if (size == 4) {
		memcpy(&single, &low, sizeof single);
		return (double)single;
	}
	if (size == 2) {
		int exponent = (int)(bits >> 10 & 31), mantissa = (int)(bits & 0x3ff);

		number = exponent == 0	  ? ldexp(mantissa, -24)
			 : exponent == 31 ? (mantissa ? (double)NAN : (double)INFINITY)
					  : ldexp(mantissa + 1024, exponent - 25);
		return bits & 0x8000 ? -number : number;
	}
	memcpy(&number, &bits, sizeof number);
	return number;
}
