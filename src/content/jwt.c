/* SPDX-License-Identifier: Apache-2.0 */
/* JSON Web Token (RFC 7519) in compact form: what it claims is readable by anyone.
 *
 *     base64url(header) "." base64url(payload) "." base64url(signature)
 *
 * Left out: encrypted tokens (five parts), of which only the header is readable. */
#include "base/base64.h"

#include "content/content.h"

enum { LONGEST = 16 << 10 };

static bool split(struct bytes token, struct bytes parts[3])
{
	token = bytes_trim(token);
	for (size_t i = 0; i < 3; i++)
		parts[i] = i < 2 ? bytes_split(&token, '.') : token;
	return parts[0].size && parts[1].size && bytes_find_byte(parts[2], '.') == SIZE_MAX;
}

static unsigned bid(const struct content *content)
{
	struct bytes data = content->data, parts[3];

	/* `eyJ` is `{"` and `ey` is `{` with a blank. */
	if (data.size < 20 || data.size > LONGEST || !bytes_start_with(data, BYTES("ey")))
		return 0;
	return split(data, parts) && bytes_start_with(parts[1], BYTES("e")) ? 48 : 0;
}

static void read_part(const struct content *content, struct examination *examination, struct bytes part,
		      struct bytes name)
{
	struct buffer buffer = examination_buffer(examination);

	if (base64_decode(part, &buffer)) {
		struct content child = {
			.data = buffer_bytes(&buffer),
			.format = "jwt",
			.step = name,
			.encoding = true,
		};

		examination_content(examination, content, &child, part);
	}
	examination_buffer_end(examination, &buffer);
}

static enum decoded decode(const struct content *content, struct examination *examination)
{
	struct bytes parts[3], start;
	uint8_t decoded[8];
	struct buffer buffer = { .data = decoded, .room = sizeof decoded, .maximum = sizeof decoded };

	if (!split(content->data, parts))
		return DECODED_NOT_MINE;
	start = bytes_slice(parts[0], 0, 8);
	if (!base64_decode(start, &buffer) || buffer.size == 0 || decoded[0] != '{')
		return DECODED_NOT_MINE;
	read_part(content, examination, parts[0], BYTES("header"));
	read_part(content, examination, parts[1], BYTES("payload"));
	return DECODED;
}

const struct content_decoder content_decoder_jwt = {
	.name = "jwt",
	.specification = "RFC 7519",
	.first = (const bool[256]){ ['e'] = true },
	.needs = CHARACTER_DOT,
	.bid = bid,
	.decode = decode,
};
