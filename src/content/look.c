/* SPDX-License-Identifier: Apache-2.0 */
/* Looks into a value: JSON in a string, base64 of an image, a URL with a query. Nearly all values are
 * none of that, so one pass over the characters decides whether the decoders are asked at all; they
 * then bid for the value as for any content. */
#include "content/examination.h"

#include "content/readable.h"

enum {
	LOOK_SHORTEST = 2,
	/* Shorter texts decode to bytes that are text by chance. */
	LOOK_BASE64 = 16,
	LOOK_HEX = 22,
	/* Base64 with blanks in it; shorter ones are words. */
	LOOK_BROKEN = 64,
	/* What a decoder must bid to be given a value: more than for a whole body, which is something. */
	LOOK_BID = 12,
	/* No path of a file is longer. */
	LOOK_PATH = 256,
};

static bool is_cookie(struct bytes field)
{
	if (field.size != 6 && field.size != 10)
		return false;
	return bytes_equal_nocase(field, BYTES("cookie")) || bytes_equal_nocase(field, BYTES("set-cookie"));
}

static bool is_base64(unsigned seen, size_t size)
{
	/* A form turns the `+` of base64 that was put in raw into a blank. */
	if (size < LOOK_BASE64 || (seen & SORT_BLANK && size < LOOK_BROKEN))
		return false;
	/* Of hexadecimal digits alone it is no base64. */
	return !(seen & ~(unsigned)SORT_BASE64_TEXT) && (seen & ~(unsigned)(SORT_DIGIT | SORT_HEX)) &&
	       (seen & (SORT_HEX | SORT_LETTER));
}

/* Octets with something between them, or the first line of a dump: `7b 22 `, `00000000: 7b22`. */
static bool is_octets(struct bytes value)
{
	enum { LEAST = 32, OFFSET = 8 };
	bool first = (characters_table[value.data[0]] & (SORT_DIGIT | SORT_HEX)) != 0;

	if (value.size < LEAST || !first || !(characters_table[value.data[1]] & (SORT_DIGIT | SORT_HEX)))
		return value.size >= LEAST && (value.data[1] | 32) == 'x';
	if (value.data[2] == ' ' || value.data[2] == ':' || value.data[2] == '-')
		return characters_table[value.data[3]] & (SORT_DIGIT | SORT_HEX);
	for (size_t i = 4; i <= OFFSET; i++)
		if (value.data[i] == ' ' || value.data[i] == ':')
			return value.data[i + 1] == ' ' || value.data[i + 1] == '\t';
	return false;
}

/* An escape of quoted-printable. */
static bool is_quoted(struct bytes value)
{
	size_t at = bytes_find_byte(value, '=');

	return at != SIZE_MAX && value.size >= at + 6 &&
	       (value.data[at + 3] == '=' || value.data[at + 1] < ' ');
}

/* Whether any decoder might want it: must not miss what one of them would take. */
static bool is_worth(struct bytes value, unsigned seen)
{
	uint8_t first = value.data[0];

	if (first == '{' || first == '[' || first == '<' || bytes_start_with(value, BYTES("--")))
		return true;
	if (seen & (SORT_HIGH | SORT_CONTROL))
		return (seen & SORT_CONTROL) || !readable_utf8(value);
	if (is_base64(seen, value.size))
		return true;
	if (value.size >= LOOK_HEX && !(seen & ~(unsigned)(SORT_DIGIT | SORT_HEX)))
		return true;
	if (seen & (SORT_PERCENT | SORT_ESCAPE))
		return true;
	if ((seen & SORT_QUERY) && (seen & SORT_EQUALS))
		return true;
	if ((seen & SORT_EQUALS) && is_quoted(value))
		return true;
	if (is_octets(value))
		return true;
	return first == 'e' && (seen & SORT_DOT) && value.size > 20;
}

static bool read_part(struct examination *examination, const struct content *content, const struct step *step,
		      struct content *child, struct bytes where)
{
	child->incomplete = content->incomplete && content->data.data &&
			    where.data + where.size == content->data.data + content->data.size;
	if (!examination_enter(examination, content, child, step, where))
		return false;
	const unsigned own_hits = examination->own_hits;

	canary_search(examination, child);
	own_address_search(examination, child);
	bool read = examine_decode(examination, child, LOOK_BID);

	if (read) {
		canary_finish(examination, child);
		own_address_finish(examination, child);
	}
	examination->own_hits = own_hits;
	canary_forget(examination, child);
	examination_leave(examination);
	return read;
}

/* Whole, from the root, or relative to where it stands (`segment-7.ts?token=…`), which has to look like a
 * file.
 */
static bool is_url(struct bytes value, size_t query)
{
	struct bytes path = bytes_slice(value, 0, query);

	if (value.data[0] == '/' || bytes_find(bytes_slice(value, 0, 16), BYTES("://")) != SIZE_MAX)
		return true;
	if (bytes_find_byte(path, '.') == SIZE_MAX || path.size > LOOK_PATH)
		return false;
	for (size_t i = 0; i < path.size; i++) {
		uint8_t byte = path.data[i];

		/* What RFC 3986 3.3 lets stand in a segment, but for what prose has more often. */
		if (byte <= ' ' || byte >= 0x7f || byte == '"' || byte == '<' || byte == '>' || byte == '{' ||
		    byte == '}' || byte == '=' || byte == ',' || byte == ';')
			return false;
	}
	return true;
}

/* `data:image/jpeg;base64,…` (RFC 2397), and the query of a URL. */
static bool read_url(struct examination *examination, const struct content *content, const struct step *step,
		     struct bytes field, struct bytes value, struct bytes where)
{
	if (bytes_start_with_nocase(value, BYTES("data:"))) {
		struct bytes rest = bytes_from(value, 5), type = bytes_split(&rest, ',');
		struct content child = {
			.data = rest,
			.format = "data-url",
			.label = field,
			.media_type = type,
		};

		return rest.size && read_part(examination, content, step, &child, where);
	}
	size_t query = bytes_find_byte(value, '?');

	if (query == SIZE_MAX || !is_url(value, query))
		return false;
	struct bytes rest = bytes_from(value, query + 1);
	struct content child = {
		.data = bytes_split(&rest, '#'),
		.format = "query",
		.label = field,
		.media_type = BYTES("application/x-www-form-urlencoded"),
	};

	return child.data.size && read_part(examination, content, step, &child, where);
}

bool look_into(struct examination *examination, const struct content *content, const struct step *step,
	       const struct field_value *named, uint32_t characters, struct bytes where)
{
	struct bytes field = named->field, value = named->value;
	unsigned seen = characters & CHARACTERS_OF_ONE;

	if (value.size < LOOK_SHORTEST)
		return false;
	bool cookie = is_cookie(field), bearer = bytes_start_with(value, BYTES("Bearer "));

	if (bearer && !cookie)
		value = bytes_from(value, 7);
	if (value.size == 0)
		return false;
	bool worth = cookie || is_worth(value, seen);
	bool data_url = value.size > 16 && (value.data[0] | 0x20) == 'd' && (seen & SORT_OTHER);

	if (!worth && !data_url)
		return false;
	struct content child = {
		.data = value,
		.format = content->format,
		.label = field,
		.characters = characters,
	};

	if (cookie) {
		child.format = "cookie";
		return read_part(examination, content, step, &child, where);
	}
	if (!worth || (seen & SORT_QUERY) || (value.data[0] | 0x20) == 'd')
		if (read_url(examination, content, step, field, value, where))
			return true;
	return worth && read_part(examination, content, step, &child, where);
}
