/* SPDX-License-Identifier: Apache-2.0 */
/* Keys and certificates as text (RFC 7468, RFC 1421):
 *
 *     -----BEGIN label-----  [headers, an empty line]  base64 in lines  -----END label-----
 *
 * one behind the other, with text between. What is inside is read as DER; keys of OpenSSH (its
 * PROTOCOL.key) here: "openssh-key-v1" 0  cipher  kdf  options  count(4)  public keys  private part, each
 * with its size(4). Keys that a password protects are counted as unread. Left out: PEM behind other
 * text, where private keys are found by the recognisers. */
#include "base/base64.h"
#include "base/cursor.h"
#include "content/content.h"

#include <stdio.h>

enum { LABEL_MOST = 64 };

static const struct bytes begin_mark = BYTES("-----BEGIN ");

static unsigned bid(const struct content *content)
{
	struct bytes start = bytes_trim(bytes_slice(content->data, 0, 128));
	size_t end = bytes_find(bytes_from(start, begin_mark.size), BYTES("-----"));

	return bytes_start_with(start, begin_mark) && end != SIZE_MAX && end < LABEL_MOST ? 96 : 0;
}

/* The next block; moves behind it. */
static bool next_block(struct bytes *rest, struct bytes *ret_label, struct bytes *ret_body, bool *ret_cut)
{
	size_t at = bytes_find(*rest, begin_mark);

	if (at == SIZE_MAX)
		return false;
	struct bytes body = bytes_from(*rest, at + begin_mark.size);
	size_t end = bytes_find(bytes_slice(body, 0, LABEL_MOST + 5), BYTES("-----"));

	if (end == SIZE_MAX)
		return false;
	*ret_label = bytes_slice(body, 0, end);
	body = bytes_from(body, end + 5);
	end = bytes_find(body, BYTES("-----END "));
	*ret_cut = end == SIZE_MAX;
	*ret_body = bytes_slice(body, 0, end);
	*rest = bytes_from(body, ret_body->size);
	return true;
}

/* The base64 without headers and line ends; escaped line ends (`\n`) are some too. */
static bool decode_body(struct bytes body, struct buffer *to)
{
	struct buffer text = buffer_of(body.size);
	bool done = buffer_reserve(&text, body.size);
	size_t head = bytes_find(body, BYTES("\r\n\r\n"));

	if (head == SIZE_MAX)
		head = bytes_find(body, BYTES("\n\n"));
	if (head != SIZE_MAX && bytes_find_byte(bytes_slice(body, 0, head), ':') != SIZE_MAX)
		body = bytes_from(body, head);
	for (size_t i = 0; done && i < body.size; i++) {
		uint8_t byte = body.data[i];

		if (base64_is_digit(byte) || byte == '=')
			text.data[text.size++] = byte;
		else if (byte == '\\')
			i++;
	}
	done = done && base64_decode(buffer_bytes(&text), to);
	buffer_free(&text);
	return done;
}

static struct bytes take_string(struct cursor *cursor)
{
	uint32_t size = cursor_be32(cursor);

	return cursor_take(cursor, size);
}

static void read_openssh(const struct content *content, struct examination *examination, struct bytes data,
			 struct bytes where)
{
	static const struct {
		struct bytes type;
		const char *name;
	} types[] = {
		{ BYTES("ssh-ed25519"), "Ed25519" },
		{ BYTES("ssh-rsa"), "RSA" },
		{ BYTES("ssh-dss"), "DSA" },
		{ BYTES("ecdsa-sha2-nistp256"), "EC, 256 bits" },
		{ BYTES("ecdsa-sha2-nistp384"), "EC, 384 bits" },
		{ BYTES("ecdsa-sha2-nistp521"), "EC, 521 bits" },
	};
	struct cursor cursor = cursor_over(data);
	struct bytes mark = cursor_take(&cursor, 15), cipher = take_string(&cursor);

	(void)take_string(&cursor);
	(void)take_string(&cursor);
	cursor_skip(&cursor, 4);
	struct cursor key = cursor_over(take_string(&cursor));
	struct bytes type = take_string(&key);
	const char *name = "OpenSSH";
	char why[64];

	if (!cursor_ok(&cursor) || !bytes_equal(mark, BYTES("openssh-key-v1\0"))) {
		examination_undecoded(examination, content, "pem", "malformed", where);
		return;
	}
	if (!bytes_equal(cipher, BYTES("none"))) {
		examination_undecoded(examination, content, "openssh-key", "encrypted", where);
		return;
	}
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (bytes_equal(type, types[i].type))
			name = types[i].name;
	snprintf(why, sizeof why, "a private key, %s, of OpenSSH", name);
	examination_secret(examination, content, "credential.key", where, why);
}

static void read_block(const struct content *content, struct examination *examination, struct bytes label,
		       struct bytes body, bool cut)
{
	struct buffer data = examination_buffer(examination);
	bool private = bytes_end_with(label, BYTES("PRIVATE KEY"));

	if (!private && !bytes_end_with(label, BYTES("CERTIFICATE"))) {
		/* Public keys, parameters, requests: nothing to say. */
	} else if (bytes_find(bytes_slice(body, 0, 64), BYTES("4,ENCRYPTED")) != SIZE_MAX) {
		examination_undecoded(examination, content, "pem", "encrypted", body);
	} else if (!decode_body(body, &data) || data.size == 0 || cut) {
		const uint8_t *start = label.data - begin_mark.size;

		/* The recognisers go by the first line. */
		if (private)
			examination_text(examination, content,
					 (struct bytes){ start, (size_t)(body.data - start) + body.size });
		else
			examination_undecoded(examination, content, "pem", cut ? "cut" : "malformed", body);
	} else if (bytes_equal(label, BYTES("OPENSSH PRIVATE KEY"))) {
		read_openssh(content, examination, buffer_bytes(&data), body);
	} else {
		struct content child = { .data = buffer_bytes(&data), .format = "pem" };

		examination_content(examination, content, &child, body);
	}
	examination_buffer_end(examination, &data);
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct bytes rest = content->data, label, body;
	bool cut = false;

	while (next_block(&rest, &label, &body, &cut))
		read_block(content, examination, label, body, cut);
	return cut || content->incomplete ? DECODED_IN_PART : DECODED;
}

const struct content_decoder content_decoder_pem = {
	.name = "pem",
	.specification = "RFC 7468, RFC 1421",
	.first = (const bool[256]){ ['-'] = true, [' '] = true, ['\t'] = true, ['\r'] = true, ['\n'] = true },
	.bid = bid,
	.decode = decode,
};
