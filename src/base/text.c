/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

size_t text_decode_utf8(struct bytes bytes, uint32_t *ret_code_point)
{
	const uint8_t *d = bytes.data;

	if (bytes.size == 0)
		return 0;
	if (d[0] < 0x80) {
		*ret_code_point = d[0];
		return 1;
	}
	size_t size = d[0] >= 0xf0 ? 4 : d[0] >= 0xe0 ? 3 : 2;
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };

	if (d[0] < 0xc2 || d[0] > 0xf4 || bytes.size < size)
		return 0;
	uint32_t point = d[0] & (0xffu >> (size + 1));

	for (size_t i = 1; i < size; i++) {
		if ((d[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (d[i] & 0x3f);
	}
	if (point < least[size] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
		return 0;
	*ret_code_point = point;
	return size;
}

bool text_append_utf8(struct buffer *buffer, uint32_t point)
{
	uint8_t out[4];
	size_t size;

	if (point < 0x80) {
		out[0] = (uint8_t)point;
		size = 1;
	} else if (point < 0x800) {
		out[0] = (uint8_t)(0xc0 | point >> 6);
		out[1] = (uint8_t)(0x80 | (point & 0x3f));
		size = 2;
	} else if (point < 0x10000) {
		out[0] = (uint8_t)(0xe0 | point >> 12);
		out[1] = (uint8_t)(0x80 | (point >> 6 & 0x3f));
		out[2] = (uint8_t)(0x80 | (point & 0x3f));
		size = 3;
	} else {
		out[0] = (uint8_t)(0xf0 | (point >> 18 & 7));
		out[1] = (uint8_t)(0x80 | (point >> 12 & 0x3f));
		out[2] = (uint8_t)(0x80 | (point >> 6 & 0x3f));
		out[3] = (uint8_t)(0x80 | (point & 0x3f));
		size = 4;
	}
	return buffer_append(buffer, (struct bytes){ out, size });
}

bool text_is_utf8(struct bytes bytes)
{
	uint32_t point;

	while (bytes.size) {
		size_t size = text_decode_utf8(bytes, &point);

		if (size == 0)
			return false;
		bytes = bytes_from(bytes, size);
	}
	return true;
}

/* Characters that must not reach a terminal or a document as they are: C0, DEL, C1, the
 * bidirectional controls (they let text pose as other text) and the non-characters. */
static bool forbidden(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) || (point >= 0x202a && point <= 0x202e) ||
	       (point >= 0x2066 && point <= 0x2069) || point == 0x200e || point == 0x200f ||
	       point == 0x2028 || point == 0x2029 || point == 0xfeff || (point & 0xfffe) == 0xfffe ||
	       (point >= 0xfdd0 && point <= 0xfdef);
}

static bool append_escaped(struct buffer *buffer, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.size; i++) {
		uint8_t byte = bytes.data[i];
		const char *name = byte == '\n' ? "\\n" : byte == '\r' ? "\\r" : byte == '\t' ? "\\t" : NULL;
		bool done = name ? buffer_append_text(buffer, name)
				 : buffer_append_format(buffer, "\\x%02x", byte);

		if (!done)
			return false;
	}
	return true;
}

bool text_append_clean(struct buffer *buffer, struct bytes bytes)
{
	size_t start = 0, at = 0;

	while (at < bytes.size) {
		if (bytes.data[at] >= 0x20 && bytes.data[at] < 0x7f) {
			at++;
			continue;
		}
		uint32_t point = 0;
		size_t size = text_decode_utf8(bytes_from(bytes, at), &point);

		if (size && !forbidden(point)) {
			at += size;
			continue;
		}
		size = size ? size : 1;
		if (!buffer_append(buffer, bytes_slice(bytes, start, at - start)) ||
		    !append_escaped(buffer, bytes_slice(bytes, at, size)))
			return false;
		at += size;
		start = at;
	}
	return buffer_append(buffer, bytes_from(bytes, start));
}

/* What a byte of clean text is in XML, where it is not itself. */
static const char *const xml_entities[256] = {
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;",
};

bool text_append_xml(struct buffer *buffer, struct bytes clean)
{
	size_t start = 0;

	for (size_t at = 0; at < clean.size; at++) {
		const char *entity = xml_entities[clean.data[at]];

		if (!entity)
			continue;
		if (!buffer_append(buffer, bytes_slice(clean, start, at - start)) ||
		    !buffer_append_text(buffer, entity))
			return false;
		start = at + 1;
	}
	return buffer_append(buffer, bytes_from(clean, start));
}

bool text_append_json(struct buffer *buffer, struct bytes clean)
{
	bool done = buffer_append_byte(buffer, '"');
	size_t start = 0;

	for (size_t at = 0; at < clean.size && done; at++) {
		uint8_t byte = clean.data[at];

		if (byte >= 0x20 && byte != '"' && byte != '\\')
			continue;
		done = buffer_append(buffer, bytes_slice(clean, start, at - start));
		if (byte < 0x20)
			done = done && buffer_append_format(buffer, "\\u%04x", byte);
		else
			done = done && buffer_append_byte(buffer, '\\') && buffer_append_byte(buffer, byte);
		start = at + 1;
	}
	return done && buffer_append(buffer, bytes_from(clean, start)) && buffer_append_byte(buffer, '"');
}

const int8_t text_hex_digits[256] = {
	[0 ... '0' - 1] = -1,
	['0'] = 0,
	['1'] = 1,
	['2'] = 2,
	['3'] = 3,
	['4'] = 4,
	['5'] = 5,
	['6'] = 6,
	['7'] = 7,
	['8'] = 8,
	['9'] = 9,
	['9' + 1 ... 'A' - 1] = -1,
	['A'] = 10,
	['B'] = 11,
	['C'] = 12,
	['D'] = 13,
	['E'] = 14,
	['F'] = 15,
	['G' ... 'a' - 1] = -1,
	['a'] = 10,
	['b'] = 11,
	['c'] = 12,
	['d'] = 13,
	['e'] = 14,
	['f'] = 15,
	['g' ... 255] = -1,
};
