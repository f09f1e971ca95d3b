/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/shape.h"

#include "recognise/names.h"

/* One byte's share of eight counters, added up in one word: digits, letters, bytes above 7F, blanks,
 * colons, dots, dashes, and what no written number or address has. */
#define COUNT_DIGIT  (UINT64_C(1))
#define COUNT_LETTER (UINT64_C(1) << 8)
#define COUNT_HIGH   (UINT64_C(1) << 16)
#define COUNT_BLANK  (UINT64_C(1) << 24)
#define COUNT_COLON  (UINT64_C(1) << 32)
#define COUNT_DOT    (UINT64_C(1) << 40)
#define COUNT_DASH   (UINT64_C(1) << 48)
#define COUNT_OTHER  (UINT64_C(1) << 56)

/* What is not here counts as COUNT_OTHER. */
static const uint64_t SHARES[256] = {
	['0' ... '9'] = COUNT_DIGIT,
	['a' ... 'z'] = COUNT_LETTER,
	['A' ... 'Z'] = COUNT_LETTER,
	[0x80 ... 0xff] = COUNT_HIGH,
	[' '] = COUNT_BLANK,
	[':'] = COUNT_COLON,
	['.'] = COUNT_DOT,
	['-'] = COUNT_DASH,
};

static bool numeric_sign(uint8_t byte)
{
	return byte == '+' || byte == '(' || byte == ')';
}

static bool hex_only(struct bytes text)
{
	for (size_t i = 0; i < text.size && i < 255; i++) {
		uint8_t byte = text.data[i], letter = byte | 32;

		if (!(byte >= '0' && byte <= '9') && !(letter >= 'a' && letter <= 'f'))
			return false;
	}
	return true;
}

static bool octets_only(struct bytes text)
{
	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = text.data[i], letter = byte | 32;

		if (!(byte >= '0' && byte <= '9') && !(letter >= 'a' && letter <= 'f') && byte != ':' &&
		    byte != '-' && byte != '.')
			return false;
	}
	return true;
}

static bool marked(struct bytes text)
{
	switch (text.data[0]) {
	case '$':
		return text.size > 2 && (text.data[1] == 'G' || text.data[1] == 'B');
	case 'e':
		return bytes_start_with(text, BYTES("eyJ"));
	case 's':
		return bytes_start_with(text, BYTES("sip:")) || bytes_start_with(text, BYTES("sips:"));
	case 'g':
		return bytes_start_with(text, BYTES("geo:"));
	case '-':
		return bytes_start_with(text, BYTES("-----BEGIN "));
	default:
		return false;
	}
}

/* The counts and what only the bytes themselves tell. */
struct look {
	uint64_t counts;
	bool at, pair, signs, control;
};

static struct look look_at(struct bytes text)
{
	struct look look = { 0 };
	size_t size = text.size < 255 ? text.size : 255;

	for (size_t i = 0; i < size; i++) {
		uint64_t share = SHARES[text.data[i]];
		uint8_t byte = text.data[i];

		if (share) {
			look.counts += share;
			continue;
		}
		look.counts += COUNT_OTHER;
		look.at |= byte == '@';
		look.pair |= byte == ',' || byte == ';' || byte == '|';
		look.signs |= !numeric_sign(byte);
		look.control |= byte < 32 || byte == 127;
	}
	return look;
}

static unsigned counter(uint64_t counts, unsigned shift)
{
	return (unsigned)(counts >> shift & 255);
}

struct shape shape_of(struct bytes value, bool number)
{
	struct shape shape = { .text = bytes_trim(value), .number = number };

	if (shape.text.size == 0)
		return shape;
	struct look look = look_at(shape.text);

	shape.digits = counter(look.counts, 0);
	shape.letters = counter(look.counts, 8);
	shape.high = counter(look.counts, 16);
	shape.blanks = counter(look.counts, 24);
	shape.colons = counter(look.counts, 32);
	shape.dots = counter(look.counts, 40);
	shape.dashes = counter(look.counts, 48);
	shape.others = counter(look.counts, 56);
	bool lettered = shape.letters || shape.high;

	if (!look.control)
		shape.kinds |= KIND_TEXT;
	if (!look.control && !shape.high && !shape.blanks)
		shape.kinds |= KIND_WORD;
	if (shape.high)
		shape.kinds |= KIND_HAN;
	if (look.at)
		shape.kinds |= KIND_AT;
	if (shape.digits && !lettered && !look.signs && !shape.colons)
		shape.kinds |= KIND_NUMERIC;
	if (shape.digits && shape.digits == (shape.text.size < 255 ? shape.text.size : 255))
		shape.kinds |= KIND_DIGITS;
	if (shape.letters == 1 && shape.digits == 17 && shape.text.size == 18 &&
	    (shape.text.data[17] | 32) == 'x')
		shape.kinds |= KIND_CHECKED;
	if (shape.digits >= 4 && shape.dots && (look.pair || shape.blanks))
		shape.kinds |= KIND_PAIR;
	if (!shape.others && !shape.high && !shape.blanks && !shape.colons && !shape.dots && !shape.dashes &&
	    hex_only(shape.text))
		shape.kinds |= KIND_HEX;
	if (shape.colons + shape.dashes + shape.dots >= 2 && shape.text.size <= 17 && octets_only(shape.text))
		shape.kinds |= KIND_OCTETS;
	if (marked(shape.text))
		shape.kinds |= KIND_MARKED;
	return shape;
}

