/* SPDX-License-Identifier: Apache-2.0 */
/* Mail (RFC 5322, MIME: RFC 2045 to 2047): whom it is from and to, its subject, its parts.
 *
 *     *( name ":" value CRLF )  CRLF  body
 *
 * What looks like an address and is none is not handed over: Message-ID, References, In-Reply-To,
 * Content-ID. Left out: traces (Received), signatures. */
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
		}
	}
}

static void give(const struct content *content, struct examination *examination, struct bytes header,
		 struct bytes field, struct bytes value, struct bytes where)
{
	const struct step step = { .name = header };

	value = bytes_trim(value);
	if (value.size >= 2 && value.data[0] == '"' && value.data[value.size - 1] == '"')
		value = bytes_slice(value, 1, value.size - 2);
	if (value.size)
		examination_value(examination, content, &step, field, value, where, false);
}

/* `Zhang San <zhang@example.com>, li@example.com`: names apart from addresses. */
static void give_addresses(const struct content *content, struct examination *examination,
			   struct bytes header, struct bytes list, struct bytes where)
{
	for (unsigned i = 0; i < ADDRESSES_MOST && list.size; i++) {
		struct bytes address = bytes_split(&list, ',');
		size_t open = bytes_find_byte(address, '<');

		if (open == SIZE_MAX) {
			give(content, examination, header, header, address, where);
			continue;
		}
		struct bytes rest = bytes_from(address, open + 1);

		give(content, examination, header, BYTES("contactName"), bytes_slice(address, 0, open),
		     where);
		give(content, examination, header, header, bytes_split(&rest, '>'), where);
	}
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
			decode_words(value, &decoded);
			give_addresses(content, examination, name, buffer_bytes(&decoded), value);
		} else if (is_one_of(name, "subject x-originating-ip user-agent x-mailer organization")) {
			decode_words(value, &decoded);
			give(content, examination, name, name, buffer_bytes(&decoded), value);
		} else if (is_one_of(name, "content-type")) {
			head.media_type = value;
		} else if (is_one_of(name, "content-transfer-encoding")) {
			head.transfer_encoding = value;
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
