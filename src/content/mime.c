/* SPDX-License-Identifier: Apache-2.0 */
#include "content/mime.h"

#include "base/base64.h"
#include "base/text.h"

bool mime_next_header(struct bytes *head, struct bytes *ret_name, struct bytes *ret_value)
{
	struct bytes rest = *head, first = rest;
	size_t size = 0;

	if (rest.size == 0)
		return false;
	if (bytes_start_with(rest, BYTES("\r\n")) || rest.data[0] == '\n') {
		*head = bytes_from(rest, rest.data[0] == '\n' ? 1 : 2);
		return false;
	}
	/* A line that begins with a blank continues the one before. */
	do {
		struct bytes line = bytes_from(first, size);
		size_t end = bytes_find_byte(line, '\n');

		size = end == SIZE_MAX ? first.size : size + end + 1;
	} while (size < first.size && (first.data[size] == ' ' || first.data[size] == '\t'));
	*head = bytes_from(first, size);
	struct bytes value = bytes_slice(first, 0, size);

	*ret_name = bytes_trim(bytes_split(&value, ':'));
	*ret_value = bytes_trim(value);
	return true;
}

struct bytes mime_parameter(struct bytes value, struct bytes name)
{
	while (value.size) {
		size_t at = bytes_find_nocase(value, name);

		if (at == SIZE_MAX)
			return BYTES_EMPTY;
		bool starts = at > 0 && (value.data[at - 1] == ';' || value.data[at - 1] == ' ' ||
					 value.data[at - 1] == '\t');
		struct bytes rest = bytes_from(value, at + name.size);

		value = rest;
		/* `filename*=UTF-8''…` (RFC 5987) counts as well. */
		if (starts && rest.size && rest.data[0] == '*')
			rest = bytes_from(rest, 1);
		if (!starts || rest.size == 0 || rest.data[0] != '=')
			continue;
		rest = bytes_from(rest, 1);
		if (rest.size && rest.data[0] == '"') {
			rest = bytes_from(rest, 1);
			return bytes_split(&rest, '"');
		}
		return bytes_trim(bytes_split(&rest, ';'));
	}
	return BYTES_EMPTY;
}

struct mime_head mime_read_head(struct bytes *part)
{
	struct mime_head head = { .disposition = BYTES_EMPTY };
	struct bytes name, value;

	while (mime_next_header(part, &name, &value)) {
		if (bytes_equal_nocase(name, BYTES("content-disposition"))) {
			head.disposition = value;
			head.name = mime_parameter(value, BYTES("name"));
			head.file_name = mime_parameter(value, BYTES("filename"));
		} else if (bytes_equal_nocase(name, BYTES("content-type"))) {
			head.media_type = value;
			if (head.file_name.size == 0)
				head.file_name = mime_parameter(value, BYTES("name"));
		} else if (bytes_equal_nocase(name, BYTES("content-transfer-encoding"))) {
			head.transfer_encoding = value;
		}
	}
	return head;
}

void mime_undo_quoted(struct bytes text, struct buffer *to)
{
	if (!buffer_reserve(to, text.size))
		return;
	for (size_t at = 0; at < text.size; at++) {
		uint8_t byte = text.data[at];
		int high = at + 2 < text.size ? text_hex_digit(text.data[at + 1]) : -1;
		int low = at + 2 < text.size ? text_hex_digit(text.data[at + 2]) : -1;

		if (byte != '=') {
			to->data[to->size++] = byte;
		} else if (high >= 0 && low >= 0) {
			to->data[to->size++] = (uint8_t)(high << 4 | low);
			at += 2;
		} else if (at + 1 < text.size && text.data[at + 1] == '\n') {
			at++;
		} else if (at + 2 < text.size && text.data[at + 1] == '\r') {
			at += 2;
		} else {
			to->data[to->size++] = byte;
		}
	}
}

/* Undoes base64 in lines; what is behind the first wrong character is not read. */
static void decode_base64(struct bytes text, struct buffer *to)
{
	uint8_t group[4];
	size_t have = 0;

	for (size_t at = 0; at <= text.size; at++) {
		bool end = at == text.size || text.data[at] == '=';

		if (!end && base64_is_digit(text.data[at]))
			group[have++] = text.data[at];
		else if (!end && text.data[at] > ' ')
			end = true;
		if (have == 4 || (end && have > 1)) {
			if (!base64_decode((struct bytes){ group, have }, to))
				return;
			have = 0;
		}
		if (end)
			return;
	}
}

void mime_read_body(const struct content *content, struct examination *examination,
		    const struct mime_head *head, struct bytes body, bool incomplete)
{
	bool base64 = bytes_start_with_nocase(head->transfer_encoding, BYTES("base64"));
	bool quoted = bytes_start_with_nocase(head->transfer_encoding, BYTES("quoted-printable"));
	struct buffer buffer = examination_buffer(examination);

	if (base64)
		decode_base64(body, &buffer);
	else if (quoted)
		mime_undo_quoted(body, &buffer);
	struct content child = {
		.data = base64 || quoted ? buffer_bytes(&buffer) : body,
		.format = base64   ? "base64"
			  : quoted ? "quoted-printable"
				   : "part",
		.step = head->name,
		.label = head->name.size ? head->name : head->file_name,
		.file_name = head->file_name,
		.media_type = head->media_type,
		.encoding = base64 || quoted,
		.incomplete = incomplete,
	};

	examination_content(examination, content, &child, body);
	examination_buffer_end(examination, &buffer);
}
