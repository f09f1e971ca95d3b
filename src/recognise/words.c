/* SPDX-License-Identifier: Apache-2.0 */
/* Values whose field's name says nearly all: readings of a body, a child's profile, addresses of
 * pictures, the number of who unlocked, and words that the data type lists. */
#include "recognise/shape.h"

#include "base/text.h"

/* `72`, `36.6`, `120/80`: what bodies show, zero being no reading. */
static enum fit fits_reading(const struct shape *shape, struct fitting *fitting)
{
	struct bytes rest = shape->text;
	bool zero = true;

	(void)fitting;
	for (size_t i = 0; i < rest.size; i++) {
		uint8_t byte = rest.data[i];

		if ((byte < '0' || byte > '9') && byte != '.' && byte != '/')
			return FIT_NO;
		zero = zero && (byte == '0' || byte == '.' || byte == '/');
	}
	return zero || shape->dots > 1 ? FIT_NO : FIT_WEAK;
}

static enum fit fits_profile_text(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;

	(void)fitting;
	if (bytes_find(text, BYTES("://")) != SIZE_MAX || text.data[0] == '/' || text.data[0] == '{' ||
	    text.data[0] == '[' || !text_is_utf8(text))
		return FIT_NO;
	return FIT_WEAK;
}

/* Whole years, or `8岁`. Nought is what is not set. */
static enum fit fits_years(struct bytes text, uint64_t most)
{
	uint64_t years = 0;

	if (bytes_end_with(text, BYTES("岁")))
		text.size -= 3;
	return bytes_to_number(text, &years) && years > 0 && years <= most ? FIT_WEAK : FIT_NO;
}

/* From fourteen on no guardian is asked. */
static enum fit fits_child_age(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	return fits_years(shape->text, 13);
}

static enum fit fits_age(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	return fits_years(shape->text, 120);
}

static enum fit fits_image_address(const struct shape *shape, struct fitting *fitting)
{
	static const char *const ENDS[] = {
		".jpg", ".jpeg", ".png", ".bmp", ".webp", ".heic", ".dat", ".enc"
	};
	struct bytes text = shape->text, path = text;
	size_t query = bytes_find_byte(text, '?');
	bool address = bytes_start_with_nocase(text, BYTES("http://")) ||
		       bytes_start_with_nocase(text, BYTES("https://"));

	(void)fitting;
	if (query != SIZE_MAX)
		path.size = query;
	for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
		if (path.size > strlen(ENDS[i]) &&
		    bytes_equal_nocase(bytes_from(path, path.size - strlen(ENDS[i])), bytes_of(ENDS[i])))
			return address ? FIT_GOOD : FIT_WEAK;
	return address ? FIT_WEAK : FIT_NO;
}

/* Words that were said: two Han characters or three words. */
static enum fit fits_spoken(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	if (!text_is_utf8(shape->text) || shape->text.data[0] == '{' || shape->text.data[0] == '[' ||
	    bytes_find(shape->text, BYTES("://")) != SIZE_MAX)
		return FIT_NO;
	return shape->high >= 6 || (shape->letters >= 8 && shape->blanks >= 2) ? FIT_WEAK : FIT_NO;
}

/* An age, a share or a word: what face recognisers tell of a face. */
static enum fit fits_attribute(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;
	bool number = shape->digits && shape->letters == 0;

	(void)fitting;
	if (shape->high || shape->blanks || shape->others > 1)
		return FIT_NO;
	if (number)
		return text.data[0] != '-' && shape->digits + shape->dots == text.size ? FIT_WEAK : FIT_NO;
	return shape->letters >= 3 && shape->digits == 0 ? FIT_WEAK : FIT_NO;
}

/* Three digits on the back of a card, four on its front. */
static enum fit fits_card_check(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	return shape_is_monotone(shape->text) ? FIT_NO : FIT_WEAK;
}

/* The number under which the lock knows a finger, a code, a face. */
static enum fit fits_unlock_number(const struct shape *shape, struct fitting *fitting)
{
	(void)shape;
	(void)fitting;
	return FIT_WEAK;
}

const struct validator validator_reading = {
	.name = "reading",
	.says = "a reading",
	.kinds = KIND_TEXT,
	.least = 1,
	.most = 7,
	.fits = fits_reading,
};

const struct validator validator_spoken_text = {
	.name = "spoken-text",
	.says = "words of speech",
	.kinds = KIND_TEXT | KIND_HAN,
	.least = 6,
	.most = 2000,
	.fits = fits_spoken,
};

const struct validator validator_attribute = {
	.name = "attribute",
	.says = "a number or a word",
	.kinds = KIND_TEXT,
	.least = 1,
	.most = 20,
	.fits = fits_attribute,
};

const struct validator validator_card_check = {
	.name = "card-check",
	.specification = "ISO/IEC 7811",
	.says = "three or four digits",
	.kinds = KIND_DIGITS,
	.least = 3,
	.most = 4,
	.fits = fits_card_check,
};

const struct validator validator_profile_text = {
	.name = "profile-text",
	.says = "a text",
	.kinds = KIND_TEXT | KIND_HAN,
	.least = 1,
	.most = 120,
	.fits = fits_profile_text,
};

const struct validator validator_child_age = {
	.name = "child-age",
	.specification = "PIPL article 28",
	.says = "years under fourteen",
	.kinds = KIND_TEXT | KIND_HAN,
	.least = 1,
	.most = 5,
	.fits = fits_child_age,
};

const struct validator validator_age = {
	.name = "age",
	.says = "years of a life",
	.kinds = KIND_TEXT | KIND_HAN,
	.least = 1,
	.most = 6,
	.fits = fits_age,
};

const struct validator validator_image_address = {
	.name = "image-address",
	.specification = "RFC 3986",
	.says = "the address of a picture",
	.kinds = KIND_TEXT,
	.least = 5,
	.most = 2048,
	.fits = fits_image_address,
};

const struct validator validator_unlock_number = {
	.name = "unlock-number",
	.says = "the number of who unlocked",
	.kinds = KIND_DIGITS,
	.least = 1,
	.most = 6,
	.fits = fits_unlock_number,
};

const struct validator validator_listed = {
	.name = "listed",
	.says = "a listed word",
	.kinds = KIND_TEXT | KIND_HAN,
	.least = 1,
	.most = 64,
};
