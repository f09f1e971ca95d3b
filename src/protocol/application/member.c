/* SPDX-License-Identifier: Apache-2.0 */
#include "protocol/application/member.h"

/* Where the text that starts behind a quote ends; the size of `text` where it does not. */
static size_t end_of_text(struct bytes text, size_t from)
{
	while (from < text.size && text.data[from] != '"')
		from += text.data[from] == '\\' ? 2 : 1;
	return from < text.size ? from : text.size;
}

/* Where a value ends that starts at `from`: before `,`, `}` or `]` of its own level. */
static size_t end_of_value(struct bytes text, size_t from)
{
	unsigned depth = 0;

	for (; from < text.size; from++) {
		uint8_t byte = text.data[from];

		if (byte == '"')
			from = end_of_text(text, from + 1);
		else if (byte == '{' || byte == '[')
			depth++;
		else if ((byte == '}' || byte == ']' || byte == ',') && depth == 0)
			break;
		else if (byte == '}' || byte == ']')
			depth--;
	}
	return from < text.size ? from : text.size;
}

static struct bytes unquoted(struct bytes value)
{
	value = bytes_trim(value);
	return value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"'
		       ? bytes_slice(value, 1, value.size - 2)
		       : value;
}

struct bytes member_of(struct bytes object, const char *name)
{
	struct bytes text = bytes_trim(object);
	size_t at = 1;

	if (!text.size || text.data[0] != '{')
		return BYTES_EMPTY;
	while (at < text.size) {
		while (at < text.size && text.data[at] != '"')
			at++;
		size_t end = end_of_text(text, at + 1);
		struct bytes found = bytes_slice(text, at + 1, end > at ? end - at - 1 : 0);

		for (at = end + 1; at < text.size && text.data[at] != ':';)
			at++;
		size_t start = at + 1;

		at = end_of_value(text, start) + 1;
		if (start < text.size && bytes_equal(found, bytes_of(name)))
			return unquoted(bytes_slice(text, start, at - 1 - start));
	}
	return BYTES_EMPTY;
}

struct bytes element_of(struct bytes array, unsigned index)
{
	struct bytes text = bytes_trim(array);
	size_t at = 1;

	if (!text.size || text.data[0] != '[')
		return BYTES_EMPTY;
	for (unsigned i = 0; at < text.size; i++) {
		size_t end = end_of_value(text, at);

		if (i == index)
			return unquoted(bytes_slice(text, at, end - at));
		if (end >= text.size || text.data[end] != ',')
			break;
		at = end + 1;
	}
	return BYTES_EMPTY;
}
