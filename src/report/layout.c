/* SPDX-License-Identifier: Apache-2.0 */
#include "report/layout.h"

#include "base/text.h"

/* Ranges that take two columns: East_Asian_Width W and F of UAX #11, in blocks (unassigned code points
 * of these blocks are wide too). Ambiguous characters are narrow, as in a terminal that is not set
 * to an East Asian legacy encoding. */
static const struct {
	uint32_t first, last;
} wide[] = {
	{ 0x1100, 0x115f },   { 0x231a, 0x231b },   { 0x2329, 0x232a },	  { 0x23e9, 0x23ec },
	{ 0x2e80, 0x303e },   { 0x3041, 0x33ff },   { 0x3400, 0x4dbf },	  { 0x4e00, 0x9fff },
	{ 0xa000, 0xa4cf },   { 0xa960, 0xa97f },   { 0xac00, 0xd7a3 },	  { 0xf900, 0xfaff },
	{ 0xfe10, 0xfe19 },   { 0xfe30, 0xfe6f },   { 0xff01, 0xff60 },	  { 0xffe0, 0xffe6 },
	{ 0x16fe0, 0x18cff }, { 0x1aff0, 0x1b2ff }, { 0x1f300, 0x1f64f }, { 0x1f680, 0x1f6ff },
	{ 0x1f900, 0x1f9ff }, { 0x1fa70, 0x1faff }, { 0x20000, 0x3fffd },
};

/* Ranges that take none: combining marks, joiners, variation selectors. */
static const struct {
	uint32_t first, last;
} empty[] = {
	{ 0x0300, 0x036f }, { 0x0483, 0x0489 }, { 0x0591, 0x05bd }, { 0x064b, 0x065f },
	{ 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x200b, 0x200f }, { 0x20d0, 0x20ff },
	{ 0x302a, 0x302d }, { 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f }, { 0xe0100, 0xe01ef },
};

static unsigned width_of(uint32_t code_point)
{
	if (code_point < 0x300)
		return 1;
	for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
		if (code_point >= empty[i].first && code_point <= empty[i].last)
			return 0;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (code_point >= wide[i].first && code_point <= wide[i].last)
			return 2;
	return 1;
}

/* Punctuation that must not begin a line. */
static bool closes(uint32_t code_point)
{
	static const uint32_t closing[] = { 0x3001, 0x3002, 0x300b, 0x300d, 0x300f, 0x3011, 0x3015, 0x2026,
					    0x201d, 0x2019, 0xff01, 0xff09, 0xff0c, 0xff1a, 0xff1b, 0xff1f,
					    ',',    '.',    ';',    ':',    ')',    '!',    '?',    ']' };

	for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
		if (closing[i] == code_point)
			return true;
	return false;
}

/* Punctuation that must not end one. */
static bool opens(uint32_t code_point)
{
	return code_point == 0x300a || code_point == 0x300c || code_point == 0x300e || code_point == 0x3010 ||
	       code_point == 0xff08 || code_point == 0x201c || code_point == '(' || code_point == '[';
}

static struct bytes character(struct bytes text, uint32_t *ret_code_point)
{
	size_t size = text_decode_utf8(text, ret_code_point);

	if (size)
		return bytes_slice(text, 0, size);
	*ret_code_point = 0xfffd;
	return bytes_slice(text, 0, 1);
}

unsigned layout_width(struct bytes text)
{
	unsigned columns = 0;

	while (text.size) {
		uint32_t code_point;
		struct bytes one = character(text, &code_point);

		columns += width_of(code_point);
		text = bytes_from(text, one.size);
	}
	return columns;
}

static bool blanks(struct buffer *to, unsigned count)
{
	while (count--)
		if (!buffer_append_byte(to, ' '))
			return false;
	return true;
}

bool layout_pad(struct buffer *to, const char *text, unsigned columns)
{
	unsigned width = layout_width(bytes_of(text));

	return buffer_append_text(to, text) && blanks(to, width < columns ? columns - width : 1);
}

/* How many bytes of `text` go on a line of `room` columns: up to the last place where it may break,
 * or as many characters as fit (one at least). */
static size_t line_size(struct bytes text, unsigned room)
{
	size_t at = 0, breakable = 0;
	unsigned columns = 0;
	uint32_t before = ' ';

	while (at < text.size) {
		uint32_t code_point;
		struct bytes one = character(bytes_from(text, at), &code_point);
		unsigned width = width_of(code_point);
		bool wide_beside = width == 2 || width_of(before) == 2;

		if (at && (code_point == ' ' ||
			   (wide_beside && before != ' ' && !closes(code_point) && !opens(before))))
			breakable = at;
		if (columns + width > room && code_point != ' ')
			return breakable ? breakable : at ? at : one.size;
		columns += width;
		before = code_point;
		at += one.size;
	}
	return at;
}

static struct bytes skip_blanks(struct bytes text)
{
	while (text.size && text.data[0] == ' ')
		text = bytes_from(text, 1);
	return text;
}

bool layout_wrap(struct buffer *to, struct bytes text, unsigned at, unsigned indent, unsigned width)
{
	if (!width)
		return buffer_append(to, text) && buffer_append_byte(to, '\n');
	while (text.size) {
		struct bytes line = bytes_slice(text, 0, line_size(text, width > at + 8 ? width - at : 8));

		text = skip_blanks(bytes_from(text, line.size));
		while (line.size && line.data[line.size - 1] == ' ')
			line.size--;
		if (!buffer_append(to, line))
			return false;
		at = indent;
		if (text.size && !(buffer_append_byte(to, '\n') && blanks(to, indent)))
			return false;
	}
	return buffer_append_byte(to, '\n');
}
