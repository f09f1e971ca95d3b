/* SPDX-License-Identifier: Apache-2.0 */
/* Feature vectors of faces as face recognisers make them: 128, 192, 256, 512 or 1,024 numbers, mostly of
 * length 1. Read as base64 of little-endian IEEE 754 floats, as hexadecimal digits of signed bytes, or
 * as numbers with commas. Audio and other models give the same, so a name is always needed. Also blobs
 * of other body features, whose formats are the makers' own. Numbers in decimal are not added up: their
 * count decides. */
#include "base/base64.h"
#include "base/cursor.h"
#include "base/text.h"
#include "recognise/shape.h"

static bool usual_count(size_t count)
{
	return count == 128 || count == 192 || count == 256 || count == 512 || count == 1024;
}

/* The bits of a float, without asking the machine how it stores them. */
static float float_of(uint32_t bits)
{
	float number;

	memcpy(&number, &bits, sizeof number);
	return number;
}

static enum fit fit_of_floats(struct bytes data)
{
	struct cursor cursor = cursor_over(data);
	double squares = 0, sum = 0;
	size_t count = data.size / 4;

	if (data.size % 4 || !usual_count(count))
		return FIT_NO;
	for (size_t i = 0; i < count; i++) {
		double number = (double)float_of(cursor_le32(&cursor));

		/* Random bytes hold a number out of this range after a few; the test also refuses NaN. */
		if (!(number > -100 && number < 100))
			return FIT_NO;
		squares += number * number;
		sum += number < 0 ? -number : number;
	}
	if (squares > 0.9 && squares < 1.1)
		return FIT_STRONG;
	return sum / (double)count > 1e-3 ? FIT_GOOD : FIT_NO;
}

static enum fit fits_base64(struct bytes text)
{
	struct buffer data = buffer_of(8192);
	enum fit fit = FIT_NO;

	if (base64_decode(text, &data))
		fit = fit_of_floats(buffer_bytes(&data));
	buffer_free(&data);
	return fit;
}

/* 256 or 512 signed bytes around zero, not spread evenly as ciphertext is: its mean size would be 64. */
static enum fit fits_hex(struct bytes text)
{
	unsigned sum = 0;
	size_t count = text.size / 2;

	if (text.size % 2 || !usual_count(count))
		return FIT_NO;
	for (size_t i = 0; i < count; i++) {
		int byte = text_hex_digit(text.data[2 * i]) * 16 + text_hex_digit(text.data[2 * i + 1]);

		sum += (unsigned)(byte > 127 ? 256 - byte : byte);
	}
	unsigned mean = sum / (unsigned)count;

	return mean >= 3 && mean <= 48 && !shape_is_monotone(text) ? FIT_GOOD : FIT_NO;
}

static enum fit fits_list(struct bytes text)
{
	size_t count = 1, points = 0;

	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = text.data[i];

		if (!(byte >= '0' && byte <= '9') && bytes_find_byte(BYTES("[],.-+eE \n"), byte) == SIZE_MAX)
			return FIT_NO;
		count += byte == ',';
		points += byte == '.';
	}
	return usual_count(count) && points * 2 > count ? FIT_GOOD : FIT_NO;
}

static enum fit fits_face_vector(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;

	if (bytes_find_byte(bytes_slice(text, 0, 64), ',') != SIZE_MAX) {
		fitting->says = "a list of 128 to 1,024 numbers";
		return fits_list(text);
	}
	bool hex = true;

	for (size_t i = 0; i < text.size && hex; i++)
		hex = text_hex_digit(text.data[i]) >= 0;
	if (hex) {
		fitting->says = "a vector of signed bytes around zero";
		return fits_hex(text);
	}
	return text.size <= 8 * 1024 ? fits_base64(text) : FIT_NO;
}

/* Records that begin with their name: fingers (FMR, FIR), irises (IIR), faces (FAC), veins (VIR), and
 * fingerprints in WSQ (FF A0 FF). In base64 and in hexadecimal digits. */
static bool names_itself(struct bytes text)
{
	static const char *const BASE64[] = { "Rk1SA", "RklSA", "SUlSA", "RkFDA", "VklSA", "/6D/" };
	static const char *const HEX[] = { "464D5200", "46495200", "49495200",
					   "46414300", "56495200", "FFA0FF" };

	for (size_t i = 0; i < sizeof BASE64 / sizeof *BASE64; i++)
		if (bytes_start_with(text, bytes_of(BASE64[i])) ||
		    bytes_start_with_nocase(text, bytes_of(HEX[i])))
			return true;
	return false;
}

/* Templates are some hundred bytes; digests and identifiers, which have the same names, are shorter.
 * ISO/IEC 19794-2 records say so themselves. */
static enum fit fits_blob(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;

	for (size_t i = 0; i < text.size; i++)
		if (!base64_is_digit(text.data[i]) && text.data[i] != '=')
			return FIT_NO;
	if (names_itself(text)) {
		fitting->says = "a record of ISO/IEC 19794 or a WSQ image";
		return FIT_GOOD;
	}
	return text.size >= 340 && shape->digits >= 10 && shape->letters >= 20 ? FIT_WEAK : FIT_NO;
}

const struct validator validator_face_vector = {
	.name = "face-vector",
	.specification = "GB/T 41819-2022; IEEE 754",
	.says = "a vector of 128 to 1,024 numbers",
	.kinds = KIND_TEXT,
	.least = 300,
	.most = 65536,
	.fits = fits_face_vector,
};

const struct validator validator_biometric_blob = {
	.name = "biometric-blob",
	.specification = "ISO/IEC 19794",
	.says = "several hundred bytes of data",
	.kinds = KIND_WORD,
	.least = 64,
	.most = 1 << 20,
	.fits = fits_blob,
};
