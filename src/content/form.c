/* SPDX-License-Identifier: Apache-2.0 */
/* Names with values: forms and URL queries (application/x-www-form-urlencoded, WHATWG URL section 5),
 * and cookies (RFC 6265 section 4.1.1), which differ in the separator and know no percent.
 *
 *     form = pair *( "&" pair )      pair = name [ "=" value ]
 *
 * One form is one record. Percent and plus are undone in names and values. Left out: `;` between the
 * pairs of a form, which nobody writes any more. */
#include "content/content.h"
#include "content/percent.h"

enum { NAME_SIZE = 256, VALUE_SIZE = 1024 };

/* What names are made of. */
static const bool may_begin[256] = {
	['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true, [0x80 ... 0xff] = true,
	['_'] = true,	      ['-'] = true,	    ['.'] = true,	  ['['] = true,
	[']'] = true,	      ['%'] = true,	    ['+'] = true,	  ['$'] = true,
	[':'] = true,	      ['*'] = true,
};

static bool is_name_byte(uint8_t byte)
{
	return may_begin[byte];
}

/* Size of the name at `at`, 0 where there is none with an `=` behind it. */
static size_t name_size(struct bytes data, size_t at)
{
	size_t size = 0;

	while (at + size < data.size && size < 64 && is_name_byte(data.data[at + size]))
		size++;
	return at + size < data.size && data.data[at + size] == '=' ? size : 0;
}

static bool is_cookie(const struct content *content)
{
	return content->format && strcmp(content->format, "cookie") == 0;
}

static unsigned bid(const struct content *content)
{
	struct bytes data = bytes_slice(content->data, 0, 512);

	if (data.size == 0 || !is_name_byte(data.data[0]))
		return 0;
	bool declared = bytes_find_nocase(content->media_type, BYTES("form-urlencoded")) != SIZE_MAX;
	size_t name = name_size(data, 0), at = name + 1;

	if (is_cookie(content))
		return name ? 16 : 0;
	if (name == 0)
		return declared ? 4 : 0;
	if (declared)
		return 24;
	/* Base64 ends in `=`. */
	if (at == data.size || data.data[at] == '=')
		return 0;
	while (at < data.size && data.data[at] > ' ' && data.data[at] < 0x7f && data.data[at] != '&' &&
	       data.data[at] != '"' && data.data[at] != '<')
		at++;
	if (at == data.size)
		return data.size < content->data.size ? 8 : 10;
	/* One pair on a line and other lines behind it are settings, not a form. */
	if (data.data[at] != '&')
		return bytes_trim(bytes_from(content->data, at)).size == 0 ? 4 : 0;
	return name_size(data, at + 1) ? 24 : at + 1 == data.size ? 16 : 0;
}

static void read_value(const struct content *content, struct examination *examination, struct bytes name,
		       struct bytes raw, bool plus)
{
	const struct step step = { .name = name };
	uint8_t small[VALUE_SIZE];

	if (!percent_is_coded(raw, plus)) {
		examination_value(examination, content, &step, name, raw, raw, false);
		return;
	}
	if (raw.size <= sizeof small) {
		struct bytes value = { small, percent_decode(raw, plus, small) };

		examination_value(examination, content, &step, name, value, raw, false);
		return;
	}
	struct buffer buffer = examination_buffer(examination);

	if (buffer_reserve(&buffer, raw.size)) {
		buffer.size = percent_decode(raw, plus, buffer.data);
		examination_value(examination, content, &step, name, buffer_bytes(&buffer), raw, false);
	}
	examination_buffer_end(examination, &buffer);
}

static void read_pair(const struct content *content, struct examination *examination, struct bytes pair,
		      bool plus)
{
	struct bytes value = pair, name = bytes_split(&value, '=');
	uint8_t decoded[NAME_SIZE];

	if (value.size == 0)
		return;
	if (percent_is_coded(name, plus)) {
		name = bytes_slice(name, 0, sizeof decoded);
		name = (struct bytes){ decoded, percent_decode(name, plus, decoded) };
	}
	read_value(content, examination, name, value, plus);
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	bool cookie = is_cookie(content);
	struct bytes rest = bytes_trim(content->data);

	examination_record_begin(examination);
	while (rest.size) {
		struct bytes pair = bytes_split(&rest, cookie ? ';' : '&');

		read_pair(content, examination, cookie ? bytes_trim(pair) : pair, !cookie);
	}
	examination_record_end(examination, content, NULL);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_form = {
	.name = "form",
	.specification = "WHATWG URL, section 5; RFC 6265",
	.first = may_begin,
	.needs = CHARACTER_EQUALS,
	.bid = bid,
	.decode = decode,
};
