/* SPDX-License-Identifier: Apache-2.0 */
/* Mail (RFC 5322, MIME: RFC 2045 to 2047): whom it is from and to, its subject, its parts.
 *
 *     *( name ":" value CRLF )  CRLF  body
 *
 * What looks like an address and is none is not handed over: what names messages (Message-ID, References,
 * In-Reply-To, Content-ID), signs them (DKIM) or counts them. Of every other header the addresses
 * are: traces (Received: … for <…>), X-Complaints-To, Envelope-To. Left out: signatures. */
#include "base/base64.h"
#include "base/text.h"
#include "content/mime.h"

enum { SAMPLE = 1024, VALUE_SIZE = 2048, ADDRESSES_MOST = 64 };

static bool is_one_of(struct bytes name, const char *list)
{
	struct bytes rest = bytes_of(list);

	while (rest.size)
		if (bytes_equal_nocase(name, bytes_split(&rest, ' ')))
			return true;
	return false;
}

static bool is_header_name(struct bytes name)
{
	for (size_t i = 0; i < name.size; i++)
		if (name.data[i] <= ' ' || name.data[i] >= 0x7f)
			return false;
	return name.size > 0 && name.size < 64;
}

static unsigned bid(const struct content *content)
{
	struct bytes head = bytes_slice(content->data, 0, SAMPLE), name, value;
	unsigned known = 0, lines = 0;

	/* Names of headers begin with a letter. */
	if (head.size == 0 || (head.data[0] | 0x20) < 'a' || (head.data[0] | 0x20) > 'z')
		return 0;

	while (lines < 40 && mime_next_header(&head, &name, &value)) {
		/* The sample cuts the last line. */
		if (head.size == 0 && content->data.size > SAMPLE)
			break;
		if (!is_header_name(name) || (value.size == 0 && lines == 0))
			return 0;
		known += is_one_of(
			name, "from to date subject message-id received mime-version return-path sender");
		lines++;
	}
	bool declared = bytes_start_with_nocase(content->media_type, BYTES("message/rfc822"));

	return known >= 2 || (declared && known) ? 8 + 16 * known : 0;
}

/* Undoes one encoded word `=?charset?B?…?=` (RFC 2047) at the start of `text`; moves behind it. */
static bool decode_word(struct bytes *text, struct buffer *to)
{
	struct bytes rest = bytes_from(*text, 2), charset = bytes_split(&rest, '?');
	struct bytes method = bytes_split(&rest, '?');
	size_t end = bytes_find(rest, BYTES("?="));

	if (charset.size == 0 || method.size != 1 || end == SIZE_MAX)
		return false;
	struct bytes word = bytes_slice(rest, 0, end);

	if ((method.data[0] | 0x20) == 'b') {
		(void)base64_decode(word, to);
	} else {
		for (size_t i = 0; i < word.size; i++) {
			uint8_t byte = word.data[i];
			struct bytes code = bytes_slice(word, i + 1, 2);

			if (byte == '=' && code.size == 2 && text_hex_digit(code.data[0]) >= 0 &&
			    text_hex_digit(code.data[1]) >= 0) {
				byte = (uint8_t)(text_hex_digit(code.data[0]) << 4 |
						 text_hex_digit(code.data[1]));
				i += 2;
			} else if (byte == '_') {
				byte = ' ';
			}
			(void)buffer_append_byte(to, byte);
		}
	}
	*text = bytes_from(rest, end + 2);
	return true;
}

static void decode_words(struct bytes text, struct buffer *to)
{
	while (text.size) {
		size_t at = bytes_find(text, BYTES("=?"));

		(void)buffer_append(to, bytes_slice(text, 0, at));
		if (at == SIZE_MAX)
			return;
		text = bytes_from(text, at);
		if (!decode_word(&text, to)) {
			(void)buffer_append(to, bytes_slice(text, 0, 2));
			text = bytes_from(text, 2);
			continue;
		}
		/* Blanks between two encoded words are not part of the text. */
		struct bytes next = text;

		while (next.size && (next.data[0] == ' ' || next.data[0] == '\t'))
			next = bytes_from(next, 1);
		if (bytes_start_with(next, BYTES("=?")))
			text = next;
	}
}

static void give(const struct content *content, struct examination *examination, struct bytes header,
		 struct bytes field, struct bytes value, struct bytes where)
{
	const struct step step = { .name = header };

	value = bytes_trim(value);
	if (value.size)
		examination_value(examination, content, &step, field, value, where, false);
}

/* The next address of a list, up to a comma that stands in no quotes, comment or angle brackets. What is
 * not closed ends at the first comma. */
static struct bytes next_address(struct bytes *list)
{
	struct bytes window = bytes_slice(*list, 0, VALUE_SIZE);
	bool quoted = false;
	unsigned inside = 0;
	size_t at = 0;

	for (; at < window.size; at++) {
		uint8_t byte = window.data[at];

		if (byte == '\\')
			at++;
		else if (byte == '"')
			quoted = !quoted;
		else if (!quoted && (byte == '(' || byte == '<'))
			inside++;
		else if (!quoted && inside && (byte == ')' || byte == '>'))
			inside--;
		else if (!quoted && !inside && byte == ',')
			break;
	}
	if (at >= window.size && (quoted || inside || window.size < list->size))
		return bytes_split(list, ',');
	struct bytes address = bytes_slice(*list, 0, at);

