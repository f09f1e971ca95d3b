/* SPDX-License-Identifier: Apache-2.0 */
/* No `<` stands inside a tag, not even in a value, so that attributes (`=` and a quote) are counted
 * from one `<` to the next, whatever quotes and comments try to hide. What a document type declares
 * (`<!ATTLIST`) is an attribute of every element; there quotes are counted. Zeros are left out: UTF-16
 * is counted as well. */
#include "base/markup.h"

#include "base/limits.h"

static bool is_blank(uint8_t byte)
{
	return byte == 0 || byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static bool is_quote(uint8_t byte)
{
	return byte == '"' || byte == '\'';
}

/* Whether `<!ATTLIST` starts here. */
static bool declares(struct bytes text, size_t at)
{
	uint8_t start[3] = { 0 };

	for (size_t i = at, size = 0; i < text.size && i < at + 6 && size < sizeof start; i++)
		if (text.data[i])
			start[size++] = text.data[i];
	return start[1] == '!' && start[2] == 'A';
}

size_t markup_overloaded(struct bytes text)
{
	size_t tag = 0, attributes = 0, declared = 0;
	bool equals = false; /* `=`, then nothing but blanks */
	bool declaring = false;

	for (size_t i = 0; i < text.size; i++) {
		uint8_t byte = text.data[i];

		if (byte == '<') {
			tag = i;
			attributes = 0;
			declaring = declares(text, i);
		} else if (is_quote(byte)) {
			attributes += equals;
			declared += declaring;
			if (attributes > LIMIT_XML_ATTRIBUTES || declared > LIMIT_XML_ATTRIBUTES)
				return tag;
		}
		equals = byte == '=' || (equals && is_blank(byte));
	}
	return SIZE_MAX;
}
