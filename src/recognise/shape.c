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

static const uint64_t SHARES[256] = {
	[0 ... 31] = COUNT_OTHER,    [' '] = COUNT_BLANK,
	['!' ... ','] = COUNT_OTHER, ['-'] = COUNT_DASH,
	['.'] = COUNT_DOT,	     ['/'] = COUNT_OTHER,
	['0' ... '9'] = COUNT_DIGIT, [':'] = COUNT_COLON,
	[';' ... '@'] = COUNT_OTHER, ['A' ... 'Z'] = COUNT_LETTER,
	['[' ... '`'] = COUNT_OTHER, ['a' ... 'z'] = COUNT_LETTER,
	['{' ... 127] = COUNT_OTHER, [0x80 ... 0xff] = COUNT_HIGH,
};

bool shape_is_marked(struct bytes text)
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

static uint64_t count(struct bytes text)
{
	uint64_t counts = 0;

	for (size_t i = 0; i < text.size; i++)
		counts += SHARES[text.data[i]];
	return counts;
}

static unsigned counter(uint64_t counts, unsigned shift)
{
	return (unsigned)(counts >> shift & 255);
}

/* Kinds that the sorts of characters alone decide. */
static unsigned kinds_of(uint32_t seen)
{
	unsigned kinds = 0;

	if (!(seen & CHARACTER_UNPRINTED))
		kinds |= KIND_TEXT;
	if (!(seen & (CHARACTER_UNPRINTED | CHARACTER_HIGH | CHARACTER_SPACE)))
		kinds |= KIND_WORD;
	if (seen & CHARACTER_HIGH)
		kinds |= KIND_HAN;
	if (seen & CHARACTER_AT)
		kinds |= KIND_AT;
	if ((seen & CHARACTER_DIGIT) && !(seen & CHARACTER_NOT_NUMERIC))
		kinds |= KIND_NUMERIC;
	if (seen == CHARACTER_DIGIT)
		kinds |= KIND_DIGITS;
	if (!(seen & CHARACTERS_OF_ONE & ~(uint32_t)(CHARACTER_DIGIT | CHARACTER_HEX)))
		kinds |= KIND_HEX;
	return kinds;
}

/* Kinds for which counting decides, in the end. */
static unsigned kinds_perhaps(struct bytes text, uint32_t seen)
{
	const uint32_t pair = CHARACTER_PAIR | CHARACTER_SPACE;
	unsigned kinds = 0;

	if (text.size == 18 && (text.data[17] | 32) == 'x' && (seen & CHARACTER_DIGIT))
		kinds |= KIND_CHECKED;
	if ((seen & CHARACTER_DIGIT) && (seen & CHARACTER_DOT) && (seen & pair))
		kinds |= KIND_PAIR;
	if (text.size <= 17 && (seen & CHARACTER_SEPARATOR) && !(seen & CHARACTER_NOT_OCTETS))
		kinds |= KIND_OCTETS;
	return kinds;
}

uint32_t shape_characters(unsigned kinds)
{
	uint32_t characters = 0;

	if (kinds & (KIND_HEX | KIND_WORD | KIND_TEXT))
		return UINT32_MAX;
	if (kinds & (KIND_DIGITS | KIND_NUMERIC | KIND_CHECKED | KIND_PAIR))
		characters |= CHARACTER_DIGIT;
	if (kinds & KIND_OCTETS)
		characters |= CHARACTER_SEPARATOR;
	if (kinds & KIND_AT)
		characters |= CHARACTER_AT;
	if (kinds & KIND_HAN)
		characters |= CHARACTER_HIGH;
	return characters;
}

unsigned shape_kinds(struct bytes text, uint32_t characters)
{
	if (text.size == 0)
		return 0;
	return kinds_of(characters) | kinds_perhaps(text, characters) |
	       (shape_is_marked(text) ? KIND_MARKED : 0u);
}

struct shape shape_counted(struct bytes text, uint32_t characters, bool number)
{
	struct shape shape = { .text = text, .number = number };

	if (text.size == 0)
		return shape;
	uint64_t counts = count(bytes_slice(text, 0, VALUE_SAMPLE));
	unsigned perhaps = kinds_perhaps(text, characters);

	shape.digits = counter(counts, 0);
	shape.letters = counter(counts, 8);
	shape.high = counter(counts, 16);
	shape.blanks = counter(counts, 24);
	shape.colons = counter(counts, 32);
	shape.dots = counter(counts, 40);
	shape.dashes = counter(counts, 48);
	shape.others = counter(counts, 56);
	shape.kinds = kinds_of(characters) | (shape_is_marked(text) ? KIND_MARKED : 0u);
	if ((perhaps & KIND_CHECKED) && shape.letters == 1 && shape.digits == 17)
		shape.kinds |= KIND_CHECKED;
	if ((perhaps & KIND_PAIR) && shape.digits >= 4)
		shape.kinds |= KIND_PAIR;
	if ((perhaps & KIND_OCTETS) && shape.colons + shape.dashes + shape.dots >= 2)
		shape.kinds |= KIND_OCTETS;
	return shape;
}

struct shape shape_of(struct bytes value, bool number)
{
	struct bytes text = bytes_trim(value);

	return shape_counted(text, characters_seen(bytes_slice(text, 0, VALUE_SAMPLE)), number);
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
