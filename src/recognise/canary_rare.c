/* SPDX-License-Identifier: Apache-2.0 */
/* Forms of planted values that only few programs write, each strict enough never to be met by chance:
 *
 * - decimal digits as BCD, two in a byte, either first (telephone numbers of JT/T 808 and of SMS), from
 *   ten digits on: five bytes;
 * - one digit in a byte, 0 to 9 (codes of doors), from six on, unless they just rise or fall;
 * - escapes (`\u0031`, `\x31`, `&#49;`), lists of numbers (`49,51`), hexadecimal with signs between;
 * - base32, at each of its five places; back to front, from eight characters on;
 * - combined with one byte by exclusive or, whichever, from eight bytes on: by the changes between
 *   neighbouring bytes, of which there must be several different ones. */
#include "base/text.h"
#include "recognise/canaries.h"

enum { LEAST_BCD = 10, LEAST_DIGIT_BYTES = 6, LEAST_REVERSED = 8, LEAST_CHANGED = 8, DIFFERENT_CHANGES = 4 };

static void add_buffer(struct planting *planting, struct buffer *text, enum form_match match,
		       enum form_bound bound, const char *encoding)
{
	planting->failed |= text->failed;
	if (!text->failed && !text->full && text->size >= LEAST_ENCODED)
		planting_add(planting, buffer_bytes(text), match, bound, encoding);
	buffer_free(text);
}

/* `before` and `behind`: digits that fill up a last byte, 16: none. */
static void add_bcd(struct planting *planting, struct bytes digits, unsigned before, unsigned behind,
		    bool low_first)
{
	struct buffer packed = buffer_of(LONGEST_CANARY);
	unsigned half = 0;
	size_t count = 0, all = digits.size + (before < 16) + (behind < 16);

	for (; count < all; count++) {
		size_t at = before < 16 ? count - 1 : count;
		unsigned digit = before < 16 && count == 0 ? before
				 : at < digits.size	   ? digits.data[at] - (unsigned)'0'
							   : behind;

		if (count % 2)
			buffer_append_byte(&packed,
					   (uint8_t)(low_first ? digit << 4 | half : half << 4 | digit));
		half = digit;
	}
	/* Five bytes are less than other encodings must have. */
	planting->failed |= packed.failed;
	if (!packed.failed && packed.size >= LEAST_BCD / 2)
		planting_add(planting, buffer_bytes(&packed), FORM_EXACT, BOUND_NONE, "bcd");
	buffer_free(&packed);
}

static void add_all_bcd(struct planting *planting, struct bytes digits)
{
	enum { NONE = 16, FILLER = 15 };

	if (digits.size < LEAST_BCD)
		return;
	for (unsigned low_first = 0; low_first < 2; low_first++) {
		if (digits.size % 2 == 0) {
			add_bcd(planting, digits, NONE, NONE, low_first);
			continue;
		}
		add_bcd(planting, digits, 0, NONE, low_first);
		add_bcd(planting, digits, FILLER, NONE, low_first);
		add_bcd(planting, digits, NONE, FILLER, low_first);
	}
}

/* Tables of small numbers hold `1 2 3 4 5 6` and `0 0 1 1 2 2`. */
static bool is_ordered(struct bytes digits)
{
	bool rises = true, falls = true;

	for (size_t i = 1; i < digits.size; i++) {
		rises = rises && digits.data[i] >= digits.data[i - 1];
		falls = falls && digits.data[i] <= digits.data[i - 1];
	}
	return rises || falls;
}

static unsigned count_different(struct bytes bytes)
{
	bool met[256] = { false };
	unsigned different = 0;

	for (size_t i = 0; i < bytes.size; i++) {
		different += !met[bytes.data[i]];
		met[bytes.data[i]] = true;
	}
	return different;
}

static void add_digit_bytes(struct planting *planting, struct bytes digits)
{
	struct buffer bytes = buffer_of(LONGEST_CANARY);

	if (digits.size < LEAST_DIGIT_BYTES || is_ordered(digits) || count_different(digits) < 4)
		return;
	for (size_t i = 0; i < digits.size; i++)
		buffer_append_byte(&bytes, (uint8_t)(digits.data[i] - '0'));
	add_buffer(planting, &bytes, FORM_EXACT, BOUND_DIGIT_BYTES, "digits");
}

/* Every byte by `format`, with `between` in between. */
static void add_listed(struct planting *planting, const char *format, const char *between,
		       const char *encoding)
{
	struct buffer text = buffer_of(8 * LONGEST_CANARY);
	bool hexadecimal = format[0] == 'x';
	/* Only the first and the last number could be parts of longer ones. */
	enum form_bound bound = between[0] ? BOUND_WORDS : BOUND_NONE;

	for (size_t i = 0; i < planting->value.size; i++) {
		buffer_append_text(&text, i ? between : "");
		buffer_append_text(&text, hexadecimal ? format + 1 : "");
		if (hexadecimal)
			buffer_append_format(&text, "%02x", planting->value.data[i]);
		else
			buffer_append_format(&text, "%u", planting->value.data[i]);
	}
	add_buffer(planting, &text, FORM_ANY_CASE, bound, encoding);
}

