/* SPDX-License-Identifier: Apache-2.0 */
/* Names that machines give: user, device and advertising identifiers, serial numbers, host names, names
 * of networks. They have hardly a form, so their field's name decides and the form only refuses what
 * cannot be one. All give way to more exact answers (a MAC address as serial number is one). */
#include "recognise/shape.h"

#include "base/text.h"

static bool made_of(struct bytes text, struct bytes signs)
{
	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = text.data[i], lower = byte | 32;
		bool alphanumeric = (byte >= '0' && byte <= '9') || (lower >= 'a' && lower <= 'z');

		if (!alphanumeric && bytes_find_byte(signs, byte) == SIZE_MAX)
			return false;
	}
	return true;
}

/* Zeros with signs between: what is sent where there is nothing to send. */
static bool blank_identifier(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.data[i] != '0' && text.data[i] != '-' && text.data[i] != ':')
			return false;
	return true;
}

/* `uuid:2fac1234-31f8-11b4-a222-08002b34c003::upnp:rootdevice`, `urn:uuid:…`: what names the device in it. */
static struct bytes without_scheme(struct bytes text)
{
	struct bytes rest = text;

	if (bytes_start_with_nocase(rest, BYTES("urn:")))
		rest = bytes_from(rest, 4);
	if (!bytes_start_with_nocase(rest, BYTES("uuid:")))
		return text;
	rest = bytes_from(rest, 5);
	return bytes_slice(rest, 0, bytes_find(rest, BYTES("::")));
}

static enum fit fits_identifier(const struct shape *shape, struct fitting *fitting)
{
	fitting->part = without_scheme(shape->text);
	if (!made_of(shape->text, BYTES("_-.:@=+/")) || blank_identifier(shape->text) ||
	    shape_is_monotone(shape->text))
		return FIT_NO;
	/* Words are roles and defaults, few digits are indexes. */
	if (shape->digits == 0 || shape->dots > 3)
		return FIT_NO;
	return shape->text.size >= 6 || shape->letters ? FIT_WEAK : FIT_NO;
}

static enum fit fits_serial(const struct shape *shape, struct fitting *fitting)
{
	bool time_like = shape->text.size == 13 && shape->text.data[0] == '1';

	(void)fitting;
	if (!made_of(shape->text, BYTES("_-.:/")) || blank_identifier(shape->text) ||
	    shape_is_monotone(shape->text))
		return FIT_NO;
	if (shape->kinds & KIND_DIGITS)
		return shape->text.size >= 11 && !time_like ? FIT_WEAK
							    : FIT_NO; /* shorter ones are counters */
	return shape->digits >= 2 && shape->letters && shape->dots < 2 ? FIT_WEAK : FIT_NO;
}

static bool is_uuid(struct bytes text)
{
	if (text.size != 36)
		return false;
	for (size_t i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text.data[i] != '-' : text_hex_digit(text.data[i]) < 0)
			return false;
	}
	return true;
}

static enum fit fits_advertising_id(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;
	bool hex = shape->kinds & KIND_HEX && (text.size == 16 || text.size == 32 || text.size == 64);

	(void)fitting;
	if (blank_identifier(text) || shape_is_monotone(text) || (!is_uuid(text) && !hex))
		return FIT_NO;
	return shape->letters ? FIT_GOOD : FIT_NO;
}

/* One label, perhaps under .local; not a server's name, not an address. */
static enum fit fits_host_name(const struct shape *shape, struct fitting *fitting)
{
	static const char *const NOBODYS[] = { "localhost", "(none)", "host",  "hostname",
					       "gateway",   "router", "server" };
	struct bytes text = shape->text, label = text;

	(void)fitting;
	if (bytes_end_with(label, BYTES(".local")) || bytes_end_with(label, BYTES(".lan")) ||
	    bytes_end_with(label, BYTES(".home")))
		label = bytes_slice(label, 0, bytes_find_byte(label, '.'));
	if (!made_of(label, BYTES("_-")) || !shape->letters || label.size < 2)
		return FIT_NO;
	for (size_t i = 0; i < sizeof NOBODYS / sizeof *NOBODYS; i++)
		if (bytes_equal_nocase(label, bytes_of(NOBODYS[i])))
			return FIT_NO;
	return FIT_WEAK;
}