/* Words that say nothing, by their size and run together. */
static const char *const NOTHINGS[] = {
	[1] = "-?01",
	[2] = "--nanono-1on",
	[3] = "n/anannilyesoff空无",
	[4] = "nullnonetrue",
	[5] = "false",
	[6] = "string(null)<null>未知",
	[7] = "unknownnot setnot_setinteger<empty>(empty)boolean",
	[9] = "undefined",
	[15] = "[object object]",
};

/* Whether some word above begins with the byte: most values are told apart here. */
static bool may_be_nothing(uint8_t first)
{
	switch (first) {
	case 'n':
	case 'N':
	case 'o':
	case 'O':
	case 'y':
	case 'Y':
	case 't':
	case 'T':
	case 'f':
	case 'F':
	case 's':
	case 'S':
	case 'u':
	case 'U':
	case 'i':
	case 'I':
	case 'b':
	case 'B':
	case '0':
	case '1':
	case '-':
	case '?':
	case '(':
	case '<':
	case '[':
	case 0xe6:
	case 0xe7:
		return true;
	default:
		return false;
	}
}

static bool is_said_to_be_nothing(struct bytes text)
{
	uint8_t small[16];
	const char *words = text.size < sizeof NOTHINGS / sizeof *NOTHINGS ? NOTHINGS[text.size] : NULL;

	if (!words || !may_be_nothing(text.data[0]))
		return false;
	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = text.data[i];

		small[i] = byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte | 32) : byte;
	}
	for (; *words; words += text.size)
		if (memcmp(words, small, text.size) == 0)
			return true;
	return false;
}

static bool is_masked(struct bytes text)
{
	unsigned run = 0;

	for (size_t i = 0; i < text.size && i < 64; i++) {
		uint8_t byte = text.data[i];

		run = byte == '*' ? run + 1 : 0;
		if (run == 3)
			return true;
		/* U+2022, the bullet that password fields show, three times. */
		if (byte == 0xe2 &&
		    bytes_start_with(bytes_from(text, i), BYTES("\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2")))
			return true;
	}
	return text.size && text.size < 3 && run == text.size;
}

static bool is_template(struct bytes text)
{
	uint8_t first = text.data[0], last = text.data[text.size - 1];

	if (first == '%' && text.size <= 6)
		return bytes_find_byte(BYTES("sduxifgp@S"), last) != SIZE_MAX;
	if (first == '$' && text.size > 2 && (text.data[1] == '{' || text.data[1] == '('))
		return true;
	if (bytes_find(bytes_slice(text, 0, 64), BYTES("{{")) != SIZE_MAX)
		return true;
	return text.size <= 64 && ((first == '<' && last == '>') || (first == '{' && last == '}') ||
				   (first == '[' && last == ']' && text.size < 12));
}

static bool is_crossed_out(struct bytes text)
{
	if (text.size < 3 || text.size > 64)
		return false;
	for (size_t i = 0; i < text.size; i++)
		if ((text.data[i] | 32) != 'x' && text.data[i] != '@' && text.data[i] != '.' &&
		    text.data[i] != '-')
			return false;
	return true;
}

bool shape_is_nothing(const struct shape *shape)
{
	struct bytes text = shape->text;

	if (text.size == 0)
		return true;
	if (is_said_to_be_nothing(text))
		return true;
	if ((text.data[0] | 32) == 'x' || text.data[0] == '@') {
		if (is_crossed_out(text))
			return true;
	}
	return (shape->others || shape->high) && (is_masked(text) || is_template(text));
}

bool shape_is_monotone(struct bytes text)
{
	for (size_t i = 1; i < text.size; i++)
		if (text.data[i] != text.data[0])
			return false;
	return true;
}

size_t shape_digits(struct bytes text, uint8_t *to, size_t room)
{
	size_t count = 0;

	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			continue;
		if (count == room)
			return 0;
		to[count++] = text.data[i];
	}
	return count;
}

bool digits_read(struct bytes digits, size_t offset, size_t size, unsigned *ret_number)
{
	unsigned number = 0;

	if (size > 9 || offset > digits.size || size > digits.size - offset)
		return false;
	for (size_t i = offset; i < offset + size; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9')
			return false;
		number = number * 10 + digits.data[i] - '0';
	}
	*ret_number = number;
	return true;
}
