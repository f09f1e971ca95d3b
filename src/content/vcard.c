/* SPDX-License-Identifier: Apache-2.0 */
/* Cards of persons (vCard 2.1 to 4.0: RFC 2426, RFC 6350) and calendars (RFC 5545): address books and
 * appointments as telephones, watches and servers pass them on.
 *
 *     BEGIN:VCARD  *( [group "."] NAME *( ";" PARAMETER ) ":" value )  END:VCARD
 *
 * A line that begins with a blank goes on. A card or an appointment is one record. Left out: pictures and
 * sounds, time zones, parts of names (the formatted one is there), values in quoted-printable that go on. */
#include "base/text.h"
#include "content/content.h"

enum { LINE_MOST = 1024 };

static bool begins(struct bytes data)
{
	return bytes_start_with_nocase(data, BYTES("BEGIN:VCARD")) ||
	       bytes_start_with_nocase(data, BYTES("BEGIN:VCALENDAR"));
}

static unsigned bid(const struct content *content)
{
	return begins(content->data) ? 8 * 11 : 0;
}

/* What a property's value is, in the words of the data types. */
static struct bytes field_of(struct bytes name)
{
	static const struct {
		struct bytes name, field;
	} fields[] = {
		{ BYTES("FN"), BYTES("fullName") },
		{ BYTES("NICKNAME"), BYTES("nickName") },
		{ BYTES("TEL"), BYTES("telephoneNumber") },
		{ BYTES("EMAIL"), BYTES("email") },
		{ BYTES("ADR"), BYTES("homeAddress") },
		{ BYTES("BDAY"), BYTES("birthday") },
		{ BYTES("ATTENDEE"), BYTES("email") },
		{ BYTES("ORGANIZER"), BYTES("email") },
		{ BYTES("LOCATION"), BYTES("location") },
		{ BYTES("GEO"), BYTES("location") },
		{ BYTES("NOTE"), BYTES("note") },
		{ BYTES("SUMMARY"), BYTES("summary") },
		{ BYTES("DESCRIPTION"), BYTES("description") },
	};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (bytes_equal_nocase(name, fields[i].name))
			return fields[i].field;
	return BYTES_EMPTY;
}

/* The next line with its continuations, put together in `to`. */
static bool next_line(struct bytes *rest, uint8_t to[LINE_MOST], struct bytes *ret_line,
		      struct bytes *ret_where)
{
	const struct bytes start = *rest;
	size_t size = 0;

	if (!rest->size)
		return false;
	do {
		struct bytes part = bytes_split(rest, '\n');

		if (part.size && part.data[part.size - 1] == '\r')
			part.size--;
		if (size && part.size)
			part = bytes_from(part, 1);
		part = bytes_slice(part, 0, LINE_MOST - size);
		if (part.size)
			memcpy(to + size, part.data, part.size);
		size += part.size;
	} while (rest->size && size && (rest->data[0] == ' ' || rest->data[0] == '\t'));
	*ret_line = (struct bytes){ to, size };
	*ret_where = bytes_slice(start, 0, start.size - rest->size);
	return true;
}

/* The value of a parameter, without quotes. */
static struct bytes parameter(struct bytes parameters, struct bytes name)
{
	while (parameters.size) {
		struct bytes value = bytes_split(&parameters, ';'), key = bytes_split(&value, '=');

		if (!bytes_equal_nocase(key, name))
			continue;
		if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"')
			value = bytes_slice(value, 1, value.size - 2);
		return value;
	}
	return BYTES_EMPTY;
}

/* Undoes quoted-printable and escapes; the parts of an address become words. */
static struct bytes plain_value(struct bytes value, bool quoted, uint8_t separator, uint8_t *to)
{
	size_t size = 0;

	for (size_t i = 0; i < value.size; i++) {
		uint8_t byte = value.data[i];
		struct bytes code = bytes_slice(value, i + 1, 2);

		if (quoted && byte == '=' && code.size == 2 && text_hex_digit(code.data[0]) >= 0 &&
		    text_hex_digit(code.data[1]) >= 0) {
			byte = (uint8_t)(text_hex_digit(code.data[0]) << 4 | text_hex_digit(code.data[1]));
			i += 2;
		} else if (byte == '\\' && i + 1 < value.size) {
			byte = value.data[++i];
			if ((byte | 32) == 'n')
				byte = ' ';
		} else if (byte == separator) {
			byte = separator == ';' ? ' ' : byte;
		}
		if (byte != ' ' || (size && to[size - 1] != ' '))
			to[size++] = byte;
	}
	return bytes_trim((struct bytes){ to, size });
}

struct reading {
	const struct content *content;
	struct examination *examination;
	bool open; /* a record */
};

static void close_record(struct reading *reading)
{
	if (reading->open)
		examination_record_end(reading->examination, reading->content, NULL);
	reading->open = false;
}

static void give(struct reading *reading, struct bytes name, struct bytes field, struct bytes value,
		 struct bytes where)
{
	const struct step step = { .name = name };

	if (value.size)
		examination_value(reading->examination, reading->content, &step, field, value, where, false);
}

static void read_line(struct reading *reading, struct bytes line, struct bytes where)
{
	struct bytes value = line, head = bytes_split(&value, ':'), name = bytes_split(&head, ';');
	size_t group = bytes_find_byte(name, '.');
	uint8_t text[LINE_MOST];

	if (group != SIZE_MAX)
		name = bytes_from(name, group + 1);
	if (bytes_equal_nocase(name, BYTES("BEGIN")) || bytes_equal_nocase(name, BYTES("END"))) {
		close_record(reading);
		if ((name.data[0] | 32) == 'b') {
			examination_record_begin(reading->examination);
			reading->open = true;
		}
		return;
	}
	struct bytes field = field_of(name);

	if (!field.size)
		return;
	bool quoted = bytes_find_nocase(head, BYTES("QUOTED-PRINTABLE")) != SIZE_MAX;
	uint8_t separator = bytes_equal(field, BYTES("homeAddress")) ? ';' : 0;

	if (bytes_start_with_nocase(value, BYTES("tel:")))
		value = bytes_from(value, 4);
	give(reading, name, field, plain_value(value, quoted, separator, text), where);
	give(reading, name, BYTES("mailboxName"), parameter(head, BYTES("CN")), where);
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct reading reading = { content, examination, false };
	struct bytes rest = content->data, line, where;
	uint8_t text[LINE_MOST];

	while (next_line(&rest, text, &line, &where))
		read_line(&reading, line, where);
	close_record(&reading);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_vcard = {
	.name = "vcard",
	.specification = "RFC 6350, RFC 2426, RFC 5545",
	.first = (const bool[256]){ ['B'] = true, ['b'] = true },
	.needs = CHARACTER_OTHER,
	.bid = bid,
	.decode = decode,
};
