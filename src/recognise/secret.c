/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets. Only the name of a field tells that something is one; the form refuses what is none: flags,
 * sentences, labels of forms, addresses of pages, pieces of programs. A digest of a password is not the
 * password in clear and counts as possible only. */
#include "recognise/shape.h"

#include "base/text.h"

/* Signs that programs and markup have and passwords seldom: `function(`, `$("#id")`, `<b>`. */
static bool program_like(struct bytes text)
{
	static const char *const PIECES[] = { "function", "()",	   "](", "=>",	 "return ", "document.",
					      "window.",  "this.", "</", "&&",	 "||",	    "==",
					      "var ",	  "${",	   "$(", "/etc/" };

	for (size_t i = 0; i < sizeof PIECES / sizeof *PIECES; i++)
		if (bytes_find(text, bytes_of(PIECES[i])) != SIZE_MAX)
			return true;
	return false;
}

/* What servers keep instead of a password: `$2b$…`, `{SSHA}…`, 32, 40, 64 or 128 hexadecimal digits. */
static bool digest_like(const struct shape *shape)
{
	struct bytes text = shape->text;
	bool size = text.size == 32 || text.size == 40 || text.size == 64 || text.size == 128;

	if (shape->kinds & KIND_HEX && size && shape->digits && shape->letters)
		return true;
	return (text.size > 20 && text.data[0] == '$' &&
		bytes_find_byte(bytes_from(text, 1), '$') != SIZE_MAX) ||
	       bytes_start_with(text, BYTES("{S")) || bytes_start_with(text, BYTES("{MD5"));
}

static enum fit fits_password(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;

	if (shape->high || shape->blanks > 1 || text.data[0] == '/' ||
	    bytes_find(text, BYTES("://")) != SIZE_MAX || program_like(text) ||
	    (shape->letters == 0 && shape->digits == 0 && shape->text.size < 4))
		return FIT_NO;
	if (digest_like(shape)) {
		fitting->says = "looks like a digest, not a password";
		fitting->doubtful = true;
		return FIT_WEAK;
	}
	fitting->says = shape->blanks ? "two words" : NULL;
	/* One or two bytes in base64 are a setting. */
	bool padded = text.size == 4 && text.data[3] == '=';

	return shape->blanks || padded || text.size < 3 ? FIT_WEAK : FIT_GOOD;
}

static enum fit fits_wifi_passphrase(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	if (shape->text.size == 64)
		return shape->kinds & KIND_HEX ? FIT_GOOD : FIT_NO;
	if (shape->blanks > 4 || program_like(shape->text))
		return FIT_NO;
	return shape->high ? FIT_WEAK : FIT_GOOD;
}

static enum fit fits_door_code(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	return shape->number && shape->text.size < 6 ? FIT_WEAK : FIT_GOOD;
}

static bool token_byte(uint8_t byte)
{
	uint8_t lower = byte | 32;

	return (byte >= '0' && byte <= '9') || (lower >= 'a' && lower <= 'z') || byte == '-' || byte == '_' ||
	       byte == '.' || byte == '~' || byte == '+' || byte == '/' || byte == '=' || byte == ':' ||
	       byte == '%' || byte == '|';
}

/* How often small letters, capitals and digits follow each other: words and versions do so seldom. */
static unsigned changes_of_class(struct bytes text)
{
	unsigned changes = 0;
	int before = -1;

	for (size_t i = 0; i < text.size && i < 200; i++) {
		uint8_t byte = text.data[i];
		int here = byte >= '0' && byte <= '9' ? 0 : byte >= 'A' && byte <= 'Z' ? 1 : 2;

		changes += before >= 0 && here != before;
		before = here;
	}
	return changes;
}

