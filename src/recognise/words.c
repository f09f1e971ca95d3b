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

const struct validator validator_profile_text = {
	.name = "profile-text",
	.says = "a text",
	.kinds = KIND_TEXT | KIND_HAN,
	.least = 1,
	.most = 120,
	.fits = fits_profile_text,
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
