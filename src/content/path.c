/* SPDX-License-Identifier: Apache-2.0 */
/* The path to a value as text: `http:body>gzip>json:$.user.phones[*]`. Built only for what is said.
 * Elements of arrays are all `[*]` and members whose name is a number or an identifier are all `*`,
 * so that repeats are joined. Text that does not fit is cut; the evidence cleans what comes from the
 * wire. */
#include "content/examination.h"

#include "base/text.h"

void path_add(struct path *path, struct bytes text)
{
	text = bytes_slice(text, 0, sizeof path->text - path->size);
	if (text.size)
		memcpy(path->text + path->size, text.data, text.size);
	path->size += text.size;
}

static bool is_letter(uint8_t byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' || byte >= 0x80;
}

static bool is_digit(uint8_t byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_plain(struct bytes name)
{
	for (size_t i = 0; i < name.size; i++) {
		uint8_t byte = name.data[i];

		if (!is_letter(byte) && !is_digit(byte) && byte != '-' && byte != '@' && byte != ':')
			return false;
	}
	return true;
}

/* Whether a name is a serial number, a hash or the like: it says which one, not what. */
static bool is_identifier(struct bytes name)
{
	size_t digits = 0, hex = 0;

	for (size_t i = 0; i < name.size; i++) {
		digits += is_digit(name.data[i]);
		hex += text_hex_digit(name.data[i]) >= 0 || name.data[i] == '-' || name.data[i] == ':';
	}
	return digits >= 6 || digits == name.size || (hex == name.size && digits >= 2 && name.size >= 12);
}

static void add_name(struct path *path, struct bytes name, bool first)
{
	if (name.size == 0) {
		path_add(path, BYTES("[*]"));
	} else if (first) {
		/* A number alone and first is that of a field: of a form, of Protocol Buffers. */
		path_add(path, is_identifier(name) && name.size > 3 ? BYTES("*") : name);
	} else if (is_identifier(name)) {
		path_add(path, BYTES(".*"));
	} else if (is_plain(name)) {
		path_add(path, BYTES("."));
		path_add(path, name);
	} else {
		path_add(path, BYTES("['"));
		path_add(path, name);
		path_add(path, BYTES("']"));
	}
}

void path_add_steps(struct path *path, const struct step *step)
{
	const struct step *steps[LIMIT_NESTING + 8];
	size_t count = 0;

	for (; step && count < sizeof steps / sizeof *steps; step = step->outer)
		steps[count++] = step;
	for (size_t i = count; i > 0; i--)
		add_name(path, steps[i - 1]->name, i == count);
}

static void add_format(struct path *path, const char *format)
{
	path_add(path, BYTES(">"));
	path_add(path, bytes_of(format));
}

void path_add_content(struct path *path, const struct examination *examination, unsigned depth)
{
	const char *before = NULL;

	path_add(path, bytes_of(observer_carrier(examination->observer)->protocol));
	if (examination->message->part.size) {
		path_add(path, BYTES(":"));
		path_add(path, examination->message->part);
	}
	for (unsigned i = 0; i <= depth; i++) {
		const struct level *level = &examination->levels[i];
		const struct content *content = level->content;

		if (i > 0 && (content->step.size || level->steps)) {
			path_add(path, BYTES(":"));
			path_add(path, content->step);
			path_add_steps(path, level->steps);
		}
		if (i > 0 && content->encoding && (!before || strcmp(before, content->format) != 0))
			add_format(path, content->format);
		if (level->read_as)
			add_format(path, level->read_as);
		before = level->read_as;
	}
}