static enum fit fits_ssid(const struct shape *shape, struct fitting *fitting)
{
	(void)fitting;
	if (shape->number && shape->text.size < 6)
		return FIT_NO;
	if (bytes_find_byte(shape->text, '%') != SIZE_MAX && shape->text.size < 5)
		return FIT_NO;
	return text_is_utf8(shape->text) ? FIT_WEAK : FIT_NO;
}

static enum fit fits_access_card(const struct shape *shape, struct fitting *fitting)
{
	size_t size = shape->text.size;
	bool decimal = shape->kinds & KIND_DIGITS && (size == 8 || size == 10);
	bool hex = size == 8 || size == 14;

	(void)fitting;
	return (decimal || hex) && !shape_is_monotone(shape->text) ? FIT_WEAK : FIT_NO;
}

/* Passports of China (E, G, D, S, P and eight digits, or E, a letter and seven) and others: a letter or
 * two and six to nine digits. */
static enum fit fits_passport(const struct shape *shape, struct fitting *fitting)
{
	struct bytes text = shape->text;
	size_t letters = 0;

	(void)fitting;
	while (letters < text.size && text.data[letters] >= 'A' && text.data[letters] <= 'Z')
		letters++;
	if (letters != shape->letters || letters + shape->digits != text.size || letters == 0 ||
	    letters > 2 || shape_is_monotone(bytes_from(text, letters)))
		return FIT_NO;
	bool chinese = text.size == 9 && bytes_find_byte(BYTES("EGDSP"), text.data[0]) != SIZE_MAX;

	return chinese ? FIT_GOOD : FIT_WEAK;
}

/* GA 36: a province's character, a letter, five signs or six, without I and O. */
static enum fit fits_plate(const struct shape *shape, struct fitting *fitting)
{
	static const char PROVINCES[] = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";
	struct bytes text = shape->text;
	bool province = false;

	(void)fitting;
	for (size_t i = 0; i + 3 <= sizeof PROVINCES - 1; i += 3)
		province |= memcmp(PROVINCES + i, text.data, 3) == 0;
	if (!province || text.data[3] < 'A' || text.data[3] > 'Z')
		return FIT_NO;
	struct bytes rest = bytes_from(text, 4);

	if (bytes_start_with(rest, BYTES("·")))
		rest = bytes_from(rest, 2);
	return (rest.size == 5 || rest.size == 6) && made_of(rest, BYTES_EMPTY) ? FIT_GOOD : FIT_NO;
}

const struct validator validator_identifier = {
	.name = "identifier",
	.says = "an identifier",
	.kinds = KIND_WORD,
	.least = 4,
	.most = 128,
	.generic = true,
	.fits = fits_identifier,
};

const struct validator validator_serial = {
	.name = "serial",
	.says = "letters and digits",
	.kinds = KIND_WORD,
	.least = 6,
	.most = 40,
	.generic = true,
	.fits = fits_serial,
};

const struct validator validator_advertising_id = {
	.name = "advertising-id",
	.specification = "RFC 9562; T/TAF 095",
	.says = "a UUID or 16, 32 or 64 hexadecimal digits",
	.kinds = KIND_WORD,
	.least = 16,
	.most = 64,
	.fits = fits_advertising_id,
};

const struct validator validator_host_name = {
	.name = "host-name",
	.specification = "RFC 1123",
	.says = "one label of a host name",
	.kinds = KIND_WORD,
	.least = 2,
	.most = 70,
	.generic = true,
	.fits = fits_host_name,
};

const struct validator validator_ssid = {
	.name = "ssid",
	.specification = "IEEE 802.11-2020, 9.4.2.2",
	.says = "1 to 32 bytes",
	.kinds = KIND_TEXT | KIND_HAN,
	.least = 1,
	.most = 32,
	.generic = true,
	.fits = fits_ssid,
};

const struct validator validator_access_card = {
	.name = "access-card",
	.specification = "ISO/IEC 14443-3",
	.says = "a card's number",
	.kinds = KIND_HEX,
	.least = 8,
	.most = 14,
	.fits = fits_access_card,
};

const struct validator validator_passport = {
	.name = "passport",
	.specification = "ICAO 9303",
	.says = "letters and digits of a passport",
	.kinds = KIND_WORD,
	.least = 7,
	.most = 11,
	.fits = fits_passport,
};

const struct validator validator_vehicle_plate = {
	.name = "vehicle-plate",
	.specification = "GA 36-2018",
	.says = "province, letter, five or six signs",
	.kinds = KIND_HAN,
	.least = 9,
	.most = 12,
	.fits = fits_plate,
};