/* The characters as escapes; `all`: those of ASCII too. */
static void add_escapes(struct planting *planting, const char *start, bool decimal, bool all)
{
	struct buffer text = buffer_of(16 * LONGEST_CANARY);
	struct bytes rest = planting->value;
	bool any = false;

	while (rest.size) {
		uint32_t point = 0;
		size_t size = text_decode_utf8(rest, &point);

		/* Characters beyond 16 bits have other escapes. */
		if (size == 0 || point > 0xffff) {
			any = false;
			break;
		}
		any |= point >= 0x80 || all;
		if (point < 0x80 && !all)
			buffer_append_byte(&text, (uint8_t)point);
		else if (decimal)
			buffer_append_format(&text, "%s%u;", start, point);
		else
			buffer_append_format(&text, start[0] == '\\' ? "%s%04x" : "%s%x;", start, point);
		rest = bytes_from(rest, size);
	}
	if (!any)
		buffer_clear(&text);
	add_buffer(planting, &text, FORM_ANY_CASE, BOUND_NONE, "escaped");
}

/* The base32 digits (RFC 4648 section 6) that the value alone decides, `shift` bytes into a group. */
static void add_base32(struct planting *planting, size_t shift)
{
	static const char DIGITS[] = "abcdefghijklmnopqrstuvwxyz234567";
	struct bytes value = planting->value;
	struct buffer text = buffer_of(2 * LONGEST_CANARY);
	size_t first = (shift * 8 + 4) / 5, end = (shift + value.size) * 8 / 5;

	for (size_t i = first; i < end; i++) {
		unsigned digit = 0;

		for (size_t bit = 5 * i - 8 * shift; bit < 5 * i - 8 * shift + 5; bit++)
			digit = digit << 1 | ((unsigned)value.data[bit / 8] >> (7 - bit % 8) & 1);
		buffer_append_byte(&text, (uint8_t)DIGITS[digit]);
	}
	if (text.size < LEAST_REVERSED)
		buffer_clear(&text);
	add_buffer(planting, &text, FORM_ANY_CASE, BOUND_NONE, "base32");
}

static void add_reversed(struct planting *planting, struct bytes folded)
{
	struct buffer text = buffer_of(LONGEST_CANARY);

	for (size_t i = folded.size; i > 0; i--) {
		if (folded.data[i - 1] >= 0x80) {
			buffer_clear(&text);
			break;
		}
		buffer_append_byte(&text, folded.data[i - 1]);
	}
	if (text.size < LEAST_REVERSED || bytes_equal(buffer_bytes(&text), folded))
		buffer_clear(&text);
	add_buffer(planting, &text, FORM_ANY_CASE, planting->digits ? BOUND_DIGITS : BOUND_WORDS, "reversed");
}

static void add_changes(struct planting *planting)
{
	struct bytes value = planting->value;
	struct buffer changes = buffer_of(LONGEST_CANARY);

	for (size_t i = 0; i + 1 < value.size; i++)
		buffer_append_byte(&changes, value.data[i] ^ value.data[i + 1]);
	planting->failed |= changes.failed;
	if (!changes.failed && value.size >= LEAST_CHANGED &&
	    count_different(buffer_bytes(&changes)) >= DIFFERENT_CHANGES) {
		struct form form = { buffer_bytes(&changes), FORM_EXACT,   BOUND_NONE, "xor",
				     planting->canary,	     value.data[0] };

		if (!planting->planted->changes)
			planting->planted->changes = planted_new();
		if (!planting->planted->changes || !planted_add(planting->planted->changes, &form))
			planting->failed = true;
	}
	buffer_free(&changes);
}

void planting_add_rare(struct planting *planting, struct bytes folded)
{
	if (planting->digits) {
		add_all_bcd(planting, folded);
		add_digit_bytes(planting, folded);
	}
	add_listed(planting, "", ",", "decimal");
	add_listed(planting, "", ", ", "decimal");
	add_listed(planting, "", " ", "decimal");
	add_listed(planting, "x", " ", "hex");
	add_listed(planting, "x", ":", "hex");
	add_listed(planting, "x", "-", "hex");
	add_listed(planting, "x0x", ",", "hex");
	add_listed(planting, "x0x", ", ", "hex");
	add_listed(planting, "x\\x", "", "escaped");
	add_escapes(planting, "\\u", false, true);
	add_escapes(planting, "\\u", false, false);
	add_escapes(planting, "&#", true, true);
	add_escapes(planting, "&#", true, false);
	add_escapes(planting, "&#x", false, true);
	for (size_t shift = 0; shift < 5; shift++)
		add_base32(planting, shift);
	add_reversed(planting, folded);
	add_changes(planting);
}