static enum fit fits_token(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;

	(void)fitting;
	for (size_t i = 0; i < text.size; i++)
		if (!token_byte(text.data[i]))
			return FIT_NO;
	if (text.data[0] == '/' || bytes_find(text, BYTES("://")) != SIZE_MAX || shape_is_monotone(text))
		return FIT_NO;
	if (shape->kinds & KIND_DIGITS)
		return text.size >= 16 ? FIT_WEAK : FIT_NO; /* times and counters */
	if (shape->digits == 0)
		return text.size >= 20 && changes_of_class(text) >= 6 ? FIT_GOOD : FIT_NO;
	if (changes_of_class(text) < 3 && text.size < 16)
		return text.size >= 8 && shape->digits >= 2 && shape->letters >= 2 ? FIT_WEAK : FIT_NO;
	return text.size >= 16 ? FIT_GOOD : FIT_WEAK;
}

static enum fit fits_long_token(const struct shape *shape, struct fitting *fitting)
{
	enum fit fit = fits_token(shape, fitting);

	return fit == FIT_GOOD && changes_of_class(shape->text) >= 6 ? FIT_GOOD : FIT_NO;
}

/* RFC 7519: header and claims are base64url of JSON objects, so both begin with `eyJ`; the third part is
 * the signature. */
static enum fit fits_json_web_token(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;
	size_t first = bytes_find_byte(bytes_slice(text, 0, 2048), '.');

	(void)fitting;
	if (first == SIZE_MAX || first < 16 || !bytes_start_with(text, BYTES("eyJ")) ||
	    !bytes_start_with(bytes_from(text, first + 1), BYTES("eyJ")))
		return FIT_NO;
	unsigned dots = 0;

	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = text.data[i];

		dots += byte == '.';
		if (!token_byte(byte) || byte == '/' || byte == '+' || byte == '%')
			return FIT_NO;
	}
	return dots == 2 ? FIT_STRONG : FIT_NO;
}

static enum fit fits_private_key(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = bytes_slice(shape->text, 0, 64);

	(void)fitting;
	if (!bytes_start_with(text, BYTES("-----BEGIN ")) ||
	    bytes_find(text, BYTES("PRIVATE KEY-----")) == SIZE_MAX)
		return FIT_NO;
	/* A password protects it (PKCS#8, RFC 1421). */
	return bytes_find(text, BYTES("ENCRYPTED PRIVATE")) == SIZE_MAX &&
			       bytes_find(bytes_slice(shape->text, 0, 96), BYTES("4,ENCRYPTED")) == SIZE_MAX
		       ? FIT_STRONG
		       : FIT_NO;
}

const struct validator validator_password = {
	.name = "password",
	.says = "a word",
	.kinds = KIND_TEXT,
	.least = 1,
	.most = 128,
	.fits = fits_password,
};

const struct validator validator_wifi_passphrase = {
	.name = "wifi-passphrase",
	.specification = "IEEE 802.11-2020 annex J.4",
	.says = "8 to 63 characters",
	.kinds = KIND_TEXT | KIND_HAN,
	.least = 8,
	.most = 64,
	.fits = fits_wifi_passphrase,
};

const struct validator validator_door_code = {
	.name = "door-code",
	.says = "4 to 10 digits",
	.kinds = KIND_DIGITS,
	.least = 4,
	.most = 10,
	.fits = fits_door_code,
};

const struct validator validator_token = {
	.name = "token",
	.says = "no word of a language",
	.kinds = KIND_WORD,
	.least = 8,
	.most = 8192,
	.fits = fits_token,
};

const struct validator validator_long_token = {
	.name = "long-token",
	.says = "16 characters or more, no word of a language",
	.kinds = KIND_WORD,
	.least = 16,
	.most = 8192,
	.fits = fits_long_token,
};

const struct validator validator_json_web_token = {
	.name = "json-web-token",
	.specification = "RFC 7519",
	.says = "a JSON Web Token",
	.kinds = KIND_MARKED,
	.least = 40,
	.most = 16384,
	.fits = fits_json_web_token,
};

const struct validator validator_private_key = {
	.name = "private-key",
	.specification = "RFC 7468",
	.says = "a private key in PEM form",
	.kinds = KIND_MARKED,
	.least = 40,
	.most = 1 << 16,
	.fits = fits_private_key,
};