	*list = bytes_from(*list, at + 1);
	return address;
}

/* A person's name as it stands before the address or in brackets behind it. */
static void give_name(const struct content *content, struct examination *examination, struct bytes header,
		      struct bytes name, struct bytes where)
{
	struct buffer plain = buffer_of(VALUE_SIZE), decoded = buffer_of(VALUE_SIZE);

	name = bytes_trim(name);
	if (name.size >= 2 && name.data[0] == '"' && name.data[name.size - 1] == '"')
		name = bytes_slice(name, 1, name.size - 2);
	for (size_t i = 0; i < name.size; i++) {
		if (name.data[i] == '\\' && i + 1 < name.size)
			i++;
		if (name.data[i] != '\r' && name.data[i] != '\n')
			(void)buffer_append_byte(&plain, name.data[i]);
	}
	decode_words(buffer_bytes(&plain), &decoded);
	give(content, examination, header, BYTES("mailboxName"), buffer_bytes(&decoded), where);
	buffer_free(&plain);
	buffer_free(&decoded);
}

/* `Zhang San <zhang@example.com>, "Li, Si" <li@example.com>, wang@example.com (Wang Wu)`: names apart from
 * addresses. */
static void give_addresses(const struct content *content, struct examination *examination,
			   struct bytes header, struct bytes list)
{
	for (unsigned i = 0; i < ADDRESSES_MOST && list.size; i++) {
		struct bytes address = bytes_trim(next_address(&list)), where = address;
		size_t open = bytes_find_byte(address, '<');
		struct bytes rest = bytes_from(address, open == SIZE_MAX ? address.size : open + 1);

		if (open != SIZE_MAX) {
			give_name(content, examination, header, bytes_slice(address, 0, open), where);
			give(content, examination, header, header, bytes_split(&rest, '>'), where);
			continue;
		}
		size_t comment = bytes_find_byte(address, '(');

		rest = bytes_from(address, comment == SIZE_MAX ? address.size : comment + 1);
		give(content, examination, header, header, bytes_slice(address, 0, comment), where);
		give_name(content, examination, header, bytes_split(&rest, ')'), where);
	}
}

/* The addresses in a header that is made of other things too: `for <li@example.com>; Tue, …`. */
static void give_mentioned(const struct content *content, struct examination *examination,
			   struct bytes header, struct bytes text)
{
	unsigned left = ADDRESSES_MOST;
	bool number = false; /* the word before says that the next one is a message's */

	for (size_t i = 0, start = 0; i <= text.size && left; i++) {
		if (i < text.size && text.data[i] > ' ' &&
		    bytes_find_byte(BYTES("<>(),;:=\"[]"), text.data[i]) == SIZE_MAX)
			continue;
		struct bytes word = bytes_slice(text, start, i - start);

		start = i + 1;
		if (!word.size)
			continue;
		bool address = bytes_find_byte(word, '@') != SIZE_MAX && !number;

		number = bytes_equal_nocase(word, BYTES("id"));
		if (!address)
			continue;
		give(content, examination, header, header, word, word);
		left--;
	}
}

static bool ends_in(struct bytes name, struct bytes end)
{
	return name.size >= end.size && bytes_equal_nocase(bytes_from(name, name.size - end.size), end);
}

/* Headers whose at signs are those of messages, keys and machines. */
static bool names_messages(struct bytes header)
{
	static const char *const STARTS[] = { "content-", "thread-", "arc-", "x-trace" };

	for (size_t i = 0; i < sizeof STARTS / sizeof *STARTS; i++)
		if (bytes_start_with_nocase(header, bytes_of(STARTS[i])))
			return true;
	return ends_in(header, BYTES("-id")) || ends_in(header, BYTES("signature")) ||
	       is_one_of(header, "references in-reply-to xref path supersedes control cancel-lock");
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct bytes rest = content->data, name, value;
	struct mime_head head = { .disposition = BYTES_EMPTY };

	examination_record_begin(examination);
	while (mime_next_header(&rest, &name, &value)) {
		struct buffer decoded = buffer_of(VALUE_SIZE);

		if (is_one_of(
			    name,
			    "from to cc bcc reply-to sender x-sender x-x-sender return-path delivered-to")) {
			give_addresses(content, examination, name, value);
		} else if (is_one_of(name, "subject x-originating-ip user-agent x-mailer organization")) {
			decode_words(value, &decoded);
			give(content, examination, name, name, buffer_bytes(&decoded), value);
		} else if (is_one_of(name, "content-type")) {
			head.media_type = value;
		} else if (is_one_of(name, "content-transfer-encoding")) {
			head.transfer_encoding = value;
		} else if (bytes_find_byte(value, '@') != SIZE_MAX && !names_messages(name)) {
			give_mentioned(content, examination, name, value);
		}
		buffer_free(&decoded);
	}
	examination_record_end(examination, content, NULL);
	if (rest.size)
		mime_read_body(content, examination, &head, rest, content->incomplete);
	return content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_mail = {
	.name = "mail",
	.specification = "RFC 5322, RFC 2045, RFC 2047",
	.first = (const bool[256]){ ['A' ... 'Z'] = true, ['a' ... 'z'] = true },
	.needs = CHARACTER_OTHER,
	.bid = bid,
	.decode = decode,
};
